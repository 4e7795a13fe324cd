//! Stamps, and the times hidden in ids: decoded here once more, independently of the library.

use jiff::civil::{Date, Weekday};

/// A stamp as it was written.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Seconds since the epoch.
    pub epoch: i64,
    /// The date and the hour, minute, second on the writer's wall.
    pub wall: (i16, i8, i8, i64, i64, i64),
    pub weekday: Option<Weekday>,
    /// Minutes east of UTC.
    pub offset: i64,
    /// The zone's name, where a comment tells it.
    pub zone: Option<String>,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Seconds since the epoch of a time in UTC.
fn epoch(year: i16, month: i8, day: i8, seconds: i64) -> Option<i64> {
    let date = Date::new(year, month, day).ok()?;
    let zero = Date::new(1970, 1, 1).ok()?;
    Some(i64::from(date.since(zero).ok()?.get_days()) * 86_400 + seconds)
}

/// Reads the last date in a text: `Wed, 4 Mar 2026 10:15:05 +0100 (CET)`, with or without the
/// weekday and the comment.
pub fn stamp(text: &str) -> Option<Stamp> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let month_at = words.iter().rposition(|word| MONTHS.contains(word))?;
    let month = MONTHS.iter().position(|name| *name == words[month_at])? as i8 + 1;
    let day: i8 = words.get(month_at.checked_sub(1)?)?.parse().ok()?;
    let year: i16 = words.get(month_at + 1)?.parse().ok()?;
    let mut clock = words.get(month_at + 2)?.split(':');
    let hour: i64 = clock.next()?.parse().ok()?;
    let minute: i64 = clock.next()?.parse().ok()?;
    let second: i64 = clock.next()?.split('.').next()?.parse().ok()?;
    let zone = words.get(month_at + 3)?.trim_end_matches(';');
    let number: i64 = zone.parse().ok()?;
    let offset = number / 100 * 60 + number % 100;
    let name = words.get(month_at + 4..).unwrap_or_default().join(" ");
    let weekday = month_at
        .checked_sub(2)
        .and_then(|at| words.get(at))
        .and_then(|word| word.strip_suffix(','))
        .and_then(|word| DAYS.iter().position(|day| *day == word))
        .and_then(|at| Weekday::from_monday_zero_offset(at as i8).ok());
    let wall_seconds = hour * 3600 + minute * 60 + second;
    Some(Stamp {
        epoch: epoch(year, month, day, wall_seconds - offset * 60)?,
        wall: (year, month, day, hour, minute, second),
        weekday,
        offset,
        zone: name.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(str::to_owned),
    })
}

impl Stamp {
    pub fn weekday_is_right(&self) -> bool {
        let (year, month, day, ..) = self.wall;
        let date = Date::new(year, month, day).expect("a stamp has a date");
        self.weekday.is_none_or(|weekday| weekday == date.weekday())
    }

    /// Whether a zone of this name ever had this offset. An unknown name is an error: the table
    /// has to be extended with care.
    pub fn zone_name_is_right(&self) -> bool {
        let Some(zone) = &self.zone else { return true };
        let hours: &[i64] = match zone.as_str() {
            "UTC" | "GMT" | "WET" => &[0],
            "BST" | "CET" | "WEST" => &[1],
            "CEST" | "MET DST" | "EET" | "SAST" => &[2],
            "EEST" | "MSK" => &[3],
            "IST" => return matches!(self.offset, 60 | 120 | 330),
            // Eastern time of America, and until 2014 of Australia in winter and summer.
            "EST" => &[-5, 10, 11],
            "EDT" => &[-4],
            "CST" => &[-6, 8],
            "CDT" | "MST" => &[-5, -7],
            "MDT" => &[-6],
            "PST" => &[-8],
            "PDT" => &[-7],
            "JST" => &[9],
            _ => return false,
        };
        match zone.as_str() {
            "CDT" => self.offset == -300,
            "MST" => self.offset == -420,
            _ => hours.iter().any(|hour| hour * 60 == self.offset),
        }
    }
}

fn digits(text: &str, alphabet: &str) -> Option<i64> {
    text.chars().try_fold(0_i64, |sum, character| {
        let digit = alphabet.find(character)?;
        sum.checked_mul(alphabet.len() as i64)?.checked_add(digit as i64)
    })
}

const BASE_62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE_52: &str = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";

/// Exim: `1vGk9z-0000Qq-00` (seconds, process, 1/2000 s), since 4.97
/// `1vGk9z-00000000NWQ-28zA` (seconds, process, microseconds).
pub fn exim(id: &str) -> Option<i64> {
    let parts: Vec<&str> = id.split('-').collect();
    let [seconds, process, fraction] = parts.as_slice() else { return None };
    let limit = match (process.len(), fraction.len()) {
        (6, 2) => 2_000,
        (11, 4) => 1_000_000,
        _ => return None,
    };
    (seconds.len() == 6 && digits(fraction, BASE_62)? < limit)
        .then(|| digits(seconds, BASE_62))
        .flatten()
}

