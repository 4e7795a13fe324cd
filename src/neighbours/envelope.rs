//! Fields of the envelope, of lists, of resending, and where the author's part begins.

use super::text::{self, Cursor, Range, trimmed};
use crate::received::IdClock;
use crate::received::clock::{read_boundary_clock, read_message_id_clock};
use crate::span::Piece;

/// `Return-Path`: the address bounces go to.
#[derive(Clone, Debug)]
pub struct Path<'a> {
    /// Without angle brackets; `None` for the null path `<>`.
    pub address: Option<Piece<'a>>,
}

pub(super) fn path(value: &[u8]) -> Option<Path<'_>> {
    let range = trimmed(value, (0, value.len()));
    if range.0 == range.1 {
        return None;
    }
    let (start, end) = unbracketed(value, range);
    Some(Path { address: (start < end).then(|| text::piece(value, (start, end))) })
}

/// What is inside the last angle brackets, or everything.
fn unbracketed(value: &[u8], (start, end): Range) -> Range {
    let inside = &value[start..end];
    let Some(open) = memchr::memrchr(b'<', inside) else { return (start, end) };
    let close = memchr::memchr(b'>', &inside[open..]).map_or(end, |i| start + open + i);
    trimmed(value, (start + open + 1, close))
}

/// `Delivered-To`, `X-Original-To`, `Envelope-To`: for whom a server took the message.
#[derive(Clone, Debug)]
pub struct RecipientField<'a> {
    /// The field's name as written.
    pub field: Piece<'a>,
    /// As written, angle brackets left out.
    pub address: Piece<'a>,
}

pub(super) fn recipient<'a>(name: &'a [u8], value: &'a [u8]) -> Option<RecipientField<'a>> {
    let range = trimmed(value, (0, value.len()));
    let (start, end) = unbracketed(value, range);
    if start >= end {
        return None;
    }
    let field = text::piece(name, trimmed(name, (0, name.len())));
    Some(RecipientField { field, address: text::piece(value, (start, end)) })
}

/// Fields that a person or the program they used wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OriginatorKind {
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Subject,
}

impl OriginatorKind {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            OriginatorKind::From => "from",
            OriginatorKind::Sender => "sender",
            OriginatorKind::ReplyTo => "reply-to",
            OriginatorKind::To => "to",
            OriginatorKind::Cc => "cc",
            OriginatorKind::Subject => "subject",
        }
    }
}

/// Such a field; read for where it stands and for its first address.
#[derive(Clone, Debug)]
pub struct Originator<'a> {
    pub kind: OriginatorKind,
    /// The address of the first mailbox, as written; never of a subject.
    pub address: Option<Piece<'a>>,
}

impl Originator<'_> {
    /// The domain of the address.
    pub fn domain(&self) -> Option<&str> {
        let (_, domain) = self.address.as_ref()?.text.rsplit_once('@')?;
        Some(domain)
    }
}

pub(super) fn originator(kind: OriginatorKind, value: &[u8]) -> Originator<'_> {
    let address = match kind {
        OriginatorKind::Subject => None,
        _ => first_address(value),
    };
    Originator { kind, address }
}

/// The address of the first mailbox: inside angle brackets, or the first word with an at sign.
/// Quoted names and comments, where anything may stand, are passed over.
fn first_address(value: &[u8]) -> Option<Piece<'_>> {
    let mut cursor = Cursor::new(value);
    let mut bare: Option<Range> = None;
    loop {
        cursor.gap(|_| ());
        let Some(b) = cursor.peek() else { break };
        match b {
            b'<' => {
                let start = cursor.at + 1;
                let length = value[start..].iter().position(|b| matches!(b, b'>' | b'<'));
                let range = trimmed(value, (start, start + length.unwrap_or(value.len() - start)));
                return (range.0 < range.1).then(|| text::piece(value, range));
            }
            b',' | b';' if bare.is_some() => break,
            b',' | b';' | b':' => cursor.at += 1,
            quote => {
                let start = cursor.at;
                let stops = |b| text::is_blank(b) || matches!(b, b'<' | b',' | b';' | b'(' | b'"');
                let word = cursor.word(stops);
                // A quoted local part goes on behind its quote.
                let tail = if quote == b'"' { cursor.word(stops) } else { word };
                let whole = (start, tail.1.max(word.1));
                if value[tail.0..tail.1].contains(&b'@') && bare.is_none() {
                    bare = Some(whole);
                }
                if cursor.at == start {
                    cursor.at += 1;
                }
            }
        }
        if cursor.at >= value.len() {
            break;
        }
    }
    bare.map(|range| text::piece(value, range))
}

/// Which field of a list manager it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListKind {
    /// `List-Id` (RFC 2919).
    Id,
    Post,
    Archive,
    Owner,
    /// `List-Help`, `List-Subscribe`, `List-Unsubscribe` (RFC 2369), which bulk mail has too.
    Manage,
    Software,
    /// `Mailing-List`, `X-Mailing-List`, `X-Loop`.
    MailingList,
    /// `X-BeenThere` of Mailman.
    BeenThere,
    Other,
}

impl ListKind {
    /// The stable word used in facts and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            ListKind::Id => "list-id",
            ListKind::Post => "list-post",
            ListKind::Archive => "list-archive",
            ListKind::Owner => "list-owner",
            ListKind::Manage => "list-manage",
            ListKind::Software => "list-software",
            ListKind::MailingList => "mailing-list",
            ListKind::BeenThere => "been-there",
            ListKind::Other => "list-other",
        }
    }
}

