//! Ids whose hidden time is not the time stamped, in lines by the peer itself.

use super::{Dice, Graft, Target, by_peer, known, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, stamp};

pub(in crate::measure::held_out) fn copied(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let say = by_peer(target, dice, when);
    let far = dice.between(30, 600) * 86_400 + dice.between(0, 40_000);
    let lines = match variant {
        0 => {
            let id = servers::gateway_id(dice, when - far);
            vec![servers::gateway_with(&say, &id)]
        }
        1 => {
            // The middle one of three.
            let second = Say::new(dice, &say.from, &target.recipient, when - 3);
            let third = Say::new(dice, &second.from, &target.recipient, when - 7);
            let ahead = dice.between(2, 40) * 86_400;
            let id = id::sendmail(dice, second.when + ahead);
            vec![
                say.line(dice, Server::Exim),
                known::sendmail_tls_with(&second, &id),
                servers::suite(&third, dice),
            ]
        }
        _ => {
            let old = id::exim(dice, when - far);
            vec![format!(
                "from {} ([{}] helo={})\n\tby {} with esmtpa (Exim {})\n\t(envelope-from <{}>)\n\tid {old}\n\tfor {}; {}",
                say.from,
                say.ip,
                say.from,
                say.by,
                servers::exim_version(when),
                say.sender,
                say.to,
                stamp::date(when, say.zone)
            )]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn broken(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let say = by_peer(target, dice, when);
    let lines = match variant {
        0 => {
            // Minute and second are a letter each, and the last two letters stand for none.
            let mut id = id::sendmail(dice, when);
            id.replace_range(4..6, &dice.text("yz", 2));
            vec![known::sendmail_tls_with(&say, &id)]
        }
        1 => {
            let digits = "GHJKLMNPQRSTUVWXYZ";
            vec![format!(
                "from {0} ({0} [::ffff:{1}])\n  by {2} with esmtp; {3}\n  id {4}.{5}.{6}",
                say.from,
                say.ip,
                say.by,
                stamp::date(when, say.zone),
                dice.text("0123456789ABCDEF", 8),
                dice.text(digits, 8),
                dice.text(digits, 8)
            )]
        }
        _ => {
            let second = Say::new(dice, &say.from, &target.recipient, when - 4);
            let stamped = stamp::local(when, 0).strftime("%Y0230%H%M%S").to_string();
            vec![servers::small_server(&say, dice), known::intermail_with(&second, dice, &stamped)]
        }
    };
    Some(target.under(&lines))
}
