//! The examples of rules about several messages: each must do as it says.

use std::io;
use std::time::Duration;

use super::gist::Gist;
use super::{Pile, findings};
use crate::analyzer::Analyzer;
use crate::dns::Offline;
use crate::report::model::Source;
use crate::rules::{Example, Rule};
use crate::scan::seen::Seen;

/// What is wrong with the examples of a rule, a sentence each.
pub fn check(analyzer: &Analyzer, rule: &Rule) -> Vec<String> {
    let examples =
        rule.fires.iter().map(|e| (e, true)).chain(rule.silent.iter().map(|e| (e, false)));
    let mut wrong = Vec::new();
    for (example, expected) in examples {
        let place = format!("{}:{}", rule.file, example.line);
        match fires(analyzer, rule, example) {
            Ok(fired) if fired == expected => {}
            Ok(true) => wrong.push(format!("{place}: `{}` fires on this example", rule.id)),
            Ok(false) => {
                wrong.push(format!("{place}: `{}` does not fire on this example", rule.id));
            }
            Err(error) => wrong.push(format!("{place}: {error}")),
        }
    }
    wrong
}

fn fires(analyzer: &Analyzer, rule: &Rule, example: &Example) -> io::Result<bool> {
    let mut pile = Pile::default();
    for (number, bytes) in example.input.messages().iter().enumerate() {
        let source = Source { offset: number as u64, ..Source::default() };
        let report = analyzer.analyze(bytes, source, &Offline, Duration::ZERO);
        pile.add(&mut vec![Gist::of(&Seen::of(&report), analyzer.data())])?;
    }
    let mut fired = false;
    findings(analyzer, &mut pile, |batch| -> io::Result<()> {
        fired |= batch.rule == rule.id;
        Ok(())
    })?;
    Ok(fired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::schema::Scope;
    use crate::settings::Settings;

    #[test]
    fn the_built_in_rules_do_as_their_examples_say() {
        let analyzer = Analyzer::new(Settings::default(), &[]).expect("loads");
        let rules = analyzer.judge().rules().rules().iter();
        let rules: Vec<_> = rules.filter(|rule| rule.scope == Scope::Batch).collect();
        assert!(!rules.is_empty());
        for rule in rules {
            assert!(!rule.fires.is_empty() && !rule.silent.is_empty(), "{}", rule.id);
            assert_eq!(check(&analyzer, rule), Vec::<String>::new());
        }
    }
}
