//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines below the point at which the author logged in and handed the message in.

use super::Further;

pub(super) const ALL: &[Further] = &[];
