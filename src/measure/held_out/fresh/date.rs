//! **Not to be read by whoever writes or tunes rules.**
//!
//! Dates that cannot be, and time that runs back, in lines by the peer itself.

use super::more_servers as servers;
use super::{Dice, Further, Graft, Target, behind, by_peer, known, peer_name, redated};
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "date/after-ours",
        variants: &[
            "at midnight, of the second day to come",
            "as many hours as the sign of an eastern zone makes, in two lines",
            "some hours, the id being right, Exim",
            "twenty-eight years, after which the weekdays are the same",
        ],
        make: make_after,
    },
    Further {
        technique: "date/back-further-down",
        variants: &[
            "between the two lines of one server, which had the mail looked at by itself",
            "below all lines, between two of strangers",
            "by a day but minutes, at midnight",
            "one clock on the wall in zones half the world apart",
        ],
        make: make_back,
    },
    Further {
        technique: "date/zone-minutes",
        variants: &[
            "behind a colon, in an Exim line",
            "seconds taken for hours and minutes",
            "+0160 and the like, in two lines below all",
            "+1375 with a zone's name, where a user logged in",
        ],
        make: make_minutes,
    },
    Further {
        technique: "date/zone-name",
        variants: &[
            "the names of two coasts exchanged, in two lines",
            "(IST), with the sign turned about",
            "(CST) in Europe, in the lower of two lines",
            "(WAT) in America, below all lines",
        ],
        make: make_zone_name,
    },
    Further {
        technique: "date/impossible",
        variants: &[
            "the day of the year for the day of the month",
            "one weekday for two days, in two lines",
            "what a script makes of an empty date",
            "hours and minutes changed places",
            "milliseconds for seconds",
        ],
        make: make_impossible,
    },
    Further {
        technique: "date/twelve-hours",
        variants: &[
            "the half of the day by one letter",
            "in words, the day counted",
            "as a web page's script shows it, with its narrow blank",
            "the half of the day in Chinese, as Windows has it there",
        ],
        make: make_twelve,
    },
];

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn make_after(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let near = target.when - dice.between(2, 90);
    let say = by_peer(target, dice, near);
    let lines = match variant {
        0 => {
            // A program that knows days only.
            let mut late = say;
            late.when = (target.when.div_euclid(DAY) + 2) * DAY;
            late.zone = stamp::UTC;
            vec![servers::packed(&late, dice)]
        }
        1 => {
            let minutes = *dice.one(&[180, 330, 480, 540]);
            let next = behind(&say, dice, 6);
            let turned = |say: &Say| {
                format!("{} {}", stamp::clock(say.when, minutes), stamp::digits(-minutes))
            };
            vec![
                redated(&servers::macintosh(&say, dice), &turned(&say))?,
                redated(&servers::company(&next, dice), &turned(&next))?,
            ]
        }
        2 => {
            let late = near + dice.between(5 * HOUR, 22 * HOUR);
            vec![redated(&servers::hoster(&say, dice), &stamp::date(late, say.zone))?]
        }
        _ => {
            let late = near + 10_227 * DAY;
            vec![redated(&servers::sweeper(&say, dice), &stamp::date(late, say.zone))?]
        }
    };
    Some(target.under(&lines))
}

