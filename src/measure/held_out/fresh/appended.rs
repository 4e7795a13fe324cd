//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines by nobody who handed the message on, from bare ones to rich ones.

use super::Further;

pub(super) const ALL: &[Further] = &[];
