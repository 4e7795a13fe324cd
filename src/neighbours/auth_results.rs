//! `Authentication-Results` (RFC 8601 section 2.2), and what receivers write in its stead.
//!
//! Exchange leaves the authserv-id out, or repeats it before each result, and gives properties
//! without a type. All of it is read; [`AuthResults::defects`] says what was not as it should be.

use std::borrow::Cow;
use std::net::IpAddr;

use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

use super::spf;
use super::text::{self, Cursor, Range, is_blank};
use super::verdict::{AuthDefect, Verdict};
use crate::span::{Piece, Span};

/// No field of any server has more; the rest is passed over.
const MAX_RESULTS: usize = 64;
const MAX_PROPERTIES: usize = 32;

/// An `Authentication-Results` or `ARC-Authentication-Results` field.
#[derive(Clone, Debug, Default)]
pub struct AuthResults<'a> {
    /// Who speaks; `None` where the field begins with a result, as Exchange's do.
    pub authserv_id: Option<Piece<'a>>,
    /// The version behind the authserv-id.
    pub version: Option<u32>,
    /// `i=` of an ARC field.
    pub instance: Option<u32>,
    /// In the order written; empty where the field says `none`.
    pub results: Vec<MethodResult<'a>>,
    pub defects: Vec<AuthDefect>,
    /// The value was hidden in encoded words (RFC 2047), as Outlook.com does where a result has
    /// other letters than ASCII; all spans then cover the whole value.
    pub encoded: bool,
    /// The field bears a name under which a server keeps what it found and does not vouch for.
    pub relocated: bool,
}

/// What one method found.
#[derive(Clone, Debug, Default)]
pub struct MethodResult<'a> {
    /// `spf`, `dkim`, `dmarc`, `arc`, `iprev`, `auth`, `compauth`, …, as written.
    pub method: Piece<'a>,
    pub version: Option<u32>,
    /// The result as written; `verdict` is what it says.
    pub result: Piece<'a>,
    pub verdict: Verdict,
    pub reason: Option<Piece<'a>>,
    /// The comment behind the result.
    pub comment: Option<Piece<'a>>,
    pub properties: Vec<Property<'a>>,
    /// The client's address, where property or comment name it (`smtp.remote-ip`,
    /// `smtp.client-ip`, `policy.iprev`, `sender IP is`, `designates … as permitted sender`).
    pub ip: Option<IpAddr>,
}

/// `smtp.mailfrom=example.com`
#[derive(Clone, Debug, Default)]
pub struct Property<'a> {
    /// `smtp`, `header`, `policy`, `body`; `None` where only a name is written.
    pub kind: Option<Piece<'a>>,
    pub name: Piece<'a>,
    pub value: Piece<'a>,
}

impl<'a> AuthResults<'a> {
    /// The results of one method.
    pub fn method(&self, name: &str) -> impl Iterator<Item = &MethodResult<'a>> {
        self.results.iter().filter(move |r| r.method.text.eq_ignore_ascii_case(name))
    }

    /// The client's address, from the first result that names one.
    pub fn client_ip(&self) -> Option<IpAddr> {
        self.results.iter().find_map(|r| r.ip)
    }

    /// The same without borrowing, every span being `span`.
    fn into_owned<'b>(self, span: Span) -> AuthResults<'b> {
        let own = |piece: Piece<'_>| Piece { text: Cow::Owned(piece.text.into_owned()), span };
        let property = |p: Property<'_>| Property {
            kind: p.kind.map(own),
            name: own(p.name),
            value: own(p.value),
        };
        let result = |r: MethodResult<'_>| MethodResult {
            method: own(r.method),
            version: r.version,
            result: own(r.result),
            verdict: r.verdict,
            reason: r.reason.map(own),
            comment: r.comment.map(own),
            properties: r.properties.into_iter().map(property).collect(),
            ip: r.ip,
        };
        AuthResults {
            authserv_id: self.authserv_id.map(own),
            version: self.version,
            instance: self.instance,
            results: self.results.into_iter().map(result).collect(),
            defects: self.defects,
            encoded: true,
            relocated: self.relocated,
        }
    }

    fn defect(&mut self, defect: AuthDefect) {
        if !self.defects.contains(&defect) {
            self.defects.push(defect);
        }
    }
}

