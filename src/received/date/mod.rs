//! Dates as mail servers write them.
//!
//! The usual form of RFC 5322 section 3.3 is read in one pass without allocating. Whatever that
//! pass does not understand goes to [`forms`], which knows the obsolete and the home-made forms
//! and says what is odd about each. Nothing is guessed: where two readings are possible, or the
//! calendar has no such day, [`Date::unix`] stays empty and a defect says why.

mod calendar;
mod find;
mod finish;
mod forms;
mod tokens;
mod zone_forms;
mod zone_names;
mod zones;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use find::find_date;

use super::text::is_folded;
use super::{Date, DateDefect};
use crate::span::{Piece, Span};
use calendar::Clock;

/// Reads a date.
///
/// `raw` is the whole of it, comments and folding included; `span` its place in the line's
/// value. All spans in the answer count in the line's value too. Never fails: what cannot be
/// read has [`DateDefect::Unreadable`].
pub fn parse_date<'a>(raw: &'a [u8], span: Span) -> Date<'a> {
    let base = span.start as usize;
    let start = raw.iter().position(|b| !is_blank(*b)).unwrap_or(raw.len());
    let end = raw.iter().rposition(|b| !is_blank(*b)).map_or(start, |i| i + 1);
    let text = Text { bytes: &raw[start..end], utf8: None, base: base + start };
    let mut date = Date { raw: text.piece(0, text.bytes.len()), ..Date::default() };
    if usual(text, &mut date).is_none() {
        forms::read(text, &mut date);
    }
    date
}

/// Reads a date of the usual form alone, without blanks at its ends, into `date`, which is a new
/// one. Answers `false`, having changed nothing, for all else.
pub(super) fn read_usual<'a>(raw: &'a str, start: usize, date: &mut Date<'a>) -> bool {
    let text = Text { bytes: raw.as_bytes(), utf8: Some(raw), base: start };
    let usual = usual(text, date).is_some();
    if usual {
        date.raw = text.piece(0, raw.len());
    }
    usual
}

/// The bytes of a date and where the first of them stands in the line.
#[derive(Clone, Copy)]
struct Text<'a> {
    bytes: &'a [u8],
    /// The same, where they are known to be UTF-8.
    utf8: Option<&'a str>,
    base: usize,
}

impl<'a> Text<'a> {
    fn span(self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    /// The text from `start` to `end`, which is known to be of letters, digits, signs and single
    /// blanks.
    fn plain(self, start: usize, end: usize) -> Piece<'a> {
        match self.utf8.and_then(|text| text.get(start..end)) {
            Some(text) => Piece { text: Cow::Borrowed(text), span: self.span(start, end) },
            None => self.piece(start, end),
        }
    }

    /// The bytes from `start` to `end` as text: folds become one blank, bytes that are not
    /// UTF-8 become U+FFFD.
    fn piece(self, start: usize, end: usize) -> Piece<'a> {
        let bytes = self.bytes.get(start..end).unwrap_or_default();
        let span = self.span(start, end);
        if let Some(text) = self.utf8.and_then(|text| text.get(start..end))
            && !is_folded(bytes)
        {
            return Piece { text: Cow::Borrowed(text), span };
        }
        // Most pieces are a few letters, for which this is the shortest way.
        if bytes.len() < 8 && bytes.iter().all(u8::is_ascii_graphic) {
            return Piece { text: std::str::from_utf8(bytes).unwrap_or_default().into(), span };
        }
        Piece { text: unfolded(bytes), span }
    }
}

/// Bytes of a header as text: folds become one blank, bytes that are not UTF-8 become U+FFFD.
pub(crate) fn unfolded(bytes: &[u8]) -> Cow<'_, str> {
    if memchr::memchr2(b'\r', b'\n', bytes).is_none() {
        // Faster for what is UTF-8 than the lossy way, which goes byte by byte.
        return match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(bytes),
        };
    }
    let mut joined = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr2(b'\r', b'\n', rest) {
        joined.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let after = rest.iter().position(|b| !is_blank(*b)).unwrap_or(rest.len());
        while joined.last().is_some_and(|b| is_blank(*b)) {
            joined.pop();
        }
        joined.push(b' ');
        rest = &rest[after..];
    }
    joined.extend_from_slice(rest);
    Cow::Owned(String::from_utf8_lossy(&joined).into_owned())
}

