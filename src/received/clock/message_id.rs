//! Times in Message-IDs and in Outlook's Thread-Index.
//!
//! Only layouts that the program's own source, its documentation or a standard gives. A
//! Message-ID is the sender's own word: it corroborates, and it is copied into replays.

use super::digits::{compact, decimal, hex, wall};
use super::{IdClock, exim, plausible, postfix, sendmail};

/// Seconds from 1601-01-01, where Windows' FILETIME begins, to 1970-01-01.
const FILETIME_EPOCH: u64 = 11_644_473_600;
/// Days from 1582-10-15, where UUID times begin (RFC 9562 section 5.1), to 1970-01-01.
const UUID_EPOCH_DAYS: u64 = 141_427;

/// Reads the time out of a Message-ID, angle brackets or not.
pub fn read_message_id_clock(id: &str) -> Option<IdClock> {
    let id = id.trim();
    let id = id.strip_prefix('<').unwrap_or(id);
    if id.len() > 998 || !id.is_ascii() {
        return None;
    }
    let (local, domain) = id.rsplit_once('@')?;
    if local.is_empty() || local.len() > 200 {
        return None;
    }
    let domain = domain.trim_end_matches('>');
    let local = local.as_bytes();
    java_mail(local, domain)
        .or_else(|| outlook(local))
        .or_else(|| amazon_ses(local, domain))
        .or_else(|| uuid(local))
        .or_else(|| server_made(local))
        .or_else(|| list_or_patch(local))
        .or_else(|| user_agent(local))
}

fn at(layout: &'static str, unix: i64) -> Option<IdClock> {
    plausible(unix).then(|| IdClock::at(layout, unix))
}

fn millis(layout: &'static str, digits: &[u8]) -> Option<IdClock> {
    if !(12..=13).contains(&digits.len()) {
        return None;
    }
    at(layout, decimal(digits)? / 1000)
}

/// JavaMail: `….1704902950123.JavaMail.user`, from 1.5.3 `….1704902950123` (which Yahoo uses).
fn java_mail(local: &[u8], domain: &str) -> Option<IdClock> {
    if let Some(mark) = memchr::memmem::find(local, b".JavaMail.") {
        let before = &local[..mark];
        return millis("javamail", before.rsplit(|b| *b == b'.').next()?);
    }
    let parts: smallvec::SmallVec<[&[u8]; 4]> = local.split(|b| *b == b'.').collect();
    let [first, second, last] = parts[..] else { return None };
    decimal(first)?;
    decimal(second)?;
    let clock = millis("javamail", last)?;
    Some(IdClock { certain: domain.ends_with("mail.yahoo.com"), ..clock })
}

/// Outlook and Outlook Express: `000401da43df$586e2d87$…`, a counter and a FILETIME.
fn outlook(local: &[u8]) -> Option<IdClock> {
    let mut parts = local.split(|b| *b == b'$');
    let (high, low, last) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || last.len() != 8 || low.len() != 8 || high.len() != 12 {
        return None;
    }
    hex(last)?;
    filetime("outlook", hex(&high[4..])? << 32 | hex(low)?)
}

pub(super) fn filetime(layout: &'static str, filetime: u64) -> Option<IdClock> {
    let seconds = (filetime / 10_000_000).checked_sub(FILETIME_EPOCH)?;
    at(layout, i64::try_from(seconds).ok()?)
}

/// Amazon SES: four digits, milliseconds in twelve of hexadecimal, then a UUID's tail.
fn amazon_ses(local: &[u8], domain: &str) -> Option<IdClock> {
    let plain = local.len() == 60 && local[16] == b'-' && domain.ends_with("amazonses.com");
    if !plain || !local.starts_with(b"01") {
        return None;
    }
    at("amazon-ses", i64::try_from(hex(&local[4..16])? / 1000).ok()?)
}

/// UUIDs of versions 1 and 7 (RFC 9562); the others hold no time.
fn uuid(local: &[u8]) -> Option<IdClock> {
    let id = local.get(..36)?;
    if local.get(36).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let mut value = 0u128;
    for (i, b) in id.iter().enumerate() {
        match i {
            8 | 13 | 18 | 23 if *b == b'-' => {}
            8 | 13 | 18 | 23 => return None,
            _ => value = value << 4 | u128::from(char::from(*b).to_digit(16)?),
        }
    }
    if value >> 62 & 3 != 2 {
        return None;
    }
    match value >> 76 & 15 {
        1 => {
            let low = value >> 96;
            let middle = value >> 80 & 0xffff;
            let high = value >> 64 & 0x0fff;
            let ticks = u64::try_from(high << 48 | middle << 32 | low).ok()?;
            let seconds = (ticks / 10_000_000).checked_sub(UUID_EPOCH_DAYS * 86_400)?;
            at("uuid-1", i64::try_from(seconds).ok()?)
        }
        7 => at("uuid-7", i64::try_from((value >> 80) / 1000).ok()?),
        _ => None,
    }
}