impl<'a> MethodResult<'a> {
    /// The value of a property such as `smtp.mailfrom`.
    pub fn property(&self, kind: &str, name: &str) -> Option<&Piece<'a>> {
        let same = |p: &&Property<'_>| {
            p.name.text.eq_ignore_ascii_case(name)
                && p.kind.as_ref().is_some_and(|k| k.text.eq_ignore_ascii_case(kind))
        };
        self.properties.iter().find(same).map(|p| &p.value)
    }
}

/// Reads the field; `None` where the value is empty.
pub(super) fn read(value: &[u8], arc: bool) -> Option<AuthResults<'_>> {
    if !value.trim_ascii_start().starts_with(b"=?") {
        return plain(value, arc);
    }
    let mut line = value.to_vec();
    line.extend_from_slice(b"\r\n");
    let HeaderValue::Text(decoded) = MessageStream::new(&line).parse_unstructured() else {
        return plain(value, arc);
    };
    let results = plain(decoded.as_bytes(), arc)?;
    Some(results.into_owned(Span::new(0, value.len())))
}

fn plain(value: &[u8], arc: bool) -> Option<AuthResults<'_>> {
    let mut cursor = Cursor::new(value);
    let mut field = AuthResults::default();
    cursor.gap(|_| ());
    cursor.peek()?;
    if arc {
        field.instance = instance(&mut cursor);
        if field.instance.is_none() {
            field.defect(AuthDefect::NoInstance);
        }
    }
    loop {
        cursor.gap(|_| ());
        if cursor.skip(b';') {
            continue;
        }
        if cursor.peek().is_none() {
            break;
        }
        segment(&mut cursor, &mut field);
    }
    if field.authserv_id.is_none() {
        field.defect(AuthDefect::NoAuthservId);
    }
    Some(field)
}

/// `i=1;`
fn instance(cursor: &mut Cursor<'_>) -> Option<u32> {
    let start = *cursor;
    let read = |cursor: &mut Cursor<'_>| {
        if !cursor.skip(b'i') && !cursor.skip(b'I') {
            return None;
        }
        cursor.gap(|_| ());
        if !cursor.skip(b'=') {
            return None;
        }
        cursor.gap(|_| ());
        let digits = cursor.word(|b| !b.is_ascii_digit());
        text::number(cursor.get(digits))
    };
    let instance = read(cursor);
    if instance.is_none() {
        cursor.at = start.at;
    }
    instance
}

/// Ends a name: what neither a method nor an authserv-id can hold.
fn ends_name(b: u8) -> bool {
    is_blank(b) || matches!(b, b'=' | b';' | b'(')
}

fn ends_value(b: u8) -> bool {
    is_blank(b) || matches!(b, b';' | b'(')
}

/// A name of two parts with blanks and comments allowed about the mark between them:
/// `dkim/1`, `policy (comment) . expired`.
fn split_name(cursor: &mut Cursor<'_>, mark: u8) -> (Range, Option<Range>) {
    let word = cursor.word(ends_name);
    let found = cursor.get(word).iter().position(|b| *b == mark);
    if let Some(at) = found.map(|i| word.0 + i) {
        let mut second = (at + 1, word.1);
        if second.0 == second.1 {
            cursor.gap(|_| ());
            second = cursor.word(ends_name);
        }
        return ((word.0, at), Some(second));
    }
    let end = cursor.at;
    cursor.gap(|_| ());
    if word.0 < word.1 && cursor.peek() == Some(mark) {
        cursor.at += 1;
        cursor.gap(|_| ());
        let second = cursor.word(ends_name);
        return (word, Some(second));
    }
    cursor.at = end;
    (word, None)
}

/// What stands between two semicolons.
fn segment<'a>(cursor: &mut Cursor<'a>, field: &mut AuthResults<'a>) {
    let (first, second) = split_name(cursor, b'/');
    cursor.gap(|_| ());
    if cursor.skip(b'=') {
        if field.results.len() >= MAX_RESULTS {
            field.defect(AuthDefect::TooMany);
            skip_segment(cursor);
            return;
        }
        let result = result(cursor, first, second, field);
        field.results.push(result);
        return;
    }
    // An authserv-id may hold a slash.
    let first = (first.0, second.map_or(first.1, |s| s.1));
    let nothing = cursor.get(first).eq_ignore_ascii_case(b"none");
    if field.authserv_id.is_none() && field.results.is_empty() {
        field.authserv_id = Some(cursor.piece(first));
        let version = cursor.word(ends_value);
        if version.0 < version.1 {
            field.version = text::number(cursor.get(version));
            if field.version.is_none() {
                field.defect(AuthDefect::Stray);
            }
        }
    } else if field.authserv_id.is_none() || cursor.peek().is_none_or(|b| b == b';') && !nothing {
        field.defect(AuthDefect::RepeatedAuthservId);
    } else if !nothing || !field.results.is_empty() {
        field.defect(AuthDefect::Stray);
    }
    skip_segment(cursor);
}

