//! A third party's lines between two sides that are known.

use super::{Dice, Further, Graft, Target, by_stranger, later, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

const VARIANTS: &[&str] = &[
    "an IronPort line that names the sender's server in capitals",
    "both lines of a qmail, which knows the sender's address only",
    "an Ecelerity line that names the sender's server, and a stranger's host in front of it",
    "a pickup by a stranger's web server",
    "an Exim line that took a copy for an address of the stranger's",
    "a gateway's line that names the sender's server",
    "a Postfix line that checked the sender's certificate, for somebody of the stranger's",
    "three hosts of a stranger's, the lowest of which names the sender's server",
];

pub(super) const ALL: &[Further] = &[
    Further { technique: "third-party/declared", variants: VARIANTS, make: make_declared },
    Further { technique: "third-party/inferred", variants: VARIANTS, make },
];

fn make_declared(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    make(target, variant, dice).map(|graft| graft.declaring(target))
}

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if target.claimed().is_empty() {
        return None;
    }
    if let Some(number) = variant.checked_sub(5) {
        return later::third_party::make(target, number, dice);
    }
    let when = target.when - dice.between(0, 2);
    let by = names::host(dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    from_peer(&mut say, target);
    let lines = match variant {
        0 => {
            say.from = say.from.to_ascii_uppercase();
            vec![servers::ironport(&say, dice)]
        }
        1 => {
            let date = stamp::qmail(when);
            vec![
                format!("(qmail {} invoked from network); {date}", dice.between(300, 32_000)),
                format!("from unknown ({})\n  by {by} with SMTP; {date}", say.ip),
            ]
        }
        2 => {
            let mut front = by_stranger(target, dice, when);
            front.from = by;
            vec![servers::sendmail_tls(&front, dice), servers::ecelerity(&say, dice)]
        }
        3 => vec![format!(
            "by {by} (Postfix, from userid {})\n\tid {}; {}",
            dice.one(&[33, 48, 80, 5_001]),
            id::postfix(dice),
            stamp::named(when, say.zone)
        )],
        _ => {
            say.to = format!("{}@{}", names::word(dice), by.split_once('.')?.1);
            vec![servers::exim_helo(&say, dice)]
        }
    };
    Some(target.between(&lines))
}

/// The sender's server is the one that the third party took the message from.
pub(super) fn from_peer(say: &mut Say, target: &Target) {
    if let Some(name) = target.peer.name() {
        say.from = name.to_owned();
    }
    say.ip = target.peer.ip.clone();
}