fn make_back(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let lines = match variant {
        0 => {
            let hours = dice.between(3 * HOUR, 15 * HOUR);
            let early = target.when - hours - dice.between(5, 90);
            let mut again = Say::new(dice, &by, to, early);
            (again.from, again.ip) = ("localhost".to_owned(), "127.0.0.1".to_owned());
            let mut taken = Say::new(dice, &by, to, again.when + hours);
            taken.zone = again.zone;
            vec![again.line(dice, Server::Postfix), taken.line(dice, Server::Postfix)]
        }
        1 => {
            let last = lowest_peer(target)?;
            let early = target.last_when - dice.between(40 * HOUR, 60 * HOUR);
            let first = Say::new(dice, &last, to, early);
            let late = early + dice.between(5 * HOUR, 30 * HOUR);
            let second = Say::new(dice, &first.from, to, late);
            let lines = [servers::packed(&first, dice), servers::qmail_announced(&second, dice)];
            return Some(target.below(&lines));
        }
        2 => {
            let mut first = Say::new(dice, &by, to, target.when);
            let east = i64::from(first.zone.minutes) * 60;
            let midnight = ((target.when + east).div_euclid(DAY) - 1) * DAY - east;
            first.when = midnight + dice.between(40, 500);
            let mut second = behind(&first, dice, 9);
            // The clock is right, the day is the one that begins.
            second.when = midnight - dice.between(3, 300) + DAY;
            vec![servers::packed(&first, dice), servers::sweeper(&second, dice)]
        }
        _ => {
            let west = stamp::pacific(target.when);
            let early = target.when - dice.between(30 * HOUR, 40 * HOUR);
            let mut first = Say::new(dice, &by, to, early);
            first.zone = Zone { minutes: *dice.one(&[480, 540]), name: "" };
            let mut second = Say::new(dice, &first.from, to, early);
            second.zone = west;
            second.when += i64::from(first.zone.minutes - west.minutes) * 60 - dice.between(1, 8);
            vec![servers::company(&first, dice), servers::packed(&second, dice)]
        }
    };
    Some(target.under(&lines))
}

/// The name of whom the lowest line took the message from.
pub(super) fn lowest_peer(target: &Target) -> Option<String> {
    let named = |name: &String| name.contains('.') && name.contains(|c: char| c.is_alphabetic());
    target.last_from.clone().filter(named)
}

fn make_minutes(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 280);
    let say = by_peer(target, dice, when);
    let date =
        |at: i64, minutes: i32, digits: &str| format!("{} {digits}", stamp::clock(at, minutes));
    let lines = match variant {
        0 => {
            let (minutes, digits) =
                *dice.one(&[(390, "+05:90"), (75, "+00:75"), (-480, "-07:60"), (345, "+04:105")]);
            vec![redated(&servers::hoster(&say, dice), &date(when, minutes, digits))?]
        }
        1 => {
            let (minutes, digits) = *dice.one(&[
                (60, "+3600"),
                (120, "+7200"),
                (180, "+10800"),
                (-300, "-18000"),
                (-480, "-28800"),
            ]);
            vec![format!(
                "from {} ([{}]) by {} with ESMTP id {}; {}",
                say.from,
                say.ip,
                say.by,
                dice.text(known::HEX_SMALL, 13),
                date(when, minutes, digits)
            )]
        }
        2 => {
            let last = lowest_peer(target)?;
            let (minutes, digits) = *dice.one(&[(120, "+0160"), (-360, "-0560"), (570, "+0870")]);
            let at = target.last_when - dice.between(2, 90);
            let first = Say::new(dice, &last, &target.recipient, at);
            let next = behind(&first, dice, 7);
            let lines = [
                redated(&servers::packed(&first, dice), &date(first.when, minutes, digits))?,
                redated(&servers::macintosh(&next, dice), &date(next.when, minutes, digits))?,
            ];
            return Some(target.below(&lines));
        }
        _ => {
            let line = known::postfix_login(&say, dice);
            vec![redated(&line, &date(when, 855, "+1375 (NZDT)"))?]
        }
    };
    Some(target.under(&lines))
}

