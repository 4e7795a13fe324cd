//! Dates that cannot be, and time that runs back, in lines by the peer itself.

use super::{Dice, Further, Graft, Target, behind, by_peer, logins, peer_name, redated, servers};
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "date/after-ours",
        variants: &[
            "a day and a half, in a Microsoft line",
            "ten years, over TLS",
            "four days in four lines, a day for each",
            "a week to the minute, in the lowest of three lines",
        ],
        make: after,
    },
    Further {
        technique: "date/back-further-down",
        variants: &[
            "nine hours, from a Microsoft line to a small office's",
            "decades, above a clock that was never set",
            "the hours of India, in the lower two of three",
            "two days, above a user who logged in",
        ],
        make: back,
    },
    Further {
        technique: "date/zone-minutes",
        variants: &[
            "+0360, in a campaign's line",
            "-0880, in a Microsoft line",
            "+9999 where a user logged in, and -9999 below",
            "-0065, in a qmail line below a right one",
        ],
        make: minutes,
    },
    Further {
        technique: "date/zone-name",
        variants: &[
            "(EDT) in Asia, over TLS",
            "(MEST) in America, in two sendmail lines",
            "(HKT) in America, in a Java program's line below a right one",
            "(UTC) in Asia, where a user logged in",
        ],
        make: zone_name,
    },
    Further {
        technique: "date/impossible",
        variants: &[
            "a year of five figures, in a plain line",
            "a weekday by a name that it has nowhere",
            "another weekday in three lines, off by the same number of days",
            "the end of February, and an hour beyond a day's",
        ],
        make: impossible,
    },
    Further {
        technique: "date/twelve-hours",
        variants: &[
            "in words, as a letter has it",
            "from nought on, in a Microsoft line below a right one",
            "the half of the day in front of the time",
            "points between all figures, in the lowest of three lines",
        ],
        make: twelve,
    },
];

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn after(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let lines = match number {
        0 => {
            let late = target.when + 36 * HOUR + dice.between(0, 7_000);
            vec![servers::windows(&Say::new(dice, &by, to, late), dice)]
        }
        1 => {
            // Ten years, of which three are leap years or two: the servers are of today.
            let when = target.when - dice.between(2, 90);
            let say = Say::new(dice, &by, to, when);
            let date = stamp::named(say.when + 3_652 * DAY, say.zone);
            vec![redated(&servers::postfix_tls(&say, dice), &date)?]
        }
        2 => {
            // A relay a day, counted from the author upwards.
            let mut lines = Vec::new();
            let mut by = by;
            for day in (1..=4).rev() {
                let late = target.when + day * DAY - dice.between(0, 20_000);
                let say = Say::new(dice, &by, to, late);
                lines.push(servers::sendmail_bare(&say, dice));
                by.clone_from(&say.from);
            }
            lines
        }
        _ => {
            let say = Say::new(dice, &by, to, target.when - 5);
            let lower = behind(&say, dice, 20);
            let late = target.when + 7 * DAY - dice.between(5, 55);
            let mut user = Say::new(dice, &lower.from, to, late);
            user.zone = lower.zone;
            vec![
                servers::exim_port(&say, dice),
                servers::courier_plain(&lower, dice),
                logins::squirrel(&user, dice),
            ]
        }
    };
    Some(target.under(&lines))
}

fn back(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let when = target.when - dice.between(2, 60);
    let first = Say::new(dice, &by, to, when);
    let mut second = behind(&first, dice, 9);
    let mut third = behind(&second, dice, 9);
    let lines = match number {
        0 => {
            let mut early = first;
            early.when -= 9 * HOUR + dice.between(0, 3_000);
            vec![servers::windows(&early, dice), servers::office(&second, dice)]
        }
        1 => {
            // A clock that was never set since its battery was empty.
            let unset = 946_684_800 + dice.between(30, 40_000);
            vec![
                redated(&servers::qmail_named(&first, dice), &stamp::qmail(unset))?,
                servers::daemon(&second, dice),
            ]
        }
        2 => {
            // Indian time, written as if it were universal.
            second.when += 5 * HOUR + 1_800;
            second.zone = stamp::UTC;
            third.when += 5 * HOUR + 1_800;
            third.zone = stamp::UTC;
            let mut early = first;
            early.when -= 6 * HOUR;
            second.when -= 6 * HOUR;
            third.when -= 6 * HOUR;
            vec![
                early.line(dice, Server::Postfix),
                servers::daemon(&second, dice),
                servers::unverified(&third, dice),
            ]
        }
        _ => {
            let late = dice.between(40, 60) * HOUR;
            let mut early = first;
            early.when -= late;
            second.when -= late;
            vec![
                servers::exim_port(&early, dice),
                servers::campaign(&second, dice),
                logins::sasl(&third, dice),
            ]
        }
    };
    Some(target.under(&lines))
}

