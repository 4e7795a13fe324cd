//! The techniques of forgers, from the crude to the skilled: one family a file.
//!
//! Each has several variants. A third of them is held out: nobody tunes a rule while looking at
//! what became of them.

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod identity;
mod own_side;
mod provider;
mod residue;
mod skilled;
mod spliced;
mod submitted;
mod third_party;

use super::{Dice, Graft, Target};

/// One way of forging lines.
#[derive(Debug)]
pub struct Technique {
    /// `family/name`.
    pub id: &'static str,
    /// What the forger does.
    pub title: &'static str,
    /// Each in a few words.
    pub variants: &'static [&'static str],
    /// Why the text alone cannot show it, and what would; `None` where the text can.
    pub traceless: Option<&'static str>,
    make: fn(&Target, usize, &mut Dice) -> Option<Graft>,
}

impl Technique {
    /// The message with forged lines, or `None` where the variant has nothing to work on: a
    /// message without a line to repeat, for instance.
    pub fn graft(&self, target: &Target, variant: usize, dice: &mut Dice) -> Option<Graft> {
        (self.make)(target, variant, dice)
    }

    /// Nobody looks at what becomes of this variant.
    pub fn held_out(variant: usize) -> bool {
        variant % 3 == 2
    }
}

/// All techniques, in the order in which they are printed.
pub fn all() -> Vec<&'static Technique> {
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
    families.into_iter().flatten().collect()
}

/// The name by which the peer is known, or one made up where it has none: the `by` of a forger
/// who names the line after the host that hands it over.
fn peer_name(target: &Target, dice: &mut Dice) -> String {
    match target.peer.name() {
        Some(name) => name.to_owned(),
        None => super::names::host(dice),
    }
}

#[cfg(test)]
mod tests;
