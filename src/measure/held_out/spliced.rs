//! Lines of other messages, and lines that occur twice.

use super::{Dice, Further, Graft, Target, by_peer, donated, later, peer_name, place, servers};
use crate::measure::line::Say;
use crate::measure::{id, names, stamp};
use crate::received::parse;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "spliced/foreign-chain",
        variants: &[
            "as it was, behind a line of the peer's that leads to it",
            "without ids and recipients, all of one minute",
            "its first and its last line",
            "its first server renamed to the peer",
            "each line twice over",
            "with qmail's dates, two seconds apart",
        ],
        make: make_foreign,
    },
    Further {
        technique: "spliced/chain-below",
        variants: &[
            "as it was, below the subject",
            "with our recipient in the place of its own",
            "in small letters, with new dates a day apart",
            "as it was, between the author's fields",
            "each address replaced by another",
            "the other way round, of one minute, the rest of it below the subject",
        ],
        make: make_below,
    },
    Further {
        technique: "spliced/same-id",
        variants: &[
            "four hosts, plain lines",
            "Postfix, long, over minutes and two hosts",
            "one id of sendmail's on a sendmail and a Postfix line",
            "three lines of an engine for much mail",
            "two gateways, a right line between them",
            "an Exim line, and a plain one with the id in brackets",
        ],
        make: make_same_id,
    },
    Further {
        technique: "spliced/line-twice",
        variants: &[
            "the lowest line, right below itself, from two peers",
            "the first line, below the subject, a day earlier",
            "the lowest line, with another address in the place of its peer's",
            "the lowest line, from our own server",
            "the first line, three times a week apart, between the author's fields",
            "the lowest line, from a peer in qmail's words, without its date",
        ],
        make: make_twice,
    },
];

/// What a line says before its id, recipient and date.
fn stripped(line: &str) -> &str {
    let ends = [" id ", " for ", ";", " (envelope-from"].map(|word| line.find(word));
    let end = ends.into_iter().flatten().min().unwrap_or(line.len());
    line.get(..end).unwrap_or(line)
}

fn make_foreign(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::spliced::foreign(target, number, dice);
    }
    let donated = donated(target)?;
    let lines = match variant {
        0 => {
            let by = peer_name(target, dice);
            let when = target.when - dice.between(1, 20);
            let mut say = Say::new(dice, &by, &target.recipient, when);
            if let Some(host) = parse(donated.first()?.as_bytes()).by.and_then(|by| by.host) {
                say.from = host.as_str().to_owned();
            }
            let mut lines = vec![servers::sendmail_tls(&say, dice)];
            lines.extend(donated);
            lines
        }
        1 => {
            let zone = stamp::zone(dice, target.when);
            let minute = (target.when - 60) / 60 * 60;
            let date = stamp::date(minute, zone);
            donated.iter().map(|line| format!("{}; {date}", stripped(line))).collect()
        }
        _ => vec![donated.first()?.clone(), donated.last().filter(|_| donated.len() > 1)?.clone()],
    };
    Some(target.under(&lines))
}

fn make_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::spliced::below(target, number, dice);
    }
    let donated = donated(target)?;
    Some(match variant {
        0 => place::last_fields(target, &donated),
        1 => {
            let ours = |line: &String| match line.split_once(" for ") {
                Some((start, rest)) => {
                    let date = rest.rsplit_once(';').map_or("", |(_, date)| date);
                    format!("{start} for <{}>;{date}", target.recipient)
                }
                None => match line.rsplit_once(';') {
                    Some((start, date)) => format!("{start} for <{}>;{date}", target.recipient),
                    None => line.clone(),
                },
            };
            target.below(&donated.iter().map(ours).collect::<Vec<_>>())
        }
        _ => {
            let zone = stamp::zone(dice, target.last_when);
            let lines: Vec<String> = (1..)
                .zip(&donated)
                .filter_map(|(day, line)| {
                    let (start, _) = line.rsplit_once(';')?;
                    let date = stamp::date(target.last_when - day * 86_400, zone);
                    Some(format!("{}; {date}", start.to_ascii_lowercase()))
                })
                .collect();
            if lines.is_empty() {
                return None;
            }
            target.below(&lines)
        }
    })
}

fn make_same_id(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::spliced::same_id(target, number, dice);
    }
    let when = target.when - dice.between(3, 60);
    let to = target.recipient.as_str();
    let first = by_peer(target, dice, when);
    let lines = match variant {
        0 => {
            let id = dice.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", 10);
            let mut say = first;
            let mut lines = Vec::new();
            for hop in 1..=4 {
                lines.push(format!(
                    "from {} ([{}]) by {} with ESMTP id {id}; {}",
                    say.from,
                    say.ip,
                    say.by,
                    stamp::date(say.when, say.zone)
                ));
                say = Say::new(dice, &say.from, to, when - 3 * hop);
            }
            lines
        }
        1 => {
            let id = id::postfix_long(dice, when);
            let before = when - dice.between(120, 1_500);
            let second = Say::new(dice, &first.from, to, before);
            vec![servers::postfix_with(&first, &id), servers::postfix_with(&second, &id)]
        }
        _ => {
            let id = id::sendmail(dice, when);
            let second = Say::new(dice, &first.from, to, when - 1);
            vec![
                servers::sendmail_tls_with(&first, &id),
                format!(
                    "from {0} (unknown [{1}])\n\tby {2} (Postfix) with SMTP id {id}; {3}",
                    second.from,
                    second.ip,
                    second.by,
                    stamp::named(second.when, second.zone)
                ),
            ]
        }
    };
    Some(target.under(&lines))
}

fn make_twice(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    if let Some(number) = variant.checked_sub(3) {
        return later::spliced::twice(target, number, dice);
    }
    let claimed = target.claimed();
    let line = match variant {
        1 => claimed.first()?,
        _ => claimed.last()?,
    };
    let (_, rest) = line.split_once(" by ").filter(|_| line.contains(" id "))?;
    let mut from_another = || {
        let from = names::host(dice);
        format!("from {from} (unknown [{}]) by {rest}", names::address(dice))
    };
    match variant {
        0 => {
            let lines = [from_another(), from_another()];
            place::right_below(target, target.received.len(), &lines)
        }
        1 => {
            let again = from_another();
            let (start, _) = again.rsplit_once(';')?;
            let when = parse(line.as_bytes()).date?.unix? - 86_400;
            let date = stamp::named(when, stamp::zone(dice, when));
            Some(place::last_fields(target, &[format!("{start}; {date}")]))
        }
        _ => {
            let ip = parse(line.as_bytes()).from?.ip?.to_string();
            let again = line.replace(&ip, &names::address(dice));
            (again != *line).then(|| target.below(&[again]))
        }
    }
}
