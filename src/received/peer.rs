//! The comment in which a server tells who connected.
//!
//! The reverse name, the ident answer and the announced name in it are the peer's words; only
//! the address is the server's own. Where it stands depends on the server, so the reader is
//! told which style to expect.

use super::address::{self, Literal};
use super::lexer::is_blank;
use super::prod::Tag;
use super::text::{Range, Reader, starts_ci};

/// What such a comment says. Ranges count from the start of its inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub(crate) tag: Tag,
    pub(crate) name: Option<Range>,
    pub(crate) address: Option<(Literal, Range)>,
    pub(crate) port: Option<u16>,
    pub(crate) helo: Option<Range>,
    pub(crate) ident: Option<Range>,
    pub(crate) account: Option<Range>,
}

impl Peer {
    fn new(tag: Tag) -> Self {
        Peer { tag, name: None, address: None, port: None, helo: None, ident: None, account: None }
    }

    fn with_address(mut self, literal: Literal, range: Range) -> Self {
        if let Literal::Ip { port, .. } = literal {
            self.port = port;
        }
        self.address = Some((literal, range));
        self
    }
}

/// Which end of the comment the server writes the address at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Exim and ZMailer: the address, then what the peer said.
    AddressFirst,
    /// All others: what the peer said, then the address.
    AddressLast,
}

/// Reads the inside of a comment of the from part.
pub(crate) fn read(text: &[u8], style: Style) -> Option<Peer> {
    if text.is_empty() {
        return None;
    }
    if style == Style::AddressFirst {
        return address_first(text).or_else(|| address_last(text)).or_else(|| other(text));
    }
    address_last(text).or_else(|| address_first(text)).or_else(|| other(text))
}

/// `[192.0.2.1]:25 helo=x ident=y`, `helo=x`, `ident=y`.
fn address_first(text: &[u8]) -> Option<Peer> {
    let mut r = Reader::new(text);
    let mut peer = Peer::new(Tag::EximHelo);
    if text[0] == b'[' {
        let range = r.take_while(|b| !is_blank(b))?;
        let literal = address::bracketed(&text[..range.1])?;
        peer = Peer::new(if r.at_end() { Tag::Addr } else { Tag::EximPeer })
            .with_address(literal, inside(text, range));
        r.blanks();
        if r.take(b"\"EHLO ") || r.take(b"\"HELO ") || r.take(b"\"") {
            peer.tag = Tag::ZmailerPeer;
            let end = memchr::memrchr(b'"', text).filter(|end| *end >= r.at)?;
            peer.helo = Some((r.at, end));
            return Some(peer);
        }
    }
    // What the peer said reaches to the end: the server writes helo, then ident.
    if r.take(b"helo=") {
        let rest = r.rest();
        let ident = memchr::memmem::rfind(rest, b" ident=");
        let end = ident.map_or(text.len(), |at| r.at + at);
        peer.helo = Some((r.at, end));
        peer.ident = ident.map(|at| (r.at + at + b" ident=".len(), text.len()));
        return Some(peer);
    }
    if r.take(b"ident=") {
        peer.ident = Some((r.at, text.len()));
        return Some(peer);
    }
    (r.at_end() && peer.address.is_some()).then_some(peer)
}

fn inside(text: &[u8], range: Range) -> Range {
    let start = range.0 + usize::from(text.get(range.0) == Some(&b'['));
    let close = memchr::memchr(b']', text.get(start..range.1).unwrap_or_default());
    (start, close.map_or(range.1, |at| start + at))
}

/// `name [192.0.2.1]`, `user@name [192.0.2.1]`, `[192.0.2.1]`, `user@192.0.2.1`, `192.0.2.1`,
/// each also with `(may be forged)`.
fn address_last(text: &[u8]) -> Option<Peer> {
    let mut text = text;
    let mut forged = false;
    if let Some(rest) = text.strip_suffix(b"(may be forged)") {
        text = rest.trim_ascii_end();
        forged = true;
    }
    // The last blank-divided word is the address.
    let start = text.iter().rposition(|b| is_blank(*b)).map_or(0, |at| at + 1);
    let word = text.get(start..)?;
    if let Some(open) = memchr::memrchr(b'[', word) {
        let literal = address::bracketed(&word[open..])?;
        let range = inside(text, (start + open, text.len()));
        let name = text[..start + open].trim_ascii_end();
        let mut peer = Peer::new(match (forged, name.is_empty()) {
            (true, _) => Tag::Forged,
            (false, true) => Tag::Addr,
            (false, false) => Tag::NameAddr,
        })
        .with_address(literal, range);
        named(&mut peer, text, name.len());
        return Some(peer);
    }
    // user@192.0.2.1
    let at = memchr::memrchr(b'@', word).map_or(start, |at| start + at + 1);
    let literal = address::bare(text.get(at..)?)?;
    let mut peer = Peer::new(Tag::BareAddr).with_address(literal, (at, text.len()));
    if at > 0 {
        if text[at - 1] == b'@' {
            peer.tag = Tag::UserAddr;
            peer.ident = Some((0, at - 1));
        } else {
            peer.tag = Tag::NameAddr;
            named(&mut peer, text, text[..at].trim_ascii_end().len());
        }
    }
    Some(peer)
}

/// Splits `user@name` and `IDENT:user@name` in the first `end` bytes.
fn named(peer: &mut Peer, text: &[u8], end: usize) {
    let name = &text[..end];
    if name.is_empty() {
        return;
    }
    let ident = if starts_ci(name, b"IDENT:") { 6 } else { 0 };
    match memchr::memrchr(b'@', name) {
        Some(at) => {
            peer.ident = Some((ident.min(at), at));
            peer.name = (at + 1 < end).then_some((at + 1, end));
        }
        None => peer.name = Some((0, end)),
    }
}

/// Comments without an address.
fn other(text: &[u8]) -> Option<Peer> {
    let mut r = Reader::new(text);
    if r.take(b"HELO ") || r.take(b"EHLO ") || r.take(b"LHLO ") {
        let mut peer = Peer::new(Tag::Helo);
        peer.helo = Some((r.at, text.len()));
        return Some(peer);
    }
    if text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) {
        let mut peer = Peer::new(Tag::NameOnly);
        peer.name = Some((0, text.len()));
        return Some(peer);
    }
    None
}
