//! Names and addresses that no host has, and announced names made to mislead.

use super::{Dice, Graft, Target, by_peer, known, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(in crate::measure::held_out) fn impossible(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let mut say = by_peer(target, dice, when);
    let first = dice.between(256, 700);
    let lines = match variant {
        0 => {
            say.ip = format!("{}.{first}.{}.{}", dice.between(1, 223), first + 1, first + 9);
            vec![servers::gateway(&say, dice)]
        }
        1 => {
            let mut lines = Vec::new();
            for hop in 0..3 {
                // The last number alone, and in each line the next.
                let (net, _) = say.ip.rsplit_once('.')?;
                say.ip = format!("{net}.{}", first + hop);
                lines.push(servers::suite(&say, dice));
                say = Say::new(dice, &say.from, &target.recipient, say.when - 2);
            }
            lines
        }
        _ => {
            say.ip = format!(
                "{first}.{}.{}.{}",
                dice.between(0, 255),
                dice.between(0, 255),
                dice.between(1, 255)
            );
            vec![format!(
                "from {0} (HELO {0}) ({1}:{2}) by {3} with ESMTP id {4}; {5}",
                say.from,
                say.ip,
                dice.between(1_025, 65_000),
                say.by,
                id::postfix(dice),
                stamp::named(when, say.zone)
            )]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn reserved(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let mut say = by_peer(target, dice, when);
    let rest =
        format!("{}.{}.{}", dice.between(0, 254), dice.between(0, 254), dice.between(1, 254));
    Some(match variant {
        0 => {
            say.ip = format!("255.{rest}");
            target.under(&[servers::gateway(&say, dice)])
        }
        1 => target.under(&[
            known::sendmail_ident(&say, dice),
            format!(
                "from {0} ({0} [IPv6:3fff:{1:x}:{2:x}::{3:x}])\n\tby {4} (Postfix) with ESMTP id {5}\n\tfor <{6}>; {7}",
                names::host(dice),
                dice.between(1, 0xfff),
                dice.between(1, 0xffff),
                dice.between(1, 0xffff),
                say.from,
                id::postfix(dice),
                say.to,
                stamp::named(when - 2, say.zone)
            ),
        ]),
        _ => {
            let by = target.last_from.clone().filter(|name| {
                name.contains('.') && name.chars().any(|c| c.is_ascii_alphabetic())
            })?;
            let mut say = Say::new(dice, &by, &target.recipient, target.last_when - 4);
            say.from = format!("[{}]", say.ip);
            say.ip = format!("0.{rest}");
            place::among_fields(target, &[say.line(dice, Server::Qmail)])
        }
    })
}

pub(in crate::measure::held_out) fn hostile(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let (name, ip) = (names::host(dice), names::address(dice));
    let when = target.when - dice.between(2, 300);
    let say = Say::new(dice, &name, &target.recipient, when);
    let announced = match variant {
        0 => format!("{name}; {}", stamp::date(when, say.zone)),
        1 => format!("{name} with ESMTPS id {} for <{}>", id::postfix(dice), target.recipient),
        _ => format!("{name} ({} [{ip}] (may be forged))", names::host(dice)),
    };
    let line = match variant {
        0 => servers::engine(&say, dice),
        1 => servers::small_server(&say, dice),
        _ => servers::postfix_certified(&say, dice),
    };
    target.under(&[line]).announcing(target, &announced)
}
