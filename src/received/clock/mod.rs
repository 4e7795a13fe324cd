//! Times hidden in the ids that servers give to messages.
//!
//! Each layout has its own function, in the file of the server that made it. A layout whose
//! every field has a range also says when an id breaks it: a line that speaks Postfix and bears
//! an id no Postfix makes was not written by Postfix.

mod appliances;
mod boundary;
mod digits;
mod exim;
mod google;
mod message_id;
mod others;
mod postfix;
mod sendmail;

#[cfg(test)]
mod tests;

pub use boundary::read_boundary_clock;
pub use message_id::{read_message_id_clock, read_thread_index};

use super::{ClockFault, Date, IdClock, shapes};

/// 1993-01-01: before it none of the servers known here existed.
const EARLIEST: i64 = 725_846_400;
/// 2053-01-01.
const LATEST: i64 = 2_619_216_000;

/// No id known to hold a time is longer.
const MAX_LENGTH: usize = 200;

/// Reads the time out of the id of a Received line.
///
/// `dialect` is the grammar that explained the line ([`super::Line::dialect`]) and `by_host` the
/// host that claims to have written it. Where the dialect is not one with a layout of its own,
/// only layouts that can hardly be met by chance are tried, and Exim's and sendmail's are then
/// not [`IdClock::certain`]. Answers `None` where no layout fits; in the dialects `postfix`,
/// `exim` and `sendmail` that is a [`ClockFault::Malformed`] instead.
pub fn read_clock(dialect: &str, id: &str, by_host: Option<&str>) -> Option<IdClock> {
    let id = id.trim();
    let id = id.strip_prefix('<').unwrap_or(id);
    let id = id.strip_suffix('>').unwrap_or(id);
    if id.is_empty() || id.len() > MAX_LENGTH || !id.is_ascii() {
        return None;
    }
    let bytes = id.as_bytes();
    let own = match dialect {
        "postfix" => return Some(postfix::read(bytes)),
        "exim" => return Some(exim::read(bytes)),
        // Before version 8 no time was in it.
        "sendmail" if shapes::sendmail_5(id) => return None,
        "sendmail" => return Some(sendmail::read(bytes)),
        // Build numbers and random text.
        "exchange" | "smtpsvc" | "qmail" | "mimecast" => return None,
        "gmail" | "google" => return google::read(bytes),
        _ => appliances::read(dialect, bytes),
    };
    own.or_else(|| others::read(bytes))
        .or_else(|| {
            let by = by_host.filter(|by| google::is_google(by))?;
            // Many others have hosts in 10.0.0.0/8.
            google::read(bytes).map(|c| IdClock { certain: !by.starts_with("10."), ..c })
        })
        .or_else(|| google::read_dotted(bytes))
        .or_else(|| unsure(exim::decode(bytes)))
        // Shorter ids of this shape are other servers' hexadecimal.
        .or_else(|| if bytes.len() == 14 { unsure(sendmail::decode(bytes)) } else { None })
}

fn unsure(clock: Option<IdClock>) -> Option<IdClock> {
    clock.filter(|c| c.fault.is_none()).map(|c| IdClock { certain: false, ..c })
}

impl IdClock {
    fn at(layout: &'static str, unix: i64) -> Self {
        let fault = (!plausible(unix)).then_some(ClockFault::OutOfRange);
        IdClock { layout, unix: Some(unix), resolution: 1, certain: true, fault, ..Self::default() }
    }

    fn broken(layout: &'static str, fault: ClockFault) -> Self {
        IdClock { layout, resolution: 1, certain: true, fault: Some(fault), ..Self::default() }
    }

    /// `YYYYMMDDHHMMSS` of the server's own clock.
    fn local(layout: &'static str, time: &[u8]) -> Option<Self> {
        digits::decimal(time)?;
        let Some(local) = digits::compact(time) else {
            // Fourteen digits of a year that can be, and no such day or time.
            let of_our_time = matches!(time.get(..2), Some(b"19" | b"20"));
            return of_our_time.then(|| IdClock::broken(layout, ClockFault::OutOfRange));
        };
        let local = Some(local);
        Some(IdClock { layout, local, resolution: 1, certain: true, ..IdClock::default() })
    }

    /// Seconds from the time in the id to the stamp: positive where the line was stamped later
    /// than the id was made, 0 where the stamp lies within the id's resolution.
    ///
    /// Of several candidate times the nearest counts. An id that tells the hour of day alone says
    /// nothing of the day: its lag lies between -12 and 12 hours. `None` where either side tells
    /// no time, or the id has a [`ClockFault`].
    pub fn lag(&self, date: &Date<'_>) -> Option<i64> {
        if self.fault.is_some() {
            return None;
        }
        if let Some(hour) = self.hour {
            let apart = (i64::from(date.hour?) - i64::from(hour)).rem_euclid(24);
            return Some(if apart > 12 { apart - 24 } else { apart } * 3600);
        }
        let beyond = |id: i64, stamp: i64| {
            let within = i64::from(self.resolution.max(1)) - 1;
            match stamp.saturating_sub(id) {
                lag if lag < 0 => lag,
                lag => (lag - within).max(0),
            }
        };
        let local = self.local.zip(date.local).map(|(id, stamp)| beyond(id, stamp));
        let instants = [self.unix, self.other_unix].into_iter().flatten();
        let instants = instants.filter_map(|id| Some(beyond(id, date.unix?)));
        instants.chain(local).min_by_key(|lag| lag.unsigned_abs())
    }
}

fn plausible(unix: i64) -> bool {
    (EARLIEST..LATEST).contains(&unix)
}
