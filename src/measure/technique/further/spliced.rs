//! Further lines of other messages, and lines that occur twice.

use super::servers::{self, Write};
use super::{Dice, Further, Graft, Target};
use crate::measure::line::{Say, Server};
use crate::measure::technique::{peer_name, related};
use crate::measure::{names, stamp};
use crate::received::parse;

pub(super) const ALL: &[Further] = &[
    Further {
        technique: "spliced/foreign-chain",
        variants: &[
            "all dates moved by one span, so that its rhythm stays",
            "its lines in the other order",
            "its first line only, as it was",
        ],
        make: make_foreign,
    },
    Further {
        technique: "spliced/chain-below",
        variants: &[
            "all dates moved by one span, so that its rhythm stays",
            "every other line of it, with new dates in one zone",
        ],
        make: make_below,
    },
    Further {
        technique: "spliced/same-id",
        variants: &[
            "Courier, two hosts",
            "three Postfix lines, the outer two",
            "CommuniGate, two hosts",
        ],
        make: make_same_id,
    },
    Further {
        technique: "spliced/line-twice",
        variants: &[
            "the lowest line, some minutes earlier",
            "the first line, twice more",
            "all lines of the sender's, each with another peer",
        ],
        make: make_twice,
    },
];

/// The other message's lines, where none of their hosts has to do with this message.
fn donated(target: &Target) -> Option<Vec<String>> {
    let lines = target.donor.as_ref()?.claimed.clone();
    let strange = !lines.is_empty() && !lines.iter().any(|line| related(target, line));
    strange.then_some(lines)
}

/// The same lines so many seconds later that the first of them is of `when`.
fn moved(lines: &[String], when: i64) -> Option<Vec<String>> {
    let time = |line: &str| parse(line.as_bytes()).date.and_then(|date| date.unix);
    let span = when - time(lines.first()?)?;
    let moved = lines.iter().map(|line| {
        let (start, old) = line.rsplit_once(';')?;
        let at = time(line)? + span;
        // The zone stays the host's own.
        let minutes = offset(old).unwrap_or(0);
        let zone = stamp::Zone { minutes, name: "" };
        let comment = old.split_once('(').map(|(_, rest)| format!(" ({rest}")).unwrap_or_default();
        Some(format!("{start}; {}{comment}", stamp::date(at, zone)))
    });
    moved.collect()
}

/// Minutes east of UTC of a date's `+0100`.
fn offset(date: &str) -> Option<i32> {
    let word = date.split_whitespace().find(|word| word.starts_with(['+', '-']))?;
    let number: i32 = word.get(1..5)?.parse().ok()?;
    let minutes = number / 100 * 60 + number % 100;
    (minutes < 15 * 60).then_some(if word.starts_with('-') { -minutes } else { minutes })
}

fn make_foreign(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let mut lines = donated(target)?;
    match variant {
        0 => lines = moved(&lines, target.when - dice.between(2, 20))?,
        1 if lines.len() < 2 => return None,
        1 => lines.reverse(),
        _ => lines.truncate(1),
    }
    Some(target.under(&lines))
}

fn make_below(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let lines = donated(target)?;
    let when = target.last_when - dice.between(2, 60);
    let lines = match variant {
        0 => moved(&lines, when)?,
        _ => {
            let zone = stamp::zone(dice, when);
            let dated = |(place, line): (usize, &String)| {
                let (start, _) = line.rsplit_once(';')?;
                Some(format!("{start}; {}", stamp::date(when - place as i64 * 61, zone)))
            };
            lines.iter().step_by(2).enumerate().map(dated).collect::<Option<Vec<_>>>()?
        }
    };
    Some(target.below(&lines))
}

fn make_same_id(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let by = peer_name(target, dice);
    let when = target.when - dice.between(3, 60);
    let first = Say::new(dice, &by, &target.recipient, when);
    let second = Say::new(dice, &first.from, &target.recipient, when);
    // The same draws, so that the ids are the same too.
    let write: Write = match variant {
        0 => servers::courier,
        1 => |say, dice| say.line(dice, Server::Postfix),
        _ => servers::communigate,
    };
    let mut lines = vec![write(&first, &mut dice.clone()), write(&second, &mut dice.clone())];
    if variant == 1 {
        let mut other = dice.clone();
        other.roll();
        let third = Say::new(&mut other, &second.from, &target.recipient, when);
        let between = second.line(&mut other, Server::Postfix);
        lines[1] = third.line(&mut dice.clone(), Server::Postfix);
        lines.insert(1, between);
    }
    Some(target.under(&lines))
}

fn make_twice(target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
    let claimed = target.claimed();
    let mut again = |line: &String| {
        let (_, rest) = line.split_once(" by ").filter(|_| line.contains(" id "))?;
        let from = names::host(dice);
        Some(format!("from {from} ({from} [{}]) by {rest}", names::address(dice)))
    };
    let lines = match variant {
        0 => {
            let line = again(claimed.last()?)?;
            moved(&[line], target.last_when - dice.between(120, 600))?
        }
        1 => vec![again(claimed.first()?)?, again(claimed.first()?)?],
        _ => claimed.iter().map(again).collect::<Option<Vec<_>>>()?,
    };
    Some(target.below(&lines)).filter(|graft| !graft.forged.is_empty())
}
