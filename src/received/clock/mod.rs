//! Times hidden in ids.
