//! Further variants of the techniques, one family a file as above, written by somebody who did not
//! know the rules. They were held out once.

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod google;
mod identity;
mod own_side;
mod place;
mod provider;
mod residue;
mod servers;
mod skilled;
mod spliced;
mod submitted;
mod third_party;

use super::{Dice, Further, Graft, Target};

/// All of them, in the order of the techniques.
pub const FAMILIES: [&[Further]; 13] = families!();

#[cfg(test)]
mod tests;
