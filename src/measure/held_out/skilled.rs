//! Lines with which nothing is wrong but that they are not true.

use super::servers::{self, Write};
use super::{Dice, Further, Graft, Target, later};
use crate::measure::line::{Say, Server};
use crate::measure::names;

const VARIANTS: &[&str] = &[
    "sendmail over TLS",
    "InterMail",
    "qmail with LDAP",
    "two lines, hMailServer in front of an Exim that looked the name up",
    "Postfix that checked a certificate",
    "an engine for much mail",
    "two lines, Postfix in front of a sendmail whose user logged in",
];

pub(super) const ALL: &[Further] = &[
    Further { technique: "skilled/own-name", variants: VARIANTS, make: make_own_name },
    Further { technique: "skilled/announced", variants: VARIANTS, make: make_announced },
    Further { technique: "skilled/last-peer", variants: VARIANTS, make: make_last_peer },
];

const ONE_LINE: [Write; 3] = [servers::sendmail_tls, servers::intermail, servers::qmail_ldap];

/// Lines by `by`, each of which fits the next, some seconds before `when`.
fn lines(target: &Target, dice: &mut Dice, variant: usize, by: &str, when: i64) -> Vec<String> {
    let when = when - dice.between(2, 20);
    if let Some(number) = variant.checked_sub(4) {
        return later::skilled::lines(target, dice, number, by, when);
    }
    let say = Say::new(dice, by, &target.recipient, when);
    if let Some(write) = ONE_LINE.get(variant) {
        return vec![write(&say, dice)];
    }
    let mut second = Say::new(dice, &say.from, &target.recipient, say.when - 3);
    second.zone = say.zone;
    vec![servers::hmailserver(&say, dice), second.line(dice, Server::Exim)]
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

/// The lines of a variant by a server of this name, just before that time.
pub(super) type Lines = fn(&Target, &mut Dice, usize, &str, i64) -> Vec<String>;

pub(super) fn own_name(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
    lines: Lines,
) -> Option<Graft> {
    let by = target.peer.rdns.clone().filter(|name| name.contains('.'))?;
    Some(target.under(&lines(target, dice, variant, &by, target.when)))
}

pub(super) fn announced(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
    lines: Lines,
) -> Option<Graft> {
    let name = names::host(dice);
    let lines = lines(target, dice, variant, &name, target.when);
    target.under(&lines).announcing(target, &name)
}

pub(super) fn last_peer(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
    lines: Lines,
) -> Option<Graft> {
    if target.claimed().is_empty() || target.last_submitted {
        return None;
    }
    let by = target
        .last_from
        .clone()
        .filter(|n| n.contains('.') && n.chars().any(|c| c.is_ascii_alphabetic()))?;
    Some(target.below(&lines(target, dice, variant, &by, target.last_when)))
}
