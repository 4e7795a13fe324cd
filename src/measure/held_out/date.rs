//! Dates that cannot be, and time that runs back, in lines by the peer itself.

use super::servers::{self, Write};
use super::{Dice, Further, Graft, Target, by_peer, later, peer_name, redated};
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};
use crate::measure::{id, names};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "date/after-ours",
        variants: &[
            "a month, in an IronPort line",
            "at the end of a counter of seconds, in 2038",
            "some hours, in the lower of two lines, the upper one being right",
            "some hours, in three lines alike",
            "half a year, in a small server's line",
            "a day or two, qmail, with both its lines",
        ],
        make: make_after,
    },
    Further {
        technique: "date/back-further-down",
        variants: &[
            "to and fro in five plain lines",
            "as many hours as a zone's sign turned about makes, Exim",
            "a year, from one server's words to another's",
            "by a week, qmail over TLS",
            "four lines of one organisation, each hours later than the one above",
            "by half a day between the lower two of three",
        ],
        make: make_back,
    },
    Further {
        technique: "date/zone-minutes",
        variants: &[
            "+0099, in a sendmail line",
            "-0780 with a zone's name, in a line of the service of Windows",
            "+0960, in the lowest of three lines",
            "-0090, in a qmail line",
            "-0475, in a gateway's line",
            "+0660 with a zone's name, sendmail with a log-in",
            "+0088 and -0191, in two lines",
        ],
        make: make_minutes,
    },
    Further {
        technique: "date/zone-name",
        variants: &[
            "(CEST) an hour off, as in winter",
            "a name written out, as Windows shows it, half the world away",
            "(BST) in America, in the lower of two sendmail lines",
            "(JST) in America, sendmail with a log-in",
            "(GMT) in India, over TLS",
            "two names for one offset, in two lines",
        ],
        make: make_zone_name,
    },
    Further {
        technique: "date/impossible",
        variants: &[
            "29 February of a common year",
            "day 32 and more, in a qmail line",
            "a month that a program prints for none",
            "minute and second 60, in both of two lines",
            "30 February, in an Exim line",
            "an hour beyond a day's, in the lower of two lines",
            "a minute of three figures, qmail",
        ],
        make: make_impossible,
    },
    Further {
        technique: "date/twelve-hours",
        variants: &[
            "in a Postfix line, the zone's name behind",
            "written out, as Windows shows it",
            "an hour of the afternoon in twenty-four, and PM",
            "with points in the half of the day",
            "the time in front of the day",
            "months between dashes, in the lower of two lines",
        ],
        make: make_twelve,
    },
];

/// A plain line with this date.
fn plain(say: &Say, dice: &mut Dice, date: &str) -> String {
    format!(
        "from {} ([{}]) by {} with ESMTP id {}; {date}",
        say.from,
        say.ip,
        say.by,
        dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 12)
    )
}

fn make_after(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::date::after(target, number, dice);
    }
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let lines = match variant {
        0 => {
            let late = dice.between(28, 32) * 86_400 + dice.between(0, 3_000);
            let say = Say::new(dice, &by, to, target.when + late);
            vec![servers::ironport(&say, dice)]
        }
        1 => {
            let say = Say::new(dice, &by, to, i64::from(i32::MAX));
            let date = stamp::named(say.when, stamp::UTC);
            vec![plain(&say, dice, &date)]
        }
        _ => {
            let first = Say::new(dice, &by, to, target.when - 5);
            let late = target.when + dice.between(4 * 3_600, 9 * 3_600);
            let second = Say::new(dice, &first.from, to, late);
            vec![first.line(dice, Server::Postfix), servers::hmailserver(&second, dice)]
        }
    };
    Some(target.under(&lines))
}

fn make_back(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::date::back(target, number, dice);
    }
    let mut by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let lines = match variant {
        0 => {
            let mut lines = Vec::new();
            for hop in 0..5 {
                // Each second line is of a later time than the one above it.
                let back = match hop % 2 {
                    0 => dice.between(30 * 3_600, 50 * 3_600),
                    _ => dice.between(3_600, 20 * 3_600),
                };
                let say = Say::new(dice, &by, to, target.when - back);
                let date = stamp::date(say.when, say.zone);
                lines.push(plain(&say, dice, &date));
                by = say.from;
            }
            lines
        }
        1 => {
            let when = target.when - dice.between(5, 60);
            let first = Say::new(dice, &by, to, when);
            let second = Say::new(dice, &first.from, to, when - 2);
            let hours = *dice.one(&[300, 420, 480, 540]);
            // The clock of one half of the world with the sign of the other.
            let line = second.line(dice, Server::Exim);
            let date = format!("{} {}", stamp::clock(second.when, hours), stamp::digits(-hours));
            let upper = first.line(dice, Server::Exim);
            vec![upper, redated(&line, &date)?]
        }
        _ => {
            let mut first = Say::new(dice, &by, to, target.when - 366 * 86_400);
            first.when += dice.between(0, 900);
            let second = Say::new(dice, &first.from, to, target.when - 20);
            vec![servers::intermail(&first, dice), servers::kerio(&second, dice)]
        }
    };
    Some(target.under(&lines))
}

