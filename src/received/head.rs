//! Reads the part of a line before `by`.

use smallvec::SmallVec;

use super::address::{self, Literal};
use super::comment::{self, Said};
use super::lexer::Token;
use super::peer::{self, Peer, Style};
use super::prod::Tag;
use super::reading::{Reading, range};
use super::text::Range;
use crate::span::Span;

impl<'v> Reading<'v> {
    pub(super) fn read_head(&mut self, tokens: &[Token]) {
        let Some(first) = tokens.first() else { return };
        if !(first.is_word() && self.text(first).eq_ignore_ascii_case(b"from")) {
            let mut at = 0;
            while let Some(token) = tokens.get(at) {
                at += 1;
                if token.is_word() {
                    at += self.read_clause(token, tokens.get(at..).unwrap_or_default());
                    continue;
                }
                match self.peer_in(token, Style::AddressLast) {
                    // `(user@host) by …`
                    Some(peer) if peer.tag == Tag::UserHost => self.take_peer(token, &peer),
                    _ => self.read_comment(token),
                }
            }
            return;
        }
        let end = tokens.last().map_or(first.end, |token| token.end);
        self.line.from.get_or_insert_default().span = Span { start: first.start, end };
        let (said, at_end) = self.split(tokens.get(1..).unwrap_or_default());
        let style = match self.software {
            "exim" | "ecelerity" | "nemesis" | "expurgate" => Style::AddressFirst,
            "postfix" | "sendmail" => Style::AddressLast,
            _ => Style::HeloComment,
        };
        let peers: SmallVec<[Option<Peer>; 6]> =
            at_end.iter().map(|token| self.peer_in(token, style)).collect();
        // The last one with an address is the peer's: servers write nothing with an address
        // after it but what begins with fixed words of their own.
        let main = peers
            .iter()
            .rposition(|peer| peer.is_some_and(|peer| peer.address.is_some()))
            .or_else(|| peers.iter().rposition(Option::is_some));
        self.read_announced(first, said);
        for (at, (token, peer)) in at_end.iter().zip(&peers).enumerate() {
            match peer {
                Some(peer) if Some(at) == main => self.take_peer(token, peer),
                // `(HELO x) (192.0.2.1)`
                Some(peer) if main.is_some_and(|main| at < main) && peer.tag == Tag::Helo => {
                    self.take_peer(token, peer);
                }
                _ if token.is_comment() => self.read_comment(token),
                _ => self.push(Tag::Unknown, token),
            }
        }
    }