/// Ids that a server gives to a message that came without one.
fn server_made(local: &[u8]) -> Option<IdClock> {
    // Exim: E and the message's own id.
    if let Some(clock) = local.strip_prefix(b"E").and_then(exim::decode) {
        return clock.fault.is_none().then_some(IdClock { layout: "exim-message-id", ..clock });
    }
    let dot = local.iter().position(|b| *b == b'.')?;
    let (time, rest) = (&local[..dot], &local[dot + 1..]);
    match time.len() {
        // sendmail: YYYYMMDDHHMM, then the queue id.
        12 => {
            let clock = sendmail::decode(rest).filter(|c| c.fault.is_none())?;
            compact(time)?;
            Some(IdClock { layout: "sendmail-message-id", ..clock })
        }
        14 => {
            let unix = compact(time)?;
            // qmail: YYYYMMDDHHMMSS, process, "qmail".
            if rest.ends_with(b".qmail") && decimal(&rest[..rest.len() - 6]).is_some() {
                return at("qmail-message-id", unix);
            }
            // Postfix: YYYYMMDDHHMMSS, then the queue id. Digits alone are quilt's nanoseconds,
            // one letter and a process are mutt 1.2's, in the user's own clock.
            let letters = rest.iter().filter(|b| b.is_ascii_alphabetic()).count();
            if letters == 1 && rest[0].is_ascii_uppercase() && rest.len() <= 8 {
                let clock = at("mutt-1.2", unix)?;
                return Some(IdClock { unix: None, local: Some(unix), certain: false, ..clock });
            }
            let short = rest.len() >= 6
                && letters > 0
                && rest.iter().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(b))
                && hex(&rest[..5]).is_some_and(|micros| micros < 1_000_000);
            let long = postfix::long(rest).is_some_and(|c| c.fault.is_none());
            if short || long {
                return Some(IdClock { certain: long, ..at("postfix-message-id", unix)? });
            }
            None
        }
        _ => None,
    }
}

/// Mailman, and git's ways to number a series.
fn list_or_patch(local: &[u8]) -> Option<IdClock> {
    let seconds = |digits: &[u8]| match digits.len() {
        9 | 10 => decimal(digits),
        _ => None,
    };
    if let Some(rest) = local.strip_prefix(b"mailman.") {
        return at("mailman", seconds(rest.split(|b| *b == b'.').nth(1)?)?);
    }
    if let Some(rest) = local.strip_prefix(b"cover.") {
        return at("git", seconds(rest.split(|b| *b == b'.').next()?)?);
    }
    let (first, rest) =
        local.split_at_checked(local.iter().position(|b| matches!(b, b'.' | b'-'))?)?;
    // git send-email: YYYYMMDDHHMMSS.process-n-user, before 2.0 seconds-process-n-…
    let mut parts = rest[1..].splitn(3, |b| *b == b'-');
    let (process, number, user) = (parts.next()?, parts.next()?, parts.next()?);
    decimal(process)?;
    decimal(number)?;
    if user.is_empty() {
        return None;
    }
    match rest[0] {
        b'.' if first.len() == 14 => {
            let clock = at("git", compact(first)?)?;
            Some(IdClock { certain: false, ..clock })
        }
        b'-' if user.starts_with(b"git-send-email") => at("git", seconds(first)?),
        _ => None,
    }
}

/// Mail programs whose source gives the layout.
fn user_agent(local: &[u8]) -> Option<IdClock> {
    // Pine: Pine.LNX.4.64.YYMMDDHHMMSSn.process, the user's own clock.
    if local.starts_with(b"Pine.") {
        let digits = local.split(|b| *b == b'.').nth(4)?;
        if digits.len() < 13 {
            return None;
        }
        let two = |from: usize| decimal(&digits[from..from + 2]);
        let year = two(0)?;
        let year = year + if year < 90 { 2000 } else { 1900 };
        let local = Some(wall([year, two(2)?, two(4)?, two(6)?, two(8)?, two(10)?])?);
        return Some(IdClock {
            layout: "pine",
            local,
            resolution: 1,
            certain: true,
            ..IdClock::default()
        });
    }
    let dot = local.iter().position(|b| *b == b'.')?;
    let (first, rest) = (&local[..dot], &local[dot + 1..]);
    // Mozilla until 2012: seconds in hexadecimal, seven or so random digits.
    if first.len() == 8 && (6..=8).contains(&rest.len()) && decimal(rest).is_some() {
        // Without a letter it is as well a decimal number of another program.
        let upper = first.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            && first.iter().any(u8::is_ascii_uppercase);
        return if upper { at("mozilla", i64::try_from(hex(first)?).ok()?) } else { None };
    }
    // mutt until 1.13: YYYYMMDDHHMMSS.G and one or two letters, process.
    if first.len() == 14 && rest.starts_with(b"G") {
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if (2..=3).contains(&letters) {
            decimal(&rest[letters..])?;
            return at("mutt", compact(first)?);
        }
    }
    None
}

/// Reads the time out of Outlook's Thread-Index: when the thread's first message was made.
///
/// Base 64 of the upper six bytes of a FILETIME, a GUID, and five bytes for each reply
/// (MS-OXOMSG section 2.2.1.3).
pub fn read_thread_index(value: &str) -> Option<IdClock> {
    let value = value.as_bytes();
    if value.len() > 8192 {
        return None;
    }
    let text: smallvec::SmallVec<[u8; 12]> =
        value.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(8).collect();
    let bytes = base64(&text)?;
    let upper = bytes.get(..6)?.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
    filetime("thread-index", upper << 16)
}

/// Base 64 in either alphabet, without padding; the last bits may be left over.
pub(super) fn base64(text: &[u8]) -> Option<smallvec::SmallVec<[u8; 24]>> {
    let mut bytes = smallvec::SmallVec::new();
    let (mut bits, mut held) = (0u32, 0);
    for b in text {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}
