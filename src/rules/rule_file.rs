//! Reads a rule file. Whatever is wrong in it is told in one go.

use toml::de::DeValue;

use super::codes::Code;
use super::condition::Condition;
use super::document::{self, Table, bad_word, number_of, wrong_type};
use super::example::{self, Example};
use super::facts::{FactRef, Path};
use super::fault::Fault;
use super::rule::{Accuses, Docs, Figure, LEVELS, Rule, level_word};
use super::schema::{Schema, Scope};
use super::template::Template;
use super::text::Text;

const KEYS: &[&str] = &[
    "id", "title", "scope", "when", "level", "weight", "says", "cites", "accuses", "overlaps",
    "replaces", "measured", "docs", "fires", "silent",
];
const DOCS_KEYS: &[&str] = &["what", "why", "honest", "references", "attack"];

/// A rule as its file gives it.
pub(super) struct Loaded {
    pub rule: Rule,
    /// Whether it takes the place of a rule loaded before.
    pub replaces: bool,
    /// Where its id stands.
    pub id_at: std::ops::Range<usize>,
}

/// Reads the file `name` (`family/name.toml`), shown as `shown`.
pub(super) fn read(
    name: &str,
    shown: &str,
    file: &str,
    schema: &'static Schema,
) -> Result<Loaded, Vec<Fault>> {
    let document = document::parse(file)?;
    let table = Table::root(&document);
    let mut faults = Vec::new();
    let faults = &mut faults;
    table.allow(KEYS, faults);
    let id = table.required("id", "the rule's name, the same as its file's", faults);
    if let Some(id) = &id {
        check_id(name, id, faults);
    }
    let title = table.required("title", "what the rule finds, in a few words", faults);
    let scope = table
        .required("scope", "what the rule is tried on: hop, link, message or batch", faults)
        .and_then(|text| word(&text, "scope", &Scope::ALL, Scope::as_str, faults));
    let condition = compile_condition(file, &table, scope, schema, faults);
    let level = table
        .required("level", "how grave the finding is: info, low, medium or high", faults)
        .and_then(|text| word(&text, "level", &LEVELS, level_word, faults));
    let weight = read_weight(&table, faults);
    let says = compile_says(file, &table, scope, schema, faults);
    let cites = read_cites(file, &table, scope, schema, faults);
    let accuses = read_accuses(&table, scope, faults);
    let overlaps = table.text("overlaps", faults).and_then(|text| {
        let good = is_name(&text.value);
        if !good {
            let title = format!("`{}` is no name of a group", text.value);
            let fault = Fault::new(Code::BadValue, text.at.clone(), title);
            faults.push(fault.help("small letters, digits and hyphens"));
        }
        good.then_some(text.value)
    });
    let replaces = table.bool("replaces", faults).unwrap_or(false);
    let measured = table.table("measured", faults).map(|t| figures(&t)).unwrap_or_default();
    let docs = read_docs(&table, faults);
    let fires = read_examples(file, &table, "fires", scope, faults);
    let silent = read_examples(file, &table, "silent", scope, faults);
    check_examples(&table, weight, faults);
    let id_at = id.as_ref().map_or(0..0, |id| id.at.clone());
    let rule = (|| {
        Some(Rule {
            id: id?.value,
            title: title?.value,
            scope: scope?,
            condition: condition?,
            level: level?,
            weight: weight?,
            says: says?,
            cites,
            accuses: accuses?,
            overlaps,
            measured,
            docs: docs?,
            fires,
            silent,
            file: shown.to_owned(),
        })
    })();
    match rule {
        Some(rule) if faults.is_empty() => Ok(Loaded { rule, replaces, id_at }),
        _ => Err(std::mem::take(faults)),
    }
}

/// Whether this is small letters, digits and hyphens.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn check_id(name: &str, id: &Text, faults: &mut Vec<Fault>) {
    let expected = name.strip_suffix(".toml").unwrap_or(name);
    if id.value != expected {
        let title = format!("the id `{}` is not that of the file", id.value);
        faults.push(
            Fault::new(Code::WrongId, id.at.clone(), title)
                .label(format!("the file's is `{expected}`")),
        );
    } else if !expected.split('/').all(is_name) {
        let title = format!("`{expected}` is no id");
        let fault = Fault::new(Code::WrongId, id.at.clone(), title);
        faults.push(fault.help("family and name are of small letters, digits and hyphens"));
    }
}

