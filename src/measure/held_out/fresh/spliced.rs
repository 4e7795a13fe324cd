//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines of other messages, and lines that occur twice.

use super::more_servers as servers;
use super::{Dice, Further, Graft, Target, behind, by_peer, donated, peer_name, redated};
use crate::measure::line::{Say, Server};
use crate::measure::{names, stamp};
use crate::received::parse;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "spliced/foreign-chain",
        variants: &[
            "as somebody showed it to others, its recipients and the ends of its addresses blotted out",
            "as the source of a web page has it, with entities",
            "cut off within its last line",
            "moved to our day, its weekdays left as they were",
            "its own domain replaced by the peer's throughout",
        ],
        make: make_foreign,
    },
    Further {
        technique: "spliced/chain-below",
        variants: &[
            "moved to the same weekday a year before",
            "all of it in one field",
            "as it was, and again a day earlier",
            "below a line by our own server that leads to it",
        ],
        make: make_below,
    },
    Further {
        technique: "spliced/same-id",
        variants: &[
            "a MIMEsweeper, or a Postfix after it, each with its own name behind the id",
            "one number in the words of three servers",
            "Domino, two hosts in two zones",
            "a hoster's Exim, and the one at which a user logged in",
        ],
        make: make_same_id,
    },
    Further {
        technique: "spliced/line-twice",
        variants: &[
            "the lowest line, from a host of the recipient's domain",
            "the lowest line, from the server itself over the loopback",
            "the lowest line, its id counted on by one",
            "the lowest line turned about: its server is the peer, its peer the server",
        ],
        make: make_twice,
    },
];

const DAY: i64 = 86_400;

/// The line with what people black out before they show a header around.
fn blotted(line: &str) -> String {
    let read = parse(line.as_bytes());
    let mut blotted = line.to_owned();
    for recipient in read.for_.iter().map(|recipient| recipient.as_str()) {
        if recipient.contains('@') {
            blotted = blotted.replace(recipient, "xxxxx@xxxxxxx.xxx");
        }
    }
    if let Some(ip) = read.from.and_then(|from| from.ip) {
        let ip = ip.to_string();
        if let Some((net, _)) = ip.rsplit_once('.') {
            blotted = blotted.replace(&ip, &format!("{net}.XXX"));
        }
    }
    blotted
}

/// The domain of the one who runs a host.
fn organisation(host: &str) -> &str {
    match host.split_once('.') {
        Some((_, domain)) if domain.contains('.') => domain,
        _ => host,
    }
}

/// The server that the line is by.
fn server(line: &str) -> Option<String> {
    Some(parse(line.as_bytes()).by?.host?.as_str().to_owned())
}

/// When the lines were written.
fn times(lines: &[String]) -> Option<Vec<i64>> {
    lines.iter().map(|line| parse(line.as_bytes()).date?.unix).collect()
}

fn make_foreign(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let mut lines = donated(target)?;
    match variant {
        0 => lines = lines.iter().map(|line| blotted(line)).collect(),
        1 => {
            for line in &mut lines {
                *line = line
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
                    .replace(" by ", " &nbsp;by ")
                    .replace(" id ", "&nbsp;id ");
            }
        }
        2 => {
            let last = lines.last_mut()?;
            let length = last.chars().count() as i64;
            let kept = dice.between(length / 3, length * 2 / 3);
            *last = last.chars().take(kept as usize).collect();
        }
        3 => {
            let times = times(&lines)?;
            // After whole weeks the weekdays would be right.
            let days = (target.when - times.first()?).div_euclid(DAY);
            let days = if days % 7 == 0 { days - 1 } else { days };
            for (line, time) in lines.iter_mut().zip(times) {
                let new = stamp::local(time + days * DAY, 0).strftime("%d %b %Y %H:%M:%S +0000");
                let weekday = stamp::local(time, 0).strftime("%a");
                *line = redated(line, &format!("{weekday}, {new}"))?;
            }
        }
        _ => {
            let theirs = server(lines.first()?)?;
            let peer = peer_name(target, dice);
            let (old, new) = (organisation(&theirs), organisation(&peer));
            let replaced: Vec<String> = lines.iter().map(|line| line.replace(old, new)).collect();
            if replaced == lines {
                return None;
            }
            lines = replaced;
        }
    }
    Some(target.under(&lines))
}

