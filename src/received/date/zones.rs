//! What zone names can mean.
//!
//! Names are those of RFC 5322 section 4.3, of the tz database (alphabetic ones in use since
//! 1975, and those it invented and dropped in 2017), and a few that systems are known to print.
//! Offsets are minutes east of UTC.

use super::zone_names::{NAMES, WINDOWS};

/// What a zone name stands for when no offset is written beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One offset: RFC 5322 defines it, or the tz database gives the name no other.
    Offset(i32),
    /// Several offsets (`IST` is Irish, Israel and India time), or a military letter, which RFC
    /// 5322 section 4.3 says to take for unknown.
    Ambiguous,
    Unknown,
}

/// Reads a zone name that stands in the place of an offset.
pub(super) fn meaning(name: &[u8]) -> Meaning {
    match find(name) {
        Some((Some(fixed), _)) => Meaning::Offset(i32::from(fixed)),
        Some((None, [only])) => Meaning::Offset(i32::from(*only)),
        Some((None, _)) => Meaning::Ambiguous,
        None if name.len() == 1 && name[0].is_ascii_alphabetic() => Meaning::Ambiguous,
        None => Meaning::Unknown,
    }
}

/// Whether anything known under this name has that offset; `None` for names not known.
///
/// Offsets inside the name count too: `+03`, `GMT+08:00`. POSIX counts `GMT-8` westward and ISO
/// 8601 eastward, and both are printed, so either sign will do there.
pub(super) fn can_mean(name: &[u8], offset: i32) -> Option<bool> {
    if let Some((fixed, others)) = find(name) {
        let same = |m: &i16| i32::from(*m) == offset;
        return Some(fixed.as_ref().is_some_and(same) || others.iter().any(same));
    }
    let digits = name.iter().position(|b| matches!(b, b'+' | b'-'))?;
    let (prefix, number) = name.split_at(digits);
    let written = numeric(number)?;
    if prefix.is_empty() {
        return Some(written == offset);
    }
    if prefix.eq_ignore_ascii_case(b"GMT") || prefix.eq_ignore_ascii_case(b"UTC") {
        return Some(written.abs() == offset.abs());
    }
    None
}

/// Whether the text of a comment is a zone's name rather than anything else a server puts there.
pub(super) fn is_zone_name(text: &[u8]) -> bool {
    let Some(&first) = text.first() else { return false };
    if (2..=5).contains(&text.len()) && text.iter().all(u8::is_ascii_uppercase) {
        return true;
    }
    if text.len() > 48 {
        return false;
    }
    if matches!(first, b'+' | b'-') {
        return numeric(text).is_some();
    }
    if let Some(at) = text.iter().position(|b| matches!(b, b'+' | b'-')) {
        return (text[..at].eq_ignore_ascii_case(b"GMT")
            || text[..at].eq_ignore_ascii_case(b"UTC"))
            && numeric(&text[at..]).is_some();
    }
    find(text).is_some()
        || (text.ends_with(b" Time")
            && text.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'.')))
}

/// `+03`, `-0330`, `+08:00` as minutes.
fn numeric(text: &[u8]) -> Option<i32> {
    let (&sign, rest) = text.split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let two = |a: u8, b: u8| {
        (a.is_ascii_digit() && b.is_ascii_digit()).then(|| i32::from((a - b'0') * 10 + (b - b'0')))
    };
    let (hours, minutes) = match *rest {
        [h] => (two(b'0', h)?, 0),
        [a, b] => (two(a, b)?, 0),
        [a, b, c, d] | [a, b, b':', c, d] => (two(a, b)?, two(c, d)?),
        _ => return None,
    };
    Some(sign * (hours * 60 + minutes))
}

