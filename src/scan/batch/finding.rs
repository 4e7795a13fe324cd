//! Rules of scope `batch` applied to groups: the contract's records about several messages.

use std::io;

use serde::Serialize;
use serde_json::Value as Json;

use super::group::{Gathering, Group};
use super::pile::Pile;
use crate::analyzer::Analyzer;
use crate::report::model::Level;
use crate::rules::Rule;
use crate::rules::schema::{Facts, Scope, Value};
use crate::scan::line::Whence;

pub const SCHEMA: &str = "hopcheck/batch/1";
/// So many findings of one rule are written; the rest is counted.
const MOST: usize = 1_000;

/// A finding about several messages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Batch {
    pub schema: &'static str,
    pub rule: String,
    pub level: Level,
    /// Decibans.
    pub weight: f64,
    pub message: String,
    pub evidence: Vec<Evidence>,
    pub sources: Vec<Whence>,
    /// How many messages there are beside those in `sources`.
    pub sources_left_out: i64,
}

/// A fact that was compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    pub fact: String,
    pub value: Json,
}

/// Judges all groups, hands over each finding, and gives how many were left out. The pile is
/// empty afterwards.
///
/// # Errors
/// Where temporary files cannot be read, and those of `each`.
pub fn findings<E: From<io::Error>>(
    analyzer: &Analyzer,
    pile: &mut Pile,
    mut each: impl FnMut(Batch) -> Result<(), E>,
) -> Result<u64, E> {
    let disabled = &analyzer.settings().disabled;
    let rules = analyzer.judge().rules().rules().iter();
    let rules: Vec<&Rule> =
        rules.filter(|rule| rule.scope == Scope::Batch && !disabled.contains(&rule.id)).collect();
    let mut counts = vec![0_usize; rules.len()];
    let mut left_out = 0;
    let mut fired: Vec<(usize, Group)> = Vec::new();
    let mut judge = |group: Group| {
        for (number, rule) in rules.iter().enumerate() {
            if rule.fires_on(&group, 0) {
                counts[number] += 1;
                match counts[number] <= MOST {
                    true => fired.push((number, group.clone())),
                    false => left_out += 1,
                }
            }
        }
    };
    let mut gathering = Gathering::default();
    pile.each(|mark| gathering.add(mark, &mut judge))?;
    gathering.end(&mut judge);
    // By rule, then by where the first message lies.
    fired.sort_by_key(|(number, group)| {
        (*number, group.members.iter().map(|mark| mark.message).collect::<Vec<_>>())
    });
    for (number, mut group) in fired {
        look_up(&mut group, pile)?;
        each(batch(rules[number], &group, pile, analyzer)?)?;
    }
    Ok(left_out)
}

/// Gets the texts that the group has in common, and in which its messages differ.
fn look_up(group: &mut Group, pile: &mut Pile) -> io::Result<()> {
    let (key, different) = group.texts();
    let mut names = Vec::new();
    for mark in different {
        let mut texts = pile.text(mark.message)?.texts;
        if let Some((_, value)) = texts.get_mut(usize::from(mark.text)) {
            names.push(std::mem::take(value));
        }
    }
    let key = match key {
        Some(mark) => {
            let texts = pile.text(mark.message)?.texts;
            texts.into_iter().nth(usize::from(mark.text)).map(|(key, _)| key)
        }
        None => None,
    };
    group.key = key;
    group.names = Some(names);
    Ok(())
}

fn batch(rule: &Rule, group: &Group, pile: &mut Pile, analyzer: &Analyzer) -> io::Result<Batch> {
    let mut sources = Vec::new();
    for mark in &group.members {
        let whence = pile.text(mark.message)?.whence;
        if !sources.contains(&whence) {
            sources.push(whence);
        }
    }
    let evidence = rule.cites.iter().filter_map(|fact| {
        let value = match group.get(fact.record, fact.field, 0) {
            Value::Int(value) => value.into(),
            Value::Double(value) => value.into(),
            Value::Str(value) => value.into(),
            Value::Strs(values) => values.iter().map(|value| value.as_ref()).collect(),
            _ => return None,
        };
        Some(Evidence { fact: fact.path.clone(), value })
    });
    Ok(Batch {
        schema: SCHEMA,
        rule: rule.id.clone(),
        level: rule.level,
        weight: analyzer.settings().weights.get(&rule.id).copied().unwrap_or(rule.weight),
        message: rule.says.render(group, 0),
        evidence: evidence.collect(),
        sources,
        sources_left_out: group.unnamed().max(0),
    })
}
