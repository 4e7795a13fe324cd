//! The finished report: its shape ([`model`]) and its forms for people ([`text`]) and machines
//! ([`json`]). Knows nothing of how a report came about.

pub mod abuse;
pub mod arf;
pub mod escape;
pub mod formats;
pub mod html;
pub mod json;
pub mod model;
pub mod redact;
pub mod schema;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod words;
