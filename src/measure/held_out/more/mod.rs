//! **Not to be read by whoever writes or tunes rules.**
//!
//! Variants of each family that were held out beside the [`newest`](super::newest) ones, and are
//! open by now.
//! Each function makes the ones of one technique, counted from nought.

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod identity;
mod logins;
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
    third_party as between,
};

/// All of them, in the order of the techniques.
pub const FAMILIES: [&[Further]; 13] = families!();

#[cfg(test)]
mod tests;
