//! Reads the part of a line before `by`.

use smallvec::SmallVec;

use super::address::{self, Literal};
use super::comment::{self, Said};
use super::lexer::Token;
use super::peer::{self, Peer, Place, Style, place};
use super::prod::Tag;
use super::reading::{Reading, range};
use super::text::Range;
use crate::span::{Piece, Span};

/// What a comment of the from part is.
enum Found {
    Peer(Peer),
    Said(Said),
}

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
                    Found::Peer(peer) if peer.tag == Tag::UserHost => {
                        self.take_peer(token, &peer);
                    }
                    _ => self.read_comment(token),
                }
            }
            return;
        }
        let end = tokens.last().map_or(first.end, |token| token.end);
        self.line.from.get_or_insert_default().span = Span { start: first.start, end };
        let mended = self.mend(tokens);
        let tokens = mended.as_deref().unwrap_or(tokens);
        let (tokens, clause) = self.split_clause(tokens);
        let (said, at_end) = self.split(tokens.get(1..).unwrap_or_default());
        let style = match self.software {
            "exim" | "ecelerity" | "nemesis" | "expurgate" => Style::AddressFirst,
            "postfix" | "sendmail" | "sophos" => Style::AddressLast,
            _ if matches!(self.via(), "smap" | "csmap") => Style::Proxied,
            _ => Style::HeloComment,
        };
        let mut found: SmallVec<[Found; 4]> = SmallVec::new();
        for token in at_end {
            found.push(self.peer_in(token, style));
        }
        // The last one with an address is the peer's: servers write nothing with an address
        // after it but what begins with fixed words of their own.
        let peer = |found: &Found| matches!(found, Found::Peer(_));
        let with_address =
            |found: &Found| matches!(found, Found::Peer(peer) if peer.address.is_some());
        let mut main =
            found.iter().rposition(with_address).or_else(|| found.iter().rposition(peer));
        if matches!(self.software, "postfix" | "sophos")
            && found.first().is_some_and(with_address)
            && found.get(1).is_some_and(|found| !peer(found))
        {
            // Nor does Postfix, once it has told of TLS or the login. These it begins on lines
            // of their own: what else stands on the first line, the peer has announced.
            let told = self.on_first_line(at_end).max(1);
            main = found.iter().take(told).rposition(with_address);
        }
        self.read_announced(first, said);
        for (at, (token, found)) in at_end.iter().zip(&found).enumerate() {
            match found {
                Found::Peer(peer) if Some(at) == main => self.take_peer(token, peer),
                // `(HELO x) (192.0.2.1)`
                Found::Peer(peer)
                    if main.is_some_and(|main| at < main) && peer.tag == Tag::Helo =>
                {
                    self.take_peer(token, peer);
                }
                Found::Peer(_) => self.push(Tag::Unknown, token),
                Found::Said(said) => {
                    let offset = self.inside(token).0;
                    self.take_said(token, *said, offset);
                }
            }
        }
        let mut at = 0;
        while let Some(token) = clause.get(at) {
            at += 1;
            at += self.read_clause(token, clause.get(at..).unwrap_or_default());
        }
    }

    /// Divides what stands after `from` into the announced name and what the server put behind
    /// it: comments at the end, among them perhaps one address in brackets without parentheses.
    fn split<'t>(&self, rest: &'t [Token]) -> (&'t [Token], &'t [Token]) {
        let last_word = |tokens: &[Token]| tokens.iter().rposition(Token::is_word);
        let Some(word) = last_word(rest) else { return (&[], rest) };
        if self.text(&rest[word]).starts_with(b"[(") && self.is_literal(&rest[word]) {
            return rest.split_at(word);
        }
        if word > 0 && self.is_literal(&rest[word]) {
            let before = last_word(&rest[..word]);
            // `NAME [192.0.2.1]`, `NAME (EHLO x) [192.0.2.1]`
            if before == Some(0) {
                return rest.split_at(1);
            }
        }
        rest.split_at(word + 1)
    }

    /// How many of these, the last before `by`, stand before the first line break; none where no
    /// break comes before `by`.
    fn on_first_line(&self, tokens: &[Token]) -> usize {
        let first = tokens.first().map_or(0, |token| token.start as usize);
        let text = self.value.get(first..).unwrap_or_default();
        let Some(end) = memchr::memchr(b'\n', text).map(|at| first + at) else { return 0 };
        let last = tokens.last().map_or(0, |token| token.end as usize);
        let between = self.value.get(last..end).unwrap_or_default();
        if !between.trim_ascii().is_empty() {
            return 0;
        }
        tokens.iter().take_while(|token| (token.start as usize) < end).count()
    }

    fn is_literal(&self, token: &Token) -> bool {
        literal_word(self.text(token)).is_some()
    }

    /// The peer in a comment or in a bracketed address, or what else the comment says.
    fn peer_in(&self, token: &Token, style: Style) -> Found {
        if token.is_word() {
            let Some((literal, (start, end))) = literal_word(self.text(token)) else {
                return Found::Said(Said::Nothing);
            };
            let mut peer = Peer::new(Tag::WordAddr);
            peer.address = Some((literal, place(start, end)));
            return Found::Peer(peer);
        }
        let (start, end) = self.inside(token);
        let text = self.value.get(start..end).unwrap_or_default();
        // What Postfix writes of TLS, told early because it is so common.
        let fixed: [&[u8]; 3] = [b"using", b"No", b"Client"];
        if fixed.iter().any(|begin| text.starts_with(begin)) {
            let said = comment::read(text);
            if matches!(said, Said::TlsUsing { .. } | Said::Certificate) {
                return Found::Said(said);
            }
        }
        let Some(peer) = peer::read(text, style) else { return Found::Said(comment::read(text)) };
        // A looked-up name has none of these in it, and only sendmail writes an ident answer
        // that has.
        let name = peer.name.and_then(|(start, end)| text.get(start as usize..end as usize));
        let name = name.unwrap_or_default();
        let odd = name.iter().any(|b| ODD_IN_NAME[*b as usize]);
        if peer.address.is_some() && (!odd || self.software == "sendmail") {
            return Found::Peer(peer);
        }
        match comment::read(text) {
            Said::Nothing | Said::Software(_) | Said::Version => Found::Peer(peer),
            // Only before `by` does this say what it seems to.
            Said::LocalUser(_) => Found::Peer(peer),
            said => Found::Said(said),
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
                let helo = self.word(whole);
                let literal = address::any(text);
                self.take_announced(helo, literal);
                match literal {
                    Some(_) if text.first() == Some(&b'[') => Tag::FromLiteral,
                    Some(_) => Tag::FromAddr,
                    None => Tag::FromName,
                }
            }
            [b"mail", b"pickup", b"service"] | [b"authenticated", b"user"] => Tag::FromPickup,
            [number, b"named", _] if number.iter().all(u8::is_ascii_digit) => Tag::FromNamed,
            // More than one word: no server writes that of its own, so the peer did. It is kept
            // as what was announced; only a server's grammar around it explains it.
            _ => {
                let helo = self.piece(whole);
                self.take_announced(helo, None);
                Tag::FromText
            }
        };
        self.push_span(tag, keyword.start, last.end);
    }

    fn take_announced(&mut self, helo: Piece<'v>, literal: Option<Literal>) {
        let from = self.line.from.get_or_insert_default();
        from.helo_ip = match literal {
            Some(Literal::Ip { ip, .. }) => Some(ip),
            _ if helo.text.starts_with('?') => helo_ip(helo.as_str()),
            _ => None,
        };
        let at = helo.span.range();
        from.helo = Some(helo);
        match literal {
            Some(Literal::Redacted) => self.redact((at.start, at.end)),
            Some(_) => {}
            None => self.look_for_redaction((at.start, at.end)),
        }
    }

    pub(super) fn take_address(&mut self, literal: Literal, at: Range) {
        let written = self.word(at);
        let from = self.line.from.get_or_insert_default();
        match literal {
            Literal::Ip { ip, port } => {
                from.ip = Some(ip);
                from.port = port;
                from.ip_written = Some(written);
            }
            Literal::Impossible => from.ip_invalid = Some(written),
            Literal::Redacted => self.redact(at),
        }
    }

    fn take_peer(&mut self, token: &Token, peer: &Peer) {
        let offset = if token.is_word() { token.start as usize } else { self.inside(token).0 };
        let shift = |(start, end): Place| (start as usize + offset, end as usize + offset);
        if let Some((literal, at)) = peer.address {
            self.take_address(literal, shift(at));
        }
        if let Some(at) = peer.name {
            self.look_for_redaction(shift(at));
        }
        let name = peer.name.map(|at| self.piece(shift(at)));
        let helo = peer.helo.map(|at| self.piece(shift(at)));
        let ident = peer.ident.map(|at| self.piece(shift(at)));
        let account = peer.account.map(|at| self.piece(shift(at)));
        let from = self.line.from.get_or_insert_default();
        // InterMail writes the address in the place of a name that it did not find.
        if let Some(name) = name.filter(|name| !name.text.starts_with('[')) {
            from.rdns = Some(name);
        }
        if helo.is_none() && peer.tag == Tag::Helo {
            // `from NAME (HELO )`: an empty name was announced.
            from.rdns = from.rdns.take().or(from.helo.take());
            from.helo_ip = None;
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
            Literal::Redacted => {
                let span = word.span.range();
                from.helo = from.helo.take().or(Some(word));
                self.redact((span.start, span.end));
            }
        }
    }
}

/// What no name that was looked up has in it.
static ODD_IN_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let odd = b" \t\r\n:,\"";
    let mut at = 0;
    while at < odd.len() {
        table[odd[at] as usize] = true;
        at += 1;
    }
    table
};

/// `[192.0.2.1]` and `[(192.0.2.1)]`: the address, and where it stands in the word.
pub(super) fn literal_word(text: &[u8]) -> Option<(Literal, Range)> {
    if text.first() != Some(&b'[') {
        return None;
    }
    if let Some(inner) = text.strip_prefix(b"[(").and_then(|rest| rest.strip_suffix(b")]")) {
        return address::bare(inner).map(|literal| (literal, (2, text.len() - 2)));
    }
    address::bracketed(text).map(|literal| (literal, (1, text.len() - 1)))
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