/// Passes over the rest of a segment, minding comments and quotes.
fn skip_segment(cursor: &mut Cursor<'_>) {
    loop {
        cursor.gap(|_| ());
        match cursor.peek() {
            None | Some(b';') => return,
            Some(b'=') => cursor.at += 1,
            Some(_) => {
                let word = cursor.word(ends_name);
                // Nothing was taken at a byte that ends names, which gap and the arms above pass.
                if word.0 == cursor.at {
                    cursor.at += 1;
                }
            }
        }
    }
}

fn result<'a>(
    cursor: &mut Cursor<'a>,
    method: Range,
    version: Option<Range>,
    field: &mut AuthResults<'a>,
) -> MethodResult<'a> {
    let mut result = MethodResult {
        method: cursor.piece(method),
        version: version.and_then(|range| text::number(cursor.get(range))),
        ..MethodResult::default()
    };
    cursor.gap(|_| ());
    let word = cursor.word(ends_value);
    result.result = cursor.piece(word);
    result.verdict = Verdict::of(cursor.get(word));
    loop {
        let mut comment = None;
        cursor.gap(|range| {
            comment.get_or_insert(range);
        });
        if let Some(range) = comment {
            if result.ip.is_none() {
                result.ip = comment_ip(cursor.get(range));
            }
            if result.comment.is_none() && result.properties.is_empty() {
                result.comment = Some(cursor.piece(range));
            }
        }
        if cursor.peek().is_none_or(|b| b == b';') {
            break;
        }
        let (first, second) = split_name(cursor, b'.');
        cursor.gap(|_| ());
        if !cursor.skip(b'=') {
            field.defect(AuthDefect::Stray);
            continue;
        }
        cursor.gap(|_| ());
        let value = cursor.value(ends_value);
        property(cursor, (first, second), value, &mut result, field);
    }
    result
}

fn property<'a>(
    cursor: &Cursor<'a>,
    (first, second): (Range, Option<Range>),
    value: Range,
    result: &mut MethodResult<'a>,
    field: &mut AuthResults<'a>,
) {
    let (kind, name) = match second {
        Some(name) => (Some(first), name),
        None => (None, first),
    };
    let is = |range: Range, word: &str| cursor.get(range).eq_ignore_ascii_case(word.as_bytes());
    if kind.is_none() && is(name, "reason") && result.reason.is_none() {
        result.reason = Some(cursor.piece(value));
        return;
    }
    if result.properties.len() >= MAX_PROPERTIES {
        field.defect(AuthDefect::TooMany);
        return;
    }
    match kind {
        None => field.defect(AuthDefect::UntypedProperty),
        Some(kind) => {
            let names_the_client = (is(kind, "smtp") && is(name, "remote-ip"))
                || (is(kind, "smtp") && is(name, "client-ip"))
                || (is(kind, "policy") && is(name, "iprev"));
            if names_the_client && let Some(ip) = text::ip(cursor.get(value)) {
                result.ip = Some(ip);
            }
        }
    }
    result.properties.push(Property {
        kind: kind.map(|kind| cursor.piece(kind)),
        name: cursor.piece(name),
        value: cursor.piece(value),
    });
}

/// The client's address in a comment: `sender IP is 192.0.2.1`, `client-ip=192.0.2.1; …`, or one
/// of the wordings of `Received-SPF`.
fn comment_ip(comment: &[u8]) -> Option<IpAddr> {
    const SENDER: &[u8] = b"sender ip is ";
    if comment.get(..SENDER.len()).is_some_and(|head| head.eq_ignore_ascii_case(SENDER)) {
        return text::ip(&comment[SENDER.len()..]);
    }
    if let Some(rest) = comment.strip_prefix(b"client-ip=") {
        return text::ip(rest.split(|b| *b == b';').next()?);
    }
    let text = match memchr::memmem::find(comment, b": ") {
        Some(colon) if !comment[..colon].iter().any(|b| is_blank(*b)) => &comment[colon + 2..],
        _ => comment,
    };
    spf::comment_ip(text)
}
