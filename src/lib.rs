//! hopcheck reads the `Received:` lines of an email and says which of them can be believed.
//!
//! [`analyzer::Analyzer::analyze`] is the one call: bytes, settings and a source of DNS answers
//! in, a [`report::model::Report`] out. The rooms behind it, from the ground up: [`span`],
//! [`settings`], [`dns`], [`data`], [`report`]; [`message`], [`received`], [`auth`]; [`chain`];
//! [`facts`]; [`rules`]; [`verdict`]; [`analyzer`]; [`scan`]; [`learn`]. A room imports only from
//! rooms before it.

pub mod analyzer;
pub mod auth;
pub mod chain;
pub mod cli;
pub mod config;
pub mod data;
pub mod deliver;
pub mod dns;
pub mod facts;
pub mod learn;
pub mod measure;
pub mod message;
pub mod neighbours;
pub mod received;
pub mod report;
pub mod rules;
pub mod scan;
pub mod serve;
pub mod settings;
pub mod smtp;
pub mod span;
pub mod verdict;
