//! Ids whose hidden time is not the time stamped, in lines by the peer itself.

use super::{Technique, peer_name};
use crate::measure::line::{Say, Server};
use crate::measure::{Dice, Graft, Target, id, stamp};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "clock/copied-id",
        title: "an id of another day",
        variants: &["Exim", "sendmail", "Postfix, long", "Exim, below all lines"],
        traceless: None,
        make: make_copied,
    },
    Technique {
        id: "clock/broken-id",
        title: "an id with values that its layout cannot have",
        variants: &[
            "Postfix: a million microseconds and more",
            "sendmail: month 14",
            "Exim: figures only",
        ],
        traceless: None,
        make: make_broken,
    },
];

fn make_copied(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let below = variant == 3;
    let when = if below { target.last_when } else { target.when } - dice.between(2, 90);
    let dated = when - dice.between(3, 900) * 86_400;
    let by = match below {
        true => target.last_from.clone().filter(|n| n.contains('.'))?,
        false => peer_name(target, dice),
    };
    let mut say = Say::new(dice, &by, &target.recipient, dated);
    let (server, new) = match variant {
        1 => (Server::Sendmail, true),
        2 => (Server::Postfix, false),
        _ => (Server::Exim, true),
    };
    let date = match server {
        Server::Exim => stamp::date(when, say.zone),
        _ => stamp::named(when, say.zone),
    };
    let line = if new {
        let line = say.line(dice, server);
        let (start, _) = line.rsplit_once(';')?;
        format!("{start}; {date}")
    } else {
        say.when = when;
        let id = id::postfix_long(dice, dated);
        format!(
            "from {0} ({0} [{1}])\n\tby {by} (Postfix) with ESMTP id {id}\n\tfor <{2}>; {date}",
            say.from, say.ip, say.to
        )
    };
    Some(if below { target.below(&[line]) } else { target.under(&[line]) })
}

fn make_broken(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let by = peer_name(target, dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let named = stamp::named(when, say.zone);
    let head = format!("from {0} ({0} [{1}])", say.from, say.ip);
    let line = match variant {
        0 => format!(
            "{head}\n\tby {by} (Postfix) with ESMTP id {:05X}{:04X}\n\tfor <{}>; {named}",
            dice.between(1_000_000, 1_048_575),
            dice.between(0x1000, 0xFFFF),
            say.to
        ),
        1 => format!(
            "{head}\n\tby {by} (8.13.1/8.13.1) with ESMTP id {}E{}{:06}\n\tfor <{}>; {named}",
            dice.text("klmnop", 1),
            dice.text("123456789A", 6),
            dice.between(300, 32_000),
            say.to
        ),
        _ => format!(
            "from {} ([{}])\n\tby {by} with esmtp (Exim 4.50)\n\tid {}-{}-{}\n\tfor {}; {}",
            say.from,
            say.ip,
            dice.text("3456789", 6),
            dice.text("3456789", 6),
            dice.text("0123456789", 2),
            say.to,
            stamp::date(when, say.zone)
        ),
    };
    Some(target.under(&[line]))
}
