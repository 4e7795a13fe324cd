//! Lines below the point at which the author logged in and handed the message in.

use super::Technique;
use crate::measure::line::{Say, Server, bare};
use crate::measure::{Dice, Graft, Target, names};

pub(super) const ALL: &[Technique] = &[Technique {
    id: "submitted/below",
    title: "lines of strangers below an authenticated submission",
    variants: &["a Postfix line", "a bare line", "an Exim line", "a sendmail line"],
    traceless: None,
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !target.last_submitted {
        return None;
    }
    let when = target.last_when - dice.between(2, 90);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let line = match variant {
        1 => bare(&say.from, &by, when, say.zone),
        2 => say.line(dice, Server::Exim),
        3 => say.line(dice, Server::Sendmail),
        _ => say.line(dice, Server::Postfix),
    };
    Some(target.below(&[line]))
}
