//! Reads a line's clauses, whoever wrote it: finds the anchors, then what stands between them.

use smallvec::SmallVec;

use super::clauses::is_keyword;
use super::date::{parse_date, read_usual};
use super::lexer::{self, Kind, Lexed, Token};
use super::prod::{Note, Prod, Step, Tag, Tags, follows};
use super::redacted;
use super::text::{Range, Source, trim};
use super::when::{self, When};
use super::{Date, Line, Vouched};
use crate::span::{Piece, Span};

/// A line with its productions, before a dialect has been named.
pub(super) struct Reading<'v> {
    pub(super) value: &'v [u8],
    source: Source<'v>,
    pub(super) line: Line<'v>,
    /// The productions, in order once all is read. Only ever added to, by [`Reading::add`].
    pub(super) seq: SmallVec<[Prod; 16]>,
    /// The tags of all of them.
    pub(super) tags: Tags,
    /// The dialect whose software the line names.
    pub(super) software: &'static str,
    /// Where the date stands.
    pub(super) when: Option<When>,
    /// A semicolon stands before the date.
    pub(super) semicolon: bool,
    /// The comment to be read follows the host after `by`.
    pub(super) after_host: bool,
    /// Every parenthesis found its partner.
    pub(super) balanced: bool,
    /// One comment is all that stands before the date.
    pub(super) alone: bool,
    /// The part before `by` is being read.
    pub(super) in_head: bool,
    /// The id, or a part of it, was taken out before the line was shown.
    pub(super) redacted_id: bool,
    /// The server writes its own address in a comment after its host without brackets, which
    /// would else be taken for a version.
    pub(super) bare_by_address: bool,
}

impl<'v> Reading<'v> {
    #[inline]
    pub(super) fn new(value: &'v [u8]) -> Self {
        let value = &value[..value.len().min(u32::MAX as usize)];
        Reading {
            value,
            source: Source::new(value),
            line: Line::default(),
            seq: SmallVec::new(),
            tags: Tags::NONE,
            software: "",
            when: None,
            semicolon: false,
            after_host: false,
            balanced: true,
            in_head: false,
            alone: false,
            redacted_id: false,
            bare_by_address: false,
        }
    }

    /// Whether the productions follow the pattern from the first to the last.
    pub(super) fn is(&self, pattern: &[Step]) -> bool {
        follows(&self.seq, pattern)
    }

    pub(super) fn has(&self, tag: Tag) -> bool {
        self.tags.has(tag)
    }

