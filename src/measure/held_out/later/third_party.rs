//! A third party's lines between two sides that are known.

use super::super::third_party;
use super::{Dice, Graft, Target, servers};
use crate::measure::line::Say;
use crate::measure::names;

pub(in crate::measure::held_out) fn make(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(0, 2);
    let domain = names::domain(dice);
    let by = names::host_of(dice, Some(&domain));
    let mut say = Say::new(dice, &by, &target.recipient, when);
    third_party::from_peer(&mut say, target);
    let lines = match variant {
        0 => vec![servers::gateway(&say, dice)],
        1 => {
            say.to = format!("{}@{domain}", names::word(dice));
            vec![servers::postfix_certified(&say, dice)]
        }
        _ => {
            // Two hosts of the third party in front of the one that the sender's server reached.
            let inner = |dice: &mut Dice, label: &str, from: &str| {
                let mut inner = say.clone();
                inner.by = format!("{label}.{domain}");
                inner.from = from.to_owned();
                inner.ip = names::address(dice);
                inner
            };
            let store = inner(dice, "store", &format!("check.{domain}"));
            let check = inner(dice, "check", &by);
            vec![
                servers::suite(&store, dice),
                servers::small_server(&check, dice),
                servers::mailenable(&say, dice),
            ]
        }
    };
    Some(target.between(&lines))
}
