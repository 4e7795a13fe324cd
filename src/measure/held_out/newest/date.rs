//! **Not to be read by whoever writes or tunes rules.**
//!
//! Dates that cannot be, and time that runs back, in lines by the peer itself.

use super::{
    Dice, Further, Graft, Target, behind, by_peer, known, logins, peer_name, redated, servers,
};
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "date/after-ours",
        variants: &[
            "a day to the minute, in a provider's line",
            "twice as many hours as India is ahead, where a user logged in",
            "a few hours in the upper line, days in the lower",
        ],
        make: make_after,
    },
    Further {
        technique: "date/back-further-down",
        variants: &[
            "twelve hours to the second, from a guard to a scanner",
            "a month to the day, between the lower two of three",
            "some days, in the lowest of four lines of one organisation",
        ],
        make: make_back,
    },
    Further {
        technique: "date/zone-minutes",
        variants: &[
            "-0399, in a provider's line",
            "+0575 with a zone's name, in a line that tells no id",
            "+1260 and the like, in three lines alike",
        ],
        make: make_minutes,
    },
    Further {
        technique: "date/zone-name",
        variants: &[
            "(AEST) in America, in a gatekeeper's line",
            "(CDT) in Europe, sendmail that could not confirm the name",
            "(NZST) in Europe, below a right line, in one that tells no id",
        ],
        make: make_zone_name,
    },
    Further {
        technique: "date/impossible",
        variants: &[
            "hour 24 and some minutes, in a provider's line",
            "an hour below nought, in a plain line",
            "another weekday in the lower of two lines of one day",
        ],
        make: make_impossible,
    },
    Further {
        technique: "date/twelve-hours",
        variants: &[
            "behind the date as databases write it",
            "without seconds, and the half of the day close behind",
            "as a terminal shows it, the zone in the middle",
        ],
        make: make_twelve,
    },
];

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn make_after(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let lines = match variant {
        0 => {
            let late = target.when + DAY - dice.between(0, 50);
            let say = Say::new(dice, &by, to, late);
            vec![servers::carrier(&say, dice)]
        }
        1 => {
            let late = target.when + 11 * HOUR - dice.between(1, 90);
            let mut say = Say::new(dice, &by, to, late);
            say.zone = Zone { minutes: 330, name: "IST" };
            vec![logins::login(&say, dice)]
        }
        _ => {
            let hours = target.when + dice.between(3 * HOUR, 7 * HOUR);
            let first = Say::new(dice, &by, to, hours);
            let days = target.when + dice.between(2, 5) * DAY + dice.between(0, 9_000);
            let second = Say::new(dice, &first.from, to, days);
            vec![servers::switch(&first, dice), servers::gatekeeper(&second, dice)]
        }
    };
    Some(target.under(&lines))
}

fn make_back(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let to = target.recipient.as_str();
    let lines = match variant {
        0 => {
            let when = target.when - 12 * HOUR - dice.between(4, 60);
            let first = Say::new(dice, &by, to, when);
            let second = Say::new(dice, &first.from, to, when + 12 * HOUR);
            vec![servers::guard(&first, dice), servers::scanner(&second, dice)]
        }
        1 => {
            let first = Say::new(dice, &by, to, target.when - 8);
            let second = Say::new(dice, &first.from, to, target.when - 31 * DAY - 11);
            let third = Say::new(dice, &second.from, to, target.when - 14);
            vec![
                first.line(dice, Server::Postfix),
                servers::carrier(&second, dice),
                logins::account(&third, dice),
            ]
        }
        _ => {
            let (_, domain) = by.split_once('.')?;
            let start = target.when - 5 * DAY - dice.between(10, 600);
            let mut say = Say::new(dice, &by, to, start);
            let mut lines = Vec::new();
            for hop in 1..=4 {
                say.from = format!("mta{hop}.{domain}");
                if hop == 4 {
                    say.when += dice.between(2, 4) * DAY;
                }
                lines.push(servers::unconfirmed(&say, dice));
                let zone = say.zone;
                say = Say::new(dice, &say.from, to, say.when - 3);
                say.zone = zone;
            }
            lines
        }
    };
    Some(target.under(&lines))
}

