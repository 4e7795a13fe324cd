//! Layouts of smaller families. Each is told by its shape alone, whoever is said to have
//! written the line, and says nothing where the time it would tell is not plausible.

use super::digits::{compact, decimal, hex};
use super::{ClockFault, IdClock, plausible};

pub(super) fn read(id: &[u8]) -> Option<IdClock> {
    zmailer(id)
        .or_else(|| courier(id))
        .or_else(|| domino(id))
        .or_else(|| intermail(id))
        .or_else(|| twice(id))
        .or_else(|| written_out(id))
        .or_else(|| sendgrid(id))
        .or_else(|| dovecot(id))
}

fn at(layout: &'static str, unix: i64) -> Option<IdClock> {
    plausible(unix).then(|| IdClock::at(layout, unix))
}

/// ZMailer (`vger.kernel.org` until 2024): `S`, the inode, then year in three digits of base 64,
/// month from 0, day from 0, hour, minute, second in one each; UTC.
fn zmailer(id: &[u8]) -> Option<IdClock> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123abcdefghijklmnopqrstuvwxyz4567890-";
    let rest = id.strip_prefix(b"S")?;
    let (inode, time) = rest.split_at_checked(rest.len().checked_sub(8)?)?;
    decimal(inode)?;
    let mut fields = [0i64; 8];
    for (field, b) in fields.iter_mut().zip(time) {
        *field = i64::try_from(ALPHABET.iter().position(|a| a == b)?).ok()?;
    }
    let [y1, y2, y3, month, day, hour, minute, second] = fields;
    let year = y1 * 4096 + y2 * 64 + y3;
    at("zmailer", super::digits::wall([year, month + 1, day + 1, hour, minute, second])?)
}

/// Courier: inode, seconds and process in hexadecimal, dots between.
fn courier(id: &[u8]) -> Option<IdClock> {
    let mut parts = id.split(|b| *b == b'.');
    let (inode, seconds, process) = (parts.next()?, parts.next()?, parts.next()?);
    let wide = |part: &[u8]| matches!(part.len(), 8 | 16) && hex(part).is_some();
    if parts.next().is_some() || !wide(inode) || !wide(seconds) || !wide(process) {
        return None;
    }
    at("courier", i64::try_from(hex(seconds)?).ok()?)
}

/// Lotus Domino: `YYYYMMDDHHMMSScc` of the server's own clock and a counter behind `-` or `:`.
fn domino(id: &[u8]) -> Option<IdClock> {
    if !matches!(id.get(16)?, b'-' | b':') || !id[14..16].iter().all(u8::is_ascii_digit) {
        return None;
    }
    decimal(&id[17..])?;
    IdClock::local("domino", &id[..14])
}

/// InterMail: `YYYYMMDDHHMMSS` in UTC, four or more capitals, then figures and hosts behind dots:
/// `20240110160910.ABCD1234.mta1.example.net@out.example.com`.
fn intermail(id: &[u8]) -> Option<IdClock> {
    let (time, rest) = id.split_at_checked(14)?;
    let rest = rest.strip_prefix(b".")?;
    let capitals = rest.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let figures = rest[capitals..].iter().take_while(|b| b.is_ascii_digit()).count();
    let shaped = capitals >= 3 && figures >= 3 && rest.get(capitals + figures) == Some(&b'.');
    let of_our_time = matches!(&time[..2], b"19" | b"20") && time.iter().all(u8::is_ascii_digit);
    if !shaped || !of_our_time {
        return None;
    }
    match compact(time) {
        Some(unix) => at("intermail", unix),
        None => Some(IdClock::broken("intermail", ClockFault::OutOfRange)),
    }
}

/// FortiMail: an id of sendmail's layout for the session, one for the message.
fn twice(id: &[u8]) -> Option<IdClock> {
    let (session, message) = id.split_at_checked(14)?;
    let message = message.strip_prefix(b"-").filter(|id| id.len() == session.len())?;
    let read = |id| super::sendmail::decode(id).filter(|clock| clock.fault.is_none());
    read(session).and(read(message))
}

/// `YYYYMMDDHHMMSS` in UTC with letters or a dot behind: KnoxPortal.
fn written_out(id: &[u8]) -> Option<IdClock> {
    if !id.get(14).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'.') {
        return None;
    }
    Some(IdClock { certain: false, ..at("written-out", compact(&id[..14])?)? })
}

/// SendGrid's inner hosts: their own name, a number, seconds in hexadecimal, a counter.
fn sendgrid(id: &[u8]) -> Option<IdClock> {
    if !id.starts_with(b"filterdrecv-") && !id.starts_with(b"recvd-") {
        return None;
    }
    let mut parts = id.rsplit(|b| *b == b'-');
    let (counter, seconds, number) = (parts.next()?, parts.next()?, parts.next()?);
    hex(counter)?;
    decimal(number)?;
    if seconds.len() != 8 {
        return None;
    }
    at("sendgrid", i64::try_from(hex(seconds)?).ok()?)
}

/// Dovecot: nanoseconds, seconds, process (each four bytes, lowest first) and host, in base 64
/// (Dovecot, `src/lib/guid.c`). Three ranges at once make it certain.
fn dovecot(id: &[u8]) -> Option<IdClock> {
    let id = id.split(|b| *b == b':').next()?;
    if id.len() != 22 {
        return None;
    }
    let bytes = super::message_id::base64(id)?;
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (nanos, seconds, process) = (word(0)?, word(4)?, word(8)?);
    // Linux gives no process id above 2^22.
    if nanos >= 1_000_000_000 || process == 0 || process > 1 << 22 {
        return None;
    }
    at("dovecot", i64::from(seconds))
}