    pub(super) fn piece(&self, range: Range) -> Piece<'v> {
        self.source.piece(range)
    }

    /// The text of a stretch without blanks.
    pub(super) fn word(&self, range: Range) -> Piece<'v> {
        self.source.word(range)
    }

    pub(super) fn text(&self, token: &Token) -> &'v [u8] {
        token.bytes(self.value)
    }

    /// The protocol after `with`, or nothing.
    pub(super) fn with(&self) -> &str {
        self.line.with.as_ref().map_or("", Piece::as_str)
    }

    pub(super) fn via(&self) -> &str {
        self.line.via.as_ref().map_or("", Piece::as_str)
    }

    pub(super) fn id(&self) -> &str {
        self.line.id.as_ref().map_or("", Piece::as_str)
    }

    pub(super) fn by_host(&self) -> &str {
        self.line.by.as_ref().and_then(|by| by.host.as_ref()).map_or("", Piece::as_str)
    }

    /// The word after `from`.
    pub(super) fn announced(&self) -> &str {
        self.line.from.as_ref().and_then(|from| from.helo.as_ref()).map_or("", Piece::as_str)
    }

    pub(super) fn software_text(&self) -> &str {
        self.line.by.as_ref().and_then(|by| by.software.as_ref()).map_or("", Piece::as_str)
    }

    /// The date as written.
    pub(super) fn date(&self) -> &str {
        self.line.date.as_ref().map_or("", |date| date.raw.as_str())
    }

    fn add(&mut self, prod: Prod) {
        self.tags = self.tags.with(prod.tag);
        self.seq.push(prod);
    }

    pub(super) fn push(&mut self, tag: Tag, token: &Token) {
        self.add(Prod::of(tag, token));
    }

    pub(super) fn push_span(&mut self, tag: Tag, start: u32, end: u32) {
        self.add(Prod::new(tag, start, end));
    }

    pub(super) fn push_note(&mut self, note: Note, start: u32, end: u32) {
        self.add(Prod::note(note, start, end));
    }

    /// The inside of a comment, without blanks at its ends.
    pub(super) fn inside(&self, token: &Token) -> Range {
        trim(self.value, (token.start as usize + 1, (token.end as usize).saturating_sub(1)))
    }

    /// Reads the whole line.
    pub(super) fn read(&mut self) {
        let mut lexed = Lexed::new();
        lexer::lex(self.value, &mut lexed);
        let tokens = lexed.tokens();
        self.balanced = lexed.balanced;
        self.when = self.usual_date(tokens).or_else(|| when::find(tokens, self.value));
        let body_end = self.when.map_or(tokens.len(), |when| when.from);
        let body = tokens.get(..body_end).unwrap_or_default();
        // The tail tells whose line it is, and so how its head is to be read.
        let tail_at = find_by(body, self.value).unwrap_or(body.len());
        self.read_tail(body.get(tail_at..).unwrap_or_default());
        let tail = self.seq.len();
        self.alone = body.len() == 1;
        self.in_head = true;
        self.read_head(body.get(..tail_at).unwrap_or_default());
        self.in_head = false;
        self.seq.rotate_left(tail);
        if let Some(when) = self.when {
            self.read_date(tokens, when);
        }
        if let Some((start, end)) = lexed.gap {
            self.push_span(Tag::Unknown, start, end);
            self.seq.sort_by_key(|prod| prod.start);
        }
    }

    /// Reads the date at once if it is all that follows the last semicolon, and of the usual form:
    /// `; Wed, 10 Jan 2024 08:09:10 +0100 (CET)`, also without the weekday or the name.
    fn usual_date(&mut self, tokens: &[Token]) -> Option<When> {
        let width = |token: &Token| token.end - token.start;
        let semi = (6..=8)
            .filter_map(|back| tokens.len().checked_sub(back))
            .find(|at| tokens[*at].kind == Kind::Semi)?;
        let date = &tokens[semi + 1..];
        let (words, name) = match date {
            [words @ .., name] if name.is_comment() => (words, Some(name)),
            words => (words, None),
        };
        let words = match words {
            [weekday, words @ ..] if words.len() == 5 && width(weekday) == 4 => words,
            words => words,
        };
        let [day, month, year, time, zone] = words else { return None };
        let widths = width(day) <= 2
            && width(month) == 3
            && width(year) == 4
            && width(time) == 8
            && matches!(width(zone), 3 | 5);
        // `(CET)`: what looks like a zone's name by all accounts.
        let named = name.is_none_or(|name| match self.text(name) {
            [b'(', name @ .., b')'] => {
                (3..=5).contains(&name.len()) && name.iter().all(u8::is_ascii_uppercase)
            }
            _ => false,
        });
        if !(widths && named && date.iter().take(words.len()).all(Token::is_word)) {
            return None;
        }
        let start = date.first()?.start as usize;
        let raw = self.source.text()?.get(start..date.last()?.end as usize)?;
        let read = self.line.date.insert(Date::default());
        if !read_usual(raw, start, read) {
            self.line.date = None;
            return None;
        }
        Some(When { from: semi, first: semi + 1, end: tokens.len() })
    }

    fn read_date(&mut self, tokens: &[Token], when: When) {
        let (Some(mark), Some(first)) = (tokens.get(when.from), tokens.get(when.first)) else {
            return;
        };
        let Some(last) = when.end.checked_sub(1).and_then(|at| tokens.get(at)) else { return };
        self.semicolon = mark.kind == Kind::Semi;
        let (start, end) = (first.start as usize, last.end as usize);
        if self.line.date.is_none()
            && let Some(raw) = self.value.get(start..end)
        {
            self.line.date = Some(parse_date(raw, Span::new(start, end)));
        }
        self.push_span(Tag::Date, mark.start, last.end);
        let rest = tokens.get(when.end..).unwrap_or_default();
        let mut at = 0;
        while let Some(token) = rest.get(at) {
            at += 1;
            match token.kind {
                Kind::Comment => self.read_comment(token),
                Kind::Semi => self.push(Tag::Unknown, token),
                // Courier writes its id here.
                Kind::Word => at += self.read_clause(token, rest.get(at..).unwrap_or_default()),
            }
        }
    }

    /// Notes that something was taken out of the line.
    #[cold]
    pub(super) fn redact(&mut self, (start, end): Range) {
        self.line.redacted.get_or_insert(Span::new(start, end));
    }

    /// Notes it if the name there, or a part of it, was taken out.
    pub(super) fn look_for_redaction(&mut self, at: Range) {
        if redacted::name(self.value.get(at.0..at.1).unwrap_or_default()) {
            self.redact(at);
        }
    }

    /// Whether the id has this shape, or had one before it was taken out of a line that names
    /// its server.
    pub(super) fn id_is(&self, shape: fn(&str) -> bool) -> bool {
        let named = !self.software.is_empty() || self.with().starts_with("Microsoft ");
        self.redacted_id && named || shape(self.id())
    }

    /// Sets what the server vouches for.
    pub(super) fn vouch(&mut self, ip: bool, rdns: bool) {
        if let Some(from) = &mut self.line.from {
            from.vouched = Vouched {
                ip: ip && from.ip.is_some(),
                rdns: rdns && from.ip.is_some() && from.rdns.is_some(),
                helo: false,
            };
        }
    }
}

