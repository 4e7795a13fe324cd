//! Measuring the rules: on collections of real mail as it is, and on the same mail with forged
//! lines grafted onto it.
//!
//! Real collections say spam or ham, never which line is forged. A graft does know: honest mail
//! is given forged lines by a [`technique`] of the field, from crude to skilled, so that what
//! the rules find, miss, and accuse wrongly can be counted. Everything is drawn from the hash of
//! the message, so the same mail always gives the same grafts and the same figures.

/// What each family of techniques has where this stands, in the order in which they are printed.
macro_rules! families {
    () => {
        [
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
        ]
    };
}

mod count;
mod dice;
mod folds;
mod graft;
mod held_out;
mod id;
mod line;
mod names;
mod pool;
mod run;
mod stamp;
mod target;
pub mod technique;
mod weights;
mod world;
mod write;

pub use count::{Counts, Curve, GraftCount, Grafts, MODERN, Mail, add_grafts};
pub use dice::Dice;
pub use folds::Folds;
pub use graft::Graft;
pub use pool::{Collection, Label, collections, files};
pub use run::{Options, Result, measure};
pub use target::{Donor, Target};
pub use weights::{Figures, Weighed, weigh};
pub use write::{Note, write};
