//! Reads the time hidden in an id.

use super::IdClock;

/// The time in `id`, where lines of `dialect` hold one.
pub fn read_clock(_dialect: &str, _id: &str, _by_host: Option<&str>) -> Option<IdClock> {
    None
}
