//! Times and the time between them, as people read them.

use jiff::Timestamp;

/// Seconds since the epoch of an RFC 3339 time of the report.
pub(super) fn instant(date: &str) -> Option<i64> {
    date.parse::<Timestamp>().ok().map(Timestamp::as_second)
}

/// `1997-07-31T00:36:24Z` as `1997-07-31 00:36:24 UTC`; anything else as it is.
pub(super) fn utc(date: &str) -> String {
    match date.split_once('T') {
        Some((day, time)) if time.ends_with('Z') => {
            format!("{day} {} UTC", time.trim_end_matches('Z'))
        }
        _ => date.to_owned(),
    }
}

/// A span of time in its two largest units: `4 s`, `3 min 22 s`, `2 h 5 min`, `3 d 4 h`.
pub(super) fn lapse(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => two(minutes, "min", seconds % 60, "s"),
        7200..172_800 => two(hours, "h", minutes % 60, "min"),
        _ => two(days, "d", hours % 24, "h"),
    }
}

fn two(large: u64, unit: &str, small: u64, small_unit: &str) -> String {
    let large = super::page::grouped(large);
    match small {
        0 => format!("{large} {unit}"),
        _ => format!("{large} {unit} {small} {small_unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lapses_have_two_units() {
        for (seconds, shown) in [
            (0, "0 s"),
            (119, "119 s"),
            (120, "2 min"),
            (202, "3 min 22 s"),
            (7199, "119 min 59 s"),
            (7500, "2 h 5 min"),
            (172_800, "2 d"),
            (273_600, "3 d 4 h"),
            (86400 * 5000, "5,000 d"),
        ] {
            assert_eq!(lapse(seconds), shown);
        }
    }

    #[test]
    fn times_are_shown_in_utc() {
        assert_eq!(utc("1997-07-31T00:36:24Z"), "1997-07-31 00:36:24 UTC");
        assert_eq!(utc("soon"), "soon");
        assert_eq!(instant("1970-01-02T00:00:00Z"), Some(86400));
        assert_eq!(instant("soon"), None);
    }
}