pub(super) fn range(token: &Token) -> Range {
    (token.start as usize, token.end as usize)
}

fn is_by(word: &[u8]) -> bool {
    word.eq_ignore_ascii_case(b"by")
}

/// The `by` that the server wrote: the only one, or the last that is followed by what a server
/// writes. What a peer announced stands before it; a recipient address after it may hold
/// another, but then between angle brackets.
fn find_by(tokens: &[Token], value: &[u8]) -> Option<usize> {
    let is_by_at = |at: usize| {
        tokens.get(at).is_some_and(|token| token.is_word() && is_by(token.bytes(value)))
            // `by uid 89`, `by authid x`, `with MailboxResubmission by AntispamTT`: no hosts.
            && tokens.get(at + 1).is_none_or(|next| {
                !matches!(next.bytes(value), b"uid" | b"authid" | b"AntispamTT")
            })
    };
    // Loops, since this goes over all words of every line.
    let mut last = None;
    for (at, token) in tokens.iter().enumerate().rev() {
        if token.end - token.start == 2 && is_by_at(at) {
            match last {
                None => last = Some(at),
                Some(last) => return Some(likely_by(tokens, value, last, is_by_at)),
            }
        }
    }
    last
}

/// The last `by` that is followed by what a server writes; `last`, if none is.
#[cold]
fn likely_by(
    tokens: &[Token],
    value: &[u8],
    last: usize,
    is_by_at: impl Fn(usize) -> bool,
) -> usize {
    let masked = bracketed_words(tokens, value);
    (0..=last)
        .rev()
        .filter(|at| is_by_at(*at))
        .filter(|at| !masked.iter().any(|range| range.contains(at)))
        .find(|at| plausible_tail(tokens.get(at + 1..).unwrap_or_default(), value))
        .unwrap_or(last)
}

/// `by HOST` and then a clause, a comment or the end.
fn plausible_tail(rest: &[Token], value: &[u8]) -> bool {
    let Some(host) = rest.first() else { return false };
    let name = host.bytes(value);
    if !host.is_word() || is_keyword(name) || is_by(name) {
        return false;
    }
    rest.get(1).is_none_or(|next| match next.kind {
        Kind::Comment | Kind::Semi => true,
        Kind::Word => {
            let next = next.bytes(value);
            is_keyword(next) || is_by(next) || next.first() == Some(&b'[')
        }
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
