//! What speaks for a line of the sender's side that a forger could not have written.

use crate::facts::FactSet;
use crate::rules::Entry;

/// The reasons (from `rules/support.toml`) that support hop number `index`.
pub(super) fn of(reasons: &[Entry], facts: &FactSet<'_>, index: usize) -> Vec<String> {
    reasons
        .iter()
        .filter(|r| r.condition.holds(facts, index))
        .map(|r| format!("{}: {}", r.id, r.says.render(facts, index)))
        .collect()
}