type Entry = (Option<i16>, &'static [i16]);

fn find(name: &[u8]) -> Option<Entry> {
    if name.len() <= 8 {
        let at = KEYS.binary_search(&key(name)).ok()?;
        let (_, fixed, others) = NAMES[at];
        return Some((fixed, others));
    }
    windows(name)
}

/// The names of the table as numbers, since numbers compare faster.
static KEYS: [u64; NAMES.len()] = {
    let mut keys = [0; NAMES.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = key(NAMES[at].0.as_bytes());
        at += 1;
    }
    keys
};

/// Up to eight bytes in upper case as a number that sorts as they do.
const fn key(name: &[u8]) -> u64 {
    let mut key = 0;
    let mut at = 0;
    while at < 8 {
        key <<= 8;
        if at < name.len() {
            key |= name[at].to_ascii_uppercase() as u64;
        }
        at += 1;
    }
    key
}

/// Windows names its zones in words: `Eastern Daylight Time`.
fn windows(name: &[u8]) -> Option<Entry> {
    let (prefix, column) = match name.strip_suffix(b" Standard Time") {
        Some(prefix) => (prefix, 0),
        None => match name.strip_suffix(b" Daylight Time") {
            Some(prefix) => (prefix, 1),
            None => (name.strip_suffix(b" Summer Time")?, 1),
        },
    };
    WINDOWS
        .iter()
        .find(|(n, _, _)| n.as_bytes() == prefix)
        .map(|&(_, standard, daylight)| (None, if column == 0 { standard } else { daylight }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_the_search() {
        assert!(NAMES.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(NAMES.iter().all(|(n, f, o)| n.len() <= 8 && (f.is_some() || o.len() > 1)));
    }

    #[test]
    fn names_without_an_offset() {
        for (name, expected) in [
            ("GMT", Meaning::Offset(0)),
            ("ut", Meaning::Offset(0)),
            ("EST", Meaning::Offset(-300)),
            ("PDT", Meaning::Offset(-420)),
            ("CEST", Meaning::Offset(120)),
            ("BST", Meaning::Offset(60)),
            ("NPT", Meaning::Offset(345)),
            ("MET DST", Meaning::Offset(120)),
            ("IST", Meaning::Ambiguous),
            ("MSK", Meaning::Ambiguous),
            ("K", Meaning::Ambiguous),
            ("Z", Meaning::Offset(0)),
            ("QQQ", Meaning::Unknown),
            ("", Meaning::Unknown),
        ] {
            assert_eq!(meaning(name.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn contradictions_need_a_known_name() {
        for (name, offset, expected) in [
            ("EST", -300, Some(true)),
            ("EST", 600, Some(true)),
            ("EST", -360, Some(false)),
            ("EST", 0, Some(false)),
            ("IST", 60, Some(true)),
            ("IST", 330, Some(true)),
            ("IST", 120, Some(true)),
            ("IST", -60, Some(false)),
            ("EET", 540, Some(false)),
            ("CST", 480, Some(true)),
            ("+03", 180, Some(true)),
            ("-03", -180, Some(true)),
            ("+0545", 345, Some(true)),
            ("-03", 180, Some(false)),
            ("GMT-8", 480, Some(true)),
            ("GMT+08:00", 480, Some(true)),
            ("GMT+1", 480, Some(false)),
            ("Eastern Daylight Time", -240, Some(true)),
            ("Eastern Daylight Time", 60, Some(false)),
            ("W. Europe Standard Time", 60, Some(true)),
            ("Nowhere Standard Time", 60, None),
            ("XYZT", 60, None),
            ("", 0, None),
        ] {
            assert_eq!(can_mean(name.as_bytes(), offset), expected, "{name} {offset}");
        }
    }

    #[test]
    fn comments_that_are_zones() {
        for name in ["UTC", "MET DST", "+03", "GMT+08:00", "Pacific Daylight Time", "ChST", "ZZZ"] {
            assert!(is_zone_name(name.as_bytes()), "{name}");
        }
        for other in ["", "8.13.3/8.13.3", "envelope-from <a@example.com>", "added by x", "X"] {
            assert!(!is_zone_name(other.as_bytes()), "{other}");
        }
    }
}
