//! **Not to be read by whoever writes or tunes rules.**
//!
//! The younger of the variants that are held out now, one family a file as in [`technique`].
//! Each function makes the ones of one technique, counted from nought.
//!
//! [`technique`]: crate::measure::technique

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod identity;
mod more_servers;
mod own_marks;
mod own_side;
mod provider;
mod provider_other;
mod residue;
mod servers;
mod skilled;
mod spliced;
mod submitted;
mod third_party;

use super::servers as known;
use super::{
    Dice, Further, Graft, Target, behind, by_peer, by_stranger, donated, peer_name, place, redated,
};

/// All of them, in the order of the techniques.
pub const FAMILIES: [&[Further]; 13] = families!();

#[cfg(test)]
mod tests;
