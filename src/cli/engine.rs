//! What the commands need to know of rules and of the facts these may use.

use std::path::Path;

use crate::analyzer::{Analyzer, Diagnostics, examples};
use crate::facts::SCHEMA;
use crate::rules;
use crate::rules::schema::Scope;
use crate::scan::batch;
use crate::settings::Settings;

/// The ids of all rules in force.
pub(super) fn rule_ids(analyzer: &Analyzer) -> Vec<String> {
    analyzer.judge().rules().rules().iter().map(|rule| rule.id.clone()).collect()
}

/// A table of the rules in force, for people.
pub(super) fn list(analyzer: &Analyzer) -> String {
    rules::rules_table(analyzer.judge().rules().rules())
}

/// A table of the facts that rules may use, for people.
pub(super) fn facts() -> String {
    rules::facts_table(&SCHEMA)
}

/// Checks the rules in a folder and their examples; says how many there are.
///
/// # Errors
/// With all that is wrong: what does not load, or else examples that do not do as they say.
pub(super) fn check(folder: &Path) -> Result<String, Diagnostics> {
    let own = rules::load_dir(folder).map_err(Diagnostics::of_rules)?;
    let analyzer = Analyzer::new(Settings::default(), &[folder.to_owned()])?;
    let shown: Vec<&str> = own.iter().map(|file| file.shown.as_str()).collect();
    let mine: Vec<&rules::Rule> = analyzer
        .judge()
        .rules()
        .rules()
        .iter()
        .filter(|rule| shown.contains(&rule.file.as_str()))
        .collect();
    let wrong: Vec<String> = mine
        .iter()
        .flat_map(|rule| match rule.scope {
            Scope::Batch => batch::examples::check(&analyzer, rule),
            _ => examples::check(&analyzer, rule),
        })
        .collect();
    if !wrong.is_empty() {
        return Err(Diagnostics::of_examples(wrong));
    }
    let examples: usize = mine.iter().map(|rule| rule.fires.len() + rule.silent.len()).sum();
    let data = own.iter().filter(|file| !file.is_rule()).count();
    Ok(format!("{} rules with {examples} examples and {data} data files, all right\n", mine.len()))
}

/// One rule's documentation, for people.
pub(super) fn explain(analyzer: &Analyzer, rule: &str) -> Option<String> {
    analyzer.judge().rules().get(rule).map(|rule| rules::explain(rule, &SCHEMA))
}