fn make_zone_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 280);
    let mut say = by_peer(target, dice, when);
    let mut next = behind(&say, dice, 6);
    let lines = match variant {
        0 => {
            say.zone = Zone { minutes: -480, name: "EST" };
            next.zone = Zone { minutes: -300, name: "PST" };
            vec![servers::packed(&say, dice), next.line(dice, Server::Postfix)]
        }
        1 => {
            say.zone = Zone { minutes: -330, name: "IST" };
            vec![known::postfix_login(&say, dice)]
        }
        2 => {
            next.zone = Zone { minutes: 60, name: "CST" };
            vec![servers::hoster(&say, dice), servers::packed(&next, dice)]
        }
        _ => {
            let at = target.last_when - dice.between(2, 90);
            let last = lowest_peer(target)?;
            let mut below = Say::new(dice, &last, &target.recipient, at);
            below.zone = Zone { minutes: -300, name: "WAT" };
            return Some(target.below(&[servers::packed(&below, dice)]));
        }
    };
    Some(target.under(&lines))
}

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 280);
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 6);
    let time = stamp::local(when, say.zone.minutes);
    let digits = stamp::digits(say.zone.minutes);
    let lines = match variant {
        0 => {
            // A letter of the format mistaken, which in January nobody sees.
            if time.month() == 1 {
                return None;
            }
            let date = format!("{} {digits}", time.strftime("%a, %j %b %Y %H:%M:%S"));
            vec![redated(&servers::company(&say, dice), &date)?]
        }
        1 => {
            let before = stamp::local(when - dice.between(2, 5) * DAY, say.zone.minutes);
            let date = format!(
                "{}, {} {digits}",
                time.strftime("%a"),
                before.strftime("%d %b %Y %H:%M:%S")
            );
            vec![servers::hoster(&say, dice), redated(&servers::macintosh(&next, dice), &date)?]
        }
        2 => vec![format!(
            "from {} ([{}])\n\tby {} with HTTP id {}; Wed, 30 Nov -0001 00:00:00 +0000",
            say.from,
            say.ip,
            say.by,
            dice.text(known::HEX_SMALL, 13)
        )],
        3 => {
            // What is no hour is a minute from the twenty-fourth on.
            let minute = i64::from(time.minute());
            let back = if minute < 24 { minute + 1 + dice.between(0, 30) } else { 0 };
            let time = stamp::local(when - back * 60, say.zone.minutes);
            let date = format!("{} {digits}", time.strftime("%a, %d %b %Y %M:%H:%S"));
            vec![redated(&servers::packed(&say, dice), &date)?]
        }
        _ => {
            let date = format!(
                "{}:{} {digits}",
                time.strftime("%a, %d %b %Y %H:%M"),
                dice.between(100, 999)
            );
            vec![say.line(dice, Server::Sendmail), redated(&servers::sweeper(&next, dice), &date)?]
        }
    };
    Some(target.under(&lines))
}

fn make_twelve(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 280);
    let say = by_peer(target, dice, when);
    let time = stamp::local(when, say.zone.minutes);
    let digits = stamp::digits(say.zone.minutes);
    let morning = time.hour() < 12;
    let line = match variant {
        0 => {
            let half = if morning { "A" } else { "P" };
            let date = format!("{}{half} {digits}", time.strftime("%a, %d %b %Y %I:%M:%S"));
            redated(&servers::packed(&say, dice), &date)?
        }
        1 => {
            let day = time.day();
            let end = match day {
                1 | 21 | 31 => "st",
                2 | 22 => "nd",
                3 | 23 => "rd",
                _ => "th",
            };
            let date = format!("{day}{end} {}", time.strftime("%B %Y, %I:%M:%S %P"));
            format!("from {} [{}] by {} with ESMTP; {date}", say.from, say.ip, say.by)
        }
        2 => {
            let date = time.strftime("%-m/%-d/%Y, %-I:%M:%S\u{202f}%p");
            format!(
                "from {} ([{}]) by {} with ESMTPS id {}; {date}",
                say.from,
                say.ip,
                say.by,
                dice.text("abcdefghijklmnopqrstuvwxyz0123456789", 11)
            )
        }
        _ => {
            let half = if morning { "上午" } else { "下午" };
            let date = format!(
                "{} {half} {} {digits}",
                time.strftime("%Y-%-m-%-d"),
                time.strftime("%I:%M:%S")
            );
            redated(&servers::company(&say, dice), &date)?
        }
    };
    Some(target.under(&[line]))
}
