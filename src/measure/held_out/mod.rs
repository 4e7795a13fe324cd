//! **Not to be read by whoever writes or tunes rules.** When somebody who does has read a file
//! of this folder, its variants are no longer held out: move them to the open ones in
//! [`technique`](super::technique) and have new ones written by somebody who does not know the
//! rules.
//!
//! The held-out variants of the techniques, one family a file as there. What becomes of them is
//! counted and printed in totals only, so that the figures say how the rules do on forgeries that
//! nobody looked at.
//!
//! The first [`OPENED`] of each technique have been looked at since, and count as open.
//! The newest of each technique are made in [`later`].

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod identity;
mod later;
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

/// So many of each technique, from the first on, are open: somebody looked at what became of them.
pub const OPENED: usize = 2;

/// All held-out variants, in the order of the techniques.
pub const FAMILIES: [&[Further]; 13] = [
    appended::ALL,
    third_party::ALL,
    own_side::ALL,
    submitted::ALL,
    identity::ALL,
    provider::ALL,
    spliced::ALL,
    date::ALL,
    clock::ALL,
    corroboration::ALL,
    dialect::ALL,
    residue::ALL,
    skilled::ALL,
];

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

#[cfg(test)]
mod tests;
