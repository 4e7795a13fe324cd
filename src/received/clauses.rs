//! Reads the clauses after the server's name: `with`, `via`, `id`, `for`, `tls`, and those that
//! only some servers write.

use super::head::{is_phrase, whole};
use super::lexer::Token;
use super::prod::{Note, Tag};
use super::protocol;
use super::reading::{Reading, range};
use super::redacted;
use super::text::{holds, strip_words};
use crate::span::Piece;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    With,
    Via,
    Id,
    For,
    Tls,
}

pub(super) fn keyword(word: &[u8]) -> Option<Keyword> {
    // Setting the bit that tells the cases apart makes no letter of anything else.
    match *word {
        [a, b] if [a | 0x20, b | 0x20] == *b"id" => Some(Keyword::Id),
        [a, b, c] => match &[a | 0x20, b | 0x20, c | 0x20] {
            b"for" => Some(Keyword::For),
            b"via" => Some(Keyword::Via),
            b"tls" => Some(Keyword::Tls),
            _ => None,
        },
        [a, b, c, d] if [a | 0x20, b | 0x20, c | 0x20, d | 0x20] == *b"with" => Some(Keyword::With),
        _ => None,
    }
}

pub(super) fn is_keyword(word: &[u8]) -> bool {
    keyword(word).is_some()
}

/// Clauses that only some servers write: the words of the keyword, how many words follow, and
/// what the production is called.
const CLAUSES: &[(&[&[u8]], usize, Note)] = &[
    (&[b"by", b"authid"], 1, Note::Account),
    (&[b"message", b"size"], 1, Note::Size),
    (&[b"server-id"], 1, Note::Interface),
    (&[b"by", b"uid"], 1, Note::Uid),
    (&[b"envelope-from"], 1, Note::EnvelopeFrom),
    (&[b"from"], 1, Note::EnvelopeFrom),
    (&[b"on"], 1, Note::Interface),
    (&[b"over", b"TLS", b"secured", b"channel"], 0, Note::Tls),
    (&[b"pod-id"], 1, Note::Pod),
    (&[b"convert"], 1, Note::Conversion),
    (&[b"sender"], 1, Note::EnvelopeFrom),
    (&[b"vanilla"], 0, Note::Mode),
];

impl<'v> Reading<'v> {
    /// A clause that begins with `word`; how many of the tokens after it belong to it.
    pub(super) fn read_clause(&mut self, word: &Token, rest: &[Token]) -> usize {
        let text = self.text(word);
        match keyword(text) {
            Some(Keyword::With) => self.read_with(word, rest),
            Some(Keyword::Via) => self.read_via(word, rest),
            Some(Keyword::Id) => self.read_id(word, rest),
            Some(Keyword::For) => self.read_for(word, rest),
            Some(Keyword::Tls) => self.read_tls(word, rest),
            None => self.read_other(word, rest),
        }
    }

    /// Words that only some servers write.
    fn read_other(&mut self, word: &Token, rest: &[Token]) -> usize {
        let text = self.text(word);
        if self.after_host
            && text.first() == Some(&b'[')
            && self.by_address(word, text, range(word).0)
        {
            return 0;
        }
        for (words, values, note) in CLAUSES {
            let known = words.first() == Some(&text)
                && is_phrase(rest, self.value, words.get(1..).unwrap_or_default());
            let mut taken = words.len() - 1 + values;
            // `by authid x with plain`
            if *note == Note::Account && rest.get(taken).is_some_and(|t| self.text(t) == b"with") {
                taken += 2;
            }
            if known && rest.len() >= taken && rest.iter().take(taken).all(Token::is_word) {
                let end =
                    rest.get(..taken).and_then(<[Token]>::last).map_or(word.end, |last| last.end);
                if *note == Note::EnvelopeFrom
                    && let Some(address) = rest.get(taken - 1).and_then(|t| self.address_in(t))
                {
                    self.line.envelope_from = Some(address);
                }
                if *note == Note::Tls {
                    self.line.tls.get_or_insert_default();
                }
                self.push_note(*note, word.start, end);
                return taken;
            }
        }
        // A gateway that eats the beginning of its own comment: `Firewall)`
        if self.after_host
            && text == b"Firewall"
            && let Some(close) = rest.first().filter(|token| self.text(token) == b")")
        {
            self.software = "barracuda";
            self.push_span(Tag::Software, word.start, close.end);
            return 1;
        }
        // `with IMAP4-SSL getmail6 msgid:11/315751`
        if protocol::fetches(self.with()) && !self.in_head {
            if text.starts_with(b"getmail") && self.software.is_empty() {
                self.software = "getmail";
                let software = self.word(range(word));
                if let Some(by) = &mut self.line.by {
                    by.software.get_or_insert(software);
                }
                self.push(Tag::Software, word);
                return 0;
            }
            if self.software == "getmail" && text.starts_with(b"msgid:") {
                self.push_note(Note::Id, word.start, word.end);
                return 0;
            }
        }
        // `id=B.117622108211919`, `auth=yes`
        for (prefix, note) in
            [(b"id=".as_slice(), Note::Id), (b"auth=", Note::Account), (b"user=", Note::Account)]
        {
            if text.starts_with(prefix) && text.len() > prefix.len() {
                self.push_note(note, word.start, word.end);
                return 0;
            }
        }
        // Exclaimer names its host once more after the protocol.
        if self.line.by.is_some() && self.with().starts_with("Exclaimer ") && !self.in_head {
            self.push_note(Note::Interface, word.start, word.end);
            return 0;
        }
        // A comma after a clause says nothing.
        let tag = if text == b"," { Tag::Comma } else { Tag::Unknown };
        self.push(tag, word);
        0
    }