/// `[Www, ]D Mmm YYYY HH:MM:SS +ZZZZ[ (ZONE)]` (or `GMT`), everything in range. Answers `None`, having
/// changed nothing, for all else.
fn usual<'a>(text: Text<'a>, date: &mut Date<'a>) -> Option<()> {
    let bytes = text.bytes;
    let mut at = 0;
    let mut weekday = None;
    if bytes.first()?.is_ascii_alphabetic() {
        weekday = Some(weekday_of(bytes.get(..3)?)?);
        if *bytes.get(3)? != b',' {
            return None;
        }
        at = blanks(bytes, 4);
    }
    let (day, next) = match *bytes.get(at..at + 2)? {
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => (pair(a, b), at + 2),
        [a, _] if a.is_ascii_digit() => (a - b'0', at + 1),
        _ => return None,
    };
    at = some_blanks(bytes, next)?;
    let month = month_of(bytes.get(at..at + 3)?)?;
    at = some_blanks(bytes, at + 3)?;
    let year = four(bytes.get(at..at + 4)?)?;
    at = some_blanks(bytes, at + 4)?;
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *bytes.get(at..at + 8)? else { return None };
    if ![h1, h2, m1, m2, s1, s2].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (hour, minute, second) = (pair(h1, h2), pair(m1, m2), pair(s1, s2));
    let zone = some_blanks(bytes, at + 8)?;
    // GMT is the one name common enough to be read here.
    let named = bytes.get(zone..zone + 3) == Some(b"GMT");
    let (zone_end, sign, digits) = match *bytes.get(zone)? {
        b'+' => (zone + 5, 1, four(bytes.get(zone + 1..zone + 5)?)?),
        b'-' => (zone + 5, -1, four(bytes.get(zone + 1..zone + 5)?)?),
        b'G' if named => (zone + 3, 1, 0),
        _ => return None,
    };
    let (zone_hours, zone_minutes) = (digits / 100, digits % 100);
    let offset = sign * (zone_hours * 60 + zone_minutes);
    if hour > 23 || minute > 59 || second > 59 || zone_minutes > 59 || offset.abs() > 14 * 60 {
        return None;
    }
    let mut comment = None;
    let end = blanks(bytes, zone_end);
    if end < bytes.len() {
        if bytes[end] != b'(' || *bytes.last()? != b')' {
            return None;
        }
        let inner = (end + 1, bytes.len() - 1);
        if !zones::is_zone_name(&bytes[inner.0..inner.1]) {
            return None;
        }
        comment = Some(inner);
    }
    if year < 1900 {
        return None;
    }
    let clock = Clock { year, month, day: day.into(), hour, minute, second };
    let (local, true_weekday) = clock.local()?;

    date.local = Some(local);
    date.unix = Some(local - i64::from(offset) * 60);
    date.hour = Some(hour.into());
    date.offset_minutes = Some(offset);
    date.zone_minutes = (!named).then_some(zone_minutes.unsigned_abs());
    date.zone_unknown = sign < 0 && offset == 0;
    date.zone = Some(text.plain(zone, zone_end));
    if named {
        date.defects.push(DateDefect::ZoneName);
    }
    match weekday {
        None => date.defects.push(DateDefect::NoWeekday),
        Some(written) => {
            date.weekday = Some(text.plain(0, 3));
            if written != true_weekday {
                date.defects.push(DateDefect::WrongWeekday);
            }
        }
    }
    if let Some((start, end)) = comment {
        date.zone_comment = Some(text.plain(start, end));
        if zones::can_mean(&bytes[start..end], offset) == Some(false) {
            date.defects.push(DateDefect::ZoneContradicts);
        }
    }
    Some(())
}

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|b| is_blank(*b)) {
        at += 1;
    }
    at
}

fn some_blanks(bytes: &[u8], at: usize) -> Option<usize> {
    let after = blanks(bytes, at);
    (after > at).then_some(after)
}

fn pair(a: u8, b: u8) -> u8 {
    (a - b'0') * 10 + (b - b'0')
}

fn four(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0')))
}

/// Weekday from its three letters in any case, Monday being 1 and Sunday 7.
fn weekday_of(name: &[u8]) -> Option<u8> {
    let index = three(name, *b"montuewedthufrisatsun")?;
    Some(index + 1)
}

/// Month from its three letters in any case, January being 1.
fn month_of(name: &[u8]) -> Option<u8> {
    let index = three(name, *b"janfebmaraprmayjunjulaugsepoctnovdec")?;
    Some(index + 1)
}

fn three<const N: usize>(name: &[u8], all: [u8; N]) -> Option<u8> {
    let &[a, b, c] = name else { return None };
    let key = [a | 0x20, b | 0x20, c | 0x20];
    if !name.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    all.chunks_exact(3).position(|known| known == key).map(|i| i as u8)
}
