//! The finished report: its shape ([`model`]) and its forms for people ([`text`]) and machines
//! ([`json`]). Knows nothing of how a report came about.

pub mod escape;
pub mod json;
pub mod model;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
