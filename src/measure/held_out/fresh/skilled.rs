//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines with which nothing is wrong but that they are not true.

use super::super::skilled::{announced, last_peer, own_name};
use super::more_servers as servers;
use super::{Dice, Further, Graft, Target, behind};
use crate::measure::line::{Say, Server};
use crate::measure::names;

const VARIANTS: &[&str] = &[
    "a hoster's Exim at which a customer logged in",
    "what a company sweeps its mail with, or a Postfix after it",
    "two lines within a site, the lower from a user's machine",
    "three lines, sendmail as a distribution packs it, Courier and an office's server",
];

pub(super) const ALL: &[Further] = &[
    Further { technique: "skilled/own-name", variants: VARIANTS, make: make_own_name },
    Further { technique: "skilled/announced", variants: VARIANTS, make: make_announced },
    Further { technique: "skilled/last-peer", variants: VARIANTS, make: make_last_peer },
];

/// Lines by `by`, each of which fits the next, some seconds before `when`.
fn lines(target: &Target, dice: &mut Dice, variant: usize, by: &str, when: i64) -> Vec<String> {
    let when = when - dice.between(2, 15);
    let mut say = Say::new(dice, by, &target.recipient, when);
    match variant {
        0 => vec![servers::hoster_user(&say, dice)],
        1 => vec![servers::sweeper(&say, dice)],
        2 => {
            // The mail server of the offices, which is behind the one that the world sees.
            let domain = by.split_once('.').map_or(by, |(_, domain)| domain);
            say.from = format!("{}.{domain}", dice.one(&["exch01", "intern", "ms2", "zimbra"]));
            say.ip = names::inside(dice);
            let mut user = behind(&say, dice, 4);
            user.from = format!("pc{}.{domain}", dice.between(11, 240));
            let net = say.ip.rsplit_once('.').map_or("10.1.2", |(net, _)| net);
            user.ip = format!("{net}.{}", dice.between(100, 250));
            vec![say.line(dice, Server::Postfix), user.line(dice, Server::Sendmail)]
        }
        _ => {
            let next = behind(&say, dice, 5);
            let last = behind(&next, dice, 5);
            vec![
                servers::packed(&say, dice),
                servers::courier(&next, dice),
                servers::macintosh(&last, dice),
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
