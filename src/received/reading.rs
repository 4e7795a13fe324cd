//! Reads a line's clauses, whoever wrote it: finds the anchors, then what stands between them.

use smallvec::SmallVec;

use super::address::{self, Literal};
use super::comment::{self, Said};
use super::date::parse_date;
use super::lexer::{self, Kind, Token};
use super::peer::{self, Peer, Style};
use super::prod::{Prod, Step, Tag, follows};
use super::text::{Range, piece, trim};
use super::when::{self, When};
use super::{By, From, Line, Tls, Vouched};
use crate::span::{Piece, Span};

/// A line with its productions, before a dialect has been named.
pub(crate) struct Reading<'v> {
    pub(crate) value: &'v [u8],
    pub(crate) line: Line<'v>,
    pub(crate) seq: SmallVec<[Prod; 24]>,
    /// The dialect whose software the line names.
    pub(crate) software: &'static str,
    pub(crate) when: Option<When>,
    /// A semicolon stands before the date.
    pub(crate) semicolon: bool,
    /// A server that writes its own address in a comment after its host, which would else be
    /// taken for a version.
    addresses: bool,
}

impl<'v> Reading<'v> {
    pub(crate) fn new(value: &'v [u8]) -> Self {
        let value = &value[..value.len().min(u32::MAX as usize)];
        let lexed = lexer::lex(value);
        let mut r = Reading {
            value,
            line: Line::default(),
            seq: SmallVec::new(),
            software: "",
            when: when::find(&lexed.tokens, value),
            semicolon: false,
            addresses: false,
        };
        r.read(&lexed.tokens);
        if let Some((start, end)) = lexed.gap {
            r.line.unparsed.push(Span { start, end });
        }
        r
    }

    /// Whether the productions follow the pattern from the first to the last.
    pub(crate) fn is(&self, pattern: &[Step]) -> bool {
        follows(&self.seq, pattern)
    }

