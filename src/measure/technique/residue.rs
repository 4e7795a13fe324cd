//! What a program for generating mail left behind.

use super::{Technique, peer_name};
use crate::measure::{Dice, Graft, Target, names, stamp};

pub(super) const ALL: &[Technique] = &[Technique {
    id: "residue/macro",
    title: "a macro that was never filled in",
    variants: &["in the name", "in the id", "in braces", "in the protocol"],
    traceless: None,
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let (from, ip) = (names::host(dice), names::address(dice));
    let date = stamp::date(when, stamp::zone(dice, when));
    let line = match variant {
        0 => format!("from %RND_WORD.{from} ([{ip}]) by {by} with SMTP; {date}"),
        1 => format!("from {from} ([{ip}]) by {by} with SMTP id %RANDOM_ID[12]; {date}"),
        2 => format!(
            "from {{{{hostname}}}} ([{ip}]) by {by} with ESMTP id {}; {date}",
            dice.between(1000, 99_999)
        ),
        _ => format!(
            "from {from} ([{ip}]) by {by} %MAIL_WITH id {}; {date}",
            dice.between(1000, 99_999)
        ),
    };
    Some(target.under(&[line]))
}
