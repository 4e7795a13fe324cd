//! Lines with which nothing is wrong but that they are not true.

use super::{Dice, Target, servers};
use crate::measure::line::{Say, Server};

/// Lines by `by`, each of which fits the next.
pub(in crate::measure::held_out) fn lines(
    target: &Target,
    dice: &mut Dice,
    variant: usize,
    by: &str,
    when: i64,
) -> Vec<String> {
    let say = Say::new(dice, by, &target.recipient, when);
    match variant {
        0 => vec![servers::postfix_certified(&say, dice)],
        1 => vec![servers::engine(&say, dice)],
        _ => {
            let mut next = Say::new(dice, &say.from, &target.recipient, say.when - 4);
            next.zone = say.zone;
            vec![say.line(dice, Server::Postfix), servers::sendmail_login(&next, dice)]
        }
    }
}
