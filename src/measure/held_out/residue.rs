//! What a program for generating mail left behind.

use super::{Dice, Further, Graft, Target, later, peer_name};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(super) const ALL: &[Further] = &[Further {
    technique: "residue/macro",
    variants: &[
        "what a printing function fills in, in the address",
        "a script's tag in the place of the date",
        "between double number signs, in the sender of an Exim line",
        "between bars and asterisks, in the lower of two lines",
        "a web page's tag, in the id",
        "a batch file's variable, in the recipient of a Postfix line",
        "between double at signs, in the lower line, a qmail's",
    ],
    make,
}];

fn make(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::residue::make(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let by = peer_name(target, dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    let date = stamp::date(when, say.zone);
    let lines = match variant {
        0 => vec![format!(
            "from {} ([%d.%d.%d.%d]) by {by} with ESMTP id {}; {date}",
            say.from,
            id::postfix(dice)
        )],
        1 => vec![format!(
            "from {} ({}) by {by} with SMTP; <%= {}.now %>",
            say.from,
            say.ip,
            dice.one(&["Time", "Date", "DateTime"])
        )],
        2 => {
            say.sender =
                format!("##{}##@{}", dice.one(&["USER", "NAME", "LOGIN"]), names::domain(dice));
            vec![say.line(dice, Server::Exim)]
        }
        _ => {
            let first = say.line(dice, Server::Postfix);
            vec![
                first,
                format!(
                    "from *|{}|* ([{}]) by {} with SMTP id {}; {date}",
                    dice.one(&["HOST", "SERVER", "HELO"]),
                    names::address(dice),
                    say.from,
                    dice.between(1_000, 99_999)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}
