//! What a server is told before it starts.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use crate::report::formats::Siem;
use crate::smtp;

/// Everything but the rules and the DNS, which are the [`Engine`](super::Engine)'s.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen, besides sockets that systemd hands over.
    pub listen: Vec<SocketAddr>,
    pub smtp: smtp::Config,
    pub tls: Option<TlsFiles>,
    /// A Maildir; without it nothing is stored.
    pub spool: Option<PathBuf>,
    /// A file for the reports; standard output where there is none.
    pub report: Option<PathBuf>,
    /// The form of the reports; the JSON report where there is none.
    pub form: Option<Siem>,
    pub max_connections: usize,
    pub max_per_address: usize,
    /// Bytes of all messages under way together.
    pub max_memory: usize,
    /// For one command, and for a message that does not flow.
    pub command_timeout: Duration,
    pub session_timeout: Duration,
    /// How long to wait for the client to wait for the greeting.
    pub greeting_delay: Duration,
    /// How long sessions may go on after SIGTERM.
    pub grace: Duration,
    /// Hosts that speak the PROXY protocol.
    pub proxy_from: Vec<IpNet>,
    /// Hosts that may use XCLIENT.
    pub xclient_from: Vec<IpNet>,
    pub metrics: Option<SocketAddr>,
    /// User, and perhaps group, to become.
    pub user: Option<String>,
    /// Threads that analyse and write.
    pub workers: usize,
}

/// PEM files.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}
