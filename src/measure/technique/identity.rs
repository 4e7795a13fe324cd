//! Names and addresses that no host has, and announced names made to mislead.

use super::{Technique, peer_name};
use crate::measure::line::{Say, Server};
use crate::measure::{Dice, Graft, Target, id, names, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "identity/impossible-address",
        title: "an address with a number beyond 255, in a line by the peer",
        variants: &[
            "in brackets",
            "in a Postfix line",
            "in the place of the name",
            "in an Exim line",
        ],
        traceless: None,
        make: make_impossible,
    },
    Technique {
        id: "identity/reserved-address",
        title: "an address that no host has, in a line by the peer",
        variants: &[
            "0.0.0.0/8",
            "240.0.0.0/4",
            "a multicast address",
            "0.0.0.0/8, below all lines",
        ],
        traceless: None,
        make: make_reserved,
    },
    Technique {
        id: "identity/hostile-name",
        title: "the peer announces text that looks like our line going on",
        variants: &["an address in brackets", "a whole clause", "quotes and blanks"],
        traceless: None,
        make: make_hostile,
    },
];

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let mut quad: Vec<i64> = (0..4).map(|_| dice.between(1, 254)).collect();
    quad[dice.between(0, 3) as usize] = dice.between(256, 999);
    say.ip = quad.iter().map(i64::to_string).collect::<Vec<_>>().join(".");
    let line = match variant {
        0 => format!(
            "from {} ([{}]) by {by} with SMTP id {}; {}",
            say.from,
            say.ip,
            id::postfix(dice),
            stamp::date(when, say.zone)
        ),
        2 => format!("from {} by {by} with SMTP; {}", say.ip, stamp::date(when, say.zone)),
        3 => say.line(dice, Server::Exim),
        _ => say.line(dice, Server::Postfix),
    };
    Some(target.under(&[line]))
}

fn make_reserved(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let first = match variant {
        1 => dice.between(240, 254),
        2 => dice.between(226, 231),
        _ => 0,
    };
    let below = variant == 3;
    let when = if below { target.last_when } else { target.when } - dice.between(2, 90);
    let by = match below {
        true => target.last_from.clone().filter(|n| n.contains('.'))?,
        false => peer_name(target, dice),
    };
    let mut say = Say::new(dice, &by, &target.recipient, when);
    say.ip = format!(
        "{first}.{}.{}.{}",
        dice.between(1, 254),
        dice.between(1, 254),
        dice.between(1, 254)
    );
    let line = say.line(dice, Server::Postfix);
    Some(if below { target.below(&[line]) } else { target.under(&[line]) })
}

fn make_hostile(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let (name, ip) = (names::host(dice), names::address(dice));
    let announced = match variant {
        0 => format!("{name} ([{ip}])"),
        1 => format!("{name} ([{ip}]) by {}", target.our_host),
        _ => format!("\"{name}\" [{ip}]"),
    };
    let when = target.when - dice.between(2, 90);
    let line = Say::new(dice, &name, &target.recipient, when).line(dice, Server::Postfix);
    target.under(&[line]).announcing(target, &announced)
}
