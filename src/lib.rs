//! hopcheck reads the `Received:` lines of an email and says which of them can be believed.

pub mod data;
pub mod dns;
pub mod message;
pub mod neighbours;
pub mod received;
pub mod report;
pub mod rules;
pub mod settings;
pub mod span;
