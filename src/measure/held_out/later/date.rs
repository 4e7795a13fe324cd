//! Dates that cannot be, and time that runs back, in lines by the peer itself.

use super::{Dice, Graft, Target, by_peer, known, peer_name, redated, servers};
use crate::measure::id;
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};

pub(in crate::measure::held_out) fn after(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let hour = 3_600;
    let lines = match variant {
        0 => {
            let late = target.when + dice.between(5 * hour, 8 * hour);
            let first = Say::new(dice, &by, to, late);
            let second = Say::new(dice, &first.from, to, late - 3);
            let third = Say::new(dice, &second.from, to, late - 9);
            vec![
                servers::gateway(&first, dice),
                servers::suite(&second, dice),
                servers::mailenable(&third, dice),
            ]
        }
        1 => {
            let days = dice.between(170, 190);
            let say = Say::new(dice, &by, to, target.when + days * 24 * hour);
            vec![servers::small_server(&say, dice)]
        }
        _ => {
            let late = dice.between(9 * hour, 47 * hour);
            let say = Say::new(dice, &by, to, target.when + late);
            known::qmail_pair(&say, dice)
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn back(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let hour = 3_600;
    let lines = match variant {
        0 => {
            let before = target.when - 7 * 24 * hour - dice.between(0, 900);
            let first = Say::new(dice, &by, to, before);
            let second = Say::new(dice, &first.from, to, target.when - 30);
            vec![servers::qmail_tls(&first, dice), servers::qmail_tls(&second, dice)]
        }
        1 => {
            // Each line is two hours and more later than the one above it.
            let (_, domain) = by.split_once('.')?;
            let mut say = Say::new(dice, &by, to, target.when - 11 * hour);
            let mut lines = Vec::new();
            for hop in 1..=4 {
                say.from = format!("hub{hop}.{domain}");
                lines.push(servers::suite(&say, dice));
                let later = say.when + dice.between(2 * hour, 5 * hour / 2);
                let (by, zone) = (say.from.clone(), say.zone);
                say = Say::new(dice, &by, to, later);
                say.zone = zone;
            }
            lines
        }
        _ => {
            let first = Say::new(dice, &by, to, target.when - 15);
            let early = target.when - dice.between(14 * hour, 16 * hour);
            let second = Say::new(dice, &first.from, to, early);
            let later = early + dice.between(10 * hour, 12 * hour);
            let third = Say::new(dice, &second.from, to, later);
            vec![
                servers::postfix_certified(&first, dice),
                servers::gateway(&second, dice),
                servers::engine(&third, dice),
            ]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn minutes(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let say = by_peer(target, dice, when);
    let date = |minutes: i32, digits: &str| format!("{} {digits}", stamp::clock(when, minutes));
    let lines = match variant {
        0 => vec![redated(&servers::gateway(&say, dice), &date(-315, "-0475"))?],
        1 => vec![redated(&servers::sendmail_login(&say, dice), &date(420, "+0660 (ICT)"))?],
        _ => {
            let second = Say::new(dice, &say.from, &target.recipient, when - 2);
            vec![
                redated(&servers::mailenable(&say, dice), &date(88, "+0088"))?,
                redated(&servers::small_server(&second, dice), &date(-151, "-0191"))?,
            ]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn zone_name(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let mut say = by_peer(target, dice, when);
    let mut second = Say::new(dice, &say.from, &target.recipient, when - 5);
    let lines = match variant {
        0 => {
            say.zone = Zone { minutes: -180, name: "JST" };
            vec![servers::sendmail_login(&say, dice)]
        }
        1 => {
            say.zone = Zone { minutes: 330, name: "GMT" };
            vec![servers::postfix_certified(&say, dice)]
        }
        _ => {
            // One offset, two names, neither of which is its own.
            say.zone = Zone { minutes: 180, name: "PST" };
            second.zone = Zone { minutes: 180, name: "HKT" };
            vec![say.line(dice, Server::Sendmail), second.line(dice, Server::Postfix)]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn impossible(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let say = by_peer(target, dice, when);
    let time = stamp::local(when, 0);
    let lines = match variant {
        0 => {
            let date = time.strftime("30 Feb %Y %H:%M:%S +0000").to_string();
            vec![redated(&servers::exim_login(&say, dice), &date)?]
        }
        1 => {
            let second = Say::new(dice, &say.from, &target.recipient, when);
            let hours = dice.between(27, 46);
            let date = format!(
                "{} {hours}:{} +0000",
                time.strftime("%a, %d %b %Y"),
                time.strftime("%M:%S")
            );
            vec![servers::suite(&say, dice), redated(&servers::mailenable(&second, dice), &date)?]
        }
        _ => {
            let date = format!(
                "{}:{}:{} -0000",
                time.strftime("%-d %b %Y %H"),
                dice.between(100, 599),
                time.strftime("%S")
            );
            vec![redated(&servers::qmail_tls(&say, dice), &date)?]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn twelve(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(2, 300);
    let say = by_peer(target, dice, when);
    let time = stamp::local(when, 0);
    let half = if time.hour() < 12 { "a.m." } else { "p.m." };
    let plain = format!(
        "from {} ([{}]) by {} with SMTP id {}",
        say.from,
        say.ip,
        say.by,
        id::postfix(dice)
    );
    let line = match variant {
        0 => {
            let date = format!("{} {half} +0000", time.strftime("%a, %d %b %Y %I:%M:%S"));
            redated(&servers::mailenable(&say, dice), &date)?
        }
        1 => format!("{plain}; {}", time.strftime("%I:%M:%S %p %a, %d %b %Y +0000")),
        _ => {
            let second = Say::new(dice, &say.from, &target.recipient, when - 1);
            let upper = servers::small_server(&say, dice);
            let date = time.strftime("%d-%b-%Y %I:%M:%S%p").to_string();
            let lower = redated(&second.line(dice, Server::Exim), &date)?;
            return Some(target.under(&[upper, lower]));
        }
    };
    Some(target.under(&[line]))
}
