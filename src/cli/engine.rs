//! What the commands need to know of rules and of the facts these may use.
//!
//! PLACEHOLDER, to be replaced when the rooms come together: without rules there is nothing to
//! list and to explain.

use std::path::Path;

use crate::analyzer::{Analyzer, Diagnostics};

/// The ids of all rules in force.
pub(super) fn rule_ids(_analyzer: &Analyzer) -> Vec<String> {
    Vec::new()
}

/// A table of the rules in force, for people.
pub(super) fn list(_analyzer: &Analyzer) -> String {
    String::new()
}

/// A table of the facts that rules may use, for people.
pub(super) fn facts() -> String {
    String::new()
}

/// Checks the rules in a folder and their examples; says how many there are.
pub(super) fn check(folder: &Path) -> Result<String, Diagnostics> {
    Analyzer::new(crate::settings::Settings::default(), &[folder.to_owned()])?;
    Ok("0 rules, all right\n".to_owned())
}

/// One rule's documentation, for people.
pub(super) fn explain(_analyzer: &Analyzer, _rule: &str) -> Option<String> {
    None
}
