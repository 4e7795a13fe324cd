//! A third party's lines between two sides that are known.

use super::{Dice, Further, Graft, Target, between, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

const VARIANTS: &[&str] = &[
    "a company's Exchange that names the sender's server",
    "an alias of a stranger's, and its qmail below it",
    "a stranger's filter, three lines of one host",
    "two firms, of which the lower names the sender's server",
];

pub(super) const ALL: &[Further] = &[
    Further { technique: "third-party/declared", variants: VARIANTS, make: make_declared },
    Further { technique: "third-party/inferred", variants: VARIANTS, make },
];

fn make_declared(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    make(target, number, dice).map(|graft| graft.declaring(target))
}

fn make(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    if target.claimed().is_empty() {
        return None;
    }
    let when = target.when - dice.between(1, 3);
    let domain = names::domain(dice);
    let by = names::host_of(dice, Some(&domain));
    let mut say = Say::new(dice, &by, &target.recipient, when);
    between::from_peer(&mut say, target);
    let lines = match number {
        0 => vec![servers::windows(&say, dice)],
        1 => {
            // Forwarded by a user's own wish: the alias, and how the message came.
            say.to = format!("{}@{domain}", names::word(dice));
            let alias = format!(
                "(qmail {} invoked by alias); {}",
                dice.between(300, 32_000),
                stamp::qmail(when)
            );
            vec![alias, servers::qmail_named(&say, dice)]
        }
        2 => {
            let scan = format!(
                "from {by} ([127.0.0.1])\n\tby localhost ({by} [127.0.0.1]) (amavisd-new, port 10024)\n\twith ESMTP id {:05}-{:02} for <{}>;\n\t{}",
                dice.between(900, 32_000),
                dice.between(1, 20),
                say.to,
                stamp::named(when, say.zone)
            );
            let back = format!(
                "from localhost (localhost [127.0.0.1])\n\tby {by} (Postfix) with ESMTP id {}\n\tfor <{}>; {}",
                id::postfix(dice),
                say.to,
                stamp::named(when, say.zone)
            );
            say.when -= 1;
            if say.ip.contains(':') {
                say.ip.insert_str(0, "IPv6:");
            }
            vec![back, scan, servers::postfix_tls(&say, dice)]
        }
        _ => {
            // Two firms: one that passes on, and the one that it has it from.
            let other = names::host(dice);
            let mut upper = Say::new(dice, &by, &target.recipient, when);
            upper.from = other.clone();
            upper.zone = say.zone;
            say.by = other;
            say.when -= 1;
            vec![servers::campaign(&upper, dice), servers::unverified(&say, dice)]
        }
    };
    Some(target.between(&lines))
}
