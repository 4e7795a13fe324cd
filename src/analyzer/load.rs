//! Rules and data, read once and made ready: the built-in files, then those of the user.

use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;

use super::Analyzer;
use crate::data::{self, Data};
use crate::facts::SCHEMA;
use crate::rules::schema::Scope;
use crate::rules::{self, ConditionFile, Conditions, RuleSet, SourceFile};
use crate::settings::{Explanation, Settings};
use crate::verdict::{Judge, Scale};

/// All that is wrong with rules and data, ready to be shown.
#[derive(Debug, Default)]
pub struct Diagnostics {
    rules: rules::Diagnostics,
    data: Vec<data::LoadError>,
    other: Vec<String>,
}

impl Diagnostics {
    /// The errors as text, each with its file, line and a caret. `color` adds terminal escapes.
    pub fn render(&self, color: bool) -> String {
        let mut parts: Vec<String> = Vec::new();
        if !self.rules.is_empty() {
            parts.push(self.rules.render(color));
        }
        parts.extend(self.data.iter().map(data::LoadError::to_string));
        parts.extend(self.other.iter().cloned());
        parts.join("\n\n")
    }

    /// What is wrong with files of rules.
    pub fn of_rules(rules: rules::Diagnostics) -> Self {
        Diagnostics { rules, ..Diagnostics::default() }
    }

    /// What is wrong with the examples of rules, a sentence each.
    pub fn of_examples(wrong: Vec<String>) -> Self {
        let other = wrong.into_iter().map(|sentence| format!("error: {sentence}")).collect();
        Diagnostics { other, ..Diagnostics::default() }
    }

    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.data.is_empty() && self.other.is_empty()
    }

    /// Keeps what is wrong, and goes on with what is right.
    fn take<T>(&mut self, result: Result<T, rules::Diagnostics>) -> Option<T> {
        result.map_err(|wrong| self.rules.append(wrong)).ok()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

/// Kinds of explanations, for people who read the files; all have the same effect.
const EXPLANATION_KINDS: &[&str] =
    &["alias", "pool", "gateway", "filter", "list", "forwarder", "fetcher", "verified", "own"];

const BOUNDARY: ConditionFile = ConditionFile {
    table: "boundary",
    scope: Scope::Link,
    kinds: &["declared", "border", "inside"],
};
const EXPLANATION: ConditionFile =
    ConditionFile { table: "explanation", scope: Scope::Link, kinds: EXPLANATION_KINDS };
const SUPPORT: ConditionFile = ConditionFile { table: "support", scope: Scope::Hop, kinds: &[] };

pub(super) fn analyzer(settings: Settings, extra: &[PathBuf]) -> Result<Analyzer, Diagnostics> {
    let mut wrong = Diagnostics::default();
    let mut files = rules::builtin();
    for dir in extra {
        files.extend(wrong.take(rules::load_dir(dir)).unwrap_or_default());
    }
    let data = match Data::load(files.iter().map(|f| (f.name.as_str(), f.text.as_ref()))) {
        Ok(data) => Some(data),
        Err(errors) => {
            wrong.data = errors;
            None
        }
    };
    let mut conditions = |shape: ConditionFile, more: Vec<SourceFile>| {
        let files = files.iter().filter(|f| belongs(f, shape.table)).cloned().chain(more);
        let loaded = wrong.take(Conditions::load(files, shape, &SCHEMA));
        loaded.map(|c| c.entries().to_vec()).unwrap_or_default()
    };
    let boundary = conditions(BOUNDARY, Vec::new());
    let explanations =
        conditions(EXPLANATION, settings.explanations.iter().map(own_explanation).collect());
    let support = conditions(SUPPORT, Vec::new());
    let scale = match scale(&files, &settings) {
        Ok(scale) => Some(scale),
        Err(error) => {
            wrong.other.push(error);
            None
        }
    };
    let rules = wrong.take(RuleSet::load(files, &SCHEMA));
    match (data, rules, scale) {
        (Some(data), Some(rules), Some(scale)) if wrong.is_empty() => Ok(Analyzer {
            data,
            digest: rules.digest().to_owned(),
            judge: Judge::new(rules, boundary, explanations, support, scale, &settings),
            settings_json: settings.to_json(),
            settings,
        }),
        _ => Err(wrong),
    }
}

/// Whether a data file holds entries of that table: `boundary.toml`, `explanations/*.toml`.
fn belongs(file: &SourceFile, table: &str) -> bool {
    match table {
        "explanation" => file.name.starts_with("explanations/"),
        table => file.name.strip_suffix(".toml") == Some(table),
    }
}

/// An explanation from the configuration, in the form of those under `rules/explanations`.
fn own_explanation(own: &Explanation) -> SourceFile {
    let text = |value: &str| toml::Value::String(value.to_owned());
    let source = own.source.as_deref().unwrap_or("the configuration");
    SourceFile {
        name: "explanations/own.toml".to_owned(),
        shown: format!("{}:{} (explanation)", own.file, own.line),
        text: format!(
            "[[explanation]]\nid = {}\nkind = \"own\"\nwhen = {}\nsays = {}\nsource = {}\n",
            text(&own.id),
            literal(&own.when),
            text(&own.says),
            text(source),
        )
        .into(),
    }
}

/// A condition as a TOML literal string, in which places are those of the condition.
fn literal(condition: &str) -> String {
    if condition.contains(['\'', '\n', '\r']) {
        format!("'''\n{condition}'''")
    } else {
        format!("'{condition}'")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerdictFile {
    prior: Option<f64>,
    suspicious: Option<f64>,
    forged: Option<f64>,
}

/// Prior and thresholds: the built-in file, then the user's, then the settings.
fn scale(files: &[SourceFile], settings: &Settings) -> Result<Scale, String> {
    let (mut prior, mut suspicious, mut forged) = (None, None, None);
    for file in files.iter().filter(|f| f.name == "verdict.toml") {
        let read: VerdictFile =
            toml::from_str(&file.text).map_err(|e| format!("error: {}\n{e}", file.shown))?;
        prior = read.prior.or(prior);
        suspicious = read.suspicious.or(suspicious);
        forged = read.forged.or(forged);
    }
    let missing = || "error: verdict.toml must give prior, suspicious and forged".to_owned();
    let scale = Scale {
        prior: settings.prior.or(prior).ok_or_else(missing)?,
        suspicious: settings.suspicious.or(suspicious).ok_or_else(missing)?,
        forged: settings.forged.or(forged).ok_or_else(missing)?,
    };
    let inside = [scale.prior, scale.suspicious, scale.forged].iter().all(|p| *p > 0.0 && *p < 1.0);
    if !inside || scale.suspicious > scale.forged {
        return Err(format!(
            "error: prior ({}), suspicious ({}) and forged ({}) must lie between 0 and 1, \
             and suspicious not above forged",
            scale.prior, scale.suspicious, scale.forged
        ));
    }
    Ok(scale)
}
