//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines below the point at which the author logged in and handed the message in.

use super::{Dice, Further, Graft, Target, behind, by_stranger, logins, place, servers};

pub(super) const ALL: &[Further] = &[Further {
    technique: "submitted/below",
    variants: &[
        "a scanner's line, days before",
        "an account at another provider, and the provider's guard at the end of the header",
        "a switch and a list's server that fit each other, between the author's fields",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !target.last_submitted {
        return None;
    }
    let mut say = {
        let when = target.last_when - dice.between(3, 250);
        by_stranger(target, dice, when)
    };
    Some(match variant {
        0 => {
            say.when -= dice.between(2, 6) * 86_400;
            target.below(&[servers::scanner(&say, dice)])
        }
        1 => {
            let next = behind(&say, dice, 20);
            let guard = servers::guard(&next, dice);
            place::spread(target, &logins::account(&say, dice), &[guard])
        }
        _ => {
            let next = behind(&say, dice, 90);
            let lines = [servers::switch(&say, dice), servers::list_host(&next, dice)];
            place::among_fields(target, &lines)
        }
    })
}
