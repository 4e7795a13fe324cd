//! Lines of other messages, and lines that occur twice.

use super::{Technique, peer_name};
use crate::measure::line::{Say, Server};
use crate::measure::{Dice, Graft, Target, names, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "spliced/foreign-chain",
        title: "another message's whole chain in the place of the sender's",
        variants: &["as it was", "with new dates", "its lower half"],
        traceless: None,
        make: make_foreign,
    },
    Technique {
        id: "spliced/chain-below",
        title: "another message's whole chain below all lines",
        variants: &["as it was", "with new dates", "its lower half"],
        traceless: None,
        make: make_below,
    },
    Technique {
        id: "spliced/same-id",
        title: "one id on two lines of a chain by the peer",
        variants: &["Postfix, two hosts", "Exim, two hosts", "sendmail, two hosts"],
        traceless: None,
        make: make_same_id,
    },
    Technique {
        id: "spliced/line-twice",
        title: "a line of the sender's repeated further down with another peer",
        variants: &["the lowest line", "the first line", "the lowest line, word for word"],
        traceless: None,
        make: make_twice,
    },
];

fn make_foreign(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let lines = donated(target, variant, dice, target.when)?;
    Some(target.under(&lines))
}

fn make_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let lines = donated(target, variant, dice, target.last_when)?;
    Some(target.below(&lines))
}

/// The claimed lines of another message, none of whose hosts has to do with this one.
fn donated(target: &Target, variant: usize, dice: &mut Dice, when: i64) -> Option<Vec<String>> {
    let mut lines = target.donor.as_ref()?.claimed.clone();
    if variant == 2 {
        lines.drain(..lines.len() / 2);
    }
    if lines.is_empty() || lines.iter().any(|line| related(target, line)) {
        return None;
    }
    if variant == 1 {
        for (place, line) in lines.iter_mut().enumerate() {
            let (start, _) = line.rsplit_once(';')?;
            let zone = stamp::zone(dice, when);
            *line = format!("{start}; {}", stamp::named(when - 5 - place as i64 * 4, zone));
        }
    }
    Some(lines)
}

/// The line names a domain that the hand-over or the lowest line names too.
pub(in crate::measure) fn related(target: &Target, line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let names = [
        target.peer.helo.as_deref(),
        target.peer.rdns.as_deref(),
        target.last_by.as_deref(),
        target.last_from.as_deref(),
        Some(&target.our_host),
    ];
    names.into_iter().flatten().any(|name| {
        let name = name.to_ascii_lowercase();
        let mut labels = name.rsplit('.');
        match (labels.next(), labels.next()) {
            (Some(last), Some(label)) => line.contains(&format!("{label}.{last}")),
            _ => line.contains(&format!(" {name} ")),
        }
    }) || line.contains(&target.peer.ip)
}

fn make_same_id(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let server = match variant {
        0 => Server::Postfix,
        1 => Server::Exim,
        _ => Server::Sendmail,
    };
    let by = peer_name(target, dice);
    let when = target.when - dice.between(3, 60);
    let first = Say::new(dice, &by, &target.recipient, when);
    let second = Say::new(dice, &first.from, &target.recipient, when);
    // The same draws for both lines, so that their ids are the same too.
    let lines = vec![first.line(&mut dice.clone(), server), second.line(&mut dice.clone(), server)];
    Some(target.under(&lines))
}

fn make_twice(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let claimed = target.claimed();
    let line = match variant {
        1 => claimed.first()?,
        _ => claimed.last()?,
    };
    let (_, rest) = line.split_once(" by ").filter(|_| line.contains(" id "))?;
    let from = names::host(dice);
    let line = match variant {
        2 if claimed.len() > 1 => claimed.first()?.clone(),
        _ => format!("from {from} ({from} [{}]) by {rest}", names::address(dice)),
    };
    Some(target.below(&[line]))
}
