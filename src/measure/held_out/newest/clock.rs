//! **Not to be read by whoever writes or tunes rules.**
//!
//! Ids whose hidden time is not the time stamped, in lines by the peer itself.

use super::{Dice, Further, Graft, Target, behind, by_peer, known, later, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "clock/copied-id",
        variants: &[
            "Exim: of weeks before, in the lowest of three lines",
            "an engine's for much mail: of another year, and a right line below",
            "sendmail and Postfix, long: both of one other night, in two lines",
        ],
        make: make_copied,
    },
    Further {
        technique: "clock/broken-id",
        variants: &[
            "sendmail: a day beyond the month's",
            "Domino: day 39 and the like",
            "InterMail: hour 24 and more, below a right line",
        ],
        make: make_broken,
    },
];

fn make_copied(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 8);
    let lines = match variant {
        0 => {
            let last = behind(&next, dice, 8);
            let weeks = dice.between(14, 60) * 86_400;
            let id = id::exim(dice, last.when - weeks);
            vec![
                servers::switch(&say, dice),
                servers::carrier(&next, dice),
                servers::nameless_with(&last, &id),
            ]
        }
        1 => {
            let year = dice.between(200, 900) * 86_400 + dice.between(0, 40_000);
            // Before its time the newest engine had no id: where it is claimed, the year is one to
            // come.
            let other = if when < 1_720_000_000 { when - year } else { when + year };
            let id = later::engine_id(dice, other);
            vec![later::engine_with(&say, dice, &id), servers::guard(&next, dice)]
        }
        _ => {
            let night = when - dice.between(3, 200) * 86_400 - dice.between(20_000, 60_000);
            let upper = id::sendmail(dice, night);
            let lower = id::postfix_long(dice, night - 2);
            vec![servers::unconfirmed_with(&say, dice, &upper), known::postfix_with(&next, &lower)]
        }
    };
    Some(target.under(&lines))
}

/// Domino's line, whose id is the clock on the wall and a number.
fn domino(say: &Say, id: &str) -> String {
    let version = match say.when {
        ..1_110_000_000 => "Lotus Domino Release 5.0.12",
        1_110_000_000..1_260_000_000 => "Lotus Domino Release 7.0.2",
        1_260_000_000..1_400_000_000 => "Lotus Domino Release 8.5.1",
        1_400_000_000..1_580_000_000 => "IBM Domino Release 9.0.1",
        _ => "HCL Domino Release 11.0.1",
    };
    format!(
        "from {} ([{}])\n          by {} ({version})\n          with ESMTP id {id} ;\n          {}",
        say.from,
        say.ip,
        say.by,
        stamp::date(say.when, say.zone)
    )
}

fn make_broken(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let time = stamp::local(when, 0);
    let lines = match variant {
        0 => {
            // The third letter is the day, and all small letters stand for more than 31.
            let mut id = id::sendmail(dice, when);
            id.replace_range(2..3, &dice.text("abcdefghijklmnopqrstuvwx", 1));
            vec![servers::unconfirmed_with(&say, dice, &id)]
        }
        1 => {
            let id = format!(
                "{}{}{}{:02}-{}",
                time.strftime("%Y%m"),
                dice.between(32, 61),
                time.strftime("%H%M%S"),
                dice.between(0, 99),
                dice.between(400, 900_000)
            );
            vec![domino(&say, &id)]
        }
        _ => {
            let next = behind(&say, dice, 8);
            let stamped = format!(
                "{}{}{}",
                time.strftime("%Y%m%d"),
                dice.between(24, 59),
                time.strftime("%M%S")
            );
            vec![say.line(dice, Server::Sendmail), known::intermail_with(&next, dice, &stamped)]
        }
    };
    Some(target.under(&lines))
}
