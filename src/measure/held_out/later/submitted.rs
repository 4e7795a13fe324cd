//! Lines below the point at which the author logged in and handed the message in.

use super::{Dice, Graft, Target, place, servers};
use crate::measure::line::Say;
use crate::measure::{names, stamp};

pub(in crate::measure::held_out) fn make(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.last_when - dice.between(2, 400);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let before = when - dice.between(1, 30);
    let next = Say::new(dice, &say.from, &target.recipient, before);
    Some(match variant {
        0 => place::among_fields(target, &[servers::small_server(&say, dice)]),
        1 => {
            let mut early = (say, next);
            early.0.when -= 3_600;
            early.1.when -= 3_600;
            target.below(&[servers::gateway(&early.0, dice), servers::suite(&early.1, dice)])
        }
        _ => {
            let pickup = format!(
                "from mail pickup service by {by} with Microsoft SMTPSVC;\n\t {}",
                stamp::date(when, say.zone)
            );
            let mut earlier = next;
            earlier.by = by;
            place::spread(target, &pickup, &[servers::exim_login(&earlier, dice)])
        }
    })
}
