//! Which server to ask, as `--dns` says it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use url::Url;

use super::question::{Question, RecordType};

const DNS_PORT: u16 = 53;
/// RFC 7858 section 3.1.
const TLS_PORT: u16 = 853;
const HTTPS_PORT: u16 = 443;
/// The path most services use; RFC 8484 has it in its examples.
const HTTPS_PATH: &str = "/dns-query";

/// Which server to ask.
///
/// | written | meaning |
/// | --- | --- |
/// | `192.0.2.53`, `2001:db8::53` | DNS over UDP, and TCP for long answers, port 53 |
/// | `192.0.2.53:5353`, `[2001:db8::53]:5353` | the same on another port |
/// | `tls://dns.example`, `tls://dns.example:8853` | DNS over TLS (RFC 7858), port 853 unless said |
/// | `https://dns.example`, `https://dns.example/path` | DNS over HTTPS (RFC 8484), path `/dns-query` unless said |
/// | `tls://192.0.2.53#dns.example` | as before, with the address known: the name after `#` is the one the certificate must have |
///
/// A host given by name is looked up with the system's own resolver, before the first question.
/// Without `#` the certificate must be for the host as it is written, an address included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ServerSpec {
    /// What the system is configured to use (`/etc/resolv.conf`).
    #[default]
    System,
    Plain(SocketAddr),
    Tls(Endpoint),
    Https {
        endpoint: Endpoint,
        path: String,
    },
}

/// The server's side of an encrypted connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub host: Host,
    pub port: u16,
    /// The name its certificate must have, where it is not the host's.
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    Address(IpAddr),
    Name(String),
}

impl Endpoint {
    /// What the certificate must be for.
    pub fn certificate_name(&self) -> String {
        match (&self.name, &self.host) {
            (Some(name), _) | (None, Host::Name(name)) => name.clone(),
            (None, Host::Address(ip)) => ip.to_string(),
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, default_port: u16) -> fmt::Result {
        match &self.host {
            Host::Address(IpAddr::V6(ip)) => write!(f, "[{ip}]")?,
            Host::Address(ip) => write!(f, "{ip}")?,
            Host::Name(name) => f.write_str(name)?,
        }
        if self.port != default_port {
            write!(f, ":{}", self.port)?;
        }
        Ok(())
    }

    fn write_name(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.as_ref().map_or(Ok(()), |name| write!(f, "#{name}"))
    }
}

impl fmt::Display for ServerSpec {
    /// The form that reads back as the same server; `system` for the system's configuration.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServerSpec::System => f.write_str("system"),
            ServerSpec::Plain(address) => address.fmt(f),
            ServerSpec::Tls(endpoint) => {
                f.write_str("tls://")?;
                endpoint.write(f, TLS_PORT)?;
                endpoint.write_name(f)
            }
            ServerSpec::Https { endpoint, path } => {
                f.write_str("https://")?;
                endpoint.write(f, HTTPS_PORT)?;
                f.write_str(path)?;
                endpoint.write_name(f)
            }
        }
    }
}

/// Why a text names no server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerSpecError(String);

impl fmt::Display for ServerSpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ServerSpecError {}

fn error<T>(what: impl Into<String>) -> Result<T, ServerSpecError> {
    Err(ServerSpecError(what.into()))
}

impl FromStr for ServerSpec {
    type Err = ServerSpecError;

    fn from_str(text: &str) -> Result<Self, ServerSpecError> {
        let text = text.trim();
        match text.split_once("://") {
            None => plain(text),
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("tls") => {
                let url = parse_url(text)?;
                if !matches!(url.path(), "" | "/") {
                    return error("DNS over TLS has no path; https:// has");
                }
                Ok(ServerSpec::Tls(endpoint(&url, TLS_PORT)?))
            }
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => {
                // The template form of RFC 8484 says the same as the path alone. A scheme that
                // the URL standard does not know keeps `:443` apart from no port at all, and
                // treats hosts like those of `tls`.
                let rest = rest.replacen("{?dns}", "", 1);
                let url = parse_url(&format!("doh://{rest}"))?;
                let path = if matches!(url.path(), "" | "/") { HTTPS_PATH } else { url.path() };
                Ok(ServerSpec::Https {
                    endpoint: endpoint(&url, HTTPS_PORT)?,
                    path: path.to_owned(),
                })
            }
            Some((scheme, _)) => error(format!(
                "unknown scheme `{}`: tls:// and https:// are known",
                scheme.escape_debug()
            )),
        }
    }
}

