//! Layouts of gateways and boxed servers. Their shapes are met elsewhere too, so each counts in
//! its own server's lines only.

use super::digits::{decimal, hex};
use super::{ClockFault, IdClock, plausible};

pub(super) fn read(dialect: &str, id: &[u8]) -> Option<IdClock> {
    match dialect {
        "expurgate" => expurgate(id),
        "icewarp" => local("icewarp", id, 4),
        "brightmail" => brightmail(id).or_else(|| local("smssmtp", id.strip_prefix(b"M")?, 5)),
        "mailmarshal" | "mimesweeper" => mailmarshal(id),
        "mailgun" => object_id(id),
        _ => None,
    }
}

/// Seconds in eight hexadecimal digits.
fn seconds(layout: &'static str, digits: &[u8]) -> Option<IdClock> {
    let unix = i64::try_from(hex(digits).filter(|_| digits.len() == 8)?).ok()?;
    Some(match plausible(unix) {
        true => IdClock::at(layout, unix),
        false => IdClock::broken(layout, ClockFault::OutOfRange),
    })
}

/// eXpurgate: seconds, a session, two addresses with processes, the recipient's number:
/// `659ec126-2367-7f0000032729-7f0000019d32-1`.
fn expurgate(id: &[u8]) -> Option<IdClock> {
    let parts: Vec<&[u8]> = id.split(|b| *b == b'-').collect();
    let [time, session, from, to, number] = parts.as_slice() else { return None };
    let shaped = session.len() == 4 && from.len() == 12 && to.len() == 12;
    if !shaped || [session, from, to].iter().any(|part| hex(part).is_none()) {
        return None;
    }
    decimal(number)?;
    seconds("expurgate", time)
}

/// Symantec Messaging Gateway: two bytes and a process, then the seconds in hexadecimal from the
/// last digit to the first: `8B.F3.02276.621CE956`.
fn brightmail(id: &[u8]) -> Option<IdClock> {
    let parts: Vec<&[u8]> = id.split(|b| *b == b'.').collect();
    let [one, two, process, time] = parts.as_slice() else { return None };
    let shaped = one.len() == 2 && two.len() == 2 && process.len() == 5 && time.len() == 8;
    if !shaped || hex(one).is_none() || hex(two).is_none() {
        return None;
    }
    decimal(process)?;
    let forward: Vec<u8> = time.iter().rev().copied().collect();
    seconds("brightmail", &forward)
}

/// MailMarshal, later Trustwave SEG: `B`, the seconds, a counter: `B659ec1260001`.
fn mailmarshal(id: &[u8]) -> Option<IdClock> {
    let (time, counter) = id.strip_prefix(b"B")?.split_at_checked(8)?;
    hex(counter).filter(|_| counter.len() == 4)?;
    seconds("mailmarshal", time)
}

/// Mailgun: an ObjectId of MongoDB, of which the first four bytes are the seconds.
fn object_id(id: &[u8]) -> Option<IdClock> {
    let (time, rest) = id.split_at_checked(8)?;
    hex(rest).filter(|_| rest.len() == 16)?;
    seconds("object-id", time)
}

/// `YYYYMMDDHHMMSS` of the server's own clock, and so many digits more.
fn local(layout: &'static str, id: &[u8], more: usize) -> Option<IdClock> {
    let (time, rest) = id.split_at_checked(14)?;
    decimal(rest).filter(|_| rest.len() == more)?;
    IdClock::local(layout, time)
}