fn minutes(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 5);
    let date =
        |at: i64, minutes: i32, digits: &str| format!("{} {digits}", stamp::clock(at, minutes));
    let lines = match number {
        0 => vec![redated(&servers::campaign(&say, dice), &date(when, 360, "+0360"))?],
        1 => {
            let line = servers::windows(&say, dice);
            vec![redated(&line, &date(when, -580, "-0880"))?]
        }
        2 => vec![
            redated(&logins::office_user(&say, dice), &date(when, say.zone.minutes, "+9999"))?,
            redated(&servers::java(&next, dice), &date(next.when, 0, "-9999 (UTC)"))?,
        ],
        _ => {
            // In the order of qmail's clock.
            let clock = stamp::local(next.when, -65).strftime("%-d %b %Y %H:%M:%S");
            vec![
                servers::postfix_tls(&say, dice),
                redated(&servers::qmail_named(&next, dice), &format!("{clock} -0065"))?,
            ]
        }
    };
    Some(target.under(&lines))
}

fn zone_name(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    let mut next = behind(&say, dice, 5);
    let lines = match number {
        0 => {
            say.zone = Zone { minutes: 540, name: "EDT" };
            vec![servers::postfix_tls(&say, dice)]
        }
        1 => {
            say.zone = Zone { minutes: -180, name: "MEST" };
            next.zone = say.zone;
            vec![servers::sendmail_bare(&say, dice), servers::sendmail_bare(&next, dice)]
        }
        2 => {
            next.zone = Zone { minutes: -480, name: "HKT" };
            vec![servers::exim_port(&say, dice), servers::java(&next, dice)]
        }
        _ => {
            say.zone = Zone { minutes: 480, name: "UTC" };
            vec![logins::sasl(&say, dice)]
        }
    };
    Some(target.under(&lines))
}

fn impossible(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 5);
    let time = stamp::local(when, say.zone.minutes);
    let digits = stamp::digits(say.zone.minutes);
    let lines = match number {
        0 => {
            // What counts years from 1900 and writes nineteen in front.
            let year = i64::from(time.year()) - 1900;
            let date = format!(
                "{} 19{year} {} {digits}",
                time.strftime("%a, %d %b"),
                time.strftime("%H:%M:%S")
            );
            vec![format!(
                "from {} ([{}]) by {} with SMTP id {}; {date}",
                say.from,
                say.ip,
                say.by,
                dice.between(10_000, 999_999)
            )]
        }
        1 => {
            let day = *dice.one(&["Tus", "Wen", "Thr", "Sut"]);
            let date = format!("{day}, {} {digits}", time.strftime("%d %b %Y %H:%M:%S"));
            vec![redated(&servers::office(&say, dice), &date)?]
        }
        2 => {
            // One program that takes the weeks to begin on another day.
            let last = behind(&next, dice, 5);
            let shift = dice.between(1, 6) * DAY;
            let wrong = |say: &Say| {
                let local = |at: i64| stamp::local(at, say.zone.minutes);
                format!(
                    "{}, {} {}",
                    local(say.when + shift).strftime("%a"),
                    local(say.when).strftime("%d %b %Y %H:%M:%S"),
                    stamp::digits(say.zone.minutes)
                )
            };
            vec![
                redated(&servers::exim_port(&say, dice), &wrong(&say))?,
                redated(&servers::unverified(&next, dice), &wrong(&next))?,
                redated(&servers::daemon(&last, dice), &wrong(&last))?,
            ]
        }
        _ => {
            let date = format!(
                "{} Feb {} {}:{} +0000 (UTC)",
                dice.between(30, 31),
                time.year(),
                dice.between(24, 29),
                time.strftime("%M:%S")
            );
            vec![servers::postfix_tls(&say, dice), redated(&logins::squirrel(&next, dice), &date)?]
        }
    };
    Some(target.under(&lines))
}

fn twelve(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let next = behind(&say, dice, 6);
    let last = behind(&next, dice, 6);
    let time = stamp::local(when, say.zone.minutes);
    let digits = stamp::digits(say.zone.minutes);
    let lines = match number {
        0 => {
            let date = format!("{} {digits}", time.strftime("%A, %B %-d, %Y at %-I:%M %p"));
            vec![redated(&servers::java(&say, dice), &date)?]
        }
        1 => {
            // Half a day that begins with nought.
            let half = if time.hour() < 12 { "AM" } else { "PM" };
            let date = format!(
                "{} {:02}:{} {half} {digits}",
                time.strftime("%a, %d %b %Y"),
                time.hour() % 12,
                time.strftime("%M:%S")
            );
            vec![servers::qmail_named(&say, dice), redated(&servers::windows(&next, dice), &date)?]
        }
        2 => {
            let date = format!("{} {digits}", time.strftime("%a, %d %b %Y %p %I:%M:%S"));
            vec![redated(&servers::office(&say, dice), &date)?]
        }
        _ => {
            let low = stamp::local(last.when, last.zone.minutes);
            let date = format!("{} {digits}", low.strftime("%d.%m.%Y %I.%M.%S%p"));
            vec![
                servers::courier_plain(&say, dice),
                servers::verified(&next, dice),
                format!("from {} [{}] by {} with SMTP; {date}", last.from, last.ip, last.by),
            ]
        }
    };
    Some(target.under(&lines))
}
