//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines with which nothing is wrong but that they are not true.

use super::{Dice, Further, Graft, Target, behind, logins, servers};
use crate::measure::line::{Say, Server};
use crate::measure::names;

const VARIANTS: &[&str] = &[
    "what looks at a site's mail",
    "a large provider's server",
    "two lines, sendmail in front of an OpenSMTPD whose user logged in",
];

pub(super) const ALL: &[Further] = &[
    Further { technique: "skilled/own-name", variants: VARIANTS, make: make_own_name },
    Further { technique: "skilled/announced", variants: VARIANTS, make: make_announced },
    Further { technique: "skilled/last-peer", variants: VARIANTS, make: make_last_peer },
];

/// Lines by `by`, each of which fits the next, some seconds before `when`.
fn lines(target: &Target, dice: &mut Dice, variant: usize, by: &str, when: i64) -> Vec<String> {
    let when = when - dice.between(2, 15);
    let say = Say::new(dice, by, &target.recipient, when);
    match variant {
        0 => vec![servers::guard(&say, dice)],
        1 => vec![servers::carrier(&say, dice)],
        _ => {
            let next = behind(&say, dice, 5);
            vec![say.line(dice, Server::Sendmail), logins::login(&next, dice)]
        }
    }
}

fn make_own_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = target.peer.rdns.clone().filter(|name| name.contains('.'))?;
    Some(target.under(&lines(target, dice, variant, &by, target.when)))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let name = names::host(dice);
    let lines = lines(target, dice, variant, &name, target.when);
    target.under(&lines).announcing(target, &name)
}

fn make_last_peer(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if target.claimed().is_empty() || target.last_submitted {
        return None;
    }
    let by = target
        .last_from
        .clone()
        .filter(|n| n.contains('.') && n.chars().any(|c| c.is_ascii_alphabetic()))?;
    Some(target.below(&lines(target, dice, variant, &by, target.last_when)))
}