/// A field of a mailing list.
#[derive(Clone, Debug)]
pub struct ListField<'a> {
    pub kind: ListKind,
    /// What is inside the last angle brackets, or everything where there are none.
    pub id: Piece<'a>,
}

pub(super) fn list(kind: ListKind, value: &[u8]) -> Option<ListField<'_>> {
    let range = trimmed(value, (0, value.len()));
    let id = text::piece(value, unbracketed(value, range));
    (range.0 < range.1).then_some(ListField { kind, id })
}

/// A message id without its brackets, and its clock.
pub(super) fn message_id(value: &[u8]) -> Option<(Piece<'_>, Option<IdClock>)> {
    let range = trimmed(value, (0, value.len()));
    let id = unbracketed(value, range);
    if id.0 >= id.1 {
        return None;
    }
    let id = text::piece(value, id);
    let clock = read_message_id_clock(&id.text);
    Some((id, clock))
}

/// The boundary of a `Content-Type`, where it tells a time.
pub(super) fn boundary(value: &[u8]) -> Option<(Piece<'_>, IdClock)> {
    const NAME: &[u8] = b"boundary";
    let mut cursor = Cursor::new(value);
    while cursor.peek().is_some() {
        cursor.gap(|_| ());
        let stops = |b| text::is_blank(b) || matches!(b, b';' | b'=' | b'(');
        let start = cursor.at;
        let name = cursor.word(stops);
        cursor.gap(|_| ());
        if cursor.skip(b'=') {
            cursor.gap(|_| ());
            let range = cursor.word(|b| text::is_blank(b) || b == b';');
            if cursor.get(name).eq_ignore_ascii_case(NAME) {
                let boundary = cursor.piece(range);
                let clock = read_boundary_clock(&boundary.text)?;
                return Some((boundary, clock));
            }
        } else if !cursor.skip(b';') && cursor.at == start {
            cursor.at += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for (value, expected) in [
            (" <a@example.com>\r\n", Some("a@example.com")),
            ("<>", None),
            ("a@example.com", Some("a@example.com")),
            ("<a@example.com", Some("a@example.com")),
            ("x <a@example.com> (y)", Some("a@example.com")),
        ] {
            let path = path(value.as_bytes()).unwrap();
            assert_eq!(path.address.as_ref().map(|a| a.as_str()), expected, "{value}");
        }
        assert!(path(b" \r\n ").is_none());
    }

    #[test]
    fn first_addresses() {
        for (value, expected) in [
            ("Alice <a@example.com>", Some("a@example.com")),
            ("a@example.com", Some("a@example.com")),
            ("a@example.com (Alice)", Some("a@example.com")),
            ("\"Alice <x@example.net>\" <a@example.com>", Some("a@example.com")),
            ("(x@example.net) a@example.com", Some("a@example.com")),
            ("x@example.net <a@example.com>", Some("a@example.com")),
            ("a@example.com, b@example.com", Some("a@example.com")),
            ("\"a b\"@example.com", Some("\"a b\"@example.com")),
            ("undisclosed-recipients:;", None),
            ("Group: a@example.com;", Some("a@example.com")),
            ("", None),
            ("<", None),
            ("<>", None),
            ("\"", None),
            ("(", None),
            (",,,", None),
        ] {
            let found = originator(OriginatorKind::From, value.as_bytes());
            assert_eq!(found.address.as_ref().map(|a| a.as_str()), expected, "{value}");
        }
        let from = originator(OriginatorKind::From, b"A <a@mail.example.com>");
        assert_eq!(from.domain(), Some("mail.example.com"));
        assert!(originator(OriginatorKind::Subject, b"a@example.com").address.is_none());
    }

    #[test]
    fn lists_and_ids() {
        let id = list(ListKind::Id, b" Announcements <announce.lists.example.com>").unwrap();
        assert_eq!(id.id.as_str(), "announce.lists.example.com");
        let bare = list(ListKind::BeenThere, b"announce@lists.example.com").unwrap();
        assert_eq!(bare.id.as_str(), "announce@lists.example.com");
        let (id, clock) = message_id(b" <20240110160910.GA4242@host.example.com>").unwrap();
        assert_eq!(id.as_str(), "20240110160910.GA4242@host.example.com");
        assert_eq!(clock.unwrap().layout, "mutt");
        assert!(message_id(b" <> ").is_none());
    }

    #[test]
    fn boundaries() {
        for value in [
            "multipart/mixed; boundary=\"----=_Part_12_3.1704902950123\"",
            "multipart/mixed; charset=us-ascii;\r\n\tBOUNDARY=----=_Part_12_3.1704902950123; x=y",
            "multipart/mixed (boundary=no); boundary = \"----=_Part_12_3.1704902950123\"",
        ] {
            let (boundary, clock) = boundary(value.as_bytes()).unwrap_or_else(|| panic!("{value}"));
            assert_eq!(boundary.as_str(), "----=_Part_12_3.1704902950123");
            assert_eq!(clock.unix, Some(1_704_902_950));
        }
        for value in ["", ";", "=", "text/plain", "multipart/mixed; boundary=x", "a;b;\"c", "(((("]
        {
            assert!(boundary(value.as_bytes()).is_none(), "{value}");
        }
    }
}
