//! Lines of other messages, and lines that occur twice.

use super::{
    Dice, Further, Graft, Target, behind, by_peer, by_stranger, donated, known, logins, place,
    redated, servers,
};
use crate::measure::line::bare;
use crate::measure::stamp::{self, Zone};
use crate::measure::{id, names};
use crate::received::parse;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "spliced/foreign-chain",
        variants: &[
            "its ids spelled backwards",
            "a bare line above each of its lines",
            "all of it by the peer",
            "moved by whole weeks, and all of it in Pacific time",
        ],
        make: foreign,
    },
    Further {
        technique: "spliced/chain-below",
        variants: &[
            "its lowest line, and a log-in below it",
            "its ids spelled backwards, at the end of the header",
            "between two lines of strangers",
            "its servers in capitals, moved by whole weeks, between the author's fields",
        ],
        make: below,
    },
    Further {
        technique: "spliced/same-id",
        variants: &[
            "two bastions, or two offices before them",
            "a sender of campaigns, three hosts",
            "a Postfix over TLS and one at which a user logged in",
            "the first and the last of four lines, a Windows server's",
        ],
        make: same_id,
    },
    Further {
        technique: "spliced/line-twice",
        variants: &[
            "the first line, an hour earlier, at the end of the header",
            "the lowest line, from its peer's neighbour",
            "the lowest line, for somebody else, from two peers",
            "the lowest line, from a host at home, between the author's fields",
        ],
        make: twice,
    },
];

const WEEK: i64 = 7 * 86_400;

/// The lines in Pacific time, moved by as many weeks as bring the first one before `end`.
fn moved(lines: &[String], end: i64) -> Option<Vec<String>> {
    let times: Vec<i64> =
        lines.iter().map(|line| parse(line.as_bytes()).date?.unix).collect::<Option<_>>()?;
    let weeks = (end - times.first()?).div_euclid(WEEK);
    let pacific = Zone { minutes: -480, name: "PST" };
    let dated = lines.iter().zip(times);
    dated.map(|(line, time)| redated(line, &stamp::named(time + weeks * WEEK, pacific))).collect()
}

/// The line with its id spelled backwards.
fn turned(line: &str) -> String {
    let Some((start, rest)) = line.split_once(" id ") else { return line.to_owned() };
    let end = rest.find([' ', ';']).unwrap_or(rest.len());
    let id: String = rest[..end].chars().rev().collect();
    format!("{start} id {id}{}", &rest[end..])
}

/// The server that the line is by.
fn server(line: &str) -> Option<String> {
    Some(parse(line.as_bytes()).by?.host?.as_str().to_owned())
}

fn foreign(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let lines = donated(target)?;
    let lines = match number {
        0 => lines.iter().map(|line| turned(line)).collect(),
        1 => {
            // A bare line above each of them.
            let zone = stamp::zone(dice, target.when);
            let mut all = Vec::new();
            for (line, back) in lines.into_iter().take(2).zip(1..) {
                let (from, by) = (names::host(dice), names::host(dice));
                all.push(bare(&from, &by, target.when - back * 20, zone));
                all.push(line);
            }
            all
        }
        2 => {
            let by = by_peer(target, dice, target.when).by;
            lines
                .iter()
                .map(|line| {
                    let host = server(line)?;
                    Some(line.replacen(&format!("by {host}"), &format!("by {by}"), 1))
                })
                .collect::<Option<_>>()?
        }
        _ => moved(&lines, target.when - 30)?,
    };
    Some(target.under(&lines))
}

fn below(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let lines = donated(target)?;
    let when = target.last_when - dice.between(20, 300);
    Some(match number {
        0 => {
            let lowest = lines.last()?.clone();
            let time = parse(lowest.as_bytes()).date?.unix?;
            let user = by_stranger(target, dice, time - 2);
            target.below(&[lowest, logins::qmail_user(&user, dice)])
        }
        1 => {
            let lines: Vec<String> = lines.iter().map(|line| turned(line)).collect();
            place::last_fields(target, &lines)
        }
        2 => {
            let (above, under) =
                (by_stranger(target, dice, when), by_stranger(target, dice, when - 40));
            let mut all = vec![servers::postfix_tls(&above, dice)];
            all.extend(lines.into_iter().take(2));
            all.push(servers::exim_port(&under, dice));
            target.below(&all)
        }
        _ => {
            let mut all = Vec::new();
            for line in moved(&lines, when)? {
                let host = server(&line)?;
                all.push(line.replace(&host, &host.to_ascii_uppercase()));
            }
            place::among_fields(target, &all)
        }
    })
}

fn same_id(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(3, 120);
    let first = by_peer(target, dice, when);
    let second = behind(&first, dice, 9);
    let third = behind(&second, dice, 9);
    let lines = match number {
        0 => {
            // The eldest border tells no id at all.
            let id = servers::bastion_id(dice, when);
            if id.is_empty() {
                let id = servers::office_id(dice, &first);
                vec![servers::office_with(&first, &id), servers::office_with(&second, &id)]
            } else {
                vec![
                    servers::bastion_with(&first, dice, &id),
                    servers::bastion_with(&second, dice, &id),
                ]
            }
        }
        1 => {
            let id = servers::campaign_id(dice);
            [&first, &second, &third].map(|say| servers::campaign_with(say, &id)).to_vec()
        }
        2 => {
            let id = id::postfix(dice);
            vec![servers::postfix_tls_with(&first, &id), logins::sasl_with(&second, dice, &id)]
        }
        _ => {
            let last = behind(&third, dice, 9);
            let id = format!("md50{:09}.msg", dice.between(1_000, 9_999_999));
            vec![
                servers::daemon_with(&first, &id),
                servers::sendmail_bare(&second, dice),
                servers::qmail_named(&third, dice),
                servers::daemon_with(&last, &id),
            ]
        }
    };
    Some(target.under(&lines))
}

fn twice(target: &Target, number: usize, dice: &mut Dice) -> Option<Graft> {
    let claimed = target.claimed();
    let line = if number == 0 { claimed.first()? } else { claimed.last()? };
    let (_, rest) = line.split_once(" by ").filter(|_| line.contains(" id "))?;
    let (from, ip) = (names::host(dice), names::address(dice));
    Some(match number {
        0 => {
            let (start, _) = rest.rsplit_once(';')?;
            let when = parse(line.as_bytes()).date?.unix? - 3_600;
            let date = stamp::named(when, stamp::UTC);
            let again = format!("from {from} ({from} [{ip}]) by {start}; {date}");
            place::last_fields(target, &[again])
        }
        1 => {
            // The peer's neighbour, where the line is kept but for one number.
            let peer = parse(line.as_bytes()).from?.ip?.to_string();
            let (net, last) = peer.rsplit_once('.')?;
            let last: u8 = last.parse().ok()?;
            let near = format!("{net}.{}", last.wrapping_add(1));
            target.below(&[line.replacen(&peer, &near, 1)])
        }
        2 => {
            let other = format!("{}@{}", names::word(dice), names::domain(dice));
            let rest = rest.replace(&target.recipient, &other);
            let six = known::six(dice);
            target.below(&[
                format!("from {from} ({from} [{ip}]) by {rest}"),
                format!("from {from} ({from} [IPv6:{six}]) by {rest}"),
            ])
        }
        _ => {
            let dialled = format!("dsl-{}.{}", ip.replace('.', "-"), names::domain(dice));
            let line = format!("from {dialled} ({dialled} [{ip}]) by {rest}");
            place::among_fields(target, &[line])
        }
    })
}
