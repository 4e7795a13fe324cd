//! Further third parties between two sides that are known.

use super::servers;
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::{names, stamp};

const VARIANTS: &[&str] = &[
    "a CommuniGate line that names the sender's server as its peer",
    "a PowerMTA line that tells no peer",
    "a Courier line of strangers over a Domino line that names the sender's server",
    "a plain line with the sender's address and no name",
    "a filter's host that takes in, and its host that sends out",
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
    let when = target.when - dice.between(1, 3);
    let by = names::host(dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let strangers = say.clone();
    if let Some(name) = target.peer.name() {
        (say.from, say.ip) = (name.to_owned(), target.peer.ip.clone());
    }
    let lines = match variant {
        0 => vec![servers::communigate(&say, dice)],
        1 => vec![servers::powermta_local(&say, dice)],
        2 => {
            let first = servers::courier(&strangers, dice);
            say.by = strangers.from;
            vec![first, servers::domino(&say, dice)]
        }
        3 => vec![format!(
            "from [{}] by {by} with SMTP id {}; {}",
            target.peer.ip,
            servers::small(dice, 10),
            stamp::date(when, say.zone)
        )],
        _ => {
            let domain = names::domain(dice);
            let inbound = format!("in{}.{domain}", dice.between(1, 9));
            let inside = names::inside(dice);
            let outbound = Say {
                from: inbound.clone(),
                ip: inside,
                by: format!("out{}.{domain}", dice.between(1, 9)),
                ..strangers
            };
            say.by = inbound;
            vec![outbound.line(dice, Server::Postfix), say.line(dice, Server::Postfix)]
        }
    };
    Some(target.between(&lines))
}
