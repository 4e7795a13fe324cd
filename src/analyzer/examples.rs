//! The examples that rules carry: each must do as it says, and each part of a condition must
//! matter to one of them.

use std::borrow::Cow;
use std::time::Duration;

use super::Analyzer;
use crate::dns::{Offline, Replay, Source};
use crate::facts::FactSet;
use crate::rules::schema::Scope;
use crate::rules::{Condition, Example, ExampleAnswer, Outcome, Rule};
use crate::settings::{HostPattern, Settings};

/// What is wrong with the examples of a rule, a sentence each.
///
/// Rules about several messages are not tried here: [`crate::scan::batch::examples`] does that.
pub fn check(analyzer: &Analyzer, rule: &Rule) -> Vec<String> {
    if rule.scope == Scope::Batch {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    let conjuncts = rule.condition.conjuncts();
    let mut matters = vec![false; conjuncts.len()];
    let examples =
        rule.fires.iter().map(|e| (e, true)).chain(rule.silent.iter().map(|e| (e, false)));
    for (example, expected) in examples {
        let tried = match Tried::of(analyzer, rule, example, &conjuncts) {
            Ok(tried) => tried,
            Err(error) => {
                wrong.push(format!("{}:{}: {error}", rule.file, example.line));
                continue;
            }
        };
        if tried.fired != expected {
            wrong.push(format!(
                "{}:{}: `{}` {} on this example{}",
                rule.file,
                example.line,
                rule.id,
                if expected { "does not fire" } else { "fires" },
                tried.why
            ));
        }
        for (matters, fired) in matters.iter_mut().zip(&tried.variants) {
            *matters |= *fired != tried.fired;
        }
    }
    if conjuncts.len() > 1 {
        for (variant, _) in conjuncts.iter().zip(&matters).filter(|(_, matters)| !**matters) {
            wrong.push(format!(
                "{}: no example changes when the condition of `{}` is only `{}`",
                rule.file,
                rule.id,
                variant.source()
            ));
        }
    }
    wrong
}

/// What a rule did on an example, and what it would have done with a conjunct left out.
struct Tried {
    fired: bool,
    variants: Vec<bool>,
    /// Which parts of the condition did not hold, for the author.
    why: String,
}

impl Tried {
    fn of(
        analyzer: &Analyzer,
        rule: &Rule,
        example: &Example,
        conjuncts: &[Condition],
    ) -> Result<Tried, String> {
        let settings = Settings {
            own_hosts: example.own_hosts.iter().map(|h| HostPattern::new(h)).collect(),
            trusted_networks: example.trusted_networks.clone(),
            now: example.now,
            auth: true,
            ..Settings::default()
        };
        let dns = dns(example)?;
        let mut tried =
            Tried { fired: false, variants: vec![false; conjuncts.len()], why: String::new() };
        for bytes in example.input.messages() {
            let session = example
                .session
                .as_ref()
                .map(|odd| odd.iter().map(|code| Cow::Owned(code.clone())).collect());
            analyzer.run(&bytes, &settings, session, &*dns, Duration::ZERO, |_, facts, _, _| {
                for index in indices(rule.scope, facts) {
                    facts.forget_from(match rule.scope {
                        Scope::Link => index + 1,
                        _ => index,
                    });
                    tried.fired |= rule.condition.eval(facts, index) == Outcome::True;
                    for (fired, variant) in tried.variants.iter_mut().zip(conjuncts) {
                        *fired |= variant.eval(facts, index) == Outcome::True;
                    }
                    let parts = rule.condition.outcomes(facts, index);
                    let not: Vec<&str> = parts
                        .iter()
                        .filter(|(_, outcome)| *outcome != Outcome::True)
                        .map(|(text, _)| *text)
                        .collect();
                    if !not.is_empty() {
                        tried.why += &format!("\n  at {}: not true: {}", index + 1, not.join("; "));
                    }
                }
            });
        }
        if tried.fired {
            tried.why.clear();
        }
        Ok(tried)
    }
}

/// From the last to the first, since what is found of the hops below is forgotten on the way.
fn indices(scope: Scope, facts: &FactSet<'_>) -> Vec<usize> {
    let count = match scope {
        Scope::Hop => facts.chain.hops.len(),
        Scope::Link => facts.chain.links.len(),
        Scope::Message | Scope::Batch => 1,
    };
    (0..count).rev().collect()
}

/// The answers an example gives; without any, the rule is tried offline.
fn dns(example: &Example) -> Result<Box<dyn Source>, String> {
    if example.dns.is_empty() {
        return Ok(Box::new(Offline));
    }
    let entries: Vec<serde_json::Value> = example
        .dns
        .iter()
        .map(|dns| match &dns.answer {
            ExampleAnswer::Records(records) => serde_json::json!({
                "name": dns.name, "type": dns.rtype, "answers": records
            }),
            ExampleAnswer::Outcome(outcome) => serde_json::json!({
                "name": dns.name, "type": dns.rtype, "outcome": outcome
            }),
        })
        .collect();
    let file = serde_json::json!({ "schema": "hopcheck/dns/1", "entries": entries });
    let replay = Replay::from_slice(file.to_string().as_bytes())
        .map_err(|e| format!("the example's answers: {e}"))?;
    Ok(Box::new(replay))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_rules_do_as_their_examples_say() {
        let analyzer = Analyzer::new(Settings::default(), &[]).unwrap_or_else(|e| panic!("{e}"));
        let wrong: Vec<String> =
            analyzer.judge().rules().rules().iter().flat_map(|r| check(&analyzer, r)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// The block of TOML that begins so.
    fn block<'d>(docs: &'d str, start: &str) -> &'d str {
        let mut blocks = docs.split("```toml\n").filter_map(|rest| rest.split("```").next());
        blocks.find(|block| block.starts_with(start)).unwrap()
    }

    /// The rule and the explanation that the documentation shows load with the facts there are,
    /// and the rule does as its examples say.
    #[test]
    fn documented_rules_are_right() {
        let docs = include_str!("../../docs/writing-rules.md");
        let folder = tempfile::tempdir().unwrap();
        for (file, start) in
            [("mine/zone-minutes.toml", "id = "), ("explanations/mine.toml", "[[explanation]]")]
        {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, block(docs, start)).unwrap();
        }
        let folders = [folder.path().to_owned()];
        let analyzer =
            Analyzer::new(Settings::default(), &folders).unwrap_or_else(|e| panic!("{e}"));
        let rule = analyzer.judge().rules().get("mine/zone-minutes").unwrap();
        assert_eq!(check(&analyzer, rule), [""; 0]);
    }
}
