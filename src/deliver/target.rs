//! Where reports are delivered to, as a URL says it.

use std::str::FromStr;

use url::Url;

/// The other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Syslog(SyslogAddress),
    /// The URL of an index: documents go to its `_bulk`.
    Bulk(Url),
}

/// A receiver of syslog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyslogAddress {
    pub transport: Transport,
    pub host: String,
    pub port: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// RFC 5426.
    Udp,
    /// RFC 6587 section 3.4.1 (octet counting).
    Tcp,
    /// RFC 5425.
    Tls,
}

impl Transport {
    fn port(self) -> u16 {
        match self {
            Transport::Udp => 514,
            Transport::Tcp => 601,
            Transport::Tls => 6514,
        }
    }
}

impl FromStr for Target {
    type Err = String;

    /// `syslog+udp://HOST[:PORT]`, `syslog+tcp://…`, `syslog+tls://…`, or `http://HOST[:PORT]/INDEX`
    /// and `https://…` of Elasticsearch or OpenSearch.
    fn from_str(text: &str) -> Result<Self, String> {
        const MEANT: &str = "a URL is meant: syslog+udp://HOST, syslog+tcp://HOST, \
                             syslog+tls://HOST, or https://HOST:9200/INDEX";
        let url = Url::parse(text).map_err(|_| MEANT.to_owned())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(MEANT)?;
        let transport = match url.scheme() {
            "http" | "https" => {
                let index = url.path().trim_matches('/');
                if index.is_empty() || index.contains('/') {
                    return Err("name the index: https://HOST:9200/INDEX".to_owned());
                }
                return Ok(Target::Bulk(url));
            }
            "syslog+udp" => Transport::Udp,
            "syslog+tcp" => Transport::Tcp,
            "syslog+tls" => Transport::Tls,
            _ => return Err(MEANT.to_owned()),
        };
        if !url.path().trim_matches('/').is_empty() || !url.username().is_empty() {
            return Err("syslog has a host and a port, and nothing behind them".to_owned());
        }
        let host = host.trim_matches(['[', ']']).to_owned();
        let port = url.port().unwrap_or(transport.port());
        Ok(Target::Syslog(SyslogAddress { transport, host, port }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let syslog = |transport, host: &str, port| {
            Target::Syslog(SyslogAddress { transport, host: host.to_owned(), port })
        };
        for (text, target) in [
            ("syslog+udp://192.0.2.1", syslog(Transport::Udp, "192.0.2.1", 514)),
            ("syslog+tcp://log.example:1514", syslog(Transport::Tcp, "log.example", 1514)),
            ("syslog+tls://[2001:db8::1]", syslog(Transport::Tls, "2001:db8::1", 6514)),
        ] {
            assert_eq!(text.parse(), Ok(target));
        }
        assert!(matches!("http://192.0.2.1:9200/mail".parse(), Ok(Target::Bulk(_))));
        for wrong in ["", "log.example", "ftp://x.example/", "https://x.example/", "syslog+udp://"]
        {
            assert!(wrong.parse::<Target>().is_err(), "{wrong}");
        }
    }
}
