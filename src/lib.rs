//! hopcheck reads the `Received:` lines of an email and says which of them can be believed.
//!
//! [`analyzer::Analyzer::analyze`] is the one call: bytes, settings and a source of DNS answers
//! in, a [`report::model::Report`] out. The rooms behind it, from the ground up: [`span`],
//! [`settings`], [`dns`], [`data`], [`report`]; [`message`], [`received`]; [`chain`]; [`facts`];
//! [`rules`]; [`verdict`]; [`analyzer`]. A room imports only from rooms before it.

pub mod analyzer;
pub mod chain;
pub mod cli;
pub mod config;
pub mod data;
pub mod dns;
pub mod facts;
pub mod measure;
pub mod message;
pub mod neighbours;
pub mod received;
pub mod report;
pub mod rules;
pub mod settings;
pub mod span;
pub mod verdict;
