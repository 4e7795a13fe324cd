//! A message with forged lines, and which they are.

use super::Target;
use crate::settings::HostPattern;

/// An honest message onto which forged lines were put.
#[derive(Clone, Debug)]
pub struct Graft {
    pub bytes: Vec<u8>,
    /// Numbers of the forged lines, 1 being the newest of all lines.
    pub forged: Vec<usize>,
    /// Names that the reader of the message has declared as own, where the technique is about that.
    pub own_hosts: Vec<HostPattern>,
    /// A third party's name that the peer announced.
    pub borrowed: Option<String>,
}

impl Graft {
    /// The peer announced `name` at the hand-over: the one word of our own line that the peer
    /// chooses. `None` where our line does not tell it apart from what our server looked up.
    pub fn announcing(mut self, target: &Target, name: &str) -> Option<Graft> {
        let at = target.peer.helo_at.clone()?;
        self.bytes.splice(at, name.bytes());
        self.borrowed = Some(name.to_owned());
        Some(self)
    }

    /// The reader has declared the names that our side's lines bear.
    pub fn declaring(mut self, target: &Target) -> Graft {
        self.own_hosts = target.our_hosts.iter().map(|host| HostPattern::new(host)).collect();
        self
    }
}
