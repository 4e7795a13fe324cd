//! Lines that pretend to be our own, and marks that pretend our side goes on.

use super::{Dice, Graft, Target, by_peer, by_stranger, known, place, servers};
use crate::measure::line::{Say, Server};
use crate::measure::{id, names, stamp};

pub(in crate::measure::held_out) fn name_below(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(1, 600);
    let ours = target.our_host.as_str();
    let say = Say::new(dice, ours, &target.recipient, when);
    let line = match variant {
        0 => servers::postfix_certified(&say, dice),
        1 => format!(
            "from {}\n\t(SquirrelMail authenticated user {})\n\tby {ours} with HTTP;\n\t{}",
            say.ip,
            names::word(dice),
            stamp::named(when, say.zone)
        ),
        _ => format!(
            "by {ours} id {} for <{}>; {}",
            dice.text("0123456789abcdef", 12),
            say.to,
            stamp::date(when, say.zone)
        ),
    };
    Some(target.under(&[line]))
}

pub(in crate::measure::held_out) fn name_in_chain(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let when = target.last_when.min(target.when) - dice.between(20, 700);
    let own = Say::new(dice, ours, &target.recipient, when);
    let first = by_peer(target, dice, target.when - 3);
    Some(match variant {
        0 => {
            let mut second = Say::new(dice, &first.from, &target.recipient, target.when - 5);
            second.from = ours.to_owned();
            target.under(&[
                servers::suite(&first, dice),
                servers::gateway(&second, dice),
                servers::engine(&own, dice),
            ])
        }
        1 => {
            let mut own = own;
            own.by = format!("{}.", ours.to_ascii_uppercase());
            target.under(&[
                servers::gateway(&first, dice),
                format!(
                    "from {} ([{}]) by {} with ESMTP id {}; {}",
                    own.from,
                    own.ip,
                    own.by,
                    dice.between(10_000, 9_999_999),
                    stamp::date(when, own.zone)
                ),
            ])
        }
        _ => {
            let stranger = by_stranger(target, dice, when - 9);
            let mut own = own;
            own.from = stranger.by.clone();
            let lower = servers::mailenable(&stranger, dice);
            place::spread(target, &servers::sendmail_login(&own, dice), &[lower])
        }
    })
}

