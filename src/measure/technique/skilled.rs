//! Lines with which nothing is wrong but that they are not true.

use super::Technique;
use crate::measure::line::{Say, Server};
use crate::measure::{Dice, Graft, Target, names};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "skilled/own-name",
        title: "a consistent line under the name that the forger's host really has",
        variants: &["Postfix", "Exim", "sendmail"],
        traceless: Some(
            "our own line confirms the name; other messages of that host show the same invented peer",
        ),
        make: make_own_name,
    },
    Technique {
        id: "skilled/announced",
        title: "the peer announces a third party's name, and that party's line stands below, consistent",
        variants: &["Postfix", "Exim", "sendmail"],
        traceless: Some(
            "the announced name is all that connects the two; the DNS shows that it has other addresses",
        ),
        make: make_announced,
    },
    Technique {
        id: "skilled/last-peer",
        title: "a consistent line below all lines, by the peer that the lowest line recorded",
        variants: &["Postfix", "Exim", "sendmail"],
        traceless: Some(
            "the lowest honest line names the forger's host; other messages of that host show the same invented peer",
        ),
        make: make_last_peer,
    },
];

fn server(variant: usize) -> Server {
    match variant {
        0 => Server::Postfix,
        1 => Server::Exim,
        _ => Server::Sendmail,
    }
}

fn make_own_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = target.peer.rdns.clone().filter(|name| name.contains('.'))?;
    let say = Say::new(dice, &by, &target.recipient, target.when - 7);
    Some(target.under(&[say.line(dice, server(variant))]))
}

fn make_announced(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let name = names::host(dice);
    let say = Say::new(dice, &name, &target.recipient, target.when - 7);
    target.under(&[say.line(dice, server(variant))]).announcing(target, &name)
}

fn make_last_peer(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if target.claimed().is_empty() || target.last_submitted {
        return None;
    }
    let by = target
        .last_from
        .clone()
        .filter(|n| n.contains('.') && n.chars().any(|c| c.is_ascii_alphabetic()))?;
    let say = Say::new(dice, &by, &target.recipient, target.last_when - 7);
    Some(target.below(&[say.line(dice, server(variant))]))
}
