//! Names and addresses that no host has, and announced names made to mislead.

use super::{Dice, Further, Graft, Target, later, peer_name, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "identity/impossible-address",
        variants: &[
            "announced in brackets, in a sendmail line with a right address",
            "mapped into IPv6, in a Courier line",
            "a number of four figures, in an IronPort line",
            "the server's own, in a plain line",
            "just beyond, in the lowest of three lines",
            "three of its numbers, in a gateway's line",
            "the last number, counted up over three lines",
            "the first number, with a port behind, in a plain line",
        ],
        make: make_impossible,
    },
    Further {
        technique: "identity/reserved-address",
        variants: &[
            "no address at all, in an Exim line",
            "no address of IPv6 at all, in a Postfix line",
            "a group's address, in the lower of two lines",
            "of the last sixteenth, announced too, below the subject",
            "255.0.0.0/8, in a gateway's line",
            "the newest prefix of the manuals, in the lower of two lines",
            "0.0.0.0/8 behind a right one announced, qmail, between the author's fields",
        ],
        make: make_reserved,
    },
    Further {
        technique: "identity/hostile-name",
        variants: &[
            "a bracket that never closes",
            "an encoded word",
            "comments within comments, and a tab",
            "a semicolon and a date",
            "a protocol, an id and our recipient",
            "another look-up that sendmail doubts",
        ],
        make: make_hostile,
    },
];

/// Four numbers, one of which is between `low` and `high`.
fn beyond(dice: &mut Dice, low: i64, high: i64) -> String {
    let at = dice.between(0, 3);
    let number = |place: i64| match place == at {
        true => dice.between(low, high).to_string(),
        false => dice.between(1, 254).to_string(),
    };
    (0..4).map(number).collect::<Vec<_>>().join(".")
}

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(5) {
        return later::identity::impossible(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let by = peer_name(target, dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let far = beyond(dice, 260, 999);
    let lines = match variant {
        0 => {
            let line = servers::sendmail_tls(&say, dice);
            vec![line.replacen(&format!("from {} ", say.from), &format!("from [{far}] "), 1)]
        }
        1 => vec![format!(
            "from {0} ({0} [::ffff:{far}])\n  by {by} with esmtp; {1}\n  id {2:08X}.{when:08X}.{3:08X}",
            say.from,
            stamp::date(when, say.zone),
            dice.between(0x1_0000, 0xFF_FFFF),
            dice.between(0x200, 0x7FFF)
        )],
        2 => {
            say.ip = beyond(dice, 1_000, 9_999);
            vec![servers::ironport(&say, dice)]
        }
        3 => vec![format!(
            "from {} ([{}]) by {by} ([{far}]) with SMTP id {}; {}",
            say.from,
            say.ip,
            id::postfix(dice),
            stamp::date(when, say.zone)
        )],
        _ => {
            let first = say.line(dice, Server::Postfix);
            let second = Say::new(dice, &say.from, &target.recipient, when - 2);
            let mut third = Say::new(dice, &second.from, &target.recipient, when - 9);
            third.ip = beyond(dice, 256, 257);
            vec![first, servers::xmail(&second, dice), third.line(dice, Server::Qmail)]
        }
    };
    Some(target.under(&lines))
}

fn make_reserved(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::identity::reserved(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let by = peer_name(target, dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let last = |dice: &mut Dice, low, high| {
        format!(
            "{}.{}.{}.{}",
            dice.between(low, high),
            dice.between(0, 254),
            dice.between(0, 254),
            dice.between(1, 254)
        )
    };
    Some(match variant {
        0 => {
            say.ip = "0.0.0.0".to_owned();
            target.under(&[servers::exim_helo(&say, dice)])
        }
        1 => target.under(&[format!(
            "from {0} (unknown [IPv6:::])\n\tby {by} (Postfix) with ESMTP id {1}\n\tfor <{2}>; {3}",
            say.from,
            id::postfix(dice),
            say.to,
            stamp::named(when, say.zone)
        )]),
        2 => {
            let mut second = Say::new(dice, &say.from, &target.recipient, when - 4);
            second.ip = last(dice, 232, 239);
            target.under(&[servers::groupwise(&say, dice), servers::hmailserver(&second, dice)])
        }
        _ => {
            let ip = last(dice, 241, 253);
            say.when = say.when.min(target.last_when - 3);
            place::last_fields(
                target,
                &[format!(
                    "from [{ip}] ([{ip}]) by {by} with ESMTP id {}; {}",
                    dice.between(100_000, 9_999_999),
                    stamp::date(say.when, say.zone)
                )],
            )
        }
    })
}

fn make_hostile(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::identity::hostile(target, number, dice);
    }
    let (name, ip) = (names::host(dice), names::address(dice));
    let announced = match variant {
        0 => format!("{name} ({name} [{ip}]"),
        1 => format!("=?us-ascii?Q?{name}_=28[{ip}]=29?="),
        _ => format!("{name}\t((verified) by (the (host) [{ip}]))"),
    };
    let when = target.when - dice.between(2, 200);
    let say = Say::new(dice, &name, &target.recipient, when);
    let line = match variant {
        0 => servers::youngest(&say, dice),
        1 => servers::sendmail_ident(&say, dice),
        _ => servers::exim_helo(&say, dice),
    };
    target.under(&[line]).announcing(target, &announced)
}
