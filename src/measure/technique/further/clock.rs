//! Further ids whose hidden time is not the time stamped.

use super::servers;
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::technique::peer_name;
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "clock/copied-id",
        variants: &[
            "Courier: the hexadecimal time of another day",
            "Domino: the digits of another day",
            "sendmail: of the same day a year before, below all lines",
            "Exim over TLS, below a line that is right",
            "Exim and sendmail, both copied from one old message",
        ],
        make: make_copied,
    },
    Further {
        technique: "clock/broken-id",
        variants: &[
            "Postfix, long: vowels",
            "sendmail: hour 30",
            "Exim: a fraction beyond the second",
            "Domino: minute 77",
        ],
        make: make_broken,
    },
];

/// The line with another date: what a program does that copied a line and writes its own date.
fn redated(line: &str, date: &str) -> Option<String> {
    line.rsplit_once(';').map(|(start, _)| format!("{start}; {date}"))
}

fn make_copied(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let below = variant == 2;
    let when = if below { target.last_when } else { target.when } - dice.between(2, 150);
    let dated = match variant {
        2 => when - 365 * 86_400,
        _ => when - dice.between(2, 1_200) * 86_400 - dice.between(0, 80_000),
    };
    let by = match below {
        true => target.last_from.clone().filter(|name| name.contains('.'))?,
        false => peer_name(target, dice),
    };
    let to = target.recipient.as_str();
    let mut say = Say::new(dice, &by, to, when);
    let old = |say: &Say| Say { when: dated, ..say.clone() };
    Some(match variant {
        0 => {
            let id = servers::courier_id(dice, dated);
            target.under(&[servers::courier_with(&say, &id)])
        }
        1 => {
            let id = servers::domino_id(dice, dated, say.zone.minutes);
            target.under(&[servers::domino_with(&say, &id)])
        }
        2 => {
            let line = old(&say).line(dice, Server::Sendmail);
            target.below(&[redated(&line, &stamp::named(when, say.zone))?])
        }
        3 => {
            let first = servers::postfix_tls(&say, dice);
            say.by = say.from;
            (say.from, say.ip) = (names::host(dice), names::address(dice));
            let second = servers::exim_looked_up(&old(&say), dice);
            target.under(&[first, redated(&second, &stamp::date(when - 2, say.zone))?])
        }
        _ => {
            let first = old(&say).line(dice, Server::Exim);
            let second = Say::new(dice, &say.from, to, dated - 3);
            let lower = second.line(dice, Server::Sendmail);
            target.under(&[
                redated(&first, &stamp::date(when, say.zone))?,
                redated(&lower, &stamp::named(when - 3, second.zone))?,
            ])
        }
    })
}

fn make_broken(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 150);
    let by = peer_name(target, dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let Say { from, ip, to, zone, .. } = &say;
    let (named, plain) = (stamp::named(when, *zone), stamp::date(when, *zone));
    let line = match variant {
        0 => format!(
            "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id 4{}{}z{}\n\tfor <{to}>; {named}",
            dice.text("AEIOUaeiou", 1),
            dice.text("AEIOUaeiou0123456789", 8),
            dice.text("AEIOUaeiou0123456789", 4)
        ),
        1 => {
            // Year, month and day are those of the line; the hour is the letter U.
            let id = id::sendmail(dice, when);
            let id = format!("{}U{}", id.get(..3)?, id.get(4..)?);
            format!(
                "from {from} ({from} [{ip}])\n\tby {by} (8.14.4/8.14.4) with ESMTP id {id}\n\tfor <{to}>; {named}"
            )
        }
        2 => {
            let id = id::exim(dice, when.min(1_690_000_000));
            let end = dice.text("efghijklmnopqrstuvwxyz", 2);
            format!(
                "from {from} ([{ip}])\n\tby {by} with esmtp (Exim 4.80)\n\tid {}-{end}\n\tfor {to}; {plain}",
                id.get(..13)?
            )
        }
        _ => {
            let id = servers::domino_id(dice, when, zone.minutes);
            let id = format!("{}77{}", id.get(..10)?, id.get(12..)?);
            servers::domino_with(&say, &id)
        }
    };
    Some(target.under(&[line]))
}
