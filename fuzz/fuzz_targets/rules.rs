//! Any text as a file of rules or of data. The first byte chooses which file of a user's folder
//! it is. What is refused is shown with its place, and the page is inert.

#![no_main]

use hopcheck::analyzer::Diagnostics;
use hopcheck::data::Data;
use hopcheck::facts::SCHEMA;
use hopcheck::rules::{RuleSet, explain};
use hopcheck_fuzz::choices::{RULE_FILES, chosen};
use hopcheck_fuzz::shown::inert;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((file, text)) = chosen(RULE_FILES, input) else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    match RuleSet::load([(file, text.to_owned())], &SCHEMA) {
        Ok(rules) => {
            for rule in rules.rules() {
                inert(&explain(rule, &SCHEMA));
            }
        }
        Err(wrong) => inert(&Diagnostics::of_rules(wrong).render(false)),
    }
    if let Err(errors) = Data::load([(file, text)]) {
        assert!(!errors.is_empty());
        errors.iter().for_each(|error| inert(&error.to_string()));
    }
});
