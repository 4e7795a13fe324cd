//! The variants that were held out at some time, one family a file as in
//! [`technique`](super::technique).
//!
//! **What stands in [`newest`] and [`fresh`] is not to be read by whoever writes or tunes rules.**
//! What becomes of it is counted and printed in totals only, so that the figures say how the
//! rules do on forgeries that nobody looked at. When somebody who tunes rules has read a file
//! there, its variants are no longer held out: they join those of this folder, of [`later`] and of
//! [`more`], which have been looked at and count as open, and somebody who does not know the rules
//! writes new ones.

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod fresh;
mod identity;
mod later;
mod more;
mod newest;
mod own_side;
mod place;
mod provider;
mod provider_lines;
mod residue;
mod servers;
mod skilled;
mod spliced;
mod submitted;
mod third_party;

use super::line::Say;
use super::names;
use super::technique::{Further, peer_name, related};
use super::{Dice, Graft, Target};

pub use fresh::FAMILIES as FRESH;
pub use more::FAMILIES as MORE;
pub use newest::FAMILIES as NEWEST;

/// The variants that were held out once, in the order of the techniques.
pub const FAMILIES: [&[Further]; 13] = families!();

/// What a line by the peer itself would say of a stranger.
fn by_peer(target: &Target, dice: &mut Dice, when: i64) -> Say {
    let by = peer_name(target, dice);
    Say::new(dice, &by, &target.recipient, when)
}

/// What a line by a host that nobody knows would say of another.
fn by_stranger(target: &Target, dice: &mut Dice, when: i64) -> Say {
    let by = names::host(dice);
    Say::new(dice, &by, &target.recipient, when)
}

/// What the peer of `say` says of a stranger, up to `most` seconds earlier.
fn behind(say: &Say, dice: &mut Dice, most: i64) -> Say {
    let earlier = say.when - dice.between(1, most);
    let mut next = Say::new(dice, &say.from, &say.to, earlier);
    next.zone = say.zone;
    next
}

/// The line with another date.
fn redated(line: &str, date: &str) -> Option<String> {
    line.rsplit_once(';').map(|(start, _)| format!("{start}; {date}"))
}

/// The other message's lines, where none of their hosts has to do with this message.
fn donated(target: &Target) -> Option<Vec<String>> {
    let lines = target.donor.as_ref()?.claimed.clone();
    let strange = !lines.is_empty() && !lines.iter().any(|line| related(target, line));
    strange.then_some(lines)
}

#[cfg(test)]
mod tests;
