//! Further lines with which nothing is wrong but that they are not true.

use super::servers::{self, Write};
use super::{Dice, Further, Graft, Target};
use crate::measure::line::Say;
use crate::measure::names;

/// The same servers for all three: what matters is where the line stands and whose name it bears.
const VARIANTS: &[&str] = &["Postfix over TLS", "Exim over TLS", "CommuniGate", "Courier"];

const SERVERS: [Write; 4] =
    [servers::postfix_tls, servers::exim_looked_up, servers::communigate, servers::courier];

pub(super) const ALL: &[Further] = &[
    Further { technique: "skilled/own-name", variants: VARIANTS, make: make_own_name },
    Further { technique: "skilled/announced", variants: VARIANTS, make: make_announced },
    Further { technique: "skilled/last-peer", variants: VARIANTS, make: make_last_peer },
];

/// A line by `by`, some seconds before `above`.
fn line(target: &Target, variant: usize, dice: &mut Dice, by: &str, above: i64) -> Option<String> {
    let when = above - dice.between(2, 12);
    let say = Say::new(dice, by, &target.recipient, when);
    Some(SERVERS.get(variant)?(&say, dice))
}

fn make_own_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = target.peer.rdns.as_deref().filter(|name| name.contains('.'))?;
    Some(target.under(&[line(target, variant, dice, by, target.when)?]))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let name = names::host(dice);
    target.under(&[line(target, variant, dice, &name, target.when)?]).announcing(target, &name)
}

fn make_last_peer(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if target.claimed().is_empty() || target.last_submitted {
        return None;
    }
    let by = target.last_from.as_deref().filter(|name| name.contains('.'))?;
    by.chars().any(|c| c.is_ascii_alphabetic()).then_some(())?;
    Some(target.below(&[line(target, variant, dice, by, target.last_when)?]))
}
