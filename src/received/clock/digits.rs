//! Digits of the several bases, and times written out in them.

use jiff::civil;
use jiff::tz::Offset;

/// Digits in the order 0-9, A-Z, a-z, of which `base` are in use.
pub(super) fn based(text: &[u8], base: u8) -> Option<u64> {
    text.iter().try_fold(0u64, |n, b| {
        let digit = digit(*b).filter(|d| *d < base)?;
        n.checked_mul(u64::from(base))?.checked_add(u64::from(digit))
    })
}

/// One such digit.
pub(super) fn digit(b: u8) -> Option<u8> {
    match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'A'..=b'Z' => Some(b - b'A' + 10),
        b'a'..=b'z' => Some(b - b'a' + 36),
        _ => None,
    }
}

/// Hexadecimal in either case, sixteen digits at most.
pub(super) fn hex(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > 16 {
        return None;
    }
    text.iter().try_fold(0u64, |n, b| {
        let digit = char::from(*b).to_digit(16)?;
        Some(n << 4 | u64::from(digit))
    })
}

pub(super) fn decimal(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    text.iter().try_fold(0i64, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

/// `YYYYMMDDHHMM[SS]` as a wall clock in seconds since 1970; years 1993 to 2052 only, so that
/// other long numbers are not taken for times.
pub(super) fn compact(text: &[u8]) -> Option<i64> {
    let field = |from: usize, to: usize| decimal(text.get(from..to)?);
    let second = match text.len() {
        12 => 0,
        14 => field(12, 14)?,
        _ => return None,
    };
    let year = field(0, 4).filter(|y| (1993..2053).contains(y))?;
    wall([year, field(4, 6)?, field(6, 8)?, field(8, 10)?, field(10, 12)?, second])
}

/// Year, month (1 to 12), day, hour, minute, second, of which the last may be 60.
pub(super) fn wall(fields: [i64; 6]) -> Option<i64> {
    let [year, month, day, hour, minute, second] = fields;
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..=60).contains(&second) {
        return None;
    }
    let date = civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    let midnight = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_second();
    Some(midnight + hour * 3600 + minute * 60 + second)
}
