//! Finds where the date stands, without reading what it says.

use super::lexer::{Kind, Token, is_blank};

/// Words a date can have at most: Go writes seven, a spelt-out one with AM/PM a few more.
const MAX_WORDS: usize = 12;

/// Where the date stands among the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// The semicolon, or the first word of a date that has none.
    pub(super) from: usize,
    /// The first token of the date itself.
    pub(super) first: usize,
    /// One past its last token, zone comment included.
    pub(super) end: usize,
}

/// The date after the last semicolon that has one. A semicolon followed by a date and nothing
/// else wins over one whose date has text behind it.
pub(super) fn find(tokens: &[Token], value: &[u8]) -> Option<When> {
    let mut second_best = None;
    for (at, token) in tokens.iter().enumerate().rev() {
        if token.kind != Kind::Semi {
            continue;
        }
        let end = extent(tokens, at + 1, value);
        if end == at + 1 {
            continue;
        }
        let when = When { from: at, first: at + 1, end };
        if tokens.get(end..).is_none_or(|rest| rest.iter().all(Token::is_comment)) {
            return Some(when);
        }
        second_best = second_best.or(Some(when));
    }
    second_best.or_else(|| without_semicolon(tokens, value))
}

/// A date at the end of a line that has no semicolon before it.
fn without_semicolon(tokens: &[Token], value: &[u8]) -> Option<When> {
    let lowest = tokens.len().saturating_sub(MAX_WORDS + 2);
    // The longest run of date words that reaches the end of the line and has a clock in it.
    let start = (lowest..tokens.len()).find(|&at| {
        let rest = &tokens[at..];
        begins_date(rest, value)
            && extent(tokens, at, value) == tokens.len()
            && rest.iter().any(|t| is_clock(t.bytes(value)))
    })?;
    Some(When { from: start, first: start, end: tokens.len() })
}

/// A weekday, an ISO date, or a day of the month before a month's name.
fn begins_date(tokens: &[Token], value: &[u8]) -> bool {
    let [first, rest @ ..] = tokens else { return false };
    let word = first.bytes(value);
    let digits = word.iter().all(u8::is_ascii_digit);
    is_day_name(word)
        || word.len() >= 10 && word[4] == b'-' && word[..4].iter().all(u8::is_ascii_digit)
        || digits && word.len() <= 2 && rest.first().is_some_and(|t| is_month_name(t.bytes(value)))
}

fn is_clock(word: &[u8]) -> bool {
    word.len() >= 4 && word[0].is_ascii_digit() && word.iter().filter(|b| **b == b':').count() >= 1
}

/// One past the last token of the date that begins at `start`; `start` if none does.
fn extent(tokens: &[Token], start: usize, value: &[u8]) -> usize {
    let mut at = start;
    let mut digits = false;
    let mut zones = 0;
    while let Some(token) = tokens.get(at) {
        let text = token.bytes(value);
        match token.kind {
            Kind::Word
                if at - start < MAX_WORDS
                    && zones == 0
                    && (is_date_word(text)
                        || at > start && stands_for_a_month(tokens, at, value)
                        || at == start && stands_for_a_weekday(tokens, at, value)) =>
            {
                digits |= text.iter().any(u8::is_ascii_digit);
            }
            Kind::Comment if digits && zones < 2 && is_zone_comment(text) => zones += 1,
            _ => break,
        }
        at += 1;
    }
    if digits { at } else { start }
}

/// A word between a day of the month and a year, whatever it says.
fn stands_for_a_month(tokens: &[Token], at: usize, value: &[u8]) -> bool {
    let text = |at: usize| tokens.get(at).map_or(&b""[..], |token| token.bytes(value));
    is_any_word(text(at)) && is_number(text(at - 1), 2) && is_number(text(at + 1), 4)
}

/// A word with a comma behind a semicolon, before a day of the month and a month, whatever it says.
fn stands_for_a_weekday(tokens: &[Token], at: usize, value: &[u8]) -> bool {
    let text = |at: usize| tokens.get(at).map_or(&b""[..], |token| token.bytes(value));
    at.checked_sub(1).is_some_and(|before| tokens[before].kind == Kind::Semi)
        && text(at).strip_suffix(b",").is_some_and(is_any_word)
        && is_number(text(at + 1), 2)
        && is_month_name(text(at + 2))
}

