//! **Not to be read by whoever writes or tunes rules.**
//!
//! A third party's lines between two sides that are known.

use super::{Dice, Graft, Target, between, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};

/// `number` beyond the ones of [`newest`](super::super::newest). The message has lines of the
/// sender's.
pub(in crate::measure::held_out) fn make(
    target: &Target,
    number: usize,
    dice: &mut Dice,
) -> Option<Graft> {
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
