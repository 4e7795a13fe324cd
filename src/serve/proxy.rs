//! The PROXY protocol, versions 1 and 2: a load balancer in front says who the client is.

use std::io;
use std::net::SocketAddr;

use proxy_header::{Error, ParseConfig, ProxyHeader};
use tokio::io::{AsyncRead, AsyncReadExt};

/// Version 2 with all its values may have 64 KB; nobody sends a tenth of that.
const LONGEST: usize = 4 << 10;

/// The client's address, `None` where the balancer speaks for itself (a health check), and what
/// of the stream was read beyond the header.
pub(super) async fn read(
    stream: &mut (impl AsyncRead + Unpin),
) -> io::Result<(Option<SocketAddr>, Vec<u8>)> {
    let mut bytes = Vec::with_capacity(256);
    loop {
        if let Some((client, length)) = parse(&bytes)? {
            bytes.drain(..length);
            return Ok((client, bytes));
        }
        if bytes.len() > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an overlong PROXY header"));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// `None` as long as there is more to come.
fn parse(bytes: &[u8]) -> io::Result<Option<(Option<SocketAddr>, usize)>> {
    let invalid = |what| io::Error::new(io::ErrorKind::InvalidData, what);
    if bytes.is_empty() {
        return Ok(None);
    }
    match ProxyHeader::parse(bytes, ParseConfig::default()) {
        Ok((header, length)) => {
            Ok(Some((header.proxied_address().map(|address| address.source), length)))
        }
        Err(Error::BufferTooShort) => Ok(None),
        Err(_) => Err(invalid("no PROXY header")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_whole_and_in_part() {
        let header = b"PROXY TCP4 192.0.2.1 198.51.100.1 4000 25\r\n";
        for end in 0..header.len() {
            assert!(parse(&header[..end]).expect("is a beginning").is_none(), "{end}");
        }
        let client = "192.0.2.1:4000".parse().ok();
        let more = [&header[..], b"EHLO x\r\n"].concat();
        assert_eq!(parse(&more).expect("is whole"), Some((client, header.len())));
        assert_eq!(parse(b"PROXY UNKNOWN\r\n").expect("is whole"), Some((None, 15)));
        assert!(parse(b"EHLO a.example\r\n").is_err());
    }

    #[test]
    fn version_2() {
        let mut header = b"\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x24".to_vec();
        header.extend("2001:db8::1".parse::<std::net::Ipv6Addr>().expect("is one").octets());
        header.extend("2001:db8::2".parse::<std::net::Ipv6Addr>().expect("is one").octets());
        header.extend([0x0f, 0xa0, 0, 25]);
        let client = "[2001:db8::1]:4000".parse().ok();
        assert_eq!(parse(&header).expect("is whole"), Some((client, header.len())));
    }
}