pub(in crate::measure::held_out) fn inner_chain(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 30);
    let mut say = Say::new(dice, ours, &target.recipient, when);
    let lines = match variant {
        0 => {
            (say.from, say.ip) = ("localhost".to_owned(), "127.0.0.1".to_owned());
            let mut before = say.clone();
            before.when -= 2;
            (before.from, before.ip) = (format!("filter.{domain}"), "127.0.0.2".to_owned());
            vec![say.line(dice, Server::Postfix), servers::gateway(&before, dice)]
        }
        1 => {
            say.from = format!("out{}.{domain}", dice.between(1, 5));
            say.ip = names::inside(dice);
            let mut phone = Say::new(dice, &say.from, &target.recipient, when - 2);
            phone.from = format!("phone-{}.{domain}", names::word(dice));
            phone.sender = format!("{}@{domain}", names::word(dice));
            phone.zone = say.zone;
            vec![say.line(dice, Server::Exim), servers::exim_login(&phone, dice)]
        }
        _ => {
            // Addresses with which providers number their customers inside.
            let shared = |dice: &mut Dice| {
                format!(
                    "100.{}.{}.{}",
                    dice.between(64, 127),
                    dice.between(0, 254),
                    dice.between(2, 250)
                )
            };
            say.from = format!("vpn.{domain}");
            say.ip = shared(dice);
            let mut laptop = Say::new(dice, &say.from, &target.recipient, when - 1);
            (laptop.from, laptop.ip) = (format!("laptop{}", dice.between(1, 80)), shared(dice));
            laptop.zone = say.zone;
            vec![known::sendmail_tls(&say, dice), servers::sendmail_login(&laptop, dice)]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn replayed(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let own = target.lines.get(target.own.checked_sub(1)?)?;
    let (_, rest) = own.split_once(" by ")?;
    let (rest, _) = rest.rsplit_once(';')?;
    let (from, ip) = (names::host(dice), names::address(dice));
    let zone = stamp::zone(dice, target.when);
    Some(match variant {
        0 => {
            let start = rest.find(" id ").and_then(|end| rest.get(..end)).unwrap_or(rest);
            let mut first = by_peer(target, dice, target.when - 2);
            let mut second = Say::new(dice, &first.from, &target.recipient, target.when - 4);
            second.from = target.our_host.clone();
            (first.zone, second.zone) = (zone, zone);
            target.under(&[
                servers::small_server(&first, dice),
                known::hmailserver(&second, dice),
                format!(
                    "from {from} ({from} [{ip}]) by {start}; {}",
                    stamp::date(target.when - 3_600, zone)
                ),
            ])
        }
        1 => {
            let date = stamp::named(target.last_when - dice.between(1, 50), zone);
            place::among_fields(
                target,
                &[format!("from {from}\n ({from}\n [{ip}])\n by {rest};\n {date}")],
            )
        }
        _ => {
            let line = |day: i64| {
                let date = stamp::named(target.when - day * 86_400, zone);
                format!("from {from} (unknown [{ip}]) by {rest}; {date}")
            };
            target.under(&[line(1), line(2), line(3)])
        }
    })
}

pub(in crate::measure::held_out) fn markers(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let ours = target.our_host.as_str();
    let (_, domain) = ours.split_once('.')?;
    let when = target.when - dice.between(1, 50);
    let zone = stamp::zone(dice, when);
    let user = target.recipient.split('@').next().unwrap_or("user");
    let earlier = when - dice.between(2, 9);
    let mut third = Say::new(dice, ours, &target.recipient, earlier);
    third.zone = zone;
    let (marker, third) = match variant {
        0 => {
            third.by = format!("pop.{domain}");
            (
                format!(
                    "from pop.{domain} ({})\n by localhost with POP3 for <{user}@localhost>; {} -0000",
                    names::address(dice),
                    stamp::local(when, 0).strftime("%d %b %Y %H:%M:%S")
                ),
                servers::suite(&third, dice),
            )
        }
        1 => (
            format!(
                "from mail pickup service by {ours} with Microsoft SMTPSVC;\n\t {}",
                stamp::date(when, zone)
            ),
            servers::gateway(&third, dice),
        ),
        _ => (
            format!(
                "from {} by {ours} (envelope-from <{}>, uid {}) with qmail-scanner-2.08\n (clamdscan: 0.97. Processed in {:.1} secs); {}",
                third.ip,
                third.sender,
                dice.between(80, 999),
                dice.between(1, 40) as f64 / 10.0,
                stamp::qmail(when)
            ),
            servers::qmail_tls(&third, dice),
        ),
    };
    Some(target.under(&[marker, third]))
}

pub(in crate::measure::held_out) fn announced(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let ours = target.our_host.clone();
    let when = target.when - dice.between(2, 400);
    let mut say = Say::new(dice, &ours, &target.recipient, when);
    let lines = match variant {
        0 => vec![servers::gateway(&say, dice)],
        1 => {
            say.ip = names::inside(dice);
            vec![known::intermail(&say, dice)]
        }
        _ => {
            let (_, domain) = ours.split_once('.')?;
            say.from = format!("www.{domain}");
            vec![
                servers::postfix_certified(&say, dice),
                format!(
                    "by www.{domain} (Postfix, from userid {})\n\tid {}; {}",
                    dice.between(30, 1_200),
                    id::postfix(dice),
                    stamp::named(when - 1, say.zone)
                ),
            ]
        }
    };
    target.under(&lines).announcing(target, &ours)
}
