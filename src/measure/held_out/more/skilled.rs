//! Lines with which nothing is wrong but that they are not true.

use super::super::skilled::{announced, last_peer, own_name};
use super::{Dice, Further, Graft, Target, behind, logins, servers};
use crate::measure::line::Say;

const VARIANTS: &[&str] = &[
    "Microsoft's server",
    "an Exim that notes the port",
    "two lines, Postfix over TLS in front of an office's server whose user logged in",
    "three lines, MDaemon, Courier and a CommuniGate that looked the name up",
];

pub(super) const ALL: &[Further] = &[
    Further { technique: "skilled/own-name", variants: VARIANTS, make: make_own_name },
    Further { technique: "skilled/announced", variants: VARIANTS, make: make_announced },
    Further { technique: "skilled/last-peer", variants: VARIANTS, make: make_last_peer },
];

/// Lines by `by`, each of which fits the next, some seconds before `when`.
fn lines(target: &Target, dice: &mut Dice, number: usize, by: &str, when: i64) -> Vec<String> {
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

fn make_own_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    own_name(target, variant, dice, lines)
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    announced(target, variant, dice, lines)
}

fn make_last_peer(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    last_peer(target, variant, dice, lines)
}
