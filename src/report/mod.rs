//! The finished report: its shape ([`model`]) and its forms for people and machines.

pub mod model;
