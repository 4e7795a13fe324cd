//! Lines below the point at which the author logged in and handed the message in.

use super::{Dice, Further, Graft, Target, behind, by_stranger, logins, place, servers};
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[Further {
    technique: "submitted/below",
    variants: &[
        "a log-in at a Windows server",
        "three servers that fit each other, at the end of the header",
        "a program of the host itself",
        "a bastion, and a plain line at the end of the header",
    ],
    make,
}];

fn make(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    if !target.last_submitted {
        return None;
    }
    let when = target.last_when - dice.between(3, 250);
    let say = by_stranger(target, dice, when);
    let next = behind(&say, dice, 30);
    let last = behind(&next, dice, 30);
    Some(match number {
        0 => target.below(&[logins::daemon_user(&say, dice)]),
        1 => {
            let lines = [
                servers::postfix_tls(&say, dice),
                servers::exim_port(&next, dice),
                servers::qmail_named(&last, dice),
            ];
            place::last_fields(target, &lines)
        }
        2 => {
            let user = names::word(dice);
            target.below(&[format!(
                "from {user} (uid {})\n\t(envelope-from {user}@{})\n\tid {:x}\n\tby {1} (DragonFly Mail Agent v0.{});\n\t{}",
                dice.between(33, 1_010),
                say.by,
                dice.between(0x1000, 0xFF_FFFF),
                if when < 1_500_000_000 { 9 } else { 13 },
                stamp::date(when, say.zone)
            )])
        }
        _ => {
            let line = format!(
                "from {} [{}] by {}; {}",
                say.from,
                say.ip,
                say.by,
                stamp::date(when, say.zone)
            );
            place::spread(target, &servers::bastion(&say, dice), &[line])
        }
    })
}