fn make_minutes(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let date =
        |at: i64, minutes: i32, digits: &str| format!("{} {digits}", stamp::clock(at, minutes));
    let lines = match variant {
        0 => vec![redated(&servers::carrier(&say, dice), &date(when, -279, "-0399"))?],
        1 => vec![redated(&servers::proxied(&say, dice), &date(when, 375, "+0575 (IST)"))?],
        _ => {
            // The same clock and the same offset throughout, as one program prints it.
            let (minutes, digits) = *dice.one(&[(780, "+1260"), (765, "+1165"), (-550, "-0870")]);
            let next = behind(&say, dice, 5);
            let last = behind(&next, dice, 5);
            vec![
                redated(&servers::switch(&say, dice), &date(say.when, minutes, digits))?,
                redated(&servers::nameless(&next, dice), &date(next.when, minutes, digits))?,
                redated(&servers::switch(&last, dice), &date(last.when, minutes, digits))?,
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_zone_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let mut say = by_peer(target, dice, when);
    let lines = match variant {
        0 => {
            say.zone = Zone { minutes: -300, name: "AEST" };
            vec![servers::gatekeeper(&say, dice)]
        }
        1 => {
            say.zone = Zone { minutes: 60, name: "CDT" };
            vec![servers::unconfirmed(&say, dice)]
        }
        _ => {
            let mut next = behind(&say, dice, 5);
            next.zone = Zone { minutes: 120, name: "NZST" };
            vec![servers::guard(&say, dice), servers::proxied(&next, dice)]
        }
    };
    Some(target.under(&lines))
}

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let time = stamp::local(when, 0);
    let lines = match variant {
        0 => {
            let date = format!(
                "{} 24:{:02}:{} +0000",
                time.strftime("%a, %d %b %Y"),
                dice.between(1, 59),
                time.strftime("%S")
            );
            vec![redated(&servers::carrier(&say, dice), &date)?]
        }
        1 => vec![format!(
            "from {} ({}) by {} with SMTP; {} -{}:{} +0000",
            say.from,
            say.ip,
            say.by,
            time.strftime("%a, %d %b %Y"),
            dice.between(1, 9),
            time.strftime("%M:%S")
        )],
        _ => {
            let next = Say::new(dice, &say.from, &target.recipient, when);
            let other = stamp::local(when + dice.between(1, 6) * DAY, next.zone.minutes);
            let (_, right) = stamp::clock(when, next.zone.minutes)
                .split_once(',')
                .map(|(day, rest)| (day.to_owned(), rest.to_owned()))?;
            let date =
                format!("{},{right} {}", other.strftime("%a"), stamp::digits(next.zone.minutes));
            vec![servers::switch(&say, dice), redated(&servers::switch(&next, dice), &date)?]
        }
    };
    Some(target.under(&lines))
}

fn make_twelve(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 250);
    let say = by_peer(target, dice, when);
    let time = stamp::local(when, say.zone.minutes);
    let (line, date) = match variant {
        0 => (
            servers::carrier(&say, dice),
            format!(
                "{} {}",
                time.strftime("%Y-%m-%d %I:%M:%S %p"),
                stamp::digits(say.zone.minutes)
            ),
        ),
        1 => {
            let half = if time.hour() < 12 { "am" } else { "pm" };
            (
                known::exim_helo(&say, dice),
                format!("{}{half} {}", time.strftime("%a, %d %b %Y %-I:%M"), say.zone.name),
            )
        }
        _ => (
            servers::unconfirmed(&say, dice),
            format!("{} {} {}", time.strftime("%a %b %e %I:%M:%S %p"), say.zone.name, time.year()),
        ),
    };
    Some(target.under(&[redated(&line, &date)?]))
}
