//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines with which nothing is wrong but that they are not true.

use super::{Dice, Target, behind, logins, servers};
use crate::measure::line::Say;

/// Lines by `by`, each of which fits the next, some seconds before `when`; `number` beyond the ones
/// of [`newest`](super::super::newest).
pub(in crate::measure::held_out) fn lines(
    target: &Target,
    dice: &mut Dice,
    number: usize,
    by: &str,
    when: i64,
) -> Vec<String> {
    let when = when - dice.between(2, 15);
    let say = Say::new(dice, by, &target.recipient, when);
    let next = behind(&say, dice, 5);
    match number {
        0 => vec![servers::windows(&say, dice)],
        1 => vec![servers::exim_port(&say, dice)],
        2 => vec![servers::postfix_tls(&say, dice), logins::office_user(&next, dice)],
        _ => {
            let last = behind(&next, dice, 5);
            vec![
                servers::daemon(&say, dice),
                servers::courier_plain(&next, dice),
                servers::verified(&last, dice),
            ]
        }
    }
}