/// The value that a word stands for.
fn word<T: Copy>(
    text: &Text,
    key: &str,
    values: &[T],
    as_str: fn(T) -> &'static str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let found = values.iter().copied().find(|v| as_str(*v) == text.value);
    if found.is_none() {
        let words: Vec<&str> = values.iter().map(|v| as_str(*v)).collect();
        faults.push(bad_word(key, text, &words));
    }
    found
}

/// `when`: a condition. Without a scope it cannot be checked.
pub(super) fn compile_condition(
    file: &str,
    table: &Table<'_>,
    scope: Option<Scope>,
    schema: &'static Schema,
    faults: &mut Vec<Fault>,
) -> Option<Condition> {
    let text = table.required("when", "the condition, in CEL", faults)?;
    match Condition::compile_here(&text.value, schema, scope?) {
        Ok(condition) => Some(condition),
        Err(found) => {
            let place = |part| text.place(file, part);
            faults.extend(found.into_iter().map(|fault| fault.moved(place)));
            None
        }
    }
}

/// `says`: a sentence with facts.
pub(super) fn compile_says(
    file: &str,
    table: &Table<'_>,
    scope: Option<Scope>,
    schema: &'static Schema,
    faults: &mut Vec<Fault>,
) -> Option<Template> {
    let text = table.required("says", "the sentence of the finding, with {facts}", faults)?;
    match Template::compile(&text.value, schema, scope?) {
        Ok(template) => Some(template),
        Err(found) => {
            let place = |part| text.place(file, part);
            faults.extend(found.into_iter().map(|fault| fault.moved(place)));
            None
        }
    }
}

fn read_weight(table: &Table<'_>, faults: &mut Vec<Fault>) -> Option<f64> {
    if table.get("weight").is_none() {
        table.missing("weight", "a number of decibans: 10 is ten to one for forged", faults);
    }
    let weight = table.number("weight", faults)?;
    if weight.is_finite() {
        return Some(weight);
    }
    let at = table.get("weight").map_or(table.at.clone(), |e| e.at.clone());
    faults.push(Fault::new(Code::BadValue, at, "the weight is not a finite number"));
    None
}

fn read_cites(
    file: &str,
    table: &Table<'_>,
    scope: Option<Scope>,
    schema: &'static Schema,
    faults: &mut Vec<Fault>,
) -> Vec<FactRef> {
    let before = faults.len();
    let texts = table.texts("cites", faults);
    if texts.is_empty() && faults.len() == before {
        table.missing("cites", "the list of facts that the finding shows as evidence", faults);
    }
    let Some(scope) = scope else {
        return Vec::new();
    };
    let mut cites: Vec<FactRef> = Vec::new();
    for text in &texts {
        match schema.find_fact(scope, &Path::of_text(&text.value, 0)) {
            Ok(fact) if cites.contains(&fact) => {
                let title = format!("`{}` is cited twice", text.value);
                faults.push(Fault::new(Code::BadValue, text.at.clone(), title));
            }
            Ok(fact) => cites.push(fact),
            Err(fault) => faults.push(fault.moved(|part| text.place(file, part))),
        }
    }
    cites
}

fn read_accuses(
    table: &Table<'_>,
    scope: Option<Scope>,
    faults: &mut Vec<Fault>,
) -> Option<Accuses> {
    let scope = scope?;
    let allowed = Accuses::of_scope(scope);
    let Some(text) = table.text("accuses", faults) else {
        if table.get("accuses").is_some() {
            return None;
        }
        if scope == Scope::Link {
            let what = "which line of the link the finding speaks against: \
                        upper, lower, both or none";
            table.missing("accuses", what, faults);
            return None;
        }
        return allowed.first().copied();
    };
    let accuses = word(&text, "accuses", &Accuses::ALL, Accuses::as_str, faults)?;
    if allowed.contains(&accuses) {
        return Some(accuses);
    }
    let title = format!("a rule of scope `{}` cannot accuse `{}`", scope.as_str(), text.value);
    let words: Vec<&str> = allowed.iter().map(|a| a.as_str()).collect();
    faults.push(
        Fault::new(Code::BadValue, text.at, title)
            .note(format!("allowed here: {}", super::names::list_words(words))),
    );
    None
}

