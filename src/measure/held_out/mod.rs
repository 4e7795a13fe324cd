//! **Not to be read by whoever writes or tunes rules.** When somebody who does has read a file
//! of this folder, its variants are no longer held out: move them to the open ones in
//! [`technique`](super::technique) and have new ones written by somebody who does not know the
//! rules.
//!
//! The held-out variants of the techniques, one family a file as there. What becomes of them is
//! counted and printed in totals only, so that the figures say how the rules do on forgeries that
//! nobody looked at. They were written from what is known of spam programs and of servers, without
//! a look at the rules or at any verdict on them.

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

use super::{Dice, Graft, Target};

/// Further variants of a technique.
#[derive(Debug)]
pub struct HeldOut {
    /// The id of the technique.
    pub technique: &'static str,
    /// Each in a few words.
    pub variants: &'static [&'static str],
    pub make: fn(&Target, usize, &mut Dice) -> Option<Graft>,
}

/// The held-out variants of the technique with this id.
pub fn of(technique: &str) -> Option<&'static HeldOut> {
    all().find(|held| held.technique == technique)
}

/// All held-out variants, in the order of the techniques.
pub fn all() -> impl Iterator<Item = &'static HeldOut> {
    let families = [
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
    families.into_iter().flatten()
}

#[cfg(test)]
mod tests;
