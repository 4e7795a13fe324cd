//! hopcheck reads the `Received:` lines of an email and says which of them can be believed.

pub mod analyzer;
pub mod cli;
pub mod config;
pub mod data;
pub mod dns;
pub mod message;
pub mod received;
pub mod report;
pub mod rules;
pub mod settings;
pub mod span;
