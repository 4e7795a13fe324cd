//! Lines of other messages, and lines that occur twice.

use super::{Dice, Graft, Target, by_peer, donated, known, peer_name, place, redated, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};
use crate::received::parse;

pub(in crate::measure::held_out) fn foreign(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let donated = donated(target)?;
    let lines = match variant {
        0 => {
            // The first line is said to be by the peer, the rest stays.
            let mut lines = donated;
            let first = lines.first()?;
            let host = parse(first.as_bytes()).by?.host?.as_str().to_owned();
            let by = peer_name(target, dice);
            let renamed = first.replacen(&format!("by {host}"), &format!("by {by}"), 1);
            if renamed == *first {
                return None;
            }
            lines[0] = renamed;
            lines
        }
        1 => donated.iter().flat_map(|line| [line.clone(), line.clone()]).collect(),
        _ => {
            // A counter's seconds in the place of the dates.
            let start = target.when - donated.len() as i64;
            (0..)
                .zip(&donated)
                .filter_map(|(n, line)| redated(line, &stamp::qmail(start - 2 * n)))
                .collect::<Vec<_>>()
        }
    };
    (!lines.is_empty()).then(|| target.under(&lines))
}

pub(in crate::measure::held_out) fn below(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let mut lines = donated(target)?;
    Some(match variant {
        0 => place::among_fields(target, &lines),
        1 => {
            for line in &mut lines {
                let ip = parse(line.as_bytes()).from.and_then(|from| from.ip);
                if let Some(ip) = ip {
                    *line = line.replace(&ip.to_string(), &names::address(dice));
                }
            }
            target.below(&lines)
        }
        _ => {
            lines.reverse();
            let minute = target.last_when / 60 * 60;
            let lines: Vec<String> = lines
                .iter()
                .filter_map(|line| redated(line, &stamp::named(minute, stamp::UTC)))
                .collect();
            let (first, others) = lines.split_first()?;
            place::spread(target, first, others)
        }
    })
}

pub(in crate::measure::held_out) fn same_id(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let when = target.when - dice.between(3, 90);
    let to = target.recipient.as_str();
    let first = by_peer(target, dice, when);
    let (next, last) = (when - dice.between(1, 4), when - dice.between(9, 40));
    let second = Say::new(dice, &first.from, to, next);
    let third = Say::new(dice, &second.from, to, last);
    let lines = match variant {
        0 => {
            let id = servers::engine_id(dice, when);
            [&first, &second, &third].map(|say| servers::engine_with(say, dice, &id)).to_vec()
        }
        1 => {
            let id = servers::gateway_id(dice, when);
            vec![
                servers::gateway_with(&first, &id),
                known::hmailserver(&second, dice),
                servers::gateway_with(&third, &id),
            ]
        }
        _ => {
            // In the grammars of two servers, one within brackets and one without.
            let id = id::exim(dice, when);
            vec![
                format!(
                    "from {} ([{}])\n\tby {} with esmtp (Exim {})\n\t(envelope-from <{}>)\n\tid {id}\n\tfor {to}; {}",
                    first.from,
                    first.ip,
                    first.by,
                    servers::exim_version(when),
                    first.sender,
                    stamp::date(first.when, first.zone)
                ),
                format!(
                    "from {} [{}] by {} with SMTP id <{id}@{}>; {}",
                    second.from,
                    second.ip,
                    second.by,
                    second.by,
                    stamp::date(second.when, second.zone)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

pub(in crate::measure::held_out) fn twice(
    target: &Target,
    variant: usize,
    dice: &mut Dice,
) -> Option<Graft> {
    let claimed = target.claimed();
    let line = match variant {
        1 => claimed.first()?,
        _ => claimed.last()?,
    };
    let (_, rest) = line.split_once(" by ").filter(|_| line.contains(" id "))?;
    let (from, ip) = (names::host(dice), names::address(dice));
    let (start, _) = rest.rsplit_once(';')?;
    let unix = parse(line.as_bytes()).date?.unix?;
    Some(match variant {
        0 => {
            let ours = &target.our_host;
            target.below(&[format!("from {ours} ({ours} [{ip}]) by {rest}")])
        }
        1 => {
            let zone = stamp::zone(dice, unix);
            let again = |week: i64| {
                let date = stamp::date(unix - week * 7 * 86_400, zone);
                format!("from {from} ([{ip}]) by {start}; {date}")
            };
            place::among_fields(target, &[again(1), again(2), again(3)])
        }
        _ => {
            let other = format!("from unknown (HELO {from}) ({ip}) by {start}");
            let plain = Say::new(dice, &from, &target.recipient, unix - 3);
            place::spread(target, &other, &[servers::mailenable(&plain, dice)])
        }
    })
}
