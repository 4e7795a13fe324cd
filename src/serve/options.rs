//! What a server is told before it starts.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use crate::deliver::Target;
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
    /// A file for the reports. Where there is none they go to standard output, unless they are
    /// delivered.
    pub report: Option<PathBuf>,
    /// Where reports are delivered too.
    pub deliver: Option<DeliverTo>,
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

/// The other side of a delivery, and the queue in front of it.
#[derive(Clone, Debug)]
pub struct DeliverTo {
    pub target: Target,
    pub queue: PathBuf,
    /// Most bytes that wait in it.
    pub most: u64,
    /// How long to try in the end.
    pub patience: Duration,
}

/// PEM files.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}