fn is_any_word(text: &[u8]) -> bool {
    (2..=12).contains(&text.len()) && text.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80)
}

fn is_number(text: &[u8], most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}

/// A weekday's name or the beginning of one, at least three letters of it.
fn is_day_name(word: &[u8]) -> bool {
    begins_name(word, &[b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"])
}

fn is_month_name(word: &[u8]) -> bool {
    begins_name(
        word,
        &[
            b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov",
            b"dec",
        ],
    )
}

fn begins_name(word: &[u8], names: &[&[u8; 3]]) -> bool {
    let Some(head) = word.first_chunk::<3>() else { return false };
    let head = [head[0] | 0x20, head[1] | 0x20, head[2] | 0x20];
    word.len() <= 10
        && names.iter().any(|name| **name == head)
        && word[3..].iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b',' | b'.'))
}

/// What a word of a date that begins with a digit can hold.
static DATE_BYTE: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0_u8;
    while at < 128 {
        table[at as usize] =
            at.is_ascii_alphanumeric() || matches!(at, b':' | b'+' | b'-' | b'.' | b'/' | b',');
        at += 1;
    }
    table
};

fn is_date_word(word: &[u8]) -> bool {
    let Some(&first) = word.first() else { return false };
    if word.len() > 40 {
        return false;
    }
    if first.is_ascii_digit() {
        return word.iter().all(|b| DATE_BYTE[*b as usize]);
    }
    if matches!(first, b'+' | b'-') {
        // -0700, +01:00, and the broken --500
        return word.len() >= 2
            && word[1..].iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'-' | b'+'));
    }
    is_day_name(word) || is_month_name(word) || is_zone_word(word)
}

/// `GMT`, `EST`, `PM`, `p.m.`, `UTC+1`, Go's `m=+1.23`.
fn is_zone_word(word: &[u8]) -> bool {
    if let Some(monotonic) = word.strip_prefix(b"m=") {
        return monotonic.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-'));
    }
    if matches!(word, b"am" | b"pm" | b"gmt" | b"est" | b"a.m." | b"p.m." | b"a.m" | b"p.m") {
        return true;
    }
    let letters = word.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let rest = &word[letters..];
    (1..=5).contains(&letters)
        && word[..letters].iter().all(u8::is_ascii_uppercase)
        && rest.len() <= 6
        && rest.iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'+' | b'-' | b'.' | b','))
}

/// `(PDT)`, `(GMT+02:00)`, `(W. Europe Daylight Time)`.
pub(super) fn is_zone_comment(comment: &[u8]) -> bool {
    let inner = comment
        .strip_prefix(b"(")
        .and_then(|rest| rest.strip_suffix(b")"))
        .map(<[u8]>::trim_ascii)
        .unwrap_or_default();
    // (CET), as nearly all are.
    if (3..=5).contains(&inner.len()) && inner.iter().all(u8::is_ascii_uppercase) {
        return true;
    }
    if inner.is_empty() || inner.len() > 48 {
        return false;
    }
    let zone_byte = |b: &u8| {
        b.is_ascii_alphanumeric()
            || is_blank(*b)
            || matches!(b, b'+' | b'-' | b':' | b'.' | b'/' | b'_')
    };
    if !inner.iter().all(zone_byte) {
        return false;
    }
    let words = inner.split(|b| is_blank(*b)).filter(|word| !word.is_empty()).count();
    if words == 1 {
        let upper = inner.iter().filter(|b| b.is_ascii_uppercase()).count();
        let lower = inner.iter().filter(|b| b.is_ascii_lowercase()).count();
        // CEST, GMT+2, +03, Europe/Berlin, MeST
        return inner.contains(&b'/') || upper + lower <= 6 || inner.ends_with(b"time");
    }
    words <= 6 && (inner.to_ascii_lowercase().ends_with(b"time") || words == 2 && inner.len() <= 12)
}
