//! The techniques of forgers, from the crude to the skilled: one family a file.
//!
//! The variants here are open: whoever writes a rule may look at them and at what became of them.
//! Each technique has others in [`held_out`](super::held_out), which nobody who writes or tunes
//! rules has read.

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

mod further;

use super::held_out;
use super::{Dice, Graft, Target};

pub(super) use spliced::related;

/// One way of forging lines.
#[derive(Debug)]
pub struct Technique {
    /// `family/name`.
    pub id: &'static str,
    /// What the forger does.
    pub title: &'static str,
    /// The open ones, each in a few words.
    pub variants: &'static [&'static str],
    /// Why the text alone cannot show it, and what would; `None` where the text can.
    pub traceless: Option<&'static str>,
    make: fn(&Target, usize, &mut Dice) -> Option<Graft>,
}

/// More variants of a technique, that stand elsewhere.
#[derive(Debug)]
pub struct Further {
    /// The id of the technique.
    pub technique: &'static str,
    /// Each in a few words.
    pub variants: &'static [&'static str],
    pub make: fn(&Target, usize, &mut Dice) -> Option<Graft>,
}

/// One way of doing a technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// By its place in [`Technique::variants`] and the further ones after them.
    Open(usize),
    /// By its place among those of [`held_out`] of the technique.
    Later(usize),
}

impl Variant {
    /// Of it nothing but totals is looked at.
    pub fn is_held_out(self) -> bool {
        matches!(self, Variant::Later(number) if number >= held_out::OPENED)
    }
}

impl Technique {
    /// The message with forged lines, or `None` where the variant has nothing to work on: a
    /// message without a line to repeat, for instance.
    pub fn graft(&self, target: &Target, variant: Variant, dice: &mut Dice) -> Option<Graft> {
        let (make, number) = match variant {
            Variant::Open(number) => match number.checked_sub(self.variants.len()) {
                None => (self.make, number),
                Some(number) => (further::of(self.id)?.make, number),
            },
            Variant::Later(number) => (held_out::of(self.id)?.make, number),
        };
        make(target, number, dice)
    }

    /// The variants that may be looked at.
    pub fn open(&self) -> Vec<Variant> {
        let first = 0..self.variants.len() + self.further_words().len();
        let opened = 0..self.held_out_words().len().min(held_out::OPENED);
        first.map(Variant::Open).chain(opened.map(Variant::Later)).collect()
    }

    /// The variants of which totals are counted only.
    pub fn held_out(&self) -> Vec<Variant> {
        (held_out::OPENED..self.held_out_words().len()).map(Variant::Later).collect()
    }

    /// An open and a held-out variant for the message with this header, each with the dice to make
    /// it with. The two draw for themselves, so that a new variant of one part leaves what is
    /// drawn of the other as it was.
    pub(super) fn drawn(&self, header: &[u8]) -> impl Iterator<Item = (Variant, Dice)> {
        let parts =
            [(self.open(), self.id.to_owned()), (self.held_out(), format!("{} held out", self.id))];
        parts.into_iter().filter(|(variants, _)| !variants.is_empty()).map(|(variants, purpose)| {
            let mut dice = Dice::of(header, &purpose);
            (*dice.one(&variants), dice)
        })
    }

    /// A variant in a few words.
    pub fn words(&self, variant: Variant) -> &'static str {
        let found = match variant {
            Variant::Open(number) => self.variants.iter().chain(self.further_words()).nth(number),
            Variant::Later(number) => self.held_out_words().get(number),
        };
        found.copied().unwrap_or_default()
    }

    fn further_words(&self) -> &'static [&'static str] {
        further::of(self.id).map_or(&[], |more| more.variants)
    }

    fn held_out_words(&self) -> &'static [&'static str] {
        held_out::of(self.id).map_or(&[], |held| held.variants)
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
pub(super) fn peer_name(target: &Target, dice: &mut Dice) -> String {
    match target.peer.name() {
        Some(name) => name.to_owned(),
        None => super::names::host(dice),
    }
}

#[cfg(test)]
mod tests;
