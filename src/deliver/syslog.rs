//! Syslog: the message of RFC 5424 over UDP (RFC 5426), TCP (RFC 6587, octet counting) and TLS
//! (RFC 5425).
//!
//! Syslog acknowledges nothing. Over TCP and TLS a broken connection is noticed and the documents
//! of the batch are sent again over a new one, so one may arrive twice and carries its id; over
//! UDP one may be lost unnoticed.

use std::io::{self, Write};
use std::net::{TcpStream, ToSocketAddrs, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_platform_verifier::BuilderVerifierExt;

use super::target::{SyslogAddress, Transport};
use super::{Document, Outcome, Sender};

const TIMEOUT: Duration = Duration::from_secs(10);
/// The largest payload of a datagram of IPv4 (RFC 768).
const LARGEST_DATAGRAM: usize = 65_507;
/// Facility `mail system` (RFC 5424 section 6.2.1).
const FACILITY: u8 = 2;

pub(super) struct Syslog {
    address: SyslogAddress,
    host: String,
    tls: Option<Arc<ClientConfig>>,
    stream: Option<Box<dyn Write + Send>>,
}

impl Syslog {
    pub(super) fn new(address: SyslogAddress) -> io::Result<Self> {
        let tls = match address.transport {
            Transport::Tls => Some(tls()?),
            Transport::Udp | Transport::Tcp => None,
        };
        Ok(Syslog { address, host: hostname(), tls, stream: None })
    }

    #[cfg(test)]
    pub(super) fn with_tls(address: SyslogAddress, config: ClientConfig) -> Self {
        Syslog { address, host: "-".to_owned(), tls: Some(Arc::new(config)), stream: None }
    }

    fn connected(&mut self) -> io::Result<&mut Box<dyn Write + Send>> {
        if self.stream.is_none() {
            self.stream = Some(self.connect()?);
        }
        self.stream.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    fn connect(&self) -> io::Result<Box<dyn Write + Send>> {
        let SyslogAddress { host, port, .. } = &self.address;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in (host.as_str(), *port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, TIMEOUT) {
                Ok(stream) => {
                    stream.set_write_timeout(Some(TIMEOUT))?;
                    stream.set_read_timeout(Some(TIMEOUT))?;
                    let Some(config) = &self.tls else { return Ok(Box::new(stream)) };
                    let name = ServerName::try_from(host.clone()).map_err(io::Error::other)?;
                    let connection = ClientConnection::new(Arc::clone(config), name)
                        .map_err(io::Error::other)?;
                    return Ok(Box::new(StreamOwned::new(connection, stream)));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn datagram(&self, bytes: &[u8]) -> io::Result<()> {
        let SyslogAddress { host, port, .. } = &self.address;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in (host.as_str(), *port).to_socket_addrs()? {
            let own = if address.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
            match UdpSocket::bind(own).and_then(|socket| socket.send_to(bytes, address)) {
                Ok(_) => return Ok(()),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl Sender for Syslog {
    fn send(&mut self, documents: &[Document]) -> Outcome {
        let mut outcome = Outcome::default();
        if self.address.transport == Transport::Udp {
            for (number, document) in documents.iter().enumerate() {
                let bytes = message(document, &self.host, Timestamp::now());
                if bytes.len() > LARGEST_DATAGRAM {
                    let why = format!("{} bytes are too many for UDP", bytes.len());
                    outcome.refused.push((number, why));
                    continue;
                }
                match self.datagram(&bytes) {
                    Ok(()) => outcome.taken.push(number),
                    Err(error) => {
                        outcome.later = Some(error.to_string());
                        break;
                    }
                }
            }
            return outcome;
        }
        let mut frames = Vec::new();
        for document in documents {
            let bytes = message(document, &self.host, Timestamp::now());
            frames.extend_from_slice(format!("{} ", bytes.len()).as_bytes());
            frames.extend_from_slice(&bytes);
        }
        let sent = self
            .connected()
            .and_then(|stream| stream.write_all(&frames).and_then(|()| stream.flush()));
        match sent {
            Ok(()) => outcome.taken.extend(0..documents.len()),
            Err(error) => {
                self.stream = None;
                outcome.later = Some(error.to_string());
            }
        }
        outcome
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
