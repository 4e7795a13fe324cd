//! **Not to be read by whoever writes or tunes rules.**
//!
//! Lines that claim a server and do not speak like it, by the peer itself.

use super::Further;

pub(super) const ALL: &[Further] = &[];