fn read_docs(table: &Table<'_>, faults: &mut Vec<Fault>) -> Option<Docs> {
    let Some(entry) = table.get("docs") else {
        table.missing("docs", "the table that explains the rule: what, why, honest", faults);
        return None;
    };
    let DeValue::Table(_) = entry.value else {
        faults.push(wrong_type(entry, "a table"));
        return None;
    };
    let docs = table.table("docs", faults)?;
    docs.allow(DOCS_KEYS, faults);
    let what = docs.required("what", "what the rule sees", faults);
    let why = docs.required("why", "why that is a sign of forgery", faults);
    let honest = docs.required("honest", "when honest mail does it", faults);
    let references = docs.texts("references", faults).into_iter().map(|t| t.value).collect();
    let attack = docs.text("attack", faults).and_then(|text| {
        let good = is_technique(&text.value);
        if !good {
            let title = format!("`{}` is no ATT&CK technique", text.value);
            let fault = Fault::new(Code::BadValue, text.at.clone(), title);
            faults.push(fault.help("for example `T1566` or `T1566.002`"));
        }
        good.then_some(text.value)
    });
    Some(Docs { what: what?.value, why: why?.value, honest: honest?.value, references, attack })
}

/// `T` and four digits, maybe a dot and three more.
fn is_technique(text: &str) -> bool {
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let Some(number) = text.strip_prefix('T') else {
        return false;
    };
    match number.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(number, 4),
    }
}

fn read_examples(
    file: &str,
    table: &Table<'_>,
    key: &str,
    scope: Option<Scope>,
    faults: &mut Vec<Fault>,
) -> Vec<Example> {
    let tables = table.tables(key, faults);
    tables.iter().filter_map(|t| example::read(file, t, scope, faults)).collect()
}

/// What weighs on a verdict must have been shown to fire and to keep silent.
fn check_examples(table: &Table<'_>, weight: Option<f64>, faults: &mut Vec<Fault>) {
    if weight.is_none_or(|w| w == 0.0) {
        return;
    }
    let missing: Vec<&str> =
        ["fires", "silent"].into_iter().filter(|key| table.get(key).is_none()).collect();
    if missing.is_empty() {
        return;
    }
    let at = table.get("weight").map_or(table.at.clone(), |e| e.at.clone());
    let tables: Vec<String> = missing.iter().map(|key| format!("`[[{key}]]`")).collect();
    let title = format!("a rule with a weight needs examples: {}", tables.join(" and "));
    faults.push(
        Fault::new(Code::NoExample, at, title)
            .label("this weighs on verdicts")
            .help("`[[fires]]` is a message it must find, `[[silent]]` one it must not"),
    );
}

fn figures(table: &Table<'_>) -> Vec<(String, Figure)> {
    table.entries().iter().map(|e| (e.key.to_owned(), figure(e.value))).collect()
}

fn figure(value: &DeValue<'_>) -> Figure {
    match value {
        DeValue::String(text) => Figure::Text(text.clone().into_owned()),
        DeValue::Boolean(b) => Figure::Bool(*b),
        DeValue::Datetime(date) => Figure::Text(date.to_string()),
        DeValue::Array(items) => {
            Figure::List(items.iter().map(|item| figure(item.get_ref())).collect())
        }
        DeValue::Table(table) => Figure::Table(figures(&Table::new(0..0, table))),
        number @ (DeValue::Integer(_) | DeValue::Float(_)) => match number_of(number) {
            Some(number) => Figure::Number(number),
            None => Figure::Text("out of range".to_owned()),
        },
    }
}
