//! The second pass: what only many messages show.
//!
//! Of each message a few marks are kept (what it has that others may have too) and one record of
//! text for the findings; both go to temporary files when there are many. After the last message
//! the marks are sorted, those with the same key make a group, groups are measured, and rules of
//! scope `batch` judge what was measured.

mod counter;
pub mod examples;
mod finding;
mod gist;
mod group;
mod pile;
mod record;

pub use finding::{Batch, SCHEMA, findings};
pub use gist::Gist;
pub use pile::Pile;
