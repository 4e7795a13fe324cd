//! What a mailbox tells of its owner's side: which hosts wrote the top of nearly every chain, from
//! which addresses these took mail of each other, who hands over to them, and who forwards.
//!
//! A name in a line below the hand-over may be made up, but not in nearly all messages of years;
//! and where our side ends shows by itself, since there the peers begin to differ.

mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use write::configuration;

use crate::chain::Org;
use crate::data::Data;
use crate::scan::seen::Seen;

/// A host is ours if its line stands there in so many of 100 messages.
const NEARLY_ALL: u64 = 80;
/// Messages that it takes to learn from.
pub const FEWEST: u64 = 20;
/// So many lines from the top are looked at.
const DEEP: usize = 8;
/// So many different texts of a kind are kept: enough for servers, and a bound for what senders
/// make up.
const KEPT: usize = 20_000;
/// A sender's side has many addresses, ours a few.
const ADDRESSES: usize = 32;
/// A peer that hands over so many of 1,000 messages, and so many at all, is a usual one.
const USUAL: u64 = 20;
const USUAL_LEAST: u64 = 10;

/// What is gathered of all messages.
#[derive(Debug, Default)]
pub struct Learning {
    messages: u64,
    /// With a Received line at all.
    travelled: u64,
    /// For each line from the top: the hosts that wrote it.
    writers: [Counts; DEEP],
    /// For each line from the top: the peer's address, and the host that wrote the line below.
    links: [BTreeMap<(String, String), u64>; DEEP],
    /// Peers of each line from the top: organisation or name, and its addresses.
    peers: [BTreeMap<String, Peer>; DEEP],
}

type Counts = BTreeMap<String, u64>;

#[derive(Clone, Debug, Default)]
struct Peer {
    messages: u64,
    /// The message had travelled before it came to the peer.
    passed_on: u64,
    addresses: BTreeSet<String>,
}

/// What was learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learned {
    pub messages: u64,
    pub travelled: u64,
    /// Our hosts, from the top down, with the messages in which they wrote that line.
    pub hosts: Vec<Host>,
    /// Addresses from which our hosts take mail of our hosts.
    pub addresses: Vec<(String, u64)>,
    /// Who hands over to us and was itself handed most of it by others: lists and forwarders.
    pub forwarders: Vec<Forwarder>,
    /// How many different peers the last line of ours has.
    pub peers: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    pub name: String,
    /// Counted from the top.
    pub line: usize,
    pub messages: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Forwarder {
    pub name: String,
    pub messages: u64,
    pub passed_on: u64,
    pub addresses: Vec<String>,
}

impl Learning {
    /// Takes in a message.
    pub fn add(&mut self, seen: &Seen<'_>, data: &Data) {
        // A message inside another came to somebody else.
        if seen.source.part.is_some() {
            return;
        }
        self.messages += 1;
        self.travelled += u64::from(!seen.hops.is_empty());
        let hops = seen.hops.iter().take(DEEP).enumerate();
        for (index, hop) in hops {
            if let Some(by) = hop.by_host() {
                count(&mut self.writers[index], by.to_ascii_lowercase());
            }
            let Some(from) = &hop.from else { continue };
            let Some(ip) = &from.ip else { continue };
            let below = seen.hops.get(index + 1).and_then(|below| below.by_host());
            if let Some(below) = below {
                count(&mut self.links[index], (ip.to_string(), below.to_ascii_lowercase()));
            }
            let name = from.rdns.as_deref().or(from.helo.as_deref()).unwrap_or(ip);
            let name = Org::of(name, data)
                .map_or_else(|| name.to_ascii_lowercase(), |org| org.as_str().to_owned());
            let peers = &mut self.peers[index];
            if peers.len() < KEPT || peers.contains_key(&name) {
                let peer = peers.entry(name).or_default();
                peer.messages += 1;
                peer.passed_on += u64::from(index + 2 < seen.hops.len());
                if peer.addresses.len() < ADDRESSES {
                    peer.addresses.insert(ip.to_string());
                }
            }
        }
    }

