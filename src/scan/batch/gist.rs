//! What the second pass keeps of a message.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::counter;
use super::record::Texts;
use crate::chain::Org;
use crate::data::Data;
use crate::report::model::{Custody, HopVerdict};
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
    Counter = 5,
}

impl Kind {
    pub(super) const ALL: [Kind; 6] =
        [Kind::Line, Kind::Peer, Kind::Prefix, Kind::Path, Kind::Clock, Kind::Counter];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Kind::Line => "line",
            Kind::Peer => "peer",
            Kind::Prefix => "prefix",
            Kind::Path => "path",
            Kind::Clock => "clock",
            Kind::Counter => "counter",
        }
    }
}

/// One thing a message has. Hashes stand for texts; the texts are in the [`Texts`] of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub kind: u8,
    /// What others may have too.
    pub key: u64,
    /// Number of the message, in the order of the output.
    pub message: u64,
    /// Which of the message's marks it is, for its texts.
    pub text: u8,
    /// In what those that have it may differ: a hash, seconds, or a server's count.
    pub value: i64,
    /// Of a server's count: when the line was stamped, in seconds since 1970.
    pub time: i64,
    pub message_id: u64,
    pub sender: u32,
    pub subject: u32,
}

/// What the second pass needs of a message.
#[derive(Clone, Debug, Default)]
pub struct Gist {
    pub(super) marks: Vec<Mark>,
    /// The texts of the message, as they go to the temporary file.
    pub(super) texts: Vec<u8>,
}

impl Gist {
    pub fn of(seen: &Seen<'_>, data: &Data) -> Gist {
        let message = &seen.message;
        let from = message.from.as_deref().unwrap_or_default();
        let source = &seen.source;
        let mut making = Making {
            marks: Vec::with_capacity(8),
            texts: Texts::of(source.path.as_deref(), source.offset, source.part.as_deref()),
            message_id: hash(&message.message_id),
            sender: hash(&domain(from)) as u32,
            subject: hash(&message.subject) as u32,
        };
        // A message inside another did not travel; what its lines have in common with the outer
        // message's or another's says nothing.
        if seen.source.part.is_none() {
            making.all(seen, from, data);
        }
        Gist { marks: making.marks, texts: making.texts.bytes }
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        self.marks.len() * size_of::<Mark>() + self.texts.len() + 100
    }
}

struct Making {
    marks: Vec<Mark>,
    texts: Texts,
    message_id: u64,
    sender: u32,
    subject: u32,
}

impl Making {
    /// `key` and `value`: pieces of text that stand behind each other, and what is compared.
    fn mark(&mut self, kind: Kind, key: (&[&str], u64), value: (&[&str], i64)) {
        // A message of more lines than this has none of its own to show.
        let Ok(text) = u8::try_from(self.marks.len()) else { return };
        self.texts.push(key.0);
        self.texts.push(value.0);
        self.marks.push(Mark {
            kind: kind as u8,
            key: key.1,
            message: 0,
            text,
            value: value.1,
            time: 0,
            message_id: self.message_id,
            sender: self.sender,
            subject: self.subject,
        });
    }

    fn all(&mut self, seen: &Seen<'_>, from: &str, data: &Data) {
        for hop in &seen.hops {
            self.line(hop);
            self.counter(hop);
        }
        self.prefix(seen);
        let Some(boundary) = &seen.boundary else { return };
        let index = boundary.line.saturating_sub(1);
        let Some(ours) = seen.hops.get(index) else { return };
        if let (Some(ip), Some(helo)) = (&boundary.peer_ip, &boundary.peer_helo) {
            let name = Org::of(helo, data)
                .map_or_else(|| helo.to_ascii_lowercase(), |org| org.as_str().to_owned());
            self.mark(Kind::Peer, (&[ip], hash(ip)), (&[helo], hash(&name) as i64));
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
        let key = hash(&(by.to_ascii_lowercase(), id));
        self.mark(Kind::Line, (&[by, " ", id], key), (&[date], hash(&line) as i64));
    }

    /// A server that counts its messages, and how far it was.
    fn counter(&mut self, hop: &Hop<'_>) {
        let (Some(by), Some(id), Some(date)) = (hop.by_host(), &hop.id, &hop.date_raw) else {
            return;
        };
        let Some((count, time)) = counter::of(&hop.dialect, id).zip(time(hop)) else { return };
        let key = hash(&(&hop.dialect, by.to_ascii_lowercase()));
        let before = self.marks.len();
        self.mark(Kind::Counter, (&[by], key), (&[id, ", ", date], count));
        self.marks[before..].iter_mut().for_each(|mark| mark.time = time);
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
        let key = hash(&(ip, &names));
        self.mark(Kind::Prefix, (&[ip, ": ", &names.join(", ")], key), (&[], 0));
    }

    /// The sender, and the organisations his mail came through: who handed it over, and what
    /// wrote the lines below.
    fn path(&mut self, seen: &Seen<'_>, from: &str, data: &Data) {
        let Some(sender) = address(from) else { return };
        let Some(boundary) = &seen.boundary else { return };
        let organisation = |host: &str| Org::of(host, data).map(Org::into_text).unwrap_or_default();
        let name = boundary.peer_rdns.as_deref().or(boundary.peer_helo.as_deref());
        let mut path = vec![name.map_or_else(Cow::default, organisation)];
        let mut last = None;
        for hop in seen.hops.iter().filter(|hop| hop.custody == Custody::Claimed) {
            // Lines of one server often stand on top of each other.
            let Some(host) = hop.by_host().filter(|host| last != Some(*host)) else { continue };
            last = Some(host);
            let by = organisation(host);
            if path.last() != Some(&by) && !by.is_empty() {
                path.push(by);
            }
        }
        let value = hash(&path) as i64;
        self.mark(Kind::Path, (&[&sender], hash(&sender)), (&[&path.join(" < ")], value));
    }

    /// The server below ours, and how far its clock is ahead of ours: what the way took is in it.
    fn clock(&mut self, ours: &Hop<'_>, claimed: &Hop<'_>) {
        let (Some(by), Some(ours), Some(theirs)) = (claimed.by_host(), time(ours), time(claimed))
        else {
            return;
        };
        let key = hash(&by.to_ascii_lowercase());
        let ahead = theirs.saturating_sub(ours);
        self.mark(Kind::Clock, (&[by], key), (&[&ahead.to_string(), " s"], ahead));
    }
}

/// When a line was stamped.
fn time(hop: &Hop<'_>) -> Option<i64> {
    let date: jiff::Timestamp = hop.date.as_deref()?.parse().ok()?;
    Some(date.as_second())
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
