//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines of other messages, and lines that occur twice.

use super::{
    Dice, Further, Graft, Target, behind, by_peer, donated, known, logins, place, redated, servers,
};
use crate::measure::line::Server;
use crate::measure::{names, stamp};
use crate::received::parse;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "spliced/foreign-chain",
        variants: &[
            "with our recipient in the place of its own",
            "its lowest peer made up anew",
            "moved by whole days, and all of it in universal time",
        ],
        make: make_foreign,
    },
    Further {
        technique: "spliced/chain-below",
        variants: &[
            "moved by whole days, and all of it in universal time, at the end of the header",
            "without its ids, between the author's fields",
            "its first server renamed to the lowest line's peer",
        ],
        make: make_below,
    },
    Further {
        technique: "spliced/same-id",
        variants: &[
            "two hosts of a large provider's",
            "an OpenSMTPD or its elder, at which users logged in, over three hosts",
            "a switch, a right line and a plain one, the first and the last with one id",
        ],
        make: make_same_id,
    },
    Further {
        technique: "spliced/line-twice",
        variants: &[
            "the first line, right below itself",
            "the lowest line, from a peer of IPv6, two hours earlier, at the end of the header",
            "the lowest line three times, from hosts that are counted up",
        ],
        make: make_twice,
    },
];

/// The lines in universal time, moved by as many days as bring the first one just before `end`.
fn moved(lines: &[String], end: i64) -> Option<Vec<String>> {
    let times: Vec<i64> =
        lines.iter().map(|line| parse(line.as_bytes()).date?.unix).collect::<Option<_>>()?;
    let days = (end - times.first()?).div_euclid(86_400);
    let dated = lines.iter().zip(times);
    dated
        .map(|(line, time)| redated(line, &stamp::date(time + days * 86_400, stamp::UTC)))
        .collect()
}

/// The line without its id.
fn without_id(line: &str) -> String {
    let Some((start, rest)) = line.split_once(" id ") else { return line.to_owned() };
    let end = rest.find([' ', ';']).unwrap_or(rest.len());
    format!("{start}{}", &rest[end..])
}

fn make_foreign(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let mut lines = donated(target)?;
    match variant {
        0 => {
            for line in &mut lines {
                let theirs: Vec<String> = parse(line.as_bytes())
                    .for_
                    .iter()
                    .map(|recipient| recipient.as_str().to_owned())
                    .collect();
                *line = match theirs.first().filter(|theirs| theirs.contains('@')) {
                    Some(theirs) => line.replace(theirs.as_str(), &target.recipient),
                    None => {
                        let (start, date) = line.rsplit_once(';')?;
                        format!("{start} for <{}>;{date}", target.recipient)
                    }
                };
            }
        }
        1 => {
            let (from, ip) = (names::host(dice), names::address(dice));
            let lowest = lines.last_mut()?;
            let (_, rest) = lowest.split_once(" by ")?;
            *lowest = format!("from {from} ({from} [{ip}]) by {rest}");
        }
        _ => lines = moved(&lines, target.when)?,
    }
    Some(target.under(&lines))
}

fn make_below(target: &Target, variant: usize, _: &mut Dice) -> Option<Graft> {
    let mut lines = donated(target)?;
    Some(match variant {
        0 => place::last_fields(target, &moved(&lines, target.last_when)?),
        1 => {
            let bare: Vec<String> = lines.iter().map(|line| without_id(line)).collect();
            place::among_fields(target, &bare)
        }
        _ => {
            let to = target.last_from.as_ref().filter(|name| name.contains('.'))?;
            let first = lines.first_mut()?;
            let host = parse(first.as_bytes()).by?.host?.as_str().to_owned();
            *first = first.replacen(&format!("by {host}"), &format!("by {to}"), 1);
            target.below(&lines)
        }
    })
}

fn make_same_id(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(3, 120);
    let first = by_peer(target, dice, when);
    let second = behind(&first, dice, 9);
    let third = behind(&second, dice, 9);
    let lines = match variant {
        0 => {
            let id = servers::carrier_id(dice, when);
            vec![servers::carrier_with(&first, &id), servers::carrier_with(&second, &id)]
        }
        1 => {
            // The elder tells no id at all, so another server speaks for its time.
            if when < known::TLS_ERA {
                let id = servers::guard_id(dice, when);
                [&first, &second, &third].map(|say| servers::guard_with(say, &id)).to_vec()
            } else {
                let id = dice.text(known::HEX_SMALL, 8);
                [&first, &second, &third].map(|say| logins::login_with(say, dice, &id)).to_vec()
            }
        }
        _ => {
            let id = crate::measure::id::exim(dice, when);
            vec![
                servers::switch_with(&first, &id),
                second.line(dice, Server::Sendmail),
                format!(
                    "from {} ([{}]) by {} with SMTP id <{id}@{}>; {}",
                    third.from,
                    third.ip,
                    third.by,
                    first.by,
                    stamp::date(third.when, third.zone)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_twice(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let claimed = target.claimed();
    let line = if variant == 0 { claimed.first()? } else { claimed.last()? };
    let (_, rest) = line.split_once(" by ").filter(|_| line.contains(" id "))?;
    let (from, ip) = (names::host(dice), names::address(dice));
    match variant {
        0 => {
            let again = format!("from {from} ({from} [{ip}]) by {rest}");
            place::right_below(target, target.own + 1, &[again])
        }
        1 => {
            let (start, _) = rest.rsplit_once(';')?;
            let when = parse(line.as_bytes()).date?.unix? - 7_200;
            let date = stamp::named(when, stamp::zone(dice, when));
            let six = known::six(dice);
            let again = format!("from {from} ({from} [IPv6:{six}]) by {start}; {date}");
            Some(place::last_fields(target, &[again]))
        }
        _ => {
            let domain = names::domain(dice);
            let lines: Vec<String> = (1..=3)
                .map(|n| {
                    let ip = names::address(dice);
                    format!("from out{n}.{domain} (out{n}.{domain} [{ip}]) by {rest}")
                })
                .collect();
            Some(target.below(&lines))
        }
    }
}
