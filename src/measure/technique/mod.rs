//! The techniques of forgers, from the crude to the skilled: one family a file.
//!
//! The variants here are open: whoever writes a rule may look at them and at what became of them.
//! Each technique has others in [`held_out`](super::held_out), some of which nobody who writes or
//! tunes rules has read.

mod appended;
mod clock;
mod corroboration;
mod date;
mod dialect;
mod further;
mod identity;
mod own_side;
mod provider;
mod residue;
mod skilled;
mod spliced;
mod submitted;
mod third_party;

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
    make: Make,
}

/// Makes the variant of that number, where it has something to work on.
pub type Make = fn(&Target, usize, &mut Dice) -> Option<Graft>;

/// More variants of a technique, that stand elsewhere.
#[derive(Debug)]
pub struct Further {
    /// The id of the technique.
    pub technique: &'static str,
    /// Each in a few words.
    pub variants: &'static [&'static str],
    pub make: Make,
}

/// Those of the technique with this id, in families of them.
fn of(families: &[&'static [Further]], id: &str) -> Option<&'static Further> {
    families.iter().copied().flatten().find(|further| further.technique == id)
}

/// One way of doing a technique: in which of its lists it stands, and where there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    list: usize,
    number: usize,
}

/// The lists that nobody who writes or tunes rules has looked at: all from this one on.
const HELD_OUT: usize = 4;

impl Variant {
    /// Of it nothing but totals is looked at.
    pub fn is_held_out(self) -> bool {
        self.list >= HELD_OUT
    }
}

impl Technique {
    /// Its variants, by where they stand, and what makes them.
    fn lists(&self) -> [(&'static [&'static str], Make); 6] {
        let further = |families| {
            of(families, self.id)
                .map_or((&[] as &[_], self.make), |more| (more.variants, more.make))
        };
        [
            (self.variants, self.make),
            further(&further::FAMILIES),
            further(&held_out::FAMILIES),
            further(&held_out::MORE),
            further(&held_out::NEWEST),
            further(&held_out::FRESH),
        ]
    }

    /// The message with forged lines, or `None` where the variant has nothing to work on: a
    /// message without a line to repeat, for instance.
    pub fn graft(&self, target: &Target, variant: Variant, dice: &mut Dice) -> Option<Graft> {
        let (_, make) = self.lists()[variant.list];
        make(target, variant.number, dice)
    }

    /// The variants that may be looked at.
    pub fn open(&self) -> Vec<Variant> {
        self.all().filter(|variant| !variant.is_held_out()).collect()
    }

    /// The variants of which totals are counted only.
    pub fn held_out(&self) -> Vec<Variant> {
        self.all().filter(|variant| variant.is_held_out()).collect()
    }

    fn all(&self) -> impl Iterator<Item = Variant> {
        let lists = self.lists().into_iter().enumerate();
        lists.flat_map(|(list, (words, _))| {
            (0..words.len()).map(move |number| Variant { list, number })
        })
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
        self.lists()[variant.list].0.get(variant.number).copied().unwrap_or_default()
    }
}

/// All techniques, in the order in which they are printed.
pub fn all() -> Vec<&'static Technique> {
    families!().into_iter().flatten().collect()
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
