//! Whole Received lines as servers write them, for forgers who know how.

use super::stamp::{self, Zone};
use super::{Dice, id, names};

/// What a line is to say.
#[derive(Clone, Debug)]
pub struct Say {
    /// The peer: announced and recorded name, address.
    pub from: String,
    pub ip: String,
    pub by: String,
    pub to: String,
    pub sender: String,
    pub when: i64,
    pub zone: Zone,
}

/// Servers whose lines can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    Postfix,
    Exim,
    Sendmail,
    Qmail,
    Exchange,
}

impl Say {
    /// A line by `by` that took the message from a stranger.
    pub fn new(dice: &mut Dice, by: &str, to: &str, when: i64) -> Say {
        let zone = stamp::zone(dice, when);
        Say {
            from: names::host(dice),
            ip: names::address(dice),
            by: by.to_owned(),
            to: to.to_owned(),
            sender: format!("info@{}", names::domain(dice)),
            when,
            zone,
        }
    }

    /// The line in the grammar of `server`, with an id that fits the time.
    pub fn line(&self, dice: &mut Dice, server: Server) -> String {
        let Say { from, ip, by, to, sender, when, zone } = self;
        match server {
            Server::Postfix => {
                let id = match dice.between(0, 1) == 0 || *when < 1_300_000_000 {
                    true => id::postfix(dice),
                    false => id::postfix_long(dice, *when),
                };
                let date = stamp::named(*when, *zone);
                format!(
                    "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id {id}\n\tfor <{to}>; {date}"
                )
            }
            Server::Exim => {
                let (with, version) = exim(*when);
                let id = id::exim(dice, *when);
                let date = stamp::date(*when, *zone);
                format!(
                    "from {from} ([{ip}])\n\tby {by} with {with} (Exim {version})\n\t(envelope-from <{sender}>)\n\tid {id}\n\tfor {to}; {date}"
                )
            }
            Server::Sendmail => {
                let version = sendmail(*when);
                let id = id::sendmail(dice, *when);
                let date = stamp::named(*when, *zone);
                format!(
                    "from {from} ({from} [{ip}])\n\tby {by} ({version}/{version}) with ESMTP id {id}\n\tfor <{to}>; {date}"
                )
            }
            Server::Qmail => {
                let date = stamp::qmail(*when);
                format!("from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {date}")
            }
            Server::Exchange => {
                let date = stamp::date(*when, *zone);
                let build = dice.between(1, 900);
                format!(
                    "from {from} ({ip}) by {by} ({}) with\n Microsoft SMTP Server (TLS) id 14.3.{build}.0; {date}",
                    names::inside(dice)
                )
            }
        }
    }
}

/// The words of an Exim of that time.
fn exim(when: i64) -> (&'static str, &'static str) {
    match when {
        ..1_100_000_000 => ("esmtp", "4.20"),
        1_100_000_000..1_300_000_000 => ("esmtp", "4.63"),
        1_300_000_000..1_500_000_000 => ("esmtp", "4.80"),
        1_500_000_000..1_700_000_000 => ("esmtp", "4.94.2"),
        _ => ("esmtp", "4.98"),
    }
}

fn sendmail(when: i64) -> &'static str {
    match when {
        ..1_060_000_000 => "8.11.6",
        1_060_000_000..1_260_000_000 => "8.13.1",
        1_260_000_000..1_440_000_000 => "8.14.4",
        _ => "8.15.2",
    }
}

/// Lines without what servers add: the crudest that a program writes.
pub fn bare(from: &str, by: &str, when: i64, zone: Zone) -> String {
    format!("from {from} by {by}; {}", stamp::date(when, zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::received::parse;

    /// Only what a technique gets wrong on purpose may be wrong with its lines.
    #[test]
    fn lines_are_in_the_grammar_of_their_server() {
        let mut dice = Dice::of(b"", "lines");
        for when in [1_020_000_000, 1_180_000_000, 1_400_000_000, 1_560_000_000, 1_770_000_000] {
            for (server, dialect) in [
                (Server::Postfix, "postfix"),
                (Server::Exim, "exim"),
                (Server::Sendmail, "sendmail"),
                (Server::Qmail, "qmail"),
                (Server::Exchange, "exchange"),
            ] {
                let line = Say::new(&mut dice, "mx.example.org", "user@example.org", when)
                    .line(&mut dice, server);
                let read = parse(line.as_bytes());
                assert_eq!(read.dialect, dialect, "{line}");
                assert!(
                    read.unparsed.is_empty() && read.violations.is_empty(),
                    "{line} {:?}",
                    read.violations
                );
                assert_eq!(read.date.and_then(|d| d.unix), Some(when), "{line}");
            }
        }
    }
}