    pub(crate) fn piece(&self, range: Range) -> Piece<'v> {
        piece(self.value, range.0, range.1)
    }

    pub(crate) fn text(&self, token: &Token) -> &'v [u8] {
        token.bytes(self.value)
    }

    pub(crate) fn with_text(&self) -> &str {
        self.line.with.as_ref().map_or("", Piece::as_str)
    }

    pub(crate) fn id_text(&self) -> &str {
        self.line.id.as_ref().map_or("", Piece::as_str)
    }

    fn push(&mut self, tag: Tag, token: &Token) {
        self.seq.push(Prod::of(tag, token));
    }

    fn push_span(&mut self, tag: Tag, start: u32, end: u32) {
        self.seq.push(Prod::new(tag, start, end));
    }

    fn read(&mut self, tokens: &[Token]) {
        let body_end = self.when.map_or(tokens.len(), |when| when.from);
        let body = tokens.get(..body_end).unwrap_or_default();
        let by = find_by(body, self.value);
        // The tail tells whose line it is, and so how its head is to be read.
        let tail_at = by.unwrap_or(body.len());
        let tail = body.get(tail_at..).unwrap_or_default();
        self.read_tail(tail);
        let tail_seq = std::mem::take(&mut self.seq);
        self.read_head(body.get(..tail_at).unwrap_or_default());
        self.seq.extend(tail_seq);
        if let Some(when) = self.when {
            self.read_date(tokens, when);
        }
    }

    fn read_date(&mut self, tokens: &[Token], when: When) {
        let (Some(mark), Some(first)) = (tokens.get(when.from), tokens.get(when.first)) else {
            return;
        };
        let Some(last) = when.end.checked_sub(1).and_then(|at| tokens.get(at)) else { return };
        self.semicolon = mark.kind == Kind::Semi;
        let (start, end) = (first.start as usize, last.end as usize);
        if let Some(raw) = self.value.get(start..end) {
            self.line.date = Some(parse_date(raw, Span::new(start, end)));
        }
        self.push_span(Tag::Date, mark.start, last.end);
        for token in tokens.get(when.end..).unwrap_or_default() {
            if token.is_comment() {
                self.read_comment(token, false);
            } else {
                self.push(Tag::Unknown, token);
            }
        }
    }

    /// The part from `by` on, without the date.
    fn read_tail(&mut self, tokens: &[Token]) {
        let Some(by) = tokens.first() else { return };
        let mut at = 1;
        let mut by_read = By { span: Span { start: by.start, end: by.end }, ..By::default() };
        match tokens.get(1) {
            Some(host) if host.is_word() && !is_keyword(self.text(host)) => {
                by_read.span.end = host.end;
                let text = self.text(host);
                let literal = address::any(text);
                match literal {
                    Some(Literal::Ip { ip, .. }) => by_read.ip = Some(ip),
                    Some(Literal::Impossible) => {
                        by_read.ip_invalid = Some(self.piece(range(host)));
                    }
                    None => {}
                }
                by_read.host = Some(self.piece(range(host)));
                self.push_span(
                    if literal.is_some() { Tag::ByLiteral } else { Tag::By },
                    by.start,
                    host.end,
                );
                at = 2;
            }
            _ => self.push(Tag::By, by),
        }
        self.line.by = Some(by_read);
        self.addresses = tokens.get(at..).unwrap_or_default().windows(2).take(4).any(|pair| {
            keyword(self.text(&pair[0])) == Some(Keyword::With)
                && matches!(self.text(&pair[1]), b"Microsoft" | b"mapi" | b"HTTP" | b"HTTPS")
        });
        let mut after_host = true;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.kind {
                Kind::Comment => self.read_comment(token, after_host),
                Kind::Semi => self.push(Tag::Unknown, token),
                Kind::Word => {
                    let text = self.text(token);
                    let rest = tokens.get(at..).unwrap_or_default();
                    at += match keyword(text) {
                        Some(Keyword::With) => self.read_with(token, rest),
                        Some(Keyword::Via) => self.read_via(token, rest),
                        Some(Keyword::Id) => self.read_id(token, rest),
                        Some(Keyword::For) => self.read_for(token, rest),
                        Some(Keyword::Tls) => self.read_tls(token, rest),
                        None => {
                            if after_host && text.first() == Some(&b'[') {
                                self.by_address(token, text, token.start as usize);
                            } else {
                                self.push(Tag::Unknown, token);
                            }
                            0
                        }
                    };
                    after_host = false;
                }
            }
        }
    }

    fn by_address(&mut self, token: &Token, text: &[u8], offset: usize) -> bool {
        let Some(literal) = address::any(text) else { return false };
        let whole = self.piece((offset, offset + text.len()));
        if let Some(by) = &mut self.line.by {
            match literal {
                Literal::Ip { ip, .. } => by.ip = Some(ip),
                Literal::Impossible => by.ip_invalid = Some(whole),
            }
        }
        self.push(Tag::ByAddr, token);
        true
    }

    fn read_with(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        let words = super::protocol::words(rest, self.value);
        let Some(last) = words.checked_sub(1).and_then(|at| rest.get(at)) else {
            self.push(Tag::Unknown, keyword);
            return 0;
        };
        let start = rest.first().map_or(keyword.end, |token| token.start);
        self.line.with = Some(self.piece((start as usize, last.end as usize)));
        self.push_span(Tag::With, keyword.start, last.end);
        words
    }

    fn read_via(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        let words = super::protocol::via_words(rest, self.value);
        let Some(last) = words.checked_sub(1).and_then(|at| rest.get(at)) else {
            self.push(Tag::Unknown, keyword);
            return 0;
        };
        let start = rest.first().map_or(keyword.end, |token| token.start);
        self.line.via = Some(self.piece((start as usize, last.end as usize)));
        self.push_span(Tag::Via, keyword.start, last.end);
        words
    }

    fn read_id(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        match rest.first() {
            Some(id) if id.is_word() && self.line.id.is_none() => {
                self.line.id = Some(self.piece(range(id)));
                self.push_span(Tag::Id, keyword.start, id.end);
                1
            }
            _ => {
                self.push(Tag::Unknown, keyword);
                0
            }
        }
    }

    fn read_tls(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        match rest.first() {
            Some(cipher) if cipher.is_word() => {
                let cipher_piece = self.piece(range(cipher));
                self.line.tls.get_or_insert_default().cipher = Some(cipher_piece);
                self.push_span(Tag::TlsClause, keyword.start, cipher.end);
                1
            }
            _ => {
                self.push(Tag::Unknown, keyword);
                0
            }
        }
    }

    /// `for <a@b>`, `for a@b`, several of either with commas or blanks between.
    fn read_for(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        let mut taken = 0;
        let mut end = keyword.end;
        let mut open = false;
        while let Some(token) = rest.get(taken) {
            let text = self.text(token);
            if !token.is_word() || (!open && taken > 0 && self::keyword(text).is_some()) {
                break;
            }
            // Only the first word needs no sign of being an address.
            let address = text.contains(&b'@') || text.first() == Some(&b'<') || open || taken == 0;
            if !address && text != b"," {
                break;
            }
            let opens = text.first() == Some(&b'<') && !text.contains(&b'>');
            open = (open || opens) && !text.contains(&b'>');
            if let Some(address) = self.address_in(token) {
                self.line.for_.push(address);
            }
            end = token.end;
            taken += 1;
        }
        let tag = if taken > 0 { Tag::For } else { Tag::Unknown };
        self.push_span(tag, keyword.start, end);
        taken
    }

    /// An address without its angle brackets and the comma after it.
    fn address_in(&self, token: &Token) -> Option<Piece<'v>> {
        let (mut start, mut end) = range(token);
        while end > start && matches!(self.value[end - 1], b',') {
            end -= 1;
        }
        if self.value.get(start) == Some(&b'<') {
            start += 1;
        }
        if end > start && self.value[end - 1] == b'>' {
            end -= 1;
        }
        (end > start).then(|| self.piece((start, end)))
    }

    /// The inside of a comment, trimmed.
    fn inside(&self, token: &Token) -> Range {
        trim(self.value, (token.start as usize + 1, (token.end as usize).saturating_sub(1)))
    }

    /// A comment that is not about the peer's address.
    fn read_comment(&mut self, token: &Token, after_host: bool) {
        let (start, end) = self.inside(token);
        let text = self.value.get(start..end).unwrap_or_default();
        if after_host && self.line.by.as_ref().is_some_and(|by| by.ip.is_none()) {
            let bracketed = text.first() == Some(&b'[');
            let v6 = text.contains(&b':');
            if (bracketed || v6 || self.addresses) && self.by_address(token, text, start) {
                return;
            }
            if text.last() == Some(&b']')
                && let Some(peer) = peer::read(text, Style::AddressLast)
                && peer.tag == Tag::NameAddr
                && let Some((Literal::Ip { ip, .. }, _)) = peer.address
            {
                if let Some(by) = &mut self.line.by {
                    by.ip = Some(ip);
                }
                self.push(Tag::ByNameAddr, token);
                return;
            }
        }
        let said = comment::read(text);
        self.say(token, said, start, after_host);
    }

    fn say(&mut self, token: &Token, said: Said, offset: usize, after_host: bool) {
        let shift = |range: Range| (range.0 + offset, range.1 + offset);
        let tag = match said {
            Said::TlsUsing { version, cipher } => {
                self.line.tls = Some(Tls {
                    version: Some(self.piece(shift(version))),
                    cipher: Some(self.piece(shift(cipher))),
                });
                Tag::TlsUsing
            }
            Said::TlsPairs { version, cipher } | Said::TlsColon { version, cipher } => {
                let (version, cipher) = (
                    version.map(|range| self.piece(shift(range))),
                    cipher.map(|range| self.piece(shift(range))),
                );
                let tls = self.line.tls.get_or_insert_default();
                tls.version = version.or(tls.version.take());
                tls.cipher = cipher.or(tls.cipher.take());
                if matches!(said, Said::TlsPairs { .. }) { Tag::TlsPairs } else { Tag::TlsColon }
            }
            Said::Certificate => Tag::Cert,
            Said::AuthSender(user) => {
                let user = self.piece(shift(user));
                let from = self.line.from.get_or_insert_default();
                from.authenticated = true;
                from.auth = Some(user);
                Tag::AuthSender
            }
            Said::Authenticated(user) => {
                let user = user.map(|range| self.piece(shift(range)));
                let from = self.line.from.get_or_insert_default();
                from.authenticated = true;
                from.auth = user.or(from.auth.take());
                Tag::AuthBits
            }
            Said::EnvelopeFrom(address) => {
                self.line.envelope_from = Some(self.piece(shift(address)));
                Tag::EnvelopeFrom
            }
            Said::Invoked => Tag::Invoked,
            Said::LocalUser(user) => {
                let user = self.piece(shift(user));
                self.line.from.get_or_insert_default().ident = Some(user);
                Tag::LocalUser
            }
            Said::Orcpt => Tag::Orcpt,
            Said::Drop => Tag::Drop,
            Said::Pickup => {
                self.software = "postfix";
                Tag::Pickup
            }
            Said::Software(dialect) => {
                let inside = self.inside(token);
                let software = self.piece(inside);
                if let Some(by) = &mut self.line.by {
                    by.software.get_or_insert(software);
                }
                if self.software.is_empty() {
                    self.software = dialect;
                }
                Tag::Software
            }
            Said::Note(name) => {
                self.seq.push(Prod::named(name, token));
                return;
            }
            Said::Nothing if after_host => {
                let inside = self.inside(token);
                let software = self.piece(inside);
                if let Some(by) = &mut self.line.by {
                    by.software.get_or_insert(software);
                }
                Tag::Brand
            }
            Said::Nothing => Tag::Unknown,
        };
        self.push(tag, token);
    }

    /// The part before `by`.
    fn read_head(&mut self, tokens: &[Token]) {
        let Some(first) = tokens.first() else { return };
        if !(first.is_word() && self.text(first).eq_ignore_ascii_case(b"from")) {
            for token in tokens {
                if token.is_comment() {
                    self.read_comment(token, false);
                } else {
                    self.push(Tag::Unknown, token);
                }
            }
            return;
        }
        let end = tokens.last().map_or(first.end, |token| token.end);
        let span = Span { start: first.start, end };
        self.line.from.get_or_insert_default().span = span;
        let rest = tokens.get(1..).unwrap_or_default();
        // Comments at the end of the part are the server's; the announced name is what is left.
        let words = rest.iter().rposition(|token| !token.is_comment()).map_or(0, |at| at + 1);
        let (mut said, comments) = rest.split_at(words);
        let style = match self.software {
            "exim" | "zmailer" => Style::AddressFirst,
            _ => Style::AddressLast,
        };
        let peers: SmallVec<[Option<Peer>; 6]> =
            comments.iter().map(|token| self.peer_in(token, style)).collect();
        // The last comment with an address is the peer's: servers write nothing with an address
        // after it but what begins with fixed words of their own.
        let with_address = peers.iter().rposition(|p| p.is_some_and(|p| p.address.is_some()));
        let main = with_address.or_else(|| peers.iter().rposition(Option::is_some));
        let mut main_peer = main.and_then(|at| peers[at]);
        let mut word_address = None;
        if with_address.is_none()
            && let [.., name, address] = said
            && self.text(name).first() != Some(&b'[')
            && self.text(address).first() == Some(&b'[')
            && address::bracketed(self.text(address)).is_some()
            && said.len() == 2
        {
            word_address = Some(*address);
            said = &said[..1];
        }
        self.read_announced(first, said);
        if let Some(token) = word_address {
            let (start, end) = range(&token);
            if let Some(literal) = address::bracketed(self.text(&token)) {
                self.take_address(literal, (start + 1, end.saturating_sub(1)));
            }
            self.push(Tag::WordAddr, &token);
        }
        for (at, token) in comments.iter().enumerate() {
            if Some(at) == main {
                if let Some(peer) = main_peer.take() {
                    self.take_peer(token, &peer);
                }
            } else if let Some(peer) = peers[at]
                && main.is_some_and(|main| at < main)
                && peer.tag == Tag::Helo
            {
                self.take_peer(token, &peer);
            } else {
                self.read_comment(token, false);
            }
        }
    }

    /// The peer in a comment that says nothing else we know.
    fn peer_in(&self, token: &Token, style: Style) -> Option<Peer> {
        let (start, end) = self.inside(token);
        let text = self.value.get(start..end).unwrap_or_default();
        match comment::read(text) {
            Said::Nothing | Said::Software(_) => peer::read(text, style),
            _ => None,
        }
    }

    /// The name the peer announced: the words between `from` and the server's comments.
    fn read_announced(&mut self, keyword: &Token, said: &[Token]) {
        let Some(last) = said.last() else {
            self.push(Tag::FromEmpty, keyword);
            return;
        };
        let start = said.first().map_or(keyword.end, |token| token.start) as usize;
        let whole = (start, last.end as usize);
        let text = self.value.get(whole.0..whole.1).unwrap_or_default();
        let words: SmallVec<[&[u8]; 4]> =
            said.iter().take(4).map(|t| t.bytes(self.value)).collect();
        if words.as_slice() == [b"mail".as_slice(), b"pickup", b"service"] {
            self.push_span(Tag::FromPickup, keyword.start, last.end);
            return;
        }
        let helo = self.piece(whole);
        let from = self.line.from.get_or_insert_default();
        if said.len() == 1 {
            let literal = address::any(text);
            if let Some(Literal::Ip { ip, .. }) = literal {
                from.helo_ip = Some(ip);
            }
            from.helo = Some(helo);
            let tag = match literal {
                Some(_) if text.first() == Some(&b'[') => Tag::FromLiteral,
                Some(_) => Tag::FromAddr,
                None => Tag::FromName,
            };
            self.push_span(tag, keyword.start, last.end);
            return;
        }
        if words.len() == 3 && words[1] == b"named" && words[0].iter().all(u8::is_ascii_digit) {
            self.push_span(Tag::FromNamed, keyword.start, last.end);
            return;
        }
        // More than one word: no server of ours writes that, so a peer did. It is kept as what
        // was announced, and reported as not explained.
        from.helo = Some(helo);
        self.push_span(Tag::Unknown, keyword.start, last.end);
    }

    fn take_address(&mut self, literal: Literal, at: Range) {
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
        let (offset, _) = self.inside(token);
        let shift = |range: Range| (range.0 + offset, range.1 + offset);
        if let Some((literal, at)) = peer.address {
            self.take_address(literal, shift(at));
        }
        let name = peer.name.map(|at| self.piece(shift(at)));
        let helo = peer.helo.map(|at| self.piece(shift(at)));
        let ident = peer.ident.map(|at| self.piece(shift(at)));
        let from: &mut From<'v> = self.line.from.get_or_insert_default();
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
            from.helo_ip = None;
            from.helo = Some(helo);
        }
        if ident.is_some() {
            from.ident = ident;
        }
        self.push(peer.tag, token);
    }

    /// Sets what the server vouches for.
    pub(crate) fn vouch(&mut self, ip: bool, rdns: bool) {
        if let Some(from) = &mut self.line.from {
            from.vouched = Vouched { ip: ip && from.ip.is_some(), rdns, helo: false };
        }
    }
}

