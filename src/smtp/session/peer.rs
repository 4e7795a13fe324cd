//! Who is at the other end, and how that is known.

use std::net::SocketAddr;

/// The client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Address and port.
    pub address: SocketAddr,
    pub basis: PeerBasis,
    /// The host that made the connection may say who the client is (XCLIENT).
    pub may_forward: bool,
    /// What the host in front said beyond the address.
    pub forwarded: Forwarded,
}

/// How the client's address is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerBasis {
    /// The connection is its own.
    Connection,
    /// A host that is believed said so with the PROXY protocol.
    Proxy,
    /// A host that is believed said so with XCLIENT.
    Xclient,
}

impl PeerBasis {
    pub fn as_str(self) -> &'static str {
        match self {
            PeerBasis::Connection => "connection",
            PeerBasis::Proxy => "proxy",
            PeerBasis::Xclient => "xclient",
        }
    }
}

/// What XCLIENT said beside the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forwarded {
    /// The client's verified name. `Some(None)`: it has none.
    pub name: Option<Option<String>>,
    pub helo: Option<String>,
    pub login: Option<String>,
    /// ESMTP or SMTP.
    pub extended: Option<bool>,
}

impl Peer {
    /// The client is the one that connected.
    pub fn connected(address: SocketAddr) -> Self {
        let basis = PeerBasis::Connection;
        Peer { address, basis, may_forward: false, forwarded: Forwarded::default() }
    }
}