fn make_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let lines = donated(target)?;
    let lines = match variant {
        0 => {
            let times = times(&lines)?;
            let days = (target.last_when - times.first()?).div_euclid(DAY) - 364;
            let dated = lines.iter().zip(times);
            dated
                .map(|(line, time)| redated(line, &stamp::date(time + days * DAY, stamp::UTC)))
                .collect::<Option<_>>()?
        }
        1 => vec![lines.join(" ")],
        2 => {
            let before: Vec<String> = lines
                .iter()
                .zip(times(&lines)?)
                .map(|(line, time)| redated(line, &stamp::named(time - DAY, stamp::UTC)))
                .collect::<Option<_>>()?;
            [lines, before].concat()
        }
        _ => {
            let when = target.last_when - dice.between(3, 30);
            let mut ours = Say::new(dice, &target.our_host, &target.recipient, when);
            ours.from = server(lines.first()?)?;
            let mut all = vec![ours.line(dice, Server::Postfix)];
            all.extend(lines);
            all
        }
    };
    Some(target.below(&lines))
}

fn make_same_id(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let when = target.when - dice.between(3, 120);
    let first = by_peer(target, dice, when);
    let mut second = behind(&first, dice, 9);
    let lines = match variant {
        0 => {
            let id = servers::sweeper_id(dice, when);
            vec![servers::sweeper_with(&first, &id), servers::sweeper_with(&second, &id)]
        }
        1 => {
            // A mailer that draws its number once for all of its templates.
            let number = dice.between(10_000_000, 99_999_999);
            let third = behind(&second, dice, 9);
            vec![
                format!(
                    "from {} ([{}]) by {} with ESMTP id {number} for <{}>; {}",
                    first.from,
                    first.ip,
                    first.by,
                    first.to,
                    stamp::date(first.when, first.zone)
                ),
                format!(
                    "from {} [{}] by {} (SMTPD32-8.15) id A{number}; {}",
                    second.from,
                    second.ip,
                    second.by,
                    stamp::date(second.when, second.zone)
                ),
                format!(
                    "from {} ({}) by {} with SMTP id <{number}.{number}@{}>; {}",
                    third.from,
                    third.ip,
                    third.by,
                    third.by,
                    stamp::date(third.when, third.zone)
                ),
            ]
        }
        2 => {
            let id = servers::domino_id(&first, dice);
            second.zone = stamp::Zone { minutes: first.zone.minutes - 60, name: "" };
            vec![servers::domino_with(&first, &id), servers::domino_with(&second, &id)]
        }
        _ => {
            let id = crate::measure::id::exim(dice, when);
            vec![
                servers::hoster_with(&first, dice, &id),
                servers::hoster_user_with(&second, dice, &id),
            ]
        }
    };
    Some(target.under(&lines))
}

/// The id counted on: the last of its figures or letters is the next one.
fn counted_on(id: &str) -> Option<String> {
    let last = id.chars().last().filter(char::is_ascii_alphanumeric)?;
    let next = match last {
        '9' => 'A',
        'F' | 'f' | 'Z' | 'z' => '0',
        other => char::from(u8::try_from(other).ok()? + 1),
    };
    Some(format!("{}{next}", &id[..id.len() - 1]))
}

fn make_twice(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let line = target.claimed().last()?;
    let (_, rest) = line.split_once(" by ").filter(|_| line.contains(" id "))?;
    let (from, ip) = (names::host(dice), names::address(dice));
    let again = match variant {
        0 => {
            let (_, domain) = target.recipient.split_once('@').filter(|(_, d)| d.contains('.'))?;
            let host = names::host_of(dice, Some(domain));
            format!("from {host} ({host} [{ip}]) by {rest}")
        }
        1 => format!("from localhost (localhost [127.0.0.1]) by {rest}"),
        2 => {
            let (start, behind) = rest.split_once(" id ")?;
            let end = behind.find([' ', ';']).unwrap_or(behind.len());
            let (id, end) = behind.split_at(end);
            let next = counted_on(id)?;
            format!("from {from} ({from} [{ip}]) by {start} id {next}{end}")
        }
        _ => {
            let by = target.last_by.as_ref().filter(|name| name.contains('.'))?;
            let peer = target.last_from.as_ref().filter(|name| name.contains('.'))?;
            let (_, tail) = rest.split_once(' ')?;
            format!("from {by} ({by} [{ip}]) by {peer} {tail}")
        }
    };
    Some(target.below(&[again]))
}
