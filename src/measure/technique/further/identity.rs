//! Further names and addresses that no host has, and announced names made to mislead.

use super::servers;
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::technique::peer_name;
use crate::measure::{names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "identity/impossible-address",
        variants: &[
            "in a qmail line",
            "in front of a CommuniGate line, with a user",
            "in the lower of two lines of the Windows service",
            "in a sendmail line, below all lines",
            "announced by a host at home, whose own address is a right one",
        ],
        make: make_impossible,
    },
    Further {
        technique: "identity/reserved-address",
        variants: &[
            "an address of the manuals, in a qmail line",
            "the last address of all, in a line of the Windows service",
            "a group's address of IPv6, in a Postfix line",
            "a prefix of the manuals of IPv6, in a Haraka line",
        ],
        make: make_reserved,
    },
    Further {
        technique: "identity/hostile-name",
        variants: &[
            "a bracket that closes ours, and an address of its own",
            "the rest of a whole line, its date included",
            "the host itself, logged in",
        ],
        make: make_hostile,
    },
];

/// Four numbers, one or two of which no byte holds.
fn beyond(dice: &mut Dice) -> String {
    let mut quad: Vec<i64> = (0..4).map(|_| dice.between(1, 254)).collect();
    for _ in 0..dice.between(1, 2) {
        quad[dice.between(0, 3) as usize] = dice.between(256, 900);
    }
    quad.iter().map(i64::to_string).collect::<Vec<_>>().join(".")
}

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let below = variant == 3;
    let when = if below { target.last_when } else { target.when } - dice.between(2, 120);
    let by = match below {
        true => target.last_from.clone().filter(|name| name.contains('.'))?,
        false => peer_name(target, dice),
    };
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let honest = say.clone();
    say.ip = beyond(dice);
    Some(match variant {
        0 => target.under(&[say.line(dice, Server::Qmail)]),
        1 => target.under(&[format!(
            "from [{}] (account {} HELO {})\n  by {by} (CommuniGate Pro SMTP 5.4.2)\n  with ESMTPA id {} for {}; {}",
            say.ip,
            names::word(dice),
            say.from,
            dice.between(1_200_000, 98_000_000),
            say.to,
            stamp::date(when, say.zone)
        )]),
        2 => {
            let first = servers::smtpsvc(&honest, dice);
            say.by = honest.from;
            say.from = names::host(dice);
            say.when -= dice.between(1, 9);
            target.under(&[first, servers::smtpsvc(&say, dice)])
        }
        3 => target.below(&[say.line(dice, Server::Sendmail)]),
        _ => target.under(&[format!(
            "from [{}] ({} [{}])\n\tby {by} with ESMTP;\n\t{}",
            say.ip,
            honest.from,
            honest.ip,
            stamp::date(when, say.zone)
        )]),
    })
}

fn make_reserved(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 120);
    let by = peer_name(target, dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let last = dice.between(2, 253);
    let mut group = || dice.text("123456789abcdef", 3);
    say.ip = match variant {
        0 => {
            // One of the three nets that RFC 5737 sets aside.
            let nets = ["192.0.2", "198.51.100", "203.0.113"];
            format!("{}.{last}", nets[(last % 3) as usize])
        }
        1 => "255.255.255.255".to_owned(),
        2 => format!("IPv6:ff0e::{}:{}", group(), group()),
        _ => format!("2001:db8:{}:{}::{}", group(), group(), group()),
    };
    let line = match variant {
        0 => say.line(dice, Server::Qmail),
        1 => servers::smtpsvc(&say, dice),
        2 => say.line(dice, Server::Postfix),
        _ => servers::haraka(&say, dice),
    };
    Some(target.under(&[line]))
}

fn make_hostile(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let (name, other, ip) = (names::host(dice), names::host(dice), names::address(dice));
    let when = target.when - dice.between(2, 90);
    let say = Say::new(dice, &name, &target.recipient, when);
    let announced = match variant {
        0 => format!("{name}) ({other} [{ip}]"),
        1 => format!(
            "{name} ({name} [{ip}]) by {} with ESMTP id {}; {}",
            target.our_host,
            servers::small(dice, 11),
            stamp::date(when + 1, say.zone)
        ),
        _ => format!("localhost ([127.0.0.1]) (Authenticated sender: {})", names::word(dice)),
    };
    let line = match variant {
        0 => say.line(dice, Server::Exim),
        1 => servers::communigate(&say, dice),
        _ => servers::postfix_tls(&say, dice),
    };
    target.under(&[line]).announcing(target, &announced)
}
