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

#[cfg(test)]
mod tests;