fn make_minutes(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::date::minutes(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let to = target.recipient.as_str();
    let say = by_peer(target, dice, when);
    let date = |minutes: i32, digits: &str| format!("{} {digits}", stamp::clock(when, minutes));
    let lines = match variant {
        0 => {
            let line = servers::sendmail_ident(&say, dice);
            vec![redated(&line, &date(99, "+0099"))?]
        }
        1 => vec![format!(
            "from {} ([{}]) by {} with Microsoft SMTPSVC(6.0.3790.1830);\n\t {} (PST)",
            say.from,
            say.ip,
            say.by,
            date(-480, "-0780")
        )],
        2 => {
            let second = Say::new(dice, &say.from, to, when);
            let third = Say::new(dice, &second.from, to, when);
            let lowest = third.line(dice, Server::Exim);
            vec![
                say.line(dice, Server::Exim),
                second.line(dice, Server::Exim),
                redated(&lowest, &date(960, "+0960"))?,
            ]
        }
        _ => {
            let clock = stamp::local(when, -90).strftime("%-d %b %Y %H:%M:%S").to_string();
            vec![format!(
                "from unknown (HELO {}) ({})\n  by {} with SMTP; {clock} -0090",
                say.from, say.ip, say.by
            )]
        }
    };
    Some(target.under(&lines))
}

fn make_zone_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::date::zone_name(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let to = target.recipient.as_str();
    let mut say = by_peer(target, dice, when);
    let lines = match variant {
        0 => {
            say.zone = Zone { minutes: 60, name: "CEST" };
            vec![say.line(dice, Server::Postfix)]
        }
        1 => {
            let date = format!(
                "{} (Eastern Standard Time)",
                stamp::date(when, Zone { minutes: 480, name: "" })
            );
            vec![plain(&say, dice, &date)]
        }
        _ => {
            let mut second = Say::new(dice, &say.from, to, when - 3);
            second.zone = Zone { minutes: -420, name: "BST" };
            vec![servers::sendmail_tls(&say, dice), servers::sendmail_tls(&second, dice)]
        }
    };
    Some(target.under(&lines))
}

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(4) {
        return later::date::impossible(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let to = target.recipient.as_str();
    let say = by_peer(target, dice, when);
    let time = stamp::local(when, 0);
    let lines = match variant {
        0 => {
            let year = i32::from(time.year());
            let common = if year % 4 == 0 { year - 1 } else { year };
            let clock = time.strftime("%H:%M:%S");
            let line = say.line(dice, Server::Postfix);
            vec![redated(&line, &format!("29 Feb {common} {clock} +0000 (UTC)"))?]
        }
        1 => vec![format!(
            "from unknown (HELO {}) ({})\n  by {} with SMTP; {} {} -0000",
            say.from,
            say.ip,
            say.by,
            dice.between(32, 39),
            time.strftime("%b %Y %H:%M:%S")
        )],
        2 => {
            let none = *dice.one(&["(null)", "undefined", "NaN"]);
            let date = time.strftime(&format!("%a, %d {none} %Y %H:%M:%S +0000")).to_string();
            vec![plain(&say, dice, &date)]
        }
        _ => {
            let second = Say::new(dice, &say.from, to, when);
            let date = time.strftime("%a, %d %b %Y %H:60:60 +0000").to_string();
            let write: Write = servers::xmail;
            vec![redated(&write(&say, dice), &date)?, redated(&write(&second, dice), &date)?]
        }
    };
    Some(target.under(&lines))
}

fn make_twelve(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::date::twelve(target, number, dice);
    }
    let when = target.when - dice.between(2, 200);
    let by = peer_name(target, dice);
    let say = Say::new(dice, &by, &target.recipient, when);
    let time = stamp::local(when, 0);
    let line = match variant {
        0 => {
            let date = time.strftime("%a, %d %b %Y %I:%M:%S %p +0000 (UTC)").to_string();
            redated(&say.line(dice, Server::Postfix), &date)?
        }
        1 => {
            let date = time.strftime("%A, %B %-d, %Y %-I:%M %p").to_string();
            format!("from {} [{}] by {by} with SMTP; {date}", say.from, names::address(dice))
        }
        _ => {
            let afternoon = time.strftime("%d %b %Y").to_string();
            format!(
                "from {} ([{}]) by {by} with SMTP id {}; {afternoon} {}:{} PM +0000",
                say.from,
                say.ip,
                id::postfix(dice),
                dice.between(13, 23),
                time.strftime("%M:%S")
            )
        }
    };
    Some(target.under(&[line]))
}