/// Postfix with `enable_long_queue_ids`: seconds (six digits or more), four digits of
/// microseconds, `z`, the inode in base 51: the last `z` parts them, an earlier one is a digit.
pub fn postfix_long(id: &str) -> Option<i64> {
    let (time, inode) = id.rsplit_once('z')?;
    let inode_is_sound = !inode.is_empty() && digits(inode, BASE_52).is_some();
    let (seconds, micros) = time.split_at_checked(time.len().checked_sub(4)?)?;
    (inode_is_sound && seconds.len() >= 6 && digits(micros, BASE_52)? < 1_000_000)
        .then(|| digits(seconds, BASE_52))
        .flatten()
}

/// Postfix's short ids: five hexadecimal digits of microseconds, then the inode.
pub fn postfix_short(id: &str) -> bool {
    let hex = id.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
    let micros = id.get(..5).and_then(|head| i64::from_str_radix(head, 16).ok());
    hex && id.len() > 5 && micros.is_some_and(|micros| micros < 1_000_000)
}

/// sendmail since 8.10: `YMDhmsN…`, year since 1900 modulo 60, UTC. `near` tells the cycle.
pub fn sendmail(id: &str, near: &Stamp) -> Option<i64> {
    if id.len() < 12 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let value: Vec<i64> =
        id.chars().take(6).map(|c| BASE_62.find(c).map(|at| at as i64)).collect::<Option<_>>()?;
    let [year, month, day, hour, minute, second] = value.as_slice() else { return None };
    let cycle = (i64::from(near.wall.0) - 1900) / 60 * 60;
    if !(0..12).contains(month) || *hour > 23 || *minute > 59 || *second > 59 {
        return None;
    }
    let year = i16::try_from(1900 + cycle + year).ok()?;
    epoch(year, *month as i8 + 1, *day as i8, hour * 3600 + minute * 60 + second)
}

/// sendmail before 8.10: `QAA14207`, the letter is the hour on the wall.
pub fn sendmail_hour(id: &str) -> Option<i64> {
    let first = id.bytes().next()?;
    let shape = id.len() == 8 && id.get(1..3) == Some("AA") && id.get(3..)?.parse::<u32>().is_ok();
    (shape && (b'A'..=b'X').contains(&first)).then(|| i64::from(first - b'A'))
}

/// Google's MX: `….2026.01.22.01.05.48`, Pacific time, which is also the stamp's.
pub fn google_wall(id: &str) -> Option<(i16, i8, i8, i64, i64, i64)> {
    let parts: Vec<i64> = id.rsplit('.').take(6).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let [second, minute, hour, day, month, year] = parts.as_slice() else { return None };
    Some((*year as i16, *month as i8, *day as i8, *hour, *minute, *second))
}

/// Google inside: `….3.1769072748902`, milliseconds at the end.
pub fn google_millis(id: &str) -> Option<i64> {
    let last = id.rsplit('.').next()?;
    (last.len() == 13).then(|| last.parse::<i64>().ok()).flatten().map(|millis| millis / 1000)
}

/// Domino: `2014060309124771-4402`, local time with hundredths.
pub fn domino_wall(id: &str) -> Option<(i16, i8, i8, i64, i64, i64)> {
    let (time, _) = id.split_once(['-', ':'])?;
    let part = |from: usize, to: usize| time.get(from..to)?.parse::<i64>().ok();
    (time.len() == 16).then_some(())?;
    let date = (part(0, 4)? as i16, part(4, 6)? as i8, part(6, 8)? as i8);
    Some((date.0, date.1, date.2, part(8, 10)?, part(10, 12)?, part(12, 14)?))
}

/// Notes: `852567A7.00526ECD`, Julian day in the low three bytes, then hundredths since midnight.
pub fn notes(id: &str) -> Option<i64> {
    let (day, ticks) = id.split_once('.')?;
    let day = i64::from_str_radix(day.get(2..)?, 16).ok()?;
    let ticks = i64::from_str_radix(ticks, 16).ok()?;
    // 1 January 1970 is Julian day 2,440,588.
    (id.len() == 17).then_some((day - 2_440_588) * 86_400 + ticks / 100)
}

/// Dovecot's LMTP: base64 of nanoseconds, seconds, process and host, four bytes each, low first.
pub fn dovecot(id: &str) -> Option<i64> {
    const BASE_64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u64> =
        id.chars().map(|c| BASE_64.find(c).map(|at| at as u64)).collect::<Option<_>>()?;
    (bits.len() == 22).then_some(())?;
    let byte = |at: usize| {
        let bit = at * 8;
        let pair = bits[bit / 6] << 6 | bits[bit / 6 + 1];
        pair >> (4 - bit % 6) & 0xff
    };
    Some((4..8).rev().fold(0, |sum, at| sum << 8 | byte(at)) as i64)
}

/// `t=` of a DKIM signature or an ARC field.
pub fn tag_t(value: &str) -> Option<i64> {
    value.split(';').find_map(|tag| tag.trim().strip_prefix("t=")?.trim().parse().ok())
}
