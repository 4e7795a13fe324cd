//! **Not to be read by whoever writes or tunes rules.**
//!
//! Names and addresses that no host has, and announced names made to mislead.

use super::{Dice, Further, Graft, Target, behind, by_peer, logins, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "identity/impossible-address",
        variants: &[
            "the first number, of a user who logged in",
            "all four numbers, in a provider's line",
            "the last but one, in the middle of three lines",
        ],
        make: make_impossible,
    },
    Further {
        technique: "identity/reserved-address",
        variants: &[
            "where IPv6 throws things away, in a Postfix line",
            "of the manuals, where a user logged in, below a right line",
            "of those who measure networks, between the author's fields",
        ],
        make: make_reserved,
    },
    Further {
        technique: "identity/hostile-name",
        variants: &[
            "a line's end as web pages write it, and a field behind it",
            "Exim's words for who announced what",
            "our own server, which took it from somebody",
        ],
        make: make_hostile,
    },
];

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    let mut number = |low, high| dice.between(low, high);
    let lines = match variant {
        0 => {
            say.ip = format!(
                "{}.{}.{}.{}",
                number(256, 511),
                number(1, 254),
                number(1, 254),
                number(1, 254)
            );
            vec![logins::account(&say, dice)]
        }
        1 => {
            let far: Vec<String> = (0..4).map(|_| number(300, 999).to_string()).collect();
            say.ip = far.join(".");
            vec![servers::carrier(&say, dice)]
        }
        _ => {
            let mut middle = behind(&say, dice, 5);
            middle.ip = format!(
                "{}.{}.{}.{}",
                dice.between(60, 220),
                dice.between(1, 254),
                dice.between(256, 400),
                dice.between(1, 254)
            );
            let last = behind(&middle, dice, 5);
            vec![
                servers::switch(&say, dice),
                servers::unconfirmed(&middle, dice),
                servers::nameless(&last, dice),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_reserved(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    Some(match variant {
        0 => target.under(&[format!(
            "from {0} (unknown [IPv6:100::{1:x}:{2:x}])\n\tby {3} (Postfix) with ESMTP id {4}\n\tfor <{5}>; {6}",
            say.from,
            dice.between(0x1000, 0xffff),
            dice.between(1, 0xffff),
            say.by,
            id::postfix(dice),
            say.to,
            stamp::named(when, say.zone)
        )]),
        1 => {
            let mut next = behind(&say, dice, 5);
            let net = *dice.one(&["192.0.2", "198.51.100", "203.0.113"]);
            next.ip = format!("{net}.{}", dice.between(1, 254));
            target.under(&[servers::guard(&say, dice), logins::login(&next, dice)])
        }
        _ => {
            say.when = say.when.min(target.last_when - 4);
            say.ip = format!(
                "198.{}.{}.{}",
                dice.between(18, 19),
                dice.between(0, 254),
                dice.between(1, 254)
            );
            place::among_fields(target, &[say.line(dice, Server::Sendmail)])
        }
    })
}

fn make_hostile(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let (name, ip) = (names::host(dice), names::address(dice));
    let when = target.when - dice.between(2, 250);
    let say = Say::new(dice, &name, &target.recipient, when);
    let announced = match variant {
        0 => format!("{name}%0D%0AReceived:%20from%20{}%20([{ip}])", names::host(dice)),
        1 => format!(
            "[{ip}]:{} helo={name} ident={}",
            dice.between(1_025, 65_000),
            names::word(dice)
        ),
        _ => format!("{name} by {} with ESMTP", target.our_host),
    };
    let line = match variant {
        0 => servers::carrier(&say, dice),
        1 => servers::nameless(&say, dice),
        _ => servers::guard(&say, dice),
    };
    target.under(&[line]).announcing(target, &announced)
}
