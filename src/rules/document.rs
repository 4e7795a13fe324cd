//! Reading TOML with the place of everything kept, so that each complaint has its caret: unknown
//! keys, missing keys, values of another type.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::codes::Code;
use super::fault::Fault;
use super::names::{list_words, nearest};
use super::text::Text;

/// After so many complaints of the TOML parser the rest follows from the first ones.
const MAX_TOML_FAULTS: usize = 5;

/// Parses a file.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table);
    }
    let fault = |e: &toml::de::Error| {
        Fault::new(Code::NotToml, e.span().unwrap_or(0..0), e.message().to_owned())
    };
    Err(errors.iter().take(MAX_TOML_FAULTS).map(fault).collect())
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub key: &'a str,
    pub key_at: Range<usize>,
    pub value: &'a DeValue<'a>,
    pub at: Range<usize>,
}

/// A table, its entries in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    /// Its header, or what stands for it.
    pub at: Range<usize>,
    entries: Vec<Entry<'a>>,
}

impl<'a> Table<'a> {
    pub fn new(at: Range<usize>, table: &'a DeTable<'a>) -> Self {
        let mut entries: Vec<Entry<'a>> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                key_at: key.span(),
                value: value.get_ref(),
                at: value.span(),
            })
            .collect();
        entries.sort_by_key(|e| e.key_at.start);
        Table { at, entries }
    }

    /// The document itself, to be shown at its first line.
    pub fn root(table: &'a Spanned<DeTable<'a>>) -> Self {
        Table::new(0..0, table.get_ref())
    }

    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    pub fn get(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// Complains of every key that is not among `known`.
    pub fn allow(&self, known: &[&str], faults: &mut Vec<Fault>) {
        for entry in self.entries.iter().filter(|e| !known.contains(&e.key)) {
            let title = format!("the key `{}` is not known", entry.key);
            let fault = Fault::new(Code::UnknownKey, entry.key_at.clone(), title);
            faults.push(match nearest(entry.key, known.iter().copied()) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.note(format!("known here: {}", list_words(known.iter().copied()))),
            });
        }
    }

    /// Complains that a key is missing.
    pub fn missing(&self, key: &str, what: &str, faults: &mut Vec<Fault>) {
        let fault = Fault::new(Code::MissingKey, self.at.clone(), format!("`{key}` is missing"));
        faults.push(fault.help(format!("`{key}` is {what}")));
    }

    pub fn text(&self, key: &str, faults: &mut Vec<Fault>) -> Option<Text> {
        text_of(self.get(key)?, faults)
    }

    /// A string that must be there and not be empty.
    pub fn required(&self, key: &str, what: &str, faults: &mut Vec<Fault>) -> Option<Text> {
        if self.get(key).is_none() {
            self.missing(key, what, faults);
        }
        let text = self.text(key, faults)?;
        if text.value.trim().is_empty() {
            let title = format!("`{key}` is empty");
            let fault = Fault::new(Code::BadValue, text.at, title);
            faults.push(fault.help(format!("`{key}` is {what}")));
            return None;
        }
        Some(text)
    }

    /// A list of strings; empty where the key is not there.
    pub fn texts(&self, key: &str, faults: &mut Vec<Fault>) -> Vec<Text> {
        let Some(entry) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = entry.value else {
            faults.push(wrong_type(entry, "a list of strings"));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(value) => {
                    texts.push(Text { value: value.clone().into_owned(), at: item.span() });
                }
                other => {
                    let (key, kind) = (entry.key, kind_of(other));
                    let title = format!("`{key}` is a list of strings; this is {kind}");
                    faults.push(Fault::new(Code::WrongToml, item.span(), title));
                }
            }
        }
        texts
    }

    pub fn bool(&self, key: &str, faults: &mut Vec<Fault>) -> Option<bool> {
        let entry = self.get(key)?;
        let value = entry.value.as_bool();
        if value.is_none() {
            faults.push(wrong_type(entry, "true or false"));
        }
        value
    }

    /// A number, written with a fraction or without.
    pub fn number(&self, key: &str, faults: &mut Vec<Fault>) -> Option<f64> {
        let entry = self.get(key)?;
        let value = number_of(entry.value);
        if value.is_none() {
            faults.push(wrong_type(entry, "a number"));
        }
        value
    }

    pub fn table(&self, key: &str, faults: &mut Vec<Fault>) -> Option<Table<'a>> {
        let entry = self.get(key)?;
        match entry.value {
            DeValue::Table(table) => Some(Table::new(entry.at.clone(), table)),
            _ => {
                faults.push(wrong_type(entry, "a table"));
                None
            }
        }
    }

    /// The tables of `[[key]]`; none where the key is not there.
    pub fn tables(&self, key: &str, faults: &mut Vec<Fault>) -> Vec<Table<'a>> {
        let Some(entry) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = entry.value else {
            faults.push(
                wrong_type(entry, "a list of tables")
                    .help(format!("each of them begins with `[[{key}]]`")),
            );
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => tables.push(Table::new(item.span(), table)),
                other => {
                    let title = format!("`{key}` is a list of tables; this is {}", kind_of(other));
                    faults.push(Fault::new(Code::WrongToml, item.span(), title));
                }
            }
        }
        tables
    }
}

/// An integer or float. Integers beyond 64 bits are none.
pub(super) fn number_of(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(i) => {
            i64::from_str_radix(i.as_str(), i.radix()).ok().map(|number| number as f64)
        }
        DeValue::Float(f) => f.as_str().parse().ok(),
        _ => None,
    }
}

pub(super) fn text_of(entry: &Entry<'_>, faults: &mut Vec<Fault>) -> Option<Text> {
    match entry.value {
        DeValue::String(value) => {
            Some(Text { value: value.clone().into_owned(), at: entry.at.clone() })
        }
        _ => {
            faults.push(wrong_type(entry, "a string"));
            None
        }
    }
}

pub(super) fn wrong_type(entry: &Entry<'_>, wanted: &str) -> Fault {
    let title = format!("`{}` is {wanted}, not {}", entry.key, kind_of(entry.value));
    Fault::new(Code::WrongToml, entry.at.clone(), title)
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value that is not among the words allowed.
pub(super) fn bad_word(key: &str, text: &Text, allowed: &[&str]) -> Fault {
    let title = format!("`{}` is no {key}", text.value);
    let fault = Fault::new(Code::BadValue, text.at.clone(), title);
    match nearest(&text.value, allowed.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.note(format!("allowed: {}", list_words(allowed.iter().copied()))),
    }
}
