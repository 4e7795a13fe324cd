//! Google: wall time in California, or milliseconds.
//!
//! `….2024.01.10.08.09.10` at the end of the ids of `mx.google.com` and `smtp.gmail.com`;
//! `….1704902950123` at the end of those given between Google's own hosts. Both layouts are
//! Google's own and undocumented, but met without exception since 2004, save for the time zero,
//! which Google writes when it knows none.

use std::sync::LazyLock;

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::super::shapes;
use super::digits::decimal;
use super::{ClockFault, IdClock, plausible};

pub(super) fn read(id: &[u8]) -> Option<IdClock> {
    read_dotted(id).or_else(|| milliseconds(id))
}

/// Whether a name or address is one that Google's hosts give themselves.
pub(super) fn is_google(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let ends = |suffix: &str| {
        host.len() > suffix.len()
            && host
                .as_bytes()
                .get(host.len() - suffix.len()..)
                .is_some_and(|tail| tail.eq_ignore_ascii_case(suffix.as_bytes()))
    };
    // 2002:axx:: is 10.0.0.0/8 written as 6to4.
    ends(".google.com")
        || ends(".gmail.com")
        || host.starts_with("2002:a")
        || host.starts_with("10.")
}

/// `.YYYY.MM.DD.HH.MM.SS`
pub(super) fn read_dotted(id: &[u8]) -> Option<IdClock> {
    let tail = id.last_chunk::<20>()?;
    if !shapes::dotted_time(tail) {
        return None;
    }
    let field = |from: usize, to: usize| decimal(&tail[from..to]).unwrap_or(0);
    let year = field(1, 5);
    let [month, day, hour, minute, second] =
        [(6, 8), (9, 11), (12, 14), (15, 17), (18, 20)].map(|(a, b)| field(a, b) as i8);
    if (year, month, day, hour) == (1969, 12, 31, 16) {
        return Some(IdClock::broken("gmail-mx", ClockFault::Unset));
    }
    let clock = civil::Date::new(year as i16, month, day)
        .ok()
        .and_then(|date| Some(date.to_datetime(civil::Time::new(hour, minute, second, 0).ok()?)))
        .and_then(pacific);
    Some(match clock {
        Some((unix, other_unix)) => IdClock { other_unix, ..IdClock::at("gmail-mx", unix) },
        None => IdClock::broken("gmail-mx", ClockFault::OutOfRange),
    })
}

fn milliseconds(id: &[u8]) -> Option<IdClock> {
    let dot = id.iter().rposition(|b| *b == b'.')?;
    let digits = &id[dot + 1..];
    if !(12..=13).contains(&digits.len()) {
        return None;
    }
    let unix = decimal(digits)? / 1000;
    plausible(unix).then(|| IdClock::at("gmail-ms", unix))
}

/// The instant of a wall clock in California, and the later one where the clock shows the time
/// twice. `None` for times the clock skips.
fn pacific(time: civil::DateTime) -> Option<(i64, Option<i64>)> {
    // Summer time was moved by the Energy Policy Act of 2005, from 2007 on.
    static SINCE_2007: LazyLock<Option<TimeZone>> =
        LazyLock::new(|| TimeZone::posix("PST8PDT,M3.2.0,M11.1.0").ok());
    static BEFORE: LazyLock<Option<TimeZone>> =
        LazyLock::new(|| TimeZone::posix("PST8PDT,M4.1.0,M10.5.0").ok());
    let zone = if time.year() >= 2007 { &SINCE_2007 } else { &BEFORE };
    let instant = |offset: jiff::tz::Offset| Some(offset.to_timestamp(time).ok()?.as_second());
    match zone.as_ref()?.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset } => Some((instant(offset)?, None)),
        AmbiguousOffset::Fold { before, after } => Some((instant(before)?, instant(after))),
        AmbiguousOffset::Gap { .. } => None,
    }
}
