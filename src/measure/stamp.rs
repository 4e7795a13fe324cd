//! Dates as servers stamp them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::Dice;

/// A zone as a line writes it: minutes east of UTC, and the name behind.
#[derive(Clone, Copy, Debug)]
pub struct Zone {
    pub minutes: i32,
    pub name: &'static str,
}

pub const UTC: Zone = Zone { minutes: 0, name: "UTC" };

/// A zone that exists at that time of year.
pub fn zone(dice: &mut Dice, unix: i64) -> Zone {
    let summer = (4..=10).contains(&local(unix, 0).month());
    let all = match summer {
        true => [("CEST", 120), ("EDT", -240), ("PDT", -420), ("JST", 540), ("UTC", 0)],
        false => [("CET", 60), ("EST", -300), ("PST", -480), ("JST", 540), ("UTC", 0)],
    };
    let (name, minutes) = *dice.one(&all);
    Zone { minutes, name }
}

/// The wall clock.
pub fn local(unix: i64, minutes: i32) -> DateTime {
    let offset = Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC);
    let clamped = unix.clamp(0, 4_102_444_800);
    Timestamp::from_second(clamped).map(|t| offset.to_datetime(t)).unwrap_or_default()
}

/// `Wed, 04 Mar 2026 10:15:07 +0100`
pub fn date(unix: i64, zone: Zone) -> String {
    format!("{} {}", clock(unix, zone.minutes), digits(zone.minutes))
}

/// `Wed, 04 Mar 2026 10:15:07 +0100 (CET)`
pub fn named(unix: i64, zone: Zone) -> String {
    format!("{} ({})", date(unix, zone), zone.name)
}

/// `Wed, 04 Mar 2026 10:15:07`
pub fn clock(unix: i64, minutes: i32) -> String {
    local(unix, minutes).strftime("%a, %d %b %Y %H:%M:%S").to_string()
}

/// `04 Mar 2026 10:15:07 -0000`, as qmail does.
pub fn qmail(unix: i64) -> String {
    local(unix, 0).strftime("%-d %b %Y %H:%M:%S -0000").to_string()
}

pub fn digits(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Pacific time, in which Google's ids are: minutes east of UTC.
pub fn pacific(unix: i64) -> Zone {
    match local(unix, -480).month() {
        4..=10 => Zone { minutes: -420, name: "PDT" },
        _ => Zone { minutes: -480, name: "PST" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let cet = Zone { minutes: 60, name: "CET" };
        assert_eq!(named(1_772_615_707, cet), "Wed, 04 Mar 2026 10:15:07 +0100 (CET)");
        assert_eq!(qmail(1_772_615_707), "4 Mar 2026 09:15:07 -0000");
        assert_eq!(digits(-210), "-0330");
    }
}
