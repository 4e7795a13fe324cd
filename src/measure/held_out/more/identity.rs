//! Names and addresses that no host has, and announced names made to mislead.

use super::{Dice, Further, Graft, Target, behind, by_peer, known, logins, place, servers};
use crate::measure::line::Say;
use crate::measure::names;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "identity/impossible-address",
        variants: &[
            "the second number, in an Exim line with a port",
            "one number four times, in a sendmail line",
            "the first number and the last, in the middle of three lines",
            "256 at its end, at the end of the header",
        ],
        make: impossible,
    },
    Further {
        technique: "identity/reserved-address",
        variants: &[
            "a group's of a site's own, in an Exim line",
            "of the last sixteenth, in the lower of two lines",
            "of the first block, in three lines alike",
            "of the protocols' own block, where a user logged in, at the end of the header",
        ],
        make: reserved,
    },
    Further {
        technique: "identity/hostile-name",
        variants: &[
            "a whole peer, and what was agreed of TLS",
            "brackets the wrong way round, and a server between them",
            "the host itself, and a doubt that sendmail has",
            "qmail's words for a peer whose user is known",
            "backslashes, and a recipient",
        ],
        make: hostile,
    },
];

fn impossible(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let below = number == 3;
    let when = if below { target.last_when } else { target.when } - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    let mut next = behind(&say, dice, 7);
    let last = behind(&next, dice, 7);
    let (one, two, high) = (dice.between(1, 223), dice.between(1, 254), dice.between(256, 399));
    Some(match number {
        0 => {
            say.ip = format!("{one}.{high}.{two}.{}", dice.between(1, 254));
            target.under(&[servers::exim_port(&say, dice)])
        }
        1 => {
            // All of the same figure, as somebody types who is in a hurry.
            say.ip =
                (*dice.one(&["333.333.333.333", "666.666.666.666", "999.999.999.999"])).to_owned();
            target.under(&[servers::sendmail_bare(&say, dice)])
        }
        2 => {
            next.ip = format!("{high}.{one}.{two}.{}", dice.between(400, 999));
            target.under(&[
                servers::postfix_tls(&say, dice),
                servers::windows(&next, dice),
                servers::qmail_named(&last, dice),
            ])
        }
        _ => {
            say.ip = format!("{one}.{two}.{}.256", dice.between(1, 254));
            place::last_fields(target, &[servers::daemon(&say, dice)])
        }
    })
}

fn reserved(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    let mut next = behind(&say, dice, 5);
    let mut part = || dice.between(1, 254);
    let (one, two, three) = (part(), part(), part());
    Some(match number {
        0 => {
            // A group's, of those that sites use among themselves.
            say.ip = format!("239.{one}.{two}.{three}");
            target.under(&[servers::exim_port(&say, dice)])
        }
        1 => {
            next.ip = format!("{}.{one}.{two}.{three}", 240 + one % 15);
            target.under(&[servers::unverified(&say, dice), servers::courier_plain(&next, dice)])
        }
        2 => {
            // The first of all, in the three lines of one program.
            let last = behind(&next, dice, 5);
            let lines = [say, next, last].map(|mut say| {
                say.ip = format!("0.{}.{}.{}", dice.between(0, 254), dice.between(0, 254), two);
                servers::sendmail_bare(&say, dice)
            });
            target.under(&lines)
        }
        _ => {
            say.when = say.when.min(target.last_when - 3);
            say.ip = format!("192.0.0.{}", 20 + one % 140);
            place::last_fields(target, &[logins::sasl(&say, dice)])
        }
    })
}

fn hostile(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let (name, ip) = (names::host(dice), names::address(dice));
    let when = target.when - dice.between(2, 250);
    let say = Say::new(dice, &name, &target.recipient, when);
    let (announced, line) = match number {
        0 => (
            format!("{name} ({name} [{ip}]) (using TLSv1.2 with cipher AES256-SHA (256/256 bits))"),
            servers::postfix_tls(&say, dice),
        ),
        1 => (format!("{name}) by {name} (Postfix"), servers::exim_port(&say, dice)),
        2 => (
            format!("localhost [127.0.0.1] (may be forged) {}", names::inside(dice)),
            servers::sendmail_bare(&say, dice),
        ),
        3 => (
            // The peer in qmail's words, as if another server had written them.
            format!("unknown (HELO {name}) ({}@{ip})", names::word(dice)),
            servers::qmail_named(&say, dice),
        ),
        _ => (format!("{name}\\ [{ip}]\\;for={}", target.recipient), known::exim_helo(&say, dice)),
    };
    target.under(&[line]).announcing(target, &announced)
}