fn plain(text: &str) -> Result<ServerSpec, ServerSpecError> {
    let address = text
        .parse::<SocketAddr>()
        .or_else(|_| text.trim_matches(['[', ']']).parse().map(|ip| SocketAddr::new(ip, DNS_PORT)));
    match address {
        Ok(address) if address.port() == 0 => error("port 0 cannot be asked"),
        Ok(address) => Ok(ServerSpec::Plain(address)),
        Err(_) if text.is_empty() => error("the server's address is missing"),
        Err(_) => error(format!(
            "`{}` is no address: a DNS server is given as ADDR, ADDR:PORT, [ADDR]:PORT, \
             tls://HOST or https://HOST/PATH",
            text.escape_debug()
        )),
    }
}

fn parse_url(text: &str) -> Result<Url, ServerSpecError> {
    let url = Url::parse(text).map_err(|e| ServerSpecError(e.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return error("a user name or password cannot be given");
    }
    if url.query().is_some() {
        return error("the URL cannot have a query");
    }
    Ok(url)
}

fn endpoint(url: &Url, default_port: u16) -> Result<Endpoint, ServerSpecError> {
    let host = match url.host() {
        None => return error("the URL has no host"),
        Some(url::Host::Ipv4(ip)) => Host::Address(ip.into()),
        Some(url::Host::Ipv6(ip)) => Host::Address(ip.into()),
        Some(url::Host::Domain(name)) => match name.parse() {
            Ok(ip) => Host::Address(ip),
            Err(_) => Host::Name(host_name(name)?),
        },
    };
    let name = match url.fragment() {
        None | Some("") => None,
        Some(name) => Some(host_name(name)?),
    };
    match url.port() {
        Some(0) => error("port 0 cannot be asked"),
        port => Ok(Endpoint { host, port: port.unwrap_or(default_port), name }),
    }
}

fn host_name(name: &str) -> Result<String, ServerSpecError> {
    // Here a name must be a host's, narrower than what may be asked for.
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    match Question::new(name, RecordType::A) {
        Ok(question) if question.name.chars().all(fits) => Ok(question.name),
        Ok(_) => error(format!("`{}` is no host name", name.escape_debug())),
        Err(why) => error(format!("`{}` is no host name: {why}", name.escape_debug())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_read_and_written() {
        for (text, shown) in [
            ("192.0.2.53", "192.0.2.53:53"),
            (" 192.0.2.53:5353 ", "192.0.2.53:5353"),
            ("2001:db8::53", "[2001:db8::53]:53"),
            ("[2001:db8::53]", "[2001:db8::53]:53"),
            ("[2001:db8::53]:5353", "[2001:db8::53]:5353"),
            ("tls://dns.example", "tls://dns.example"),
            ("TLS://DNS.Example.:853", "tls://dns.example"),
            ("tls://dns.example:443/", "tls://dns.example:443"),
            ("tls://192.0.2.53", "tls://192.0.2.53"),
            ("tls://[2001:db8::53]:8853#dns.example", "tls://[2001:db8::53]:8853#dns.example"),
            ("https://dns.example", "https://dns.example/dns-query"),
            ("https://dns.example/dns-query{?dns}", "https://dns.example/dns-query"),
            ("https://dns.example:443/q", "https://dns.example/q"),
            ("https://dns.example:853/q", "https://dns.example:853/q"),
            ("https://192.0.2.53/q#dns.example", "https://192.0.2.53/q#dns.example"),
        ] {
            let spec: ServerSpec = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(spec.to_string(), shown);
            assert_eq!(shown.parse(), Ok(spec), "{shown} reads back");
        }
    }

    #[test]
    fn the_certificate_is_for_the_name_given() {
        for (text, name) in [
            ("tls://dns.example", "dns.example"),
            ("tls://192.0.2.53", "192.0.2.53"),
            ("tls://192.0.2.53#dns.example", "dns.example"),
        ] {
            let Ok(ServerSpec::Tls(endpoint)) = text.parse() else { panic!("{text}") };
            assert_eq!(endpoint.certificate_name(), name);
        }
    }

    #[test]
    fn errors_say_what_is_wrong() {
        for (text, expected) in [
            ("", "missing"),
            ("dns.example", "`dns.example` is no address"),
            ("192.0.2.300", "is no address"),
            ("192.0.2.1:0", "port 0"),
            ("192.0.2.1:99999", "is no address"),
            ("quic://dns.example", "unknown scheme `quic`"),
            ("tls://", "host"),
            ("tls://dns.example/path", "no path"),
            ("tls://dns.example:0", "port 0"),
            ("tls://dns.example:x", "port"),
            ("https://user@dns.example/", "user name"),
            ("https://dns.example/?dns=x", "query"),
            ("tls://dns..example", "a label is empty"),
            ("tls://dns%20x.example", "is no host name"),
            ("tls://192.0.2.1#a b", "is no host name"),
        ] {
            let message = text.parse::<ServerSpec>().unwrap_err().to_string();
            assert!(message.contains(expected), "{text}: {message}");
        }
    }
}
