//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines below the point at which the author logged in and handed the message in.

use super::{Dice, Further, Graft, Target, behind, by_stranger, known, place, servers};
use crate::measure::line::{Server, bare};
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[Further {
    technique: "submitted/below",
    variants: &[
        "a large company's line",
        "a stranger who writes on the web, and his server",
        "the way of a message that is answered, days before",
        "a filter at the end of the header, reached over IPv6 from a Postfix",
        "a university's line and a bare one, between the author's fields",
        "another account, in the same second",
        "a page of a shop, which only names itself",
        "by the very server that took it, from a stranger",
        "a filter, below it a Postfix of a year before",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if !target.last_submitted {
        return None;
    }
    let when = target.last_when - dice.between(3, 400);
    let mut say = by_stranger(target, dice, when);
    let mut next = behind(&say, dice, 40);
    Some(match variant {
        0 => target.below(&[servers::directory(&say, dice)]),
        1 => target.below(&[say.line(dice, Server::Exim), servers::horde(&next, dice)]),
        2 => {
            // Of the message that came the other way: the author's address is the recipient.
            let days = dice.between(1, 9) * 86_400 + dice.between(0, 30_000);
            say.to = format!("{}@{}", names::word(dice), names::domain(dice));
            say.when -= days;
            next.when -= days;
            target.below(&[say.line(dice, Server::Postfix), servers::account(&next, dice)])
        }
        3 => {
            let lines = [servers::filter(&say, dice), known::postfix_six(&next, dice)];
            place::last_fields(target, &lines)
        }
        4 => {
            let lower = bare(&next.from, &next.by, next.when, next.zone);
            place::among_fields(target, &[servers::university(&say, dice), lower])
        }
        5 => {
            say.when = target.last_when;
            target.below(&[servers::account(&say, dice)])
        }
        6 => {
            let shop = format!("www.{}", names::domain(dice));
            target.below(&[format!(
                "from {shop} by {shop} with HTTP id {}; {}",
                dice.text("0123456789abcdef", 32),
                stamp::date(when, say.zone)
            )])
        }
        7 => {
            let ours = target.last_by.clone().filter(|name| name.contains('.'))?;
            say.by = ours;
            target.below(&[say.line(dice, Server::Postfix)])
        }
        _ => {
            next.when -= 365 * 86_400;
            target.below(&[servers::filter(&say, dice), next.line(dice, Server::Postfix)])
        }
    })
}
