//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines with which nothing is wrong but that they are not true.

use super::super::skilled::{announced, last_peer, own_name};
use super::{Dice, Further, Graft, Target, behind, logins, servers};
use crate::measure::line::{Say, Server};

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
    own_name(target, variant, dice, lines)
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    announced(target, variant, dice, lines)
}

fn make_last_peer(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    last_peer(target, variant, dice, lines)
}
