//! Further lines below the point at which the author logged in.

use super::place::at_end;
use super::servers;
use super::{Dice, Further, Graft, Target};
use crate::measure::line::Say;
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[Further {
    technique: "submitted/below",
    variants: &[
        "two Courier lines that fit each other",
        "a web mailer's line",
        "an MDaemon line at the end of the header, below the subject",
        "the line of a program that names the server and an id only",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !target.last_submitted {
        return None;
    }
    let when = target.last_when - dice.between(3, 400);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    Some(match variant {
        0 => {
            let earlier = when - dice.between(1, 20);
            let next = Say::new(dice, &say.from, &target.recipient, earlier);
            target.below(&[servers::courier(&say, dice), servers::courier(&next, dice)])
        }
        1 => target.below(&[servers::webmail(&say, dice)]),
        2 => at_end(target, &[servers::mdaemon(&say, dice)]),
        _ => target.below(&[format!(
            "by {by} with SMTP id {};\n\t{}",
            servers::small(dice, 14),
            stamp::date(when, say.zone)
        )]),
    })
}
