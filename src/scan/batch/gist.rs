//! What the second pass keeps of a message.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::chain::Org;
use crate::data::Data;
use crate::report::model::{Custody, HopVerdict};
use crate::scan::line::Whence;
use crate::scan::seen::{Hop, Seen};

/// Ids shorter than this repeat by chance.
const ID: usize = 8;

/// What messages can have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Kind {
    Line = 0,
    Peer = 1,
    Prefix = 2,
    Path = 3,
    Clock = 4,
}

impl Kind {
    pub(super) const ALL: [Kind; 5] =
        [Kind::Line, Kind::Peer, Kind::Prefix, Kind::Path, Kind::Clock];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Kind::Line => "line",
            Kind::Peer => "peer",
            Kind::Prefix => "prefix",
            Kind::Path => "path",
            Kind::Clock => "clock",
        }
    }
}

/// One thing a message has. Hashes stand for texts; the texts are in the [`Text`] of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub kind: u8,
    /// What others may have too.
    pub key: u64,
    /// Number of the message, in the order of the output.
    pub message: u64,
    /// Which of the message's texts it is.
    pub text: u8,
    /// In what those that have it may differ: a hash, or seconds.
    pub value: i64,
    pub message_id: u64,
    pub sender: u32,
    pub subject: u32,
}

/// Texts of a message, for findings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Text {
    pub whence: Whence,
    /// For each mark that has texts: the key, and the value.
    pub texts: Vec<(String, String)>,
}

/// What the second pass needs of a message.
#[derive(Clone, Debug, Default)]
pub struct Gist {
    pub(super) marks: Vec<Mark>,
    pub(super) text: Text,
}

impl Gist {
    pub fn of(seen: &Seen<'_>, data: &Data) -> Gist {
        let message = &seen.message;
        let from = message.from.as_deref().unwrap_or_default();
        let mut making = Making {
            gist: Gist {
                marks: Vec::with_capacity(8),
                text: Text {
                    whence: Whence {
                        path: seen.source.path.as_deref().map(str::to_owned),
                        offset: seen.source.offset,
                        part: seen.source.part.as_deref().map(str::to_owned),
                    },
                    texts: Vec::with_capacity(8),
                },
            },
            message_id: hash(&message.message_id),
            sender: hash(&domain(from)) as u32,
            subject: hash(&message.subject) as u32,
        };
        // A message inside another did not travel; what its lines have in common with the outer
        // message's or another's says nothing.
        if seen.source.part.is_none() {
            making.all(seen, from, data);
        }
        making.gist
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        let texts: usize = self.text.texts.iter().map(|(a, b)| a.len() + b.len() + 48).sum();
        self.marks.len() * size_of::<Mark>() + texts + 100
    }
}

struct Making {
    gist: Gist,
    message_id: u64,
    sender: u32,
    subject: u32,
}

impl Making {
    fn mark(&mut self, kind: Kind, key: (String, u64), value: (String, i64)) {
        let number = self.gist.text.texts.len();
        // A message of more lines than this has none of its own to show.
        let Ok(text) = u8::try_from(number) else { return };
        self.gist.text.texts.push((key.0, value.0));
        self.gist.marks.push(Mark {
            kind: kind as u8,
            key: key.1,
            message: 0,
            text,
            value: value.1,
            message_id: self.message_id,
            sender: self.sender,
            subject: self.subject,
        });
    }

    fn all(&mut self, seen: &Seen<'_>, from: &str, data: &Data) {
        for hop in &seen.hops {
            self.line(hop);
        }
        self.prefix(seen);
        let Some(boundary) = &seen.boundary else { return };
        let index = boundary.line.saturating_sub(1);
        let Some(ours) = seen.hops.get(index) else { return };
        if let (Some(ip), Some(helo)) = (&boundary.peer_ip, &boundary.peer_helo) {
            let name = Org::of(helo, data)
                .map_or_else(|| helo.to_ascii_lowercase(), |org| org.as_str().to_owned());
            let value = (helo.clone().into_owned(), hash(&name) as i64);
            self.mark(Kind::Peer, (ip.clone().into_owned(), hash(ip)), value);
        }
        self.path(seen, from, data);
        if let Some(claimed) = seen.hops.get(index + 1) {
            self.clock(ours, claimed);
        }
    }

