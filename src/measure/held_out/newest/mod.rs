//! **Not to be read by whoever writes or tunes rules.**
//!
//! The elder of the variants that are held out now, one family a file as in [`technique`]; the
//! others are in [`fresh`](super::fresh). They stand in lists of their own, so that nothing has to
//! be counted to tell them from the ones that were opened.
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
    Dice, Further, Graft, Target, behind, by_peer, by_stranger, donated, peer_name, place, redated,
};

/// All of them, in the order of the techniques.
pub const FAMILIES: [&[Further]; 13] = families!();

#[cfg(test)]
mod tests;
