//! Sendmail: the whole time from 8.10, the hour of day before.
//!
//! From 8.10 an id begins with six digits in base 60 (0-9, A-Z, a-x): year since 1900 modulo 60,
//! month from 0, day, hour, minute, second. One digit of a counter follows (two from 8.12), then
//! the process in five or more decimal digits. The clock is UTC. From 8.1 to 8.9 it is a letter
//! for the local hour (`A` is midnight), two for a counter, then the process (sendmail,
//! `queue.c`).

use super::digits::{digit, wall};
use super::{ClockFault, IdClock};

pub(super) fn read(id: &[u8]) -> IdClock {
    hour(id)
        .or_else(|| decode(id))
        .unwrap_or_else(|| IdClock::broken("sendmail", ClockFault::Malformed))
}

/// The layout since 8.10; `None` where the shape is another, a fault where a field is out of
/// range.
pub(super) fn decode(id: &[u8]) -> Option<IdClock> {
    if !(12..=17).contains(&id.len()) {
        return None;
    }
    let counters = if id.len() > 13 { 2 } else { 1 };
    let (time, rest) = id.split_at(6);
    let (counter, process) = rest.split_at(counters);
    let in_alphabet = |b: &u8| digit(*b).is_some_and(|d| d < 60);
    // Thirteen characters are either a counter of two digits or a process of six.
    let process = if id.len() == 13 && in_alphabet(&process[0]) { &process[1..] } else { process };
    if !counter.iter().all(in_alphabet) || !process.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut fields = [0i64; 6];
    for (field, b) in fields.iter_mut().zip(time) {
        *field = i64::from(digit(*b).filter(|d| *d < 60)?);
    }
    let [year, month, day, hour, minute, second] = fields;
    // The sixty years from 1993, the first in which sendmail 8 ran.
    let year = if year >= 33 { 1960 + year } else { 2020 + year };
    Some(match wall([year, month + 1, day, hour, minute, second]) {
        Some(unix) => IdClock::at("sendmail", unix),
        None => IdClock::broken("sendmail", ClockFault::OutOfRange),
    })
}

fn hour(id: &[u8]) -> Option<IdClock> {
    let [hour @ b'A'..=b'X', b'A'..=b'Z', b'A'..=b'~', process @ ..] = id else { return None };
    if !(5..=10).contains(&process.len()) || !process.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(IdClock {
        layout: "sendmail-hour",
        hour: Some(u32::from(hour - b'A')),
        resolution: 3600,
        certain: true,
        ..IdClock::default()
    })
}
