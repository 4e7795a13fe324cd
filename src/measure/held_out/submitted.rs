//! Lines below the point at which the author logged in and handed the message in.

use super::{Dice, Further, Graft, Target, later, place, servers};
use crate::measure::line::{Say, bare};
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[Further {
    technique: "submitted/below",
    variants: &[
        "a GroupWise line",
        "three bare lines, a minute apart",
        "a plain line with an address of IPv6, below the subject",
        "another log-in, at a stranger's Postfix, and the qmail in front of it",
        "a small server's line, between the author's fields",
        "a gateway and what is behind it, an hour before",
        "a pickup on Windows, and an Exim log-in below the subject",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::submitted::make(target, number, dice);
    }
    if !target.last_submitted {
        return None;
    }
    let when = target.last_when - dice.between(2, 300);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    Some(match variant {
        0 => target.below(&[servers::groupwise(&say, dice)]),
        1 => {
            let mut lines = Vec::new();
            let mut by = by;
            for hop in 0..3 {
                let from = names::host(dice);
                lines.push(bare(&from, &by, when - 60 * hop, say.zone));
                by = from;
            }
            target.below(&lines)
        }
        2 => place::last_fields(
            target,
            &[format!(
                "from {} ([{}]) by {by} with SMTP id {}; {}",
                say.from,
                servers::six(dice),
                dice.between(1_000, 999_999),
                stamp::date(when, say.zone)
            )],
        ),
        _ => {
            let inner = Say::new(dice, &say.from, &target.recipient, when - 2);
            let mut lines = servers::qmail_pair(&say, dice);
            lines.push(servers::postfix_login(&inner, dice));
            target.below(&lines)
        }
    })
}