    /// A server's id, and the line that has it.
    fn line(&mut self, hop: &Hop<'_>) {
        let (Some(by), Some(id), Some(date)) = (hop.by_host(), &hop.id, &hop.date_raw) else {
            return;
        };
        // Exchange writes its version for an id.
        if id.len() < ID || &*hop.dialect == "exchange" || !id.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let from = hop.from.as_ref();
        let line = (
            date,
            from.and_then(|from| from.helo.as_deref()),
            from.and_then(|from| from.ip.as_deref()),
        );
        let key = (format!("{by} {id}"), hash(&(by.to_ascii_lowercase(), id)));
        self.mark(Kind::Line, key, (date.clone().into_owned(), hash(&line) as i64));
    }

    /// The injector, and the forged lines below it.
    fn prefix(&mut self, seen: &Seen<'_>) {
        let forged: Vec<&Hop<'_>> =
            seen.hops.iter().filter(|hop| hop.verdict >= HopVerdict::Suspicious).collect();
        let Some(ip) = seen.boundary.as_ref().and_then(|boundary| boundary.peer_ip.as_ref()) else {
            return;
        };
        if forged.is_empty() {
            return;
        }
        let names: Vec<&str> = forged.iter().filter_map(|hop| hop.by_host()).collect();
        let key = (format!("{ip}: {}", names.join(", ")), hash(&(ip, &names)));
        self.mark(Kind::Prefix, key, (String::new(), 0));
    }

    /// The sender, and the organisations his mail came through: who handed it over, and what
    /// wrote the lines below.
    fn path(&mut self, seen: &Seen<'_>, from: &str, data: &Data) {
        let Some(sender) = address(from) else { return };
        let Some(boundary) = &seen.boundary else { return };
        let organisation = |host: &str| {
            Org::of(host, data).map_or_else(String::new, |org| org.as_str().to_owned())
        };
        let name = boundary.peer_rdns.as_deref().or(boundary.peer_helo.as_deref());
        let mut path = vec![name.map_or_else(String::new, organisation)];
        for hop in seen.hops.iter().filter(|hop| hop.custody == Custody::Claimed) {
            let by = hop.by_host().map_or_else(String::new, organisation);
            if path.last() != Some(&by) && !by.is_empty() {
                path.push(by);
            }
        }
        let key = (sender.clone(), hash(&sender));
        let value = hash(&path) as i64;
        self.mark(Kind::Path, key, (path.join(" < "), value));
    }

    /// The server below ours, and how far its clock is ahead of ours: what the way took is in it.
    fn clock(&mut self, ours: &Hop<'_>, claimed: &Hop<'_>) {
        let time = |hop: &Hop<'_>| {
            let date: jiff::Timestamp = hop.date.as_deref()?.parse().ok()?;
            Some(date.as_second())
        };
        let (Some(by), Some(ours), Some(theirs)) = (claimed.by_host(), time(ours), time(claimed))
        else {
            return;
        };
        let key = (by.to_owned(), hash(&by.to_ascii_lowercase()));
        let ahead = theirs.saturating_sub(ours);
        self.mark(Kind::Clock, key, (format!("{ahead} s"), ahead));
    }
}

/// The same on every run, so that the same mail gives the same findings.
fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The address in a From field, in lower case.
fn address(from: &str) -> Option<String> {
    let inner = match (from.rfind('<'), from.rfind('>')) {
        (Some(open), Some(close)) if open < close => &from[open + 1..close],
        _ => from.trim(),
    };
    let good = inner.contains('@') && !inner.contains(char::is_whitespace);
    good.then(|| inner.to_ascii_lowercase())
}

fn domain(from: &str) -> Option<String> {
    let address = address(from)?;
    Some(address.rsplit_once('@')?.1.to_owned())
}
