//! Dates that cannot be, and time that runs back, in lines by the peer itself.

use super::{Technique, peer_name};
use crate::measure::line::{Say, Server};
use crate::measure::stamp::{self, Zone};
use crate::measure::{Dice, Graft, Target, id, names};

pub(super) const ALL: &[Technique] = &[
    Technique {
        id: "date/after-ours",
        title: "the peer's line is stamped hours after our own",
        variants: &["three to twenty hours", "some days", "an hour or two"],
        traceless: None,
        make: make_after,
    },
    Technique {
        id: "date/back-further-down",
        title: "time runs back by hours between two lines of the peer's",
        variants: &["three to twenty hours", "some days", "between lines of one organisation"],
        traceless: None,
        make: make_back,
    },
    Technique {
        id: "date/zone-minutes",
        title: "an offset with sixty minutes or more",
        variants: &["-0060", "+0480", "-0120 in minutes", "+2500"],
        traceless: None,
        make: make_minutes,
    },
    Technique {
        id: "date/zone-name",
        title: "a zone's name that is not the offset's",
        variants: &["(EST) on another continent", "(EET)", "(PST) in UTC"],
        traceless: None,
        make: make_zone_name,
    },
    Technique {
        id: "date/impossible",
        title: "a day or time that there is not",
        variants: &["31 February", "hour 25", "the wrong weekday", "minute 71"],
        traceless: None,
        make: make_impossible,
    },
    Technique {
        id: "date/twelve-hours",
        title: "a twelve-hour clock",
        variants: &["month first", "a comma behind the month", "numbers only"],
        traceless: None,
        make: make_twelve,
    },
];

/// A line by the peer with this date.
fn dated(target: &Target, dice: &mut Dice, date: &str) -> String {
    let by = peer_name(target, dice);
    let from = names::host(dice);
    format!(
        "from {from} ([{}]) by {by} with SMTP id {}; {date}",
        names::address(dice),
        id::postfix(dice)
    )
}

fn make_after(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let late = match variant {
        0 => dice.between(3 * 3600, 20 * 3600),
        1 => dice.between(86_400, 9 * 86_400),
        _ => dice.between(4_000, 7_000),
    };
    let by = peer_name(target, dice);
    let say = Say::new(dice, &by, &target.recipient, target.when + late);
    Some(target.under(&[say.line(dice, Server::Postfix)]))
}

fn make_back(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let when = target.when - dice.between(3 * 86_400, 4 * 86_400);
    let late = match variant {
        1 => dice.between(86_400, 2 * 86_400),
        _ => dice.between(3 * 3600, 20 * 3600),
    };
    let mut first = Say::new(dice, &by, &target.recipient, when);
    if variant == 2 {
        let (_, domain) = by.split_once('.')?;
        first.from = names::host_of(dice, Some(domain));
    }
    let second = Say::new(dice, &first.from, &target.recipient, when + late);
    Some(target.under(&[first.line(dice, Server::Postfix), second.line(dice, Server::Postfix)]))
}

fn make_minutes(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let (digits, minutes) = match variant {
        0 => ("-0060".to_owned(), -60),
        1 => ("+0480".to_owned(), 480),
        2 => ("-0360".to_owned(), -360),
        _ => ("+2500".to_owned(), 0),
    };
    Some(target.under(&[dated(target, dice, &format!("{} {digits}", stamp::clock(when, minutes)))]))
}

fn make_zone_name(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let zone = match variant {
        0 => Zone { minutes: 540, name: "EST" },
        1 => Zone { minutes: -300, name: "EET" },
        _ => Zone { minutes: 0, name: "PST" },
    };
    let by = peer_name(target, dice);
    let mut say = Say::new(dice, &by, &target.recipient, when);
    say.zone = zone;
    Some(target.under(&[say.line(dice, Server::Postfix)]))
}

fn make_impossible(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(2, 90);
    let time = stamp::local(when, 0);
    let date = match variant {
        0 => time.strftime("31 Feb %Y %H:%M:%S +0000").to_string(),
        1 => time.strftime("%a, %d %b %Y 25:%M:%S +0000").to_string(),
        2 => {
            stamp::local(when + 86_400 * 2, 0).strftime("%a, ").to_string()
                + &time.strftime("%d %b %Y %H:%M:%S +0000").to_string()
        }
        _ => time.strftime("%a, %d %b %Y %H:71:%S +0000").to_string(),
    };
    Some(target.under(&[dated(target, dice, &date)]))
}

fn make_twelve(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let time = stamp::local(target.when - dice.between(2, 90), 0);
    let form = match variant {
        0 => "%b %d %Y %I:%M:%S %p +0000",
        1 => "%b, %d %Y %I:%M:%S %p -0000",
        _ => "%m/%d/%Y %I:%M:%S %p +0000",
    };
    Some(target.under(&[dated(target, dice, &time.strftime(form).to_string())]))
}
