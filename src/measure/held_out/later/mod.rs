//! The later variants of each family: those that were added when the first ones had been opened,
//! and are open themselves by now.
//! Each function makes the ones of one technique, counted from nought.

pub(super) mod servers;

pub(super) mod appended;
pub(super) mod clock;
pub(super) mod corroboration;
pub(super) mod date;
pub(super) mod dialect;
pub(super) mod identity;
pub(super) mod own_side;
pub(super) mod provider;
pub(super) mod residue;
pub(super) mod skilled;
pub(super) mod spliced;
pub(super) mod submitted;
pub(super) mod third_party;

use super::servers as known;
use super::{Dice, Graft, Target, by_peer, by_stranger, donated, peer_name, place, redated};

#[cfg(test)]
mod tests;
