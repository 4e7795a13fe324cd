//! From what the tokens said to what the date means.

use super::calendar::Clock;
use super::forms::{Reader, Time};
use super::tokens::Tokens;
use super::{is_blank, zones};
use crate::received::{Date, DateDefect as D};

/// Fills the date from what was found, checking it against calendar and clock.
pub(super) fn finish<'a>(reader: Reader<'_, 'a>, tokens: &Tokens, date: &mut Date<'a>) {
    let Reader { text, tokens: all, at, found } = reader;
    date.defects = found.defects;
    let defect = |date: &mut Date<'a>, defect| {
        if !date.defects.contains(&defect) {
            date.defects.push(defect);
        }
    };

    if let Some(time) = found.time {
        let (hour, sane) = hour_of(time);
        date.hour = Some(hour);
        date.nanos = time.nanos;
        if hour == 24 {
            defect(date, D::Hour24);
        }
        if time.second == 60 {
            defect(date, D::LeapSecond);
        }
        let midnight_after = hour == 24 && time.minute == 0 && time.second == 0;
        let possible =
            sane && (hour < 24 || midnight_after) && time.minute < 60 && time.second <= 60;
        if !possible {
            defect(date, D::Impossible);
        }
        if let Some((year, month, day)) = found.day {
            let midnight = Clock { year, month, day, hour: 0, minute: 0, second: 0 }.local();
            match midnight {
                None => defect(date, D::Impossible),
                Some((midnight, _)) if possible => {
                    let seconds = hour * 3600 + time.minute * 60 + time.second;
                    date.local = Some(midnight + i64::from(seconds));
                }
                Some(_) => {}
            }
        }
    }
    if let Some((year, month, day)) = found.day {
        let clock = Clock { year, month, day, hour: 0, minute: 0, second: 0 };
        match (clock.local(), found.weekday) {
            (None, _) => defect(date, D::Impossible),
            (Some((_, true_one)), Some((Some(written), _))) if written != true_one => {
                defect(date, D::WrongWeekday);
            }
            _ => {}
        }
    }
    if let Some((_, token)) = found.weekday {
        date.weekday = Some(text.piece(token.start, token.end));
    }

    let rest_start = all.get(at).map(|t| t.start).or(tokens.stopped);
    if let Some(start) = rest_start {
        defect(date, D::Trailing);
        let end = match tokens.stopped {
            Some(_) => text.bytes.len(),
            None => all.last().map_or(start, |t| t.end),
        };
        date.trailing = Some(text.span(start, end));
    }

    if let Some((start, end)) = found.zone_name {
        date.zone_comment = Some(text.piece(start, end));
    }
    let time_end = found.time.map_or(0, |t| t.end);
    let rest = date.trailing;
    for &(start, end) in &tokens.comments {
        let (inner_start, inner_end) = inside(text.bytes, start, end);
        let inner = &text.bytes[inner_start..inner_end];
        if date.zone_comment.is_none() && start >= time_end && zones::is_zone_name(inner) {
            date.zone_comment = Some(text.piece(inner_start, inner_end));
            continue;
        }
        let span = text.span(start, end);
        if !rest.is_some_and(|r| r.start <= span.start && span.end <= r.end) {
            date.comments.push(span);
        }
    }

    if let Some(zone) = found.zone {
        date.zone = Some(text.piece(zone.start, zone.end));
        date.offset_minutes = zone.offset;
        date.zone_minutes = zone.minutes;
        date.zone_unknown = zone.unknown;
        if let Some(offset) = zone.offset {
            if zone.sound {
                date.unix = date.local.map(|local| local - i64::from(offset) * 60);
            }
            if let Some(comment) = &date.zone_comment
                && zones::can_mean(comment.text.as_bytes(), offset) == Some(false)
            {
                defect(date, D::ZoneContradicts);
            }
        }
    }
}

/// The hour counted to 24, and whether a twelve-hour clock can show what was written.
fn hour_of(time: Time) -> (u32, bool) {
    match (time.afternoon, time.hour) {
        (None, hour) => (hour, true),
        (Some(afternoon), hour @ 1..=12) => (hour % 12 + if afternoon { 12 } else { 0 }, true),
        (Some(false), 0) => (0, true),
        (Some(true), hour @ 13..=23) => (hour, true),
        (Some(_), hour) => (hour, false),
    }
}

/// The text of a comment without its parentheses and the blanks beside them.
fn inside(bytes: &[u8], start: usize, end: usize) -> (usize, usize) {
    let mut from = start + 1;
    let mut to = if end > from && bytes.get(end - 1) == Some(&b')') { end - 1 } else { end };
    while from < to && is_blank(bytes[from]) {
        from += 1;
    }
    while to > from && is_blank(bytes[to - 1]) {
        to -= 1;
    }
    (from, to)
}
