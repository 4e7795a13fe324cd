//! The comment in which a server tells who connected.
//!
//! The reverse name, the ident answer and the announced name in it are the peer's words; only
//! the address is the server's own. Where it stands depends on the server, so the reader is
//! told which style to expect.

use super::address::{self, Literal};
use super::lexer::is_blank;
use super::prod::Tag;
use super::text::{Range, Reader, same_words, starts_ci, starts_words, strip_words};

/// A stretch of the comment's inside: start and end. Half as large as a [`Range`], since what is
/// read of a comment is handed on several times.
pub(super) type Place = (u32, u32);

pub(super) fn place(start: usize, end: usize) -> Place {
    // No value is longer: `Reading::new` sees to it.
    (start as u32, end as u32)
}

/// What such a comment says. Places count from the start of its inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    pub(super) tag: Tag,
    pub(super) name: Option<Place>,
    pub(super) address: Option<(Literal, Place)>,
    pub(super) port: Option<u16>,
    pub(super) helo: Option<Place>,
    pub(super) ident: Option<Place>,
    /// The account it logged in with.
    pub(super) account: Option<Place>,
    /// The server could not look up the name.
    pub(super) failed: bool,
}

impl Peer {
    pub(super) fn new(tag: Tag) -> Self {
        Peer {
            tag,
            name: None,
            address: None,
            port: None,
            helo: None,
            ident: None,
            account: None,
            failed: false,
        }
    }

    fn with_address(mut self, literal: Literal, range: Range) -> Self {
        if let Literal::Ip { port, .. } = literal {
            self.port = port;
        }
        self.address = Some((literal, place(range.0, range.1)));
        self
    }
}

/// Which end of the comment the server writes the address at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Exim and ZMailer: the address, then what the peer said.
    AddressFirst,
    /// Postfix and sendmail: what was looked up, then the address, in one comment.
    AddressLast,
    /// smap: the address, and behind a comma what the peer said.
    Proxied,
    /// All others, some of which put what the peer said into a comment of its own.
    HeloComment,
}

type Reads = fn(&[u8]) -> Option<Peer>;

/// Reads the inside of a comment of the from part.
pub(super) fn read(text: &[u8], style: Style) -> Option<Peer> {
    if text.is_empty() {
        return None;
    }
    if text[0] == b'a' && starts_words(text, b"account ") {
        // What stands in it after HELO is the peer's, also where it looks like an address.
        return gate(text);
    }
    // The likeliest first.
    let readers: &[Reads] = match style {
        Style::AddressFirst => &[address_first, address_last, gate, other],
        Style::AddressLast => &[address_last, address_first, gate, other],
        Style::HeloComment => &[helo_comment, address_last, address_first, gate, other],
        Style::Proxied => &[proxied, helo_comment, address_last, address_first, gate, other],
    };
    readers.iter().find_map(|read| read(text))
}

/// Exim: `[192.0.2.1]:25 helo=x ident=y`, `port=25 helo=x`, `helo=x`, `ident=x`; ZMailer:
/// `[192.0.2.1]:25 "EHLO x" rhost-flags-OK-OK-OK-OK`.
fn address_first(text: &[u8]) -> Option<Peer> {
    let mut r = Reader::new(text);
    let mut peer = Peer::new(Tag::EximHelo);
    if text[0] == b'"' && text.last() == Some(&b'"') && text.len() > 2 {
        // ZMailer, where it writes the address in the place of the name.
        if !(r.take(b"\"EHLO ") || r.take(b"\"HELO ") || r.take(b"\"LHLO ")) {
            return None;
        }
        peer.tag = Tag::ZmailerPeer;
        peer.helo = Some(place(r.at, text.len() - 1));
        return Some(peer);
    }
    if text[0] == b'[' {
        let range = r.take_while(|b| !is_blank(b))?;
        let literal = address::bracketed(&text[..range.1])?;
        peer = Peer::new(if r.at_end() { Tag::Addr } else { Tag::EximPeer })
            .with_address(literal, inside(text, range));
        r.blanks();
        if r.take(b"\"EHLO ") || r.take(b"\"HELO ") || r.take(b"\"LHLO ") {
            peer.tag = Tag::ZmailerPeer;
            let end = memchr::memrchr(b'"', text).filter(|end| *end >= r.at)?;
            peer.helo = Some(place(r.at, end));
            return Some(peer);
        }
        // ZoneMTA: `[192.0.2.1] name`
        if is_host(r.rest()) {
            peer.tag = Tag::NameAddr;
            peer.name = Some(place(r.at, text.len()));
            return Some(peer);
        }
        if r.take(b"RDNS failed") && r.at_end() {
            peer.tag = Tag::Addr;
            peer.failed = true;
            return Some(peer);
        }
    }
    if r.take(b"port=") {
        let port = r.digits()?;
        peer.port = text.get(port.0..port.1).and_then(address::number);
        r.blanks();
    }
    // What the peer said reaches to the end: the server writes helo, then ident.
    if r.take(b"helo=") {
        let rest = r.rest();
        let ident = rest
            .windows(b"ident=".len())
            .rposition(|words| words == b"ident=")
            .filter(|at| *at > 0 && is_blank(rest[at - 1]));
        let said = &rest[..ident.unwrap_or(rest.len())];
        peer.helo = Some(place(r.at, r.at + said.trim_ascii_end().len()));
        peer.ident = ident.map(|at| place(r.at + at + b"ident=".len(), text.len()));
        return Some(peer);
    }
    if r.take(b"ident=") {
        peer.ident = Some(place(r.at, text.len()));
        return Some(peer);
    }
    (r.at_end() && (peer.address.is_some() || peer.port.is_some())).then_some(peer)
}