pub(crate) fn range(token: &Token) -> Range {
    (token.start as usize, token.end as usize)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    With,
    Via,
    Id,
    For,
    Tls,
}

fn keyword(word: &[u8]) -> Option<Keyword> {
    match word.len() {
        2 if word.eq_ignore_ascii_case(b"id") => Some(Keyword::Id),
        3 if word.eq_ignore_ascii_case(b"for") => Some(Keyword::For),
        3 if word.eq_ignore_ascii_case(b"via") => Some(Keyword::Via),
        3 if word.eq_ignore_ascii_case(b"tls") => Some(Keyword::Tls),
        4 if word.eq_ignore_ascii_case(b"with") => Some(Keyword::With),
        _ => None,
    }
}

pub(crate) fn is_keyword(word: &[u8]) -> bool {
    keyword(word).is_some()
}

fn is_by(word: &[u8]) -> bool {
    word.eq_ignore_ascii_case(b"by")
}

/// The `by` that the server wrote: the only one, or the last that is followed by what a server
/// writes. What a peer announced stands before it; a recipient address after it may hold
/// another, but then between angle brackets.
fn find_by(tokens: &[Token], value: &[u8]) -> Option<usize> {
    let is_by_at = |at: usize| tokens.get(at).is_some_and(|t| t.is_word() && is_by(t.bytes(value)));
    let mut found = (0..tokens.len()).rev().filter(|at| is_by_at(*at));
    let last = found.next()?;
    let Some(before) = found.next() else { return Some(last) };
    let masked = bracketed_words(tokens, value);
    std::iter::once(last)
        .chain(std::iter::once(before))
        .chain(found)
        .filter(|at| !masked.iter().any(|range| range.contains(at)))
        .find(|at| plausible_tail(tokens.get(at + 1..).unwrap_or_default(), value))
        .or(Some(last))
}

/// `by HOST` and then a clause, a comment or the end.
fn plausible_tail(rest: &[Token], value: &[u8]) -> bool {
    let Some(host) = rest.first() else { return false };
    if !host.is_word() || is_keyword(host.bytes(value)) || is_by(host.bytes(value)) {
        return false;
    }
    rest.get(1).is_none_or(|next| match next.kind {
        Kind::Comment | Kind::Semi => true,
        Kind::Word => is_keyword(next.bytes(value)) || next.bytes(value).first() == Some(&b'['),
    })
}

/// Words inside the angle brackets after `for`: an address with blanks in it.
fn bracketed_words(tokens: &[Token], value: &[u8]) -> SmallVec<[std::ops::Range<usize>; 2]> {
    let mut found = SmallVec::new();
    let mut open = None;
    for (at, token) in tokens.iter().enumerate() {
        let text = token.bytes(value);
        let after_for = at > 0 && tokens[at - 1].bytes(value).eq_ignore_ascii_case(b"for");
        if after_for && text.first() == Some(&b'<') {
            open = (!text.contains(&b'>')).then_some(at);
        } else if let Some(start) = open
            && text.contains(&b'>')
        {
            found.push(start..at + 1);
            open = None;
        }
    }
    found
}