    fn read_with(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        let words = protocol::words(rest, self.value);
        if words == 0 {
            // qmail's patches: `with (AES256-SHA encrypted) SMTP`
            if let [how, name, ..] = rest
                && how.is_comment()
                && name.is_word()
                && strip_words(self.text(how), b" encrypted)").is_some()
            {
                let (start, end) = self.inside(how);
                let inside = self.value.get(start..end).unwrap_or_default();
                let cipher = strip_words(inside, b" encrypted").unwrap_or(inside);
                let cipher = self.piece((start, start + cipher.len()));
                self.line.tls.get_or_insert_default().cipher = Some(cipher);
                self.line.with = Some(self.piece(range(name)));
                self.push_span(Tag::With, keyword.start, name.end);
                return 2;
            }
            self.push(Tag::EmptyWith, keyword);
            return 0;
        }
        let at = whole(rest.get(..words).unwrap_or_default());
        if self.line.with.is_some() {
            self.push_span(Tag::Unknown, keyword.start, at.1 as u32);
            return words;
        }
        self.line.with = Some(if words == 1 { self.word(at) } else { self.piece(at) });
        self.push_span(Tag::With, keyword.start, at.1 as u32);
        words
    }

    fn read_via(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        let words = protocol::via_words(rest, self.value);
        if words == 0 || self.line.via.is_some() {
            self.push(Tag::Unknown, keyword);
            return 0;
        }
        let at = whole(rest.get(..words).unwrap_or_default());
        self.line.via = Some(self.piece(at));
        self.push_span(Tag::Via, keyword.start, at.1 as u32);
        words
    }

    fn read_id(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        match rest.first() {
            Some(id) if id.is_word() && self.line.id.is_none() => {
                // Programs that join lines anew lose blanks: `id 40AG9AXY012345for <user@a>`.
                let next = rest.get(1).map(|next| self.text(next)).unwrap_or_default();
                let glued = self.text(id).len() > 3
                    && self.text(id).ends_with(b"for")
                    && next.starts_with(b"<");
                let own = Token { end: if glued { id.end - 3 } else { id.end }, ..*id };
                self.line.id = Some(self.word(range(&own)));
                if redacted::id(self.text(&own)) {
                    self.redacted_id = true;
                    self.redact(range(&own));
                }
                self.push_span(Tag::Id, keyword.start, own.end);
                if glued {
                    let keyword = Token { start: own.end, ..*id };
                    return 1 + self.read_for(&keyword, rest.get(1..).unwrap_or_default());
                }
                1
            }
            None => {
                self.push(Tag::EmptyId, keyword);
                0
            }
            Some(_) => {
                self.push(Tag::Unknown, keyword);
                0
            }
        }
    }

    fn read_tls(&mut self, keyword: &Token, rest: &[Token]) -> usize {
        match rest.first() {
            Some(cipher) if cipher.is_word() => {
                let piece: Piece<'v> = self.piece(range(cipher));
                self.line.tls.get_or_insert_default().cipher = Some(piece);
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
            let begins = text.first() == Some(&b'<');
            let address = taken == 0 || begins || open || holds(text, [b'@']);
            if !address && text != b"," {
                break;
            }
            let closes = text.last() == Some(&b'>') || holds(text, [b'>']);
            open = (open || begins) && !closes;
            match self.address_in(token) {
                // One, mostly.
                Some(address) if self.line.for_.is_empty() => self.line.for_ = vec![address],
                Some(address) => self.line.for_.push(address),
                None => {}
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
        if end > start && self.value[end - 1] == b',' {
            end -= 1;
        }
        if self.value.get(start) == Some(&b'<') {
            start += 1;
        }
        if end > start && self.value[end - 1] == b'>' {
            end -= 1;
        }
        (end > start).then(|| self.word((start, end)))
    }
}