    /// Divides what stands after `from` into the announced name and what the server put behind
    /// it: comments at the end, among them perhaps one address in brackets without parentheses.
    fn split<'t>(&self, rest: &'t [Token]) -> (&'t [Token], &'t [Token]) {
        let last_word = |tokens: &[Token]| tokens.iter().rposition(Token::is_word);
        let Some(word) = last_word(rest) else { return (&[], rest) };
        if word > 0 && self.is_literal(&rest[word]) {
            let before = last_word(&rest[..word]);
            // `NAME [192.0.2.1]`, `NAME (EHLO x) [192.0.2.1]`
            if before == Some(0) {
                return rest.split_at(1);
            }
        }
        rest.split_at(word + 1)
    }

    fn is_literal(&self, token: &Token) -> bool {
        let text = self.text(token);
        text.first() == Some(&b'[') && address::bracketed(text).is_some()
    }

    /// The peer in a comment or in a bracketed address.
    fn peer_in(&self, token: &Token, style: Style) -> Option<Peer> {
        if token.is_word() {
            let literal = address::bracketed(self.text(token))?;
            let mut peer = Peer::new(Tag::WordAddr);
            let width = (token.end - token.start) as usize;
            peer.address = Some((literal, (1, width.saturating_sub(1))));
            return Some(peer);
        }
        let (start, end) = self.inside(token);
        let text = self.value.get(start..end).unwrap_or_default();
        let peer = peer::read(text, style)?;
        match comment::read(text) {
            Said::Nothing | Said::Software(_) => Some(peer),
            // Fixed words of Postfix, which a name cannot begin with: it has no blanks.
            Said::TlsUsing { .. } | Said::Certificate | Said::AuthSender(_) => None,
            // Anything else that ends in an address was an odd name, not a note.
            _ => (peer.address.is_some() && peer.tag != Tag::Note).then_some(peer),
        }
    }

    /// The name the peer announced: the words between `from` and what the server wrote.
    fn read_announced(&mut self, keyword: &Token, said: &[Token]) {
        let Some(last) = said.last() else {
            self.push(Tag::FromEmpty, keyword);
            return;
        };
        let start = said.first().map_or(keyword.end, |token| token.start) as usize;
        let whole = (start, last.end as usize);
        let words: SmallVec<[&[u8]; 4]> =
            said.iter().take(4).map(|token| token.bytes(self.value)).collect();
        let tag = match words.as_slice() {
            [text] => {
                self.take_announced(whole);
                match address::any(text) {
                    Some(_) if text.first() == Some(&b'[') => Tag::FromLiteral,
                    Some(_) => Tag::FromAddr,
                    None => Tag::FromName,
                }
            }
            [b"mail", b"pickup", b"service"] | [b"authenticated", b"user"] => Tag::FromPickup,
            [number, b"named", _] if number.iter().all(u8::is_ascii_digit) => Tag::FromNamed,
            // More than one word: no server writes that of its own, so the peer did. It is kept
            // as what was announced, and reported as not explained.
            _ => {
                self.take_announced(whole);
                Tag::Unknown
            }
        };
        self.push_span(tag, keyword.start, last.end);
    }

    fn take_announced(&mut self, at: Range) {
        let helo = self.piece(at);
        let from = self.line.from.get_or_insert_default();
        from.helo_ip = helo_ip(helo.as_str());
        from.helo = Some(helo);
    }

    pub(super) fn take_address(&mut self, literal: Literal, at: Range) {
        let written = self.piece(at);
        let from = self.line.from.get_or_insert_default();
        match literal {
            Literal::Ip { ip, port } => {
                from.ip = Some(ip);
                from.port = port;
                from.ip_written = Some(written);
            }
            Literal::Impossible => from.ip_invalid = Some(written),
        }
    }

    fn take_peer(&mut self, token: &Token, peer: &Peer) {
        let offset = if token.is_word() { token.start as usize } else { self.inside(token).0 };
        let shift = |range: Range| (range.0 + offset, range.1 + offset);
        if let Some((literal, at)) = peer.address {
            self.take_address(literal, shift(at));
        }
        let name = peer.name.map(|at| self.piece(shift(at)));
        let helo = peer.helo.map(|at| self.piece(shift(at)));
        let ident = peer.ident.map(|at| self.piece(shift(at)));
        let account = peer.account.map(|at| self.piece(shift(at)));
        let from = self.line.from.get_or_insert_default();
        if let Some(name) = name {
            from.rdns = Some(name);
        }
        if let Some(helo) = helo {
            // `from NAME (HELO x)`: the word after `from` is the name the server looked up.
            if let Some(word) = from.helo.take()
                && from.rdns.is_none()
            {
                from.rdns = Some(word);
            }
            from.helo_ip = helo_ip(helo.as_str());
            from.helo = Some(helo);
        }
        from.port = peer.port.or(from.port);
        if ident.is_some() {
            from.ident = ident;
        }
        if account.is_some() {
            from.authenticated = true;
            from.auth = account;
        }
        from.failed_lookup |= peer.failed;
        self.push(peer.tag, token);
    }

    /// The announced literal becomes the peer's address, for servers that write the address
    /// they see in the place of the name.
    pub(super) fn literal_is_peer(&mut self) {
        let Some(from) = &mut self.line.from else { return };
        if from.ip.is_some() {
            return;
        }
        // With a HELO comment the word after `from` was taken for a looked-up name.
        let word = match from.rdns.take() {
            Some(word) => Some(word),
            None => from.helo.take(),
        };
        let Some(word) = word else { return };
        let Some(literal) = address::any(word.as_str().as_bytes()) else {
            from.helo = from.helo.take().or(Some(word));
            return;
        };
        if from.helo.is_none() {
            from.helo_ip = None;
        }
        match literal {
            Literal::Ip { ip, port } => {
                from.ip = Some(ip);
                from.port = port.or(from.port);
                from.ip_written = Some(word);
            }
            Literal::Impossible => from.ip_invalid = Some(word),
        }
    }
}

/// The address a peer announced: `[192.0.2.1]`, `192.0.2.1`, or `?192.0.2.1?` where a server
/// replaced brackets.
fn helo_ip(helo: &str) -> Option<std::net::IpAddr> {
    let bare = helo.strip_prefix('?').and_then(|rest| rest.strip_suffix('?')).unwrap_or(helo);
    match address::any(bare.as_bytes()) {
        Some(Literal::Ip { ip, .. }) => Some(ip),
        _ => None,
    }
}

pub(super) fn is_phrase(tokens: &[Token], value: &[u8], phrase: &[&[u8]]) -> bool {
    phrase.len() <= tokens.len()
        && phrase.iter().zip(tokens).all(|(want, token)| token.bytes(value) == *want)
}

pub(super) fn whole(tokens: &[Token]) -> Range {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => (range(first).0, range(last).1),
        _ => (0, 0),
    }
}
