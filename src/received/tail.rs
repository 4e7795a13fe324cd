//! Reads the part of a line from `by` on: the server and what it says of itself.

use super::By;
use super::address::{self, Literal};
use super::clauses::is_keyword;
use super::comment;
use super::head::{is_phrase, whole};
use super::lexer::{Kind, Token, is_blank};
use super::peer::{self, Style};
use super::prod::{Note, Tag};
use super::protocol;
use super::reading::{Reading, range};
use crate::span::Span;
use std::net::IpAddr;

/// Hosts of several words.
const HOSTS: &[&[&[u8]]] = &[
    &[b"MailEnable", b"Inbound", b"Mail", b"Agent"],
    &[b"Google", b"Production"],
    &[b"Forcepoint", b"Email"],
    &[b":", b"HOSTING", b"RELAY", b":"],
];

impl<'v> Reading<'v> {
    /// The part from `by` on, without the date.
    pub(super) fn read_tail(&mut self, tokens: &[Token]) {
        let Some(by) = tokens.first() else { return };
        let rest = tokens.get(1..).unwrap_or_default();
        if self.read_simscan(by, rest) {
            return;
        }
        let host = self.read_host(by, rest);
        let rest = rest.get(host..).unwrap_or_default();
        let first = rest.first().filter(|token| token.is_comment());
        let begins = first.and_then(|token| self.value.get(token.start as usize + 1));
        self.bare_by_address = begins
            .is_some_and(|b| b.is_ascii_hexdigit() || is_blank(*b) || *b == b':')
            && protocol::names_own_address(rest, self.value);
        self.after_host = true;
        let mut at = 0;
        while let Some(token) = rest.get(at) {
            at += 1;
            match token.kind {
                Kind::Comment => self.read_comment(token),
                // IBM's protocol ends in a sentence, and the sentence in a semicolon.
                Kind::Semi if self.with().starts_with("IBM ") => self.push(Tag::Comma, token),
                Kind::Semi => self.push(Tag::Unknown, token),
                Kind::Word => {
                    at += self.read_clause(token, rest.get(at..).unwrap_or_default());
                    self.after_host = false;
                }
            }
        }
        self.after_host = false;
    }

    /// `by simscan 1.4.0 ppid: 1, pid: 2, t: 0.1s scanners: …`: a program, and what it ran.
    fn read_simscan(&mut self, by: &Token, rest: &[Token]) -> bool {
        let [name, version, ppid, .., last] = rest else { return false };
        if self.text(name) != b"simscan" || self.text(ppid) != b"ppid:" {
            return false;
        }
        let software = self.piece((range(name).0, range(version).1));
        let span = Span { start: by.start, end: version.end };
        self.line.by = Some(By { span, software: Some(software), ..By::default() });
        self.software = "simscan";
        self.push_span(Tag::Software, by.start, version.end);
        self.push_note(Note::Scan, ppid.start, last.end);
        true
    }

    /// The host after `by`; how many tokens it takes.
    fn read_host(&mut self, by: &Token, rest: &[Token]) -> usize {
        let named = rest.first().is_some_and(|t| t.is_word() && !is_keyword(self.text(t)));
        if !named {
            self.line.by =
                Some(By { span: Span { start: by.start, end: by.end }, ..By::default() });
            self.push(Tag::By, by);
            return 0;
        }
        let alone = rest.get(1).is_none_or(|t| !t.is_word() || is_keyword(self.text(t)));
        let phrase = |host: &&&[&[u8]]| is_phrase(rest, self.value, host);
        let words = if alone { 1 } else { HOSTS.iter().find(phrase).map_or(1, |h| h.len()) };
        let at = whole(rest.get(..words).unwrap_or_default());
        let host = if words == 1 { self.word(at) } else { self.piece(at) };
        let literal = address::any(self.value.get(at.0..at.1).unwrap_or_default());
        let mut read = By {
            span: Span { start: by.start, end: at.1 as u32 },
            host: Some(host.clone()),
            ..By::default()
        };
        match literal {
            Some(Literal::Ip { ip, .. }) => read.ip = Some(ip),
            Some(Literal::Impossible) => read.ip_invalid = Some(host),
            Some(Literal::Redacted) => self.redact(at),
            None => self.look_for_redaction(at),
        }
        let literal = literal.filter(|literal| *literal != Literal::Redacted);
        let tag = if literal.is_some() { Tag::ByLiteral } else { Tag::By };
        self.push_span(tag, by.start, at.1 as u32);
        self.line.by = Some(read);
        words
    }

    pub(super) fn by_address(&mut self, token: &Token, text: &[u8], offset: usize) -> bool {
        let Some(literal) = address::any(text) else { return false };
        let whole = self.piece((offset, offset + text.len()));
        if let Some(by) = &mut self.line.by {
            match literal {
                Literal::Ip { ip, .. } => by.ip = Some(ip),
                Literal::Impossible => by.ip_invalid = Some(whole),
                Literal::Redacted => self.redact((offset, offset + text.len())),
            }
        }
        self.push(Tag::ByAddr, token);
        true
    }

    /// A comment directly after the host: its address or its software, before anything else.
    pub(super) fn read_host_comment(&mut self, token: &Token, text: &[u8], start: usize) -> bool {
        if self.line.by.as_ref().is_none_or(|by| by.ip.is_some()) {
            return false;
        }
        let bracketed = text.first() == Some(&b'[');
        match if bracketed { address::bracketed(text) } else { address::bare(text) } {
            Some(Literal::Ip { ip, .. }) => {
                // Four numbers are a version as well: addresses begin higher than versions do.
                let low = |v4: std::net::Ipv4Addr| v4.octets()[0] < 20 && v4.octets()[0] != 10;
                let high = !matches!(ip, IpAddr::V4(v4) if low(v4));
                let written = bracketed || self.bare_by_address || text.contains(&b':');
                if written || high {
                    return self.by_address(token, text, start);
                }
            }
            Some(Literal::Impossible | Literal::Redacted) if bracketed => {
                return self.by_address(token, text, start);
            }
            _ => {}
        }
        // `(name [192.0.2.1])`
        let port = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let name = if port > 0 {
            text[..text.len() - port].strip_suffix(b":").unwrap_or(text)
        } else {
            text
        };
        if name.last() != Some(&b']') || !matches!(comment::read(text), comment::Said::Nothing) {
            return false;
        }
        let Some(peer) = peer::read(text, Style::AddressLast) else { return false };
        let Some((Literal::Ip { ip, .. }, _)) = peer.address else { return false };
        if peer.tag != Tag::NameAddr {
            return false;
        }
        if let Some(by) = &mut self.line.by {
            by.ip = Some(ip);
        }
        self.push(Tag::ByNameAddr, token);
        true
    }
}
