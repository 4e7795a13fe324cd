//! A third party's line between two sides that are known.

use super::Technique;
use crate::measure::line::{Say, Server, bare};
use crate::measure::{Dice, Graft, Target, names, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "third-party/declared",
        title: "a third party's line between our declared hosts and the sender's own",
        variants: &[
            "a Postfix line that names the sender's server as its peer",
            "a bare line",
            "an Exim line that names the sender's server as its peer",
            "a sendmail line of strangers",
        ],
        traceless: None,
        make: make_declared,
    },
    Technique {
        id: "third-party/inferred",
        title: "a third party's line between our side, as it was inferred, and the sender's own",
        variants: &[
            "a Postfix line that names the sender's server as its peer",
            "a bare line",
            "an Exim line that names the sender's server as its peer",
            "a sendmail line of strangers",
        ],
        traceless: None,
        make,
    },
];

fn make_declared(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    make(target, variant, dice).map(|graft| graft.declaring(target))
}

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if target.claimed().is_empty() {
        return None;
    }
    let when = target.when - 1;
    let by = names::host(dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    if let Some(name) = target.peer.name().filter(|_| variant != 3) {
        say.from = name.to_owned();
        say.ip = target.peer.ip.clone();
    }
    let zone = stamp::zone(dice, when);
    let line = match variant {
        1 => bare(&say.from, &by, when, zone),
        2 => say.line(dice, Server::Exim),
        3 => say.line(dice, Server::Sendmail),
        _ => say.line(dice, Server::Postfix),
    };
    Some(target.between(&[line]))
}
