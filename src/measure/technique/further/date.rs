//! Further dates that cannot be, and time that runs back.

use super::servers;
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};
use crate::measure::technique::peer_name;
use crate::measure::{id, names};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "date/after-ours",
        variants: &[
            "a year, the year's number being wrong",
            "twelve hours, the halves of the day being mixed up",
            "the hours of the zone, local time being taken for universal time, in two lines",
        ],
        make: make_after,
    },
    Further {
        technique: "date/back-further-down",
        variants: &[
            "by a day to the second, Exim",
            "three lines, the lowest hours after the one in the middle",
            "by some hours, each line by another server in another zone",
        ],
        make: make_back,
    },
    Further {
        technique: "date/zone-minutes",
        variants: &[
            "-0180 and the like, minutes taken for hours",
            "some odd number of minutes, in a Postfix line",
            "one in each of two lines, with the same clock",
        ],
        make: make_minutes,
    },
    Further {
        technique: "date/zone-name",
        variants: &[
            "-0600 (EST)",
            "(PDT) east of Greenwich, sendmail",
            "(MSK) in America, over TLS",
        ],
        make: make_zone_name,
    },
    Further {
        technique: "date/impossible",
        variants: &[
            "the thirty-first of a month of thirty days",
            "second 61 and more",
            "day 0",
            "month 13, in figures",
        ],
        make: make_impossible,
    },
    Further {
        technique: "date/twelve-hours",
        variants: &[
            "in the usual order, without a zone",
            "year first",
            "behind the zone, in small letters",
        ],
        make: make_twelve,
    },
];

fn make_after(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let near = target.when - dice.between(2, 60);
    Some(match variant {
        0 => {
            let say = Say::new(dice, &by, to, near + 365 * 86_400);
            target.under(&[say.line(dice, Server::Exim)])
        }
        1 => {
            let say = Say::new(dice, &by, to, near + 12 * 3_600);
            target.under(&[say.line(dice, Server::Qmail)])
        }
        _ => {
            let late = *dice.one(&[4, 5, 6, 7, 8, 9]) * 3_600;
            let mut first = Say::new(dice, &by, to, near + late);
            let mut second = Say::new(dice, &first.from, to, near + late - 3);
            (first.zone, second.zone) = (stamp::UTC, stamp::UTC);
            target.under(&[servers::mdaemon(&first, dice), servers::mdaemon(&second, dice)])
        }
    })
}

fn make_back(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let when = target.when - dice.between(2 * 86_400, 3 * 86_400);
    let hours = dice.between(3, 18) * 3_600 + dice.between(0, 3_599);
    let late = if variant == 0 { 86_400 } else { hours };
    let first = Say::new(dice, &by, to, when);
    let second_at = if variant == 1 { when - 8 } else { when + late };
    let second = Say::new(dice, &first.from, to, second_at);
    let lines = match variant {
        0 => vec![first.line(dice, Server::Exim), second.line(dice, Server::Exim)],
        1 => {
            let third = Say::new(dice, &second.from, to, when + late);
            vec![
                first.line(dice, Server::Sendmail),
                second.line(dice, Server::Sendmail),
                third.line(dice, Server::Sendmail),
            ]
        }
        _ => vec![servers::communigate(&first, dice), first_zone_west(&second, dice)],
    };
    Some(target.under(&lines))
}

/// A line of the Windows service in the zone of the American east.
fn first_zone_west(say: &Say, dice: &mut Dice) -> String {
    let say = Say { zone: Zone { minutes: -300, name: "EST" }, ..say.clone() };
    servers::smtpsvc(&say, dice)
}

/// `-0180`: sign, hours and minutes of which the last are sixty and more.
fn odd_offset(dice: &mut Dice) -> String {
    let sign = *dice.one(&['+', '-']);
    format!("{sign}{:02}{:02}", dice.between(0, 9), dice.between(60, 99))
}