    /// What it comes to. Nothing is learned from a few messages.
    pub fn learned(&self, data: &Data) -> Learned {
        let mut learned =
            Learned { messages: self.messages, travelled: self.travelled, ..Learned::default() };
        if self.travelled < FEWEST {
            return learned;
        }
        let mut last = 0;
        for (index, writers) in self.writers.iter().enumerate() {
            let Some(hosts) = self.own_writers(index, writers, data) else { break };
            // The links above must lead there from few addresses, or it is the sender's side that
            // happens to be the same in most messages.
            if let Some(above) = index.checked_sub(1) {
                let names: BTreeSet<&String> = hosts.iter().map(|(name, _)| name).collect();
                let mut addresses: Counts = Counts::new();
                for ((ip, below), messages) in &self.links[above] {
                    if names.contains(below) {
                        *addresses.entry(ip.clone()).or_default() += messages;
                    }
                }
                if addresses.is_empty() || addresses.len() > ADDRESSES {
                    break;
                }
                for (ip, messages) in addresses {
                    match learned.addresses.iter_mut().find(|(known, _)| *known == ip) {
                        Some((_, count)) => *count += messages,
                        None => learned.addresses.push((ip, messages)),
                    }
                }
            }
            last = index;
            let line = index + 1;
            learned.hosts.extend(hosts.into_iter().map(|(name, messages)| Host {
                name,
                line,
                messages,
            }));
        }
        learned.peers = self.peers[last].len();
        learned.forwarders = self.forwarders(last);
        learned
    }

    /// The hosts that wrote a line in nearly all messages: one, or several of one organisation.
    fn own_writers(
        &self,
        index: usize,
        writers: &Counts,
        data: &Data,
    ) -> Option<Vec<(String, u64)>> {
        let organisation = |host: &str| {
            Org::of(host, data).map_or_else(|| host.to_owned(), |org| org.as_str().to_owned())
        };
        let mut by_organisation: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
        for (host, messages) in writers {
            let hosts = by_organisation.entry(organisation(host)).or_default();
            hosts.push((host.clone(), *messages));
        }
        let sum = |hosts: &[(String, u64)]| hosts.iter().map(|(_, messages)| messages).sum::<u64>();
        let mut hosts = by_organisation.into_values().max_by_key(|hosts| sum(hosts))?;
        if sum(&hosts) * 100 < self.travelled * NEARLY_ALL {
            return None;
        }
        // In the first line nobody else can write; below, what is rare may be made up.
        if index > 0 {
            hosts.retain(|(_, messages)| messages * 100 >= self.travelled);
        }
        hosts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        Some(hosts)
    }

    /// Those that hand over a good part of the mail, and were handed it by others.
    fn forwarders(&self, line: usize) -> Vec<Forwarder> {
        let usual = |peer: &&Peer| {
            peer.messages >= USUAL_LEAST
                && peer.messages * 1_000 >= self.travelled * USUAL
                && peer.passed_on * 2 > peer.messages
        };
        let peers = self.peers[line].iter().filter(|(_, peer)| usual(peer));
        let mut forwarders: Vec<Forwarder> = peers
            .map(|(name, peer)| Forwarder {
                name: name.clone(),
                messages: peer.messages,
                passed_on: peer.passed_on,
                addresses: peer.addresses.iter().cloned().collect(),
            })
            .collect();
        forwarders.sort_by(|a, b| b.messages.cmp(&a.messages).then(a.name.cmp(&b.name)));
        forwarders
    }
}

/// Counts a key, as long as there is room for it.
fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K) {
    if counts.len() < KEPT || counts.contains_key(&key) {
        *counts.entry(key).or_default() += 1;
    }
}

#[cfg(test)]
mod tests;
