//! What a program for generating mail left behind.

use super::{Dice, Graft, Target, by_peer, servers};
use crate::measure::line::{Say, Server};
use crate::measure::stamp;

pub(in crate::measure::held_out) fn make(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let mut say = by_peer(target, dice, when);
    let lines = match variant {
        0 => vec![format!(
            "from {} ([{}]) by {} with ESMTP id <?php echo ${}; ?>; {}",
            say.from,
            say.ip,
            say.by,
            dice.one(&["id", "msgid", "rand"]),
            stamp::date(when, say.zone)
        )],
        1 => {
            say.to = format!("%{}%", dice.one(&["RCPT", "EMAIL", "TO_ADDR"]));
            vec![say.line(dice, Server::Postfix)]
        }
        _ => {
            let mut next = Say::new(dice, &say.from, &target.recipient, when - 6);
            next.from = format!("@@{}@@", dice.one(&["HELO", "HOSTNAME", "DOMAIN"]));
            vec![servers::suite(&say, dice), next.line(dice, Server::Qmail)]
        }
    };
    Some(target.under(&lines))
}