fn make_minutes(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 120);
    let by = peer_name(target, dice);
    let Say { from, ip, to, .. } = Say::new(dice, &by, &target.recipient, when);
    let lines = match variant {
        0 => {
            let minutes: i32 = *dice.one(&[-180, 180, -60, 60, -480, -360, 360]);
            let sign = if minutes < 0 { '-' } else { '+' };
            let date = stamp::clock(when, minutes);
            vec![format!(
                "from {from} (HELO {from}) ({ip})\n\tby {by} with SMTP; {date} {sign}{:04}",
                minutes.abs()
            )]
        }
        1 => {
            let (offset, id) = (odd_offset(dice), id::postfix(dice));
            let date = stamp::clock(when, 0);
            let name = *dice.one(&["CET", "EST", "UTC"]);
            vec![format!(
                "from {from} ({from} [{ip}])\n\tby {by} (Postfix) with ESMTP id {id}\n\tfor <{to}>; {date} {offset} ({name})"
            )]
        }
        _ => {
            let (offset, last) = (odd_offset(dice), names::host(dice));
            let date = stamp::clock(when, 0);
            vec![
                format!("from {from} ([{ip}]) by {by} with ESMTP; {date} {offset}"),
                format!("from {last} by {from} with SMTP; {date} {offset}"),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_zone_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 120);
    let by = peer_name(target, dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    say.zone = match variant {
        0 => Zone { minutes: -360, name: "EST" },
        1 => Zone { minutes: *dice.one(&[60, 180, 480]), name: "PDT" },
        _ => Zone { minutes: -300, name: "MSK" },
    };
    Some(target.under(&[match variant {
        0 => format!(
            "from {} ({}) by {by} with ESMTP id {}; {}",
            say.from,
            say.ip,
            id::postfix(dice),
            stamp::named(when, say.zone)
        ),
        1 => say.line(dice, Server::Sendmail),
        _ => servers::postfix_tls(&say, dice),
    }]))
}

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 120);
    let by = peer_name(target, dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let time = stamp::local(when, 0);
    let date = match variant {
        0 => {
            let month = *dice.one(&["Apr", "Jun", "Sep", "Nov"]);
            time.strftime(&format!("%a, 31 {month} %Y %H:%M:%S +0000")).to_string()
        }
        1 => {
            let second = dice.between(61, 99);
            time.strftime(&format!("%a, %d %b %Y %H:%M:{second} +0000")).to_string()
        }
        2 => time.strftime("%a, 00 %b %Y %H:%M:%S -0500").to_string(),
        _ => time.strftime("%a, %d 13 %Y %H:%M:%S +0000").to_string(),
    };
    let Say { from, ip, .. } = say;
    Some(target.under(&[match variant {
        0 => format!("from [{ip}] (helo={from})\n\tby {by} with smtp; {date}"),
        1 => format!(
            "from {from} ([{ip}]) by {by} with Microsoft SMTPSVC(6.0.3790.3959);\n\t {date}"
        ),
        2 => format!("from unknown (HELO {from}) ({ip})\n  by {by} with SMTP; {date}"),
        _ => format!("from {from} ({ip}) by {by} with ESMTP; {date}"),
    }]))
}

fn make_twelve(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 120);
    let by = peer_name(target, dice);
    let Say { from, ip, zone, .. } = Say::new(dice, &by, &target.recipient, when);
    let time = stamp::local(when, zone.minutes);
    let digits = stamp::digits(zone.minutes);
    let date = match variant {
        0 => time.strftime("%a, %d %b %Y %-I:%M:%S %p").to_string(),
        1 => format!("{} {digits}", time.strftime("%Y-%m-%d %I:%M:%S %p")),
        _ => format!("{} {digits} {}", time.strftime("%a, %d %b %Y %I:%M:%S"), time.strftime("%P")),
    };
    Some(target.under(&[match variant {
        0 => format!("from {from} ([{ip}]) by {by} with asmtp; {date}"),
        1 => format!("from {ip} by {by} with SMTP id {}; {date}", servers::small(dice, 9)),
        _ => format!("from {from} ({from} [{ip}])\n\tby {by} with ESMTP; {date}"),
    }]))
}
