//! Exim: seconds, process and fraction, in base 62.
//!
//! `1rNb8g-0003D7-2A` up to 4.96, `1rNb8g-000000003D7-1Ab6` from 4.97 (Exim specification,
//! "Message identification"). On Darwin and Cygwin, whose file systems ignore case, the same in
//! base 36. The two cannot be mistaken for each other: a time of this age begins with `0`, `1`
//! or `2` in base 62 and with a letter after `C` in base 36.

use super::digits::based;
use super::{ClockFault, IdClock, plausible};

/// The id of a line that Exim is said to have written.
pub(super) fn read(id: &[u8]) -> IdClock {
    decode(id).unwrap_or_else(|| IdClock::broken("exim", ClockFault::Malformed))
}

/// `None` where the shape is another.
pub(super) fn decode(id: &[u8]) -> Option<IdClock> {
    let (layout, process, fraction) = match id.len() {
        16 if id[6] == b'-' && id[13] == b'-' => ("exim", &id[7..13], &id[14..]),
        23 if id[6] == b'-' && id[18] == b'-' => ("exim-4.97", &id[7..18], &id[19..]),
        _ => return None,
    };
    // Counted, which is quicker than looking for the first.
    if id.iter().filter(|b| !(b.is_ascii_alphanumeric() || **b == b'-')).count() > 0 {
        return None;
    }
    let in_base = |base, last_process| {
        let unix = i64::try_from(based(&id[..6], base)?).ok()?;
        let sound = based(process, base).is_some_and(|pid| pid <= last_process);
        Some((unix, sound))
    };
    // A process id is a positive signed number of 32 bits everywhere.
    let (unix, sound) = in_base(62, 0x7fff_ffff)?;
    // The two systems with base 36 count processes in far smaller numbers.
    if !plausible(unix)
        && let Some((unix, true)) = in_base(36, 0x3f_ffff).filter(|(unix, _)| plausible(*unix))
    {
        return Some(IdClock { certain: false, ..IdClock::at("exim-base36", unix) });
    }
    let mut clock = IdClock::at(layout, unix);
    // 2,000 parts of a second, or with a `localhost_number` (at most 16) 200 for each number; from
    // 4.97 a thousand times as many (Exim specification, "Message identification").
    let parts = if fraction.len() == 2 { 17 * 200 } else { 17 * 200_000 };
    let sound = sound && based(fraction, 62).is_some_and(|fraction| fraction < parts);
    if !sound {
        clock.fault = Some(ClockFault::OutOfRange);
    }
    Some(clock)
}
