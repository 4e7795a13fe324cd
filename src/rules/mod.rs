//! Rules: files that say what facts mean. Loading, checking, compiling, judging.

mod codes;
mod condition;
mod conditions;
mod diagnostics;
mod document;
mod example;
mod explain;
mod facts;
mod fault;
#[cfg(test)]
mod golden;
mod names;
mod page;
#[cfg(test)]
mod page_tests;
mod printable;
mod rule;
mod rule_file;
mod rule_set;
#[cfg(test)]
mod rule_set_tests;
pub mod schema;
mod source;
mod tables;
mod template;
#[cfg(test)]
mod testing;
mod text;

pub use codes::Code;
pub use condition::{Condition, MAX_DEPTH, MAX_LENGTH, MAX_STEPS, MAX_TOKENS, Outcome};
pub use conditions::{ConditionFile, Conditions, Entry};
pub use diagnostics::{Diagnostic, Diagnostics};
pub use example::{Example, ExampleAnswer, ExampleDns, ExampleInput, OUTCOMES, RECORD_TYPES};
pub use explain::explain;
pub use facts::FactRef;
pub use fault::{Advice, Fault};
pub use page::{facts_page, rules_page};
pub use rule::{Accuses, Docs, Figure, Rule, level_word};
pub use rule_set::RuleSet;
pub use source::{MAX_FILE, SourceFile, builtin, digest, load_dir};
pub use tables::{facts_table, rules_table};
pub use template::{ABSENT, MAX_SHOWN, Template, UNKNOWN, write_value};
