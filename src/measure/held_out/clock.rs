//! Ids whose hidden time is not the time stamped, in lines by the peer itself.

use super::{Dice, Further, Graft, Target, by_peer, later, redated, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "clock/copied-id",
        variants: &[
            "Exim: a day yet to come",
            "Postfix, long: of another year, in the lower of two lines",
            "InterMail: the digits of another day",
            "sendmail over TLS: the day before, to the second",
            "FortiMail: both ids of another month, and a right Exim line below",
            "a gateway's: of another month",
            "sendmail's, of a day yet to come, in the middle of three lines",
            "Exim with a log-in: of another year",
        ],
        make: make_copied,
    },
    Further {
        technique: "clock/broken-id",
        variants: &[
            "sendmail: day 0",
            "Postfix, long: a million microseconds and more",
            "Exim: letters that no number has",
            "InterMail: month 17",
            "sendmail: minute and second that no letter stands for",
            "Courier: letters beyond the sixteen",
            "InterMail: 30 February, in the lower of two lines",
        ],
        make: make_broken,
    },
];

fn make_copied(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(5) {
        return later::clock::copied(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let say = by_peer(target, dice, when);
    let far = dice.between(20, 700) * 86_400 + dice.between(0, 40_000);
    let second = Say::new(dice, &say.from, &target.recipient, when - 4);
    let lines = match variant {
        0 => {
            let mut ahead = say.clone();
            ahead.when += dice.between(2, 300) * 86_400;
            let line = ahead.line(dice, Server::Exim);
            vec![redated(&line, &stamp::date(when, say.zone))?]
        }
        1 => {
            let old = id::postfix_long(dice, when - 366 * 86_400 - far / 9);
            let new = id::postfix_long(dice, when);
            vec![servers::postfix_with(&say, &new), servers::postfix_with(&second, &old)]
        }
        2 => {
            let stamped = stamp::local(when - far, 0).strftime("%Y%m%d%H%M%S").to_string();
            vec![servers::intermail_with(&say, dice, &stamped)]
        }
        3 => {
            let id = id::sendmail(dice, when - 86_400);
            vec![servers::sendmail_tls_with(&say, &id)]
        }
        _ => {
            let id = id::sendmail(dice, when - far);
            let other = id::sendmail(dice, when - far);
            vec![servers::fortimail_with(&say, &id, &other), second.line(dice, Server::Exim)]
        }
    };
    Some(target.under(&lines))
}

fn make_broken(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::clock::broken(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let say = by_peer(target, dice, when);
    let line = match variant {
        0 => {
            // Year, month, day, hour: one letter each.
            let mut id = id::sendmail(dice, when);
            id.replace_range(2..3, "0");
            servers::sendmail_tls_with(&say, &id)
        }
        1 => {
            // Six letters for the seconds, four for the microseconds.
            let mut id = id::postfix_long(dice, when);
            id.replace_range(6..7, &dice.text("BDGKPSVXZbdgkps", 1));
            servers::postfix_with(&say, &id)
        }
        2 => {
            let line = say.line(dice, Server::Exim);
            let id = id::exim(dice, when);
            let wrong: String = (0..)
                .zip(id.chars())
                .map(|(at, c)| match (at, c) {
                    (_, '-') => '-',
                    (n, _) if n % 3 == 1 => *dice.one(&['_', '+', '=', '.']),
                    _ => c,
                })
                .collect();
            let (start, rest) = line.split_once("id ")?;
            let (_, rest) = rest.split_once("\n")?;
            format!("{start}id {wrong}\n{rest}")
        }
        _ => {
            let time = stamp::local(when, 0);
            let stamped = time.strftime("%Y17%d%H%M%S").to_string();
            servers::intermail_with(&say, dice, &stamped)
        }
    };
    Some(target.under(&[line]))
}
