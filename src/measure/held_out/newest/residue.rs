//! **Not to be read by whoever writes or tunes rules.**
//!
//! What a program for generating mail left behind.

use super::{Dice, Further, Graft, Target, behind, by_peer, servers};
use crate::measure::stamp;

pub(super) const ALL: &[Further] = &[Further {
    technique: "residue/macro",
    variants: &[
        "a hash and a brace, in the announced name of an Exim line",
        "doubled angle brackets in the place of the whole date, in the lower of two lines",
        "underscores on both sides, in the server's id",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    let lines = match variant {
        0 => {
            say.from = format!("#{{{}}}", dice.one(&["from_host", "helo", "sender.domain"]));
            vec![servers::nameless(&say, dice)]
        }
        1 => {
            let next = behind(&say, dice, 9);
            vec![
                servers::scanner(&say, dice),
                format!(
                    "from {0} ({0} [{1}]) by {2} with SMTP id {3}; <<{4}>>",
                    next.from,
                    next.ip,
                    next.by,
                    dice.between(10_000, 999_999),
                    dice.one(&["DATE", "Date_RFC", "NOW"])
                ),
            ]
        }
        _ => vec![format!(
            "from {} ([{}]) by {} with ESMTP id __{}__; {}",
            say.from,
            say.ip,
            say.by,
            dice.one(&["MSGID", "RANDOM", "UNIQ_ID"]),
            stamp::date(when, say.zone)
        )],
    };
    Some(target.under(&lines))
}
