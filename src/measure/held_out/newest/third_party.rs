//! **Not to be read by whoever writes or tunes rules.**
//!
//! A third party's lines between two sides that are known.

use super::super::third_party;
use super::{Dice, Further, Graft, Target, known, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

const VARIANTS: &[&str] = &[
    "a guard that names the sender's server",
    "a mailbox elsewhere that passes all on: a queue's second line above a provider's",
    "a list's host that has it from itself, above its scanner",
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
    let when = target.when - dice.between(0, 2);
    let domain = names::domain(dice);
    let by = names::host_of(dice, Some(&domain));
    let mut say = Say::new(dice, &by, &target.recipient, when);
    third_party::from_peer(&mut say, target);
    let lines = match variant {
        0 => vec![servers::guard(&say, dice)],
        1 => {
            // The mailbox is of the third party, and what it hands on is ours.
            say.to = format!("{}@{domain}", names::word(dice));
            vec![
                format!(
                    "by {by} (Postfix)\n\tid {}; {}",
                    id::postfix(dice),
                    stamp::named(when, say.zone)
                ),
                servers::carrier(&say, dice),
            ]
        }
        _ => {
            say.to = format!("{}@{domain}", names::word(dice));
            let version = known::sendmail_version(when);
            vec![
                format!(
                    "from {by} (localhost [127.0.0.1])\n\tby {by} ({version}/{version}) with ESMTP id {}\n\tfor <{}>; {}",
                    id::sendmail(dice, when),
                    target.recipient,
                    stamp::named(when, say.zone)
                ),
                servers::scanner(&say, dice),
            ]
        }
    };
    Some(target.between(&lines))
}
