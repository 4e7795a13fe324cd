//! Finding a date that nothing sets off.

use super::{DateDefect, is_blank, month_of, parse_date, weekday_of};
use crate::span::Span;

/// The words a date can have before its time: weekday, day, month, year.
const WORDS_BEFORE: usize = 4;

/// Finds the date at the end of a text in which no semicolon announces it, as SendGrid and
/// cucipop write them.
///
/// The span runs from the date's first word to the end of the text, final blanks left out;
/// `None` where no time of day stands in the text or what is around it cannot be read as a date.
/// Of several times of day the last is tried, then those before it, three at most.
pub fn find_date(text: &[u8]) -> Option<Span> {
    let end = text.iter().rposition(|b| !is_blank(*b))? + 1;
    let text = &text[..end];
    let mut before = text.len();
    for _ in 0..3 {
        let colon = last_time(&text[..before])?;
        let mut start = word_start(text, colon);
        before = start;
        let mut best = None;
        for _ in 0..=WORDS_BEFORE {
            if opens_a_date(&text[start..]) && readable(text, start) {
                best = Some(start);
            }
            let gap = text[..start].iter().rposition(|b| !is_blank(*b));
            let Some(last) = gap else { break };
            start = word_start(text, last);
        }
        if let Some(start) = best {
            return Some(Span::new(start, text.len()));
        }
    }
    None
}

fn readable(text: &[u8], start: usize) -> bool {
    let date = parse_date(&text[start..], Span::new(start, text.len()));
    date.local.is_some()
        && !date.defects.iter().any(|d| {
            matches!(d, DateDefect::Unreadable | DateDefect::UnknownWeekday | DateDefect::Trailing)
        })
}

/// The first colon of the last `9:99` in the text.
fn last_time(text: &[u8]) -> Option<usize> {
    let mut at = text.len();
    loop {
        at = memchr::memrchr(b':', &text[..at])?;
        let digit = |i: usize| text.get(i).is_some_and(u8::is_ascii_digit);
        let minutes = digit(at + 1) && digit(at + 2);
        if minutes && at > 0 && digit(at - 1) {
            let hour = if at > 1 && digit(at - 2) { at - 2 } else { at - 1 };
            if hour == 0 || text[hour - 1] != b':' {
                return Some(at);
            }
        }
    }
}

fn word_start(text: &[u8], at: usize) -> usize {
    text[..at].iter().rposition(|b| is_blank(*b) || *b == b'(' || *b == b')').map_or(0, |i| i + 1)
}

fn opens_a_date(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_digit)
        || text.get(..3).is_some_and(|w| weekday_of(w).is_some() || month_of(w).is_some())
}
