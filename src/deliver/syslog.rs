//! Syslog: the message of RFC 5424 over UDP (RFC 5426), TCP (RFC 6587, octet counting) and TLS
//! (RFC 5425).
//!
//! Syslog acknowledges nothing. Over TCP and TLS each batch therefore has a connection of its own,
//! which is closed in order: a receiver that closes its side in turn has read all, and one that
//! went away or broke off has not, so the batch is sent again. One document may arrive twice then,
//! with the same id. Over UDP one may be lost; that nobody listens is noticed where the other host
//! says so.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_platform_verifier::BuilderVerifierExt;

use super::target::{SyslogAddress, Transport};
use super::{Document, Outcome, Sender};

const TIMEOUT: Duration = Duration::from_secs(10);
/// How long a host may take to say that nobody listens there (ICMP port unreachable).
const UNREACHABLE: Duration = Duration::from_millis(20);
/// The largest payload of a datagram of IPv4 (RFC 768).
const LARGEST_DATAGRAM: usize = 65_507;
/// Facility `mail system` (RFC 5424 section 6.2.1).
const FACILITY: u8 = 2;

pub(super) struct Syslog {
    address: SyslogAddress,
    host: String,
    tls: Option<Arc<ClientConfig>>,
}

impl Syslog {
    pub(super) fn new(address: SyslogAddress) -> io::Result<Self> {
        let tls = match address.transport {
            Transport::Tls => Some(tls()?),
            Transport::Udp | Transport::Tcp => None,
        };
        Ok(Syslog { address, host: hostname(), tls })
    }

    #[cfg(test)]
    pub(super) fn with_tls(address: SyslogAddress, config: ClientConfig) -> Self {
        Syslog { address, host: "-".to_owned(), tls: Some(Arc::new(config)) }
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let SyslogAddress { host, port, .. } = &self.address;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in (host.as_str(), *port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, TIMEOUT) {
                Ok(stream) => {
                    stream.set_write_timeout(Some(TIMEOUT))?;
                    stream.set_read_timeout(Some(TIMEOUT))?;
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// All frames over one connection, until the other side has closed it.
    fn stream(&self, frames: &[u8]) -> io::Result<()> {
        let mut stream = self.connect()?;
        let Some(config) = &self.tls else {
            stream.write_all(frames)?;
            stream.shutdown(Shutdown::Write)?;
            return read_to_end(&mut stream);
        };
        let host = self.address.host.clone();
        let name = ServerName::try_from(host).map_err(io::Error::other)?;
        let connection =
            ClientConnection::new(Arc::clone(config), name).map_err(io::Error::other)?;
        let mut tls = StreamOwned::new(connection, stream);
        tls.write_all(frames)?;
        tls.conn.send_close_notify();
        tls.flush()?;
        tls.sock.shutdown(Shutdown::Write)?;
        read_to_end(&mut tls)
    }

    fn datagrams(&self, documents: &[Document]) -> Outcome {
        let mut outcome = Outcome::default();
        let socket = match self.socket() {
            Ok(socket) => socket,
            Err(error) => return Outcome { later: Some(error.to_string()), ..outcome },
        };
        for (number, document) in documents.iter().enumerate() {
            let bytes = message(document, &self.host, Timestamp::now());
            if bytes.len() > LARGEST_DATAGRAM {
                let why = format!("{} bytes are too many for UDP", bytes.len());
                outcome.refused.push((number, why));
                continue;
            }
            match socket.send(&bytes) {
                Ok(_) => outcome.taken.push(number),
                Err(error) => {
                    outcome.later = Some(error.to_string());
                    break;
                }
            }
        }
        if outcome.later.is_none() && !outcome.taken.is_empty() {
            std::thread::sleep(UNREACHABLE);
            let error = socket.take_error().ok().flatten();
            outcome.later = error.map(|error| error.to_string());
        }
        if outcome.later.is_some() {
            // The error is about the datagram before.
            outcome.taken.pop();
        }
        outcome
    }

    /// A socket that hears of nobody listening.
    fn socket(&self) -> io::Result<UdpSocket> {
        let SyslogAddress { host, port, .. } = &self.address;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in (host.as_str(), *port).to_socket_addrs()? {
            let own = if address.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
            let socket =
                UdpSocket::bind(own).and_then(|socket| socket.connect(address).map(|()| socket));
            match socket {
                Ok(socket) => return Ok(socket),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// Waits until the other side has read all and closed. One that keeps the connection open, though
/// nothing more can come, has broken nothing off.
fn read_to_end(stream: &mut impl Read) -> io::Result<()> {
    let mut bytes = [0; 512];
    // A receiver of syslog says nothing; what one says all the same is passed over, in bounds.
    for _ in 0..1000 {
        match stream.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) => match error.kind() {
                // Closed without TLS's own word for it.
                io::ErrorKind::UnexpectedEof => return Ok(()),
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => return Ok(()),
                io::ErrorKind::Interrupted => {}
                _ => return Err(error),
            },
        }
    }
    Ok(())
}

impl Sender for Syslog {
    fn send(&mut self, documents: &[Document]) -> Outcome {
        if self.address.transport == Transport::Udp {
            return self.datagrams(documents);
        }
        let mut frames = Vec::new();
        for document in documents {
            let bytes = message(document, &self.host, Timestamp::now());
            frames.extend_from_slice(format!("{} ", bytes.len()).as_bytes());
            frames.extend_from_slice(&bytes);
        }
        match self.stream(&frames) {
            Ok(()) => Outcome { taken: (0..documents.len()).collect(), ..Outcome::default() },
            Err(error) => Outcome { later: Some(error.to_string()), ..Outcome::default() },
        }
    }
}

/// The message: header, the id as structured data, and the document.
pub(super) fn message(document: &Document, host: &str, now: Timestamp) -> Vec<u8> {
    let priority = FACILITY * 8 + document.severity.min(7);
    let process = std::process::id();
    // The number is that of documentation (RFC 5612): there is none of our own.
    let mut bytes = format!(
        "<{priority}>1 {now:.3} {host} hopcheck {process} report [hopcheck@32473 id=\"{}\"] ",
        document.id
    )
    .into_bytes();
    // A byte order mark says that the text is UTF-8 (section 6.4).
    bytes.extend_from_slice(b"\xef\xbb\xbf");
    bytes.extend_from_slice(&document.body);
    bytes
}

fn tls() -> io::Result<Arc<ClientConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map_err(io::Error::other)?
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The name of this machine, `-` where it has none that can be written.
fn hostname() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    let plain = |b: u8| b.is_ascii_graphic();
    if !name.is_empty() && name.len() <= 255 && name.bytes().all(plain) {
        name.to_owned()
    } else {
        "-".to_owned()
    }
}
