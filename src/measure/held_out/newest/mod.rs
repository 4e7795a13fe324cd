//! **Not to be read by whoever writes or tunes rules.**
//!
//! The variants that are held out now, one family a file as in [`technique`]. They stand in lists
//! of their own, so that nothing has to be counted to tell them from the ones that were opened.
//! Those behind the first three of each list are made in [`more`].
//!
//! [`technique`]: crate::measure::technique

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod identity;
mod logins;
mod own_side;
mod provider;
mod residue;
mod servers;
mod skilled;
mod spliced;
mod submitted;
mod third_party;

use super::later::servers as later;
use super::servers as known;
use super::{
    Dice, Further, Graft, Target, by_peer, by_stranger, donated, more, peer_name, place, redated,
};
use crate::measure::line::Say;

/// All of them, in the order of the techniques.
pub const FAMILIES: [&[Further]; 13] = families!();

/// What the peer of `say` says of a stranger, up to `most` seconds earlier.
pub(super) fn behind(say: &Say, dice: &mut Dice, most: i64) -> Say {
    let earlier = say.when - dice.between(1, most);
    let mut next = Say::new(dice, &say.from, &say.to, earlier);
    next.zone = say.zone;
    next
}

#[cfg(test)]
mod tests;