/// A host name and nothing else.
fn is_host(text: &[u8]) -> bool {
    text.contains(&b'.')
        && text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

fn inside(text: &[u8], range: Range) -> Range {
    let start = range.0 + usize::from(text.get(range.0) == Some(&b'['));
    let close = memchr::memchr(b']', text.get(start..range.1).unwrap_or_default());
    (start, close.map_or(range.1, |at| start + at))
}

/// `name [192.0.2.1]`, `user@name [192.0.2.1]`, `[192.0.2.1]`, `user@192.0.2.1`, `192.0.2.1`,
/// each also with `(may be forged)`; `user@192.0.2.1 with login`.
fn address_last(text: &[u8]) -> Option<Peer> {
    let mut text = text;
    let mut forged = false;
    if let Some(rest) = strip_words(text, b"(may be forged)") {
        text = rest.trim_ascii_end();
        forged = true;
    }
    // Yahoo, for clients that logged in.
    let login = if matches!(text.last(), Some(b'n' | b'5' | b'e' | b'4')) {
        [
            b" with plain".as_slice(),
            b" with login",
            b" with cram-md5",
            b" with xymcookie",
            b" with xymcookieb64",
        ]
        .iter()
        .find_map(|with| strip_words(text, with))
    } else {
        None
    };
    if let Some(rest) = login {
        text = rest;
    }
    // Stalwart tells whose network it is: `name [192.0.2.1] (AS64496 Example, XX)`
    if text.last() == Some(&b')')
        && let Some(at) = memchr::memmem::rfind(text, b"(AS")
        && text[..at].trim_ascii_end().last() == Some(&b']')
    {
        text = text[..at].trim_ascii_end();
    }
    // sendmail, for a program on the same host: `localhost [[UNIX: localhost]]`
    if let Some(name) = strip_words(text, b"[[UNIX: localhost]]") {
        let mut peer = Peer::new(Tag::UserHost);
        named(&mut peer, text, name.trim_ascii_end().len());
        return Some(peer);
    }
    // The last blank-divided word is the address.
    let start = text.iter().rposition(|b| is_blank(*b)).map_or(0, |at| at + 1);
    let word = text.get(start..)?;
    if let Some(open) = memchr::memrchr(b'[', word) {
        let name = text[..start + open].trim_ascii_end();
        let mut peer = Peer::new(match (forged, name.is_empty()) {
            (true, _) => Tag::Forged,
            (false, true) => Tag::Addr,
            (false, false) => Tag::NameAddr,
        });
        let at = (start + open, text.len());
        match address::bracketed(&word[open..]) {
            Some(literal) => peer = peer.with_address(literal, inside(text, at)),
            // Postfix, told that the address is not available (XCLIENT).
            None if &word[open..] == b"[unknown]" && !name.is_empty() => {}
            // OpenSMTPD and Cyrus, for clients on the same host.
            None if matches!(&word[open..], b"[local]" | b"[]") => {}
            // The bracket may be the peer's: `x[192.0.2.66]@192.0.2.1`
            None => return bare_last(text, start, login.is_some()),
        }
        named(&mut peer, text, name.len());
        return Some(peer);
    }
    bare_last(text, start, login.is_some())
}

/// An address without brackets in the last word, which begins at `start`.
fn bare_last(text: &[u8], start: usize, login: bool) -> Option<Peer> {
    let word = text.get(start..)?;
    // user@192.0.2.1
    let at = memchr::memrchr(b'@', word).map_or(start, |at| start + at + 1);
    let literal = match address::bare(text.get(at..)?) {
        Some(literal) => literal,
        None if login && !text.is_empty() => {
            // The login without an address.
            let mut peer = Peer::new(Tag::UserAddr);
            peer.account = Some(place(0, text.len()));
            return Some(peer);
        }
        None => return None,
    };
    let mut peer = Peer::new(Tag::BareAddr).with_address(literal, (at, text.len()));
    if at > 0 {
        if text[at - 1] == b'@' {
            peer.tag = Tag::UserAddr;
            let user = Some(place(0, at - 1)).filter(|user| user.0 < user.1);
            if login {
                peer.account = user;
            } else {
                peer.ident = user;
            }
        } else {
            peer.tag = Tag::NameBareAddr;
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
    // Words of the server, where others write a name.
    let words: [&[u8]; 3] = [b"really", b"unverified", b"not verified"];
    if matches!(name[0] | 0x20, b'r' | b'u' | b'n')
        && words.iter().any(|word| name.eq_ignore_ascii_case(word))
    {
        peer.tag = Tag::Addr;
        return;
    }
    if name.eq_ignore_ascii_case(b"softdnserr") {
        peer.failed = true;
        return;
    }
    // Google writes the dot of the root.
    let end = end - usize::from(name.ends_with(b".") && name.len() > 1);
    let ident = if starts_ci(name, b"IDENT:") { 6 } else { 0 };
    match memchr::memrchr(b'@', name) {
        Some(at) => {
            peer.ident = Some(place(ident.min(at), at)).filter(|ident| ident.0 < ident.1);
            peer.name = (at + 1 < end).then_some(place(at + 1, end));
        }
        None => peer.name = Some(place(0, end)),
    }
}

/// CommuniGate: `account x HELO y`, `account x [192.0.2.1] verified`, `[192.0.2.1] verified`,
/// `account x`.
fn gate(text: &[u8]) -> Option<Peer> {
    let mut r = Reader::new(text);
    let mut peer = Peer::new(Tag::GatePeer);
    if r.take(b"account ") {
        let (start, end) = r.word()?;
        peer.account = Some(place(start, end));
        r.blanks();
    }
    if r.at_end() {
        return peer.account.is_some().then_some(peer);
    }
    if peer.account.is_some() && (r.take(b"HELO ") || r.take(b"EHLO ")) {
        peer.helo = Some(place(r.at, text.len()));
        return Some(peer);
    }
    let at = r.take_while(|b| !is_blank(b))?;
    let literal = address::bracketed(text.get(at.0..at.1)?)?;
    r.blanks();
    (r.take(b"verified") && r.at_end()).then(|| peer.with_address(literal, inside(text, at)))
}

/// smap: `192.0.2.1, HELO x`. What the peer said comes last.
fn proxied(text: &[u8]) -> Option<Peer> {
    let comma = memchr::memchr(b',', text)?;
    let mut r = Reader::new(text);
    r.at = comma;
    if !(r.take(b", HELO ") || r.take(b", EHLO ")) {
        return None;
    }
    let literal = address::bare(&text[..comma])?;
    let mut peer = Peer::new(Tag::BareAddr).with_address(literal, (0, comma));
    peer.helo = Some(place(r.at, text.len()));
    Some(peer)
}

/// `HELO x`, `EHLO x`, `LHLO x`
fn helo_comment(text: &[u8]) -> Option<Peer> {
    let mut r = Reader::new(text);
    // `HELO` and nothing: the peer announced an empty name.
    let empty = matches!(text, b"HELO" | b"EHLO" | b"LHLO");
    (empty || r.take(b"HELO ") || r.take(b"EHLO ") || r.take(b"LHLO ")).then(|| {
        let mut peer = Peer::new(Tag::Helo);
        peer.helo = (!empty).then_some(place(r.at, text.len()));
        peer
    })
}

/// Comments without an address in one of the usual places.
fn other(text: &[u8]) -> Option<Peer> {
    if let Some(peer) = helo_comment(text) {
        return Some(peer);
    }
    let mut r = Reader::new(text);
    // Oracle Beehive: `/192.0.2.1`
    if r.take(b"/") {
        let literal = address::bare(r.rest())?;
        return Some(Peer::new(Tag::SlashAddr).with_address(literal, (1, text.len())));
    }
    if same_words(text, b"[unix socket]") || same_words(text, b"[unix socket]:") || text == b"local"
    {
        return Some(Peer::new(Tag::NameOnly));
    }
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    if text.iter().all(name) {
        let mut peer = Peer::new(Tag::NameOnly);
        peer.name = Some(place(0, text.len()));
        return Some(peer);
    }
    // sendmail, for a local user: `user@localhost`
    let at = memchr::memrchr(b'@', text)?;
    let user = text.get(..at)?;
    let host = text.get(at + 1..)?;
    if user.is_empty()
        || host.is_empty()
        || text.iter().any(|b| is_blank(*b))
        || !host.iter().all(name)
    {
        return None;
    }
    let mut peer = Peer::new(Tag::UserHost);
    let skip = if starts_ci(user, b"IDENT:") { 6 } else { 0 };
    peer.ident = Some(place(skip, at)).filter(|ident| ident.0 < ident.1);
    peer.name = Some(place(at + 1, text.len()));
    Some(peer)
}
