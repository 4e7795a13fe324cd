//! **Not to be read by whoever writes or tunes rules.**
//!
//! Ids whose hidden time is not the time stamped, in lines by the peer itself.

use super::date::lowest_peer;
use super::more_servers as servers;
use super::{Dice, Further, Graft, Target, behind, by_peer, known};
use crate::measure::line::Say;
use crate::measure::stamp::{self, Zone};
use crate::measure::{id, names};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "clock/copied-id",
        variants: &[
            "Exim: the clock on the wall taken for universal time",
            "sendmail: the year of a template, all else right",
            "Exim, twice, hours apart: each with the other's id",
            "InterMail: of the day after, below all lines",
        ],
        make: make_copied,
    },
    Further {
        technique: "clock/broken-id",
        variants: &[
            "sendmail: a counter that no letters stand for",
            "Postfix, long: nothing behind its separator",
            "Exim: counted up from nought, in three lines",
            "Courier: the last second of a counter, below a right line",
        ],
        make: make_broken,
    },
];

const DAY: i64 = 86_400;

fn make_copied(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 280);
    let mut say = by_peer(target, dice, when);
    let lines = match variant {
        0 => {
            // In London nobody would see it.
            if say.zone.minutes.abs() < 240 {
                say.zone = Zone { minutes: *dice.one(&[330, 480, 600]), name: "" };
            }
            let id = id::exim(dice, when + i64::from(say.zone.minutes) * 60);
            vec![servers::hoster_with(&say, dice, &id)]
        }
        1 => {
            let year = when - dice.between(2, 7) * 365 * DAY;
            let old = id::sendmail(dice, year);
            let mut id = id::sendmail(dice, when);
            id.replace_range(..1, old.get(..1)?);
            vec![servers::packed_with(&say, &id)]
        }
        2 => {
            let mut next = behind(&say, dice, 9);
            next.when -= dice.between(5, 30) * 3_600;
            let (upper, lower) = (id::exim(dice, next.when), id::exim(dice, say.when));
            vec![
                servers::hoster_with(&say, dice, &upper),
                servers::hoster_user_with(&next, dice, &lower),
            ]
        }
        _ => {
            let last = lowest_peer(target)?;
            let at = target.last_when - dice.between(2, 90);
            let below = Say::new(dice, &last, &target.recipient, at);
            let day = at + DAY + dice.between(0, 30_000);
            let stamped = stamp::local(day, 0).strftime("%Y%m%d%H%M%S").to_string();
            return Some(target.below(&[known::intermail_with(&below, dice, &stamped)]));
        }
    };
    Some(target.under(&lines))
}

fn make_broken(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 280);
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 8);
    let lines = match variant {
        0 => {
            // Seventh and eighth letter; the last of the alphabet stand for nothing.
            let mut id = id::sendmail(dice, when);
            id.replace_range(6..8, &dice.text("yz", 2));
            vec![servers::packed_with(&say, &id)]
        }
        1 => {
            // Six letters for the seconds, four for the microseconds, and the separator.
            let id = id::postfix_long(dice, when);
            vec![known::postfix_with(&say, id.get(..11)?)]
        }
        2 => {
            let process = dice.between(100, 999);
            let last = behind(&next, dice, 8);
            let id = |n: i64| format!("{n:06}-000{process}-0{n}");
            vec![
                servers::hoster_with(&say, dice, &id(3)),
                servers::hoster_with(&next, dice, &id(2)),
                servers::hoster_with(&last, dice, &id(1)),
            ]
        }
        _ => {
            let mut next = next;
            next.from = names::host(dice);
            vec![
                servers::packed(&say, dice),
                servers::courier_with(&next, dice, i64::from(u32::MAX)),
            ]
        }
    };
    Some(target.under(&lines))
}
