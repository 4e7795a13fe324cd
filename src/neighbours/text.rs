//! Reading values: blanks, comments, quoted strings, addresses.

use std::borrow::Cow;
use std::net::IpAddr;

use crate::received::Date;
use crate::received::date::{parse_date, unfolded};
use crate::span::{Piece, Span};

/// A place in a value.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

/// From and to, in the value.
pub(super) type Range = (usize, usize);

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Cursor { bytes, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn skip(&mut self, mark: u8) -> bool {
        let there = self.peek() == Some(mark);
        self.at += usize::from(there);
        there
    }

    pub(super) fn blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// Passes over blanks and comments, handing each comment's inside to `comment`.
    pub(super) fn gap(&mut self, mut comment: impl FnMut(Range)) {
        loop {
            self.blanks();
            if self.peek() != Some(b'(') {
                return;
            }
            comment(self.comment());
        }
    }

    /// The inside of the comment that opens here; one that nothing closes ends with the value.
    fn comment(&mut self) -> Range {
        let start = self.at + 1;
        let mut depth = 0usize;
        while let Some(b) = self.peek() {
            match b {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return (start, self.at - 1);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
        (start, self.at)
    }

    /// What stands here until a byte that `stops`, or a quoted string whole.
    pub(super) fn word(&mut self, stops: impl Fn(u8) -> bool) -> Range {
        if self.peek() == Some(b'"') {
            return self.quoted();
        }
        let start = self.at;
        while self.peek().is_some_and(|b| !stops(b)) {
            self.at += 1;
        }
        (start, self.at)
    }

    /// A word that may begin with a quoted string, as `"a b"@example.com` does. The quotes are
    /// left out only where nothing follows them.
    pub(super) fn value(&mut self, stops: impl Fn(u8) -> bool) -> Range {
        let start = self.at;
        let word = self.word(&stops);
        if self.bytes.get(start) != Some(&b'"') || self.peek().is_none_or(&stops) {
            return word;
        }
        while self.peek().is_some_and(|b| !stops(b)) {
            self.at += 1;
        }
        (start, self.at)
    }

    /// The inside of the quoted string that opens here.
    fn quoted(&mut self) -> Range {
        let start = self.at + 1;
        self.at = start;
        while let Some(b) = self.peek() {
            match b {
                b'\\' => self.at += 1,
                b'"' => {
                    self.at += 1;
                    return (start, self.at - 1);
                }
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
        (start.min(self.at), self.at)
    }

    pub(super) fn get(&self, range: Range) -> &'a [u8] {
        self.bytes.get(range.0..range.1).unwrap_or_default()
    }

    /// The text of a range; inside quotes and comments backslashes are taken away.
    pub(super) fn piece(&self, range: Range) -> Piece<'a> {
        let before = range.0.checked_sub(1).and_then(|i| self.bytes.get(i));
        let mut piece = piece(self.bytes, range);
        if matches!(before, Some(b'"' | b'(')) && piece.text.contains('\\') {
            piece.text = Cow::Owned(unescaped(&piece.text));
        }
        piece
    }
}

pub(super) fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

/// The text of a range, folds undone.
pub(super) fn piece(bytes: &[u8], (start, end): Range) -> Piece<'_> {
    let text = unfolded(bytes.get(start..end).unwrap_or_default());
    Piece { text, span: Span::new(start, end) }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            plain.push(c);
            escaped = false;
        }
    }
    plain
}

/// A range without the blanks at its ends.
pub(super) fn trimmed(bytes: &[u8], (mut start, mut end): Range) -> Range {
    while start < end && is_blank(bytes[start]) {
        start += 1;
    }
    while end > start && is_blank(bytes[end - 1]) {
        end -= 1;
    }
    (start, end)
}

/// The whole value without the blanks at its ends; `None` where nothing is left.
pub(super) fn whole(value: &[u8]) -> Option<Piece<'_>> {
    let range = trimmed(value, (0, value.len()));
    (range.0 < range.1).then(|| piece(value, range))
}

/// The whole value as a number.
pub(super) fn number(value: &[u8]) -> Option<u32> {
    std::str::from_utf8(value.trim_ascii()).ok()?.parse().ok()
}

pub(super) fn date(value: &[u8]) -> Date<'_> {
    parse_date(value, Span::new(0, value.len()))
}

/// Reads an address as mail software writes it: bare, in brackets, with the tag `IPv6:`, with a
/// zone id. IPv4 mapped into IPv6 is IPv4.
pub(super) fn ip(text: &[u8]) -> Option<IpAddr> {
    let text = text.trim_ascii();
    let text = match text.strip_prefix(b"[") {
        Some(rest) => rest.strip_suffix(b"]")?,
        None => text,
    };
    let text = match text.get(..5) {
        Some(tag) if tag.eq_ignore_ascii_case(b"IPv6:") => &text[5..],
        _ => text,
    };
    if text.len() > 64 {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let text = match text.split_once('%') {
        Some((address, _)) if address.contains(':') => address,
        _ => text,
    };
    text.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("192.0.2.1", Some("192.0.2.1")),
            (" [192.0.2.1] ", Some("192.0.2.1")),
            ("[IPv6:2001:db8::1]", Some("2001:db8::1")),
            ("ipv6:2001:db8::1", Some("2001:db8::1")),
            ("::ffff:192.0.2.1", Some("192.0.2.1")),
            ("[fe80::1%eth0]", Some("fe80::1")),
            ("[192.0.2.1", None),
            ("192.0.2.256", None),
            ("192.0.2.1:25", None),
            ("", None),
            ("[]", None),
        ] {
            assert_eq!(ip(text.as_bytes()), expected.map(|e| e.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn comments_and_quotes() {
        let mut cursor = Cursor::new(b" (a (b\\)) c)\r\n \"x \\\"y\" z");
        let mut comments = Vec::new();
        cursor.gap(|c| comments.push(c));
        assert_eq!(comments.len(), 1);
        assert_eq!(cursor.piece(comments[0]).as_str(), "a (b)) c");
        let quoted = cursor.word(is_blank);
        assert_eq!(cursor.piece(quoted).as_str(), "x \"y");
        for open in [&b"(a"[..], b"(", b"\"a", b"\"", b"(\\", b"\"\\"] {
            let mut cursor = Cursor::new(open);
            cursor.gap(|_| ());
            let _ = cursor.word(is_blank);
            assert_eq!(cursor.at, open.len());
        }
    }
}
