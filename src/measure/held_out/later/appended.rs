//! Lines by nobody who handed the message on, from bare ones to rich ones.

use super::{Dice, Graft, Target, known, place, servers};
use crate::measure::line::{Say, bare as crude};
use crate::measure::{names, stamp};

pub(in crate::measure::held_out) fn bare(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = if variant == 1 { target.when } else { target.last_when } - dice.between(5, 500);
    let zone = stamp::zone(dice, when);
    let (from, by) = (names::host(dice), names::host(dice));
    Some(match variant {
        0 => {
            let date = known::no_weekday(when, zone.minutes);
            target.below(&[format!("by {by} from {from}; {date}")])
        }
        1 => {
            let lines: Vec<String> =
                (0..3).map(|hop| crude(&by, &by, when - 7 * hop, zone)).collect();
            target.under(&lines)
        }
        _ => {
            let hosts = [names::address(dice), names::address(dice), names::address(dice)];
            let upper = crude(&hosts[1], &hosts[0], when, zone);
            let lower = crude(&hosts[2], &hosts[1], when - dice.between(20, 90), zone);
            place::spread(target, &upper, &[lower])
        }
    })
}

pub(in crate::measure::held_out) fn classic(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = if variant == 2 { target.when } else { target.last_when } - dice.between(3, 400);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (first, second, third) = (names::host(dice), names::host(dice), names::host(dice));
    let old = |dice: &mut Dice| format!("AA{:05}", dice.between(1_000, 31_000));
    Some(match variant {
        0 => target.below(&[format!(
            "from {second} by {first} (5.65v3.2/1.1.10.5/{}) id {}; {date}",
            stamp::local(when, 0).strftime("%d%b%y-%I%M%p"),
            old(dice)
        )]),
        1 => place::last_fields(
            target,
            &[format!("from {second} by {first} (5.65c/IDA-1.4.4) id {}; {date}", old(dice))],
        ),
        _ => {
            let by = target.peer.helo.clone().filter(|name| name.contains('.'))?;
            let hour = stamp::local(when, zone.minutes).hour().unsigned_abs();
            let letter = char::from(b'A' + hour);
            target.under(&[
                format!("from {second} by {by} (8.6.12) via SMTP id {letter}{}; {date}", old(dice)),
                format!(
                    "from {third} by {second} (8.6.9) via SMTP id {letter}{}; {date}",
                    old(dice)
                ),
            ])
        }
    })
}

pub(in crate::measure::held_out) fn addressed(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = if variant == 0 { target.when } else { target.last_when } - dice.between(3, 400);
    let zone = stamp::zone(dice, when);
    let date = stamp::date(when, zone);
    let (from, by, ip) = (names::host(dice), names::host(dice), names::address(dice));
    Some(match variant {
        0 => target.under(&[format!(
            "from {from} (HELO={} IP={ip}) by {by} with SMTP; {date}",
            names::word(dice)
        )]),
        1 => {
            let domain = names::domain(dice);
            let (net, _) = ip.rsplit_once('.')?;
            let start = dice.between(10, 200);
            let lines: Vec<String> = (1..=4)
                .map(|n| {
                    format!(
                        "from node{}.{domain} ([{net}.{}]) by node{n}.{domain} with SMTP; {}",
                        n + 1,
                        start + n + 1,
                        stamp::date(when - 2 * n, zone)
                    )
                })
                .collect();
            target.below(&lines)
        }
        _ => place::among_fields(
            target,
            &[format!(
                "from [{ip}] ({from} [{}]) by {by} with ESMTP id {}; {date}",
                names::address(dice),
                dice.text("abcdefghijklmnopqrstuvwxyz0123456789", 9)
            )],
        ),
    })
}

/// What the peer of `say` says of a stranger, a little earlier.
fn behind(say: &Say, dice: &mut Dice) -> Say {
    let earlier = say.when - dice.between(1, 90);
    let mut next = Say::new(dice, &say.from, &say.to, earlier);
    next.zone = say.zone;
    next
}

pub(in crate::measure::held_out) fn rich(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 500);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let next = behind(&say, dice);
    let lines = match variant {
        0 => vec![servers::suite(&say, dice)],
        1 => vec![servers::gateway(&say, dice), servers::engine(&next, dice)],
        _ => {
            let last = behind(&next, dice);
            vec![
                servers::qmail_tls(&say, dice),
                servers::small_server(&next, dice),
                servers::exim_login(&last, dice),
            ]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn rich_below(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.last_when - dice.between(2, 500);
    let by = names::host(dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    Some(match variant {
        0 => target.below(&[servers::gateway(&say, dice)]),
        1 => place::among_fields(target, &[servers::mailenable(&say, dice)]),
        _ => {
            let next = behind(&say, dice);
            target.below(&[
                servers::postfix_certified(&say, dice),
                servers::sendmail_login(&next, dice),
            ])
        }
    })
}
