//! Conditions in files of data: what marks a line as ours, what explains a link. Each file holds
//! a list of tables, each with an id, a condition, a sentence and the source of the knowledge.

use std::collections::BTreeMap;

use super::condition::{Condition, with_stack};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::document::{self, Table, bad_word};
use super::fault::Fault;
use super::rule_file::{compile_condition, compile_says, is_name};
use super::rule_set::{Place, clash, no_thread};
use super::schema::{Schema, Scope};
use super::source::SourceFile;
use super::template::Template;
use crate::rules::codes::Code;

const KEYS: &[&str] = &["id", "kind", "when", "says", "source", "replaces"];

/// What such a file looks like.
#[derive(Clone, Copy, Debug)]
pub struct ConditionFile {
    /// The name of its tables: `explanation` for `[[explanation]]`.
    pub table: &'static str,
    pub scope: Scope,
    /// The words that `kind` may have. Where there are any, each entry has one of them.
    pub kinds: &'static [&'static str],
}

/// One condition of such a file.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: String,
    /// Empty where the file has no kinds.
    pub kind: String,
    pub condition: Condition,
    pub says: Template,
    /// Where the knowledge is from.
    pub source: String,
    /// The path of the file as it is shown.
    pub file: String,
}

/// The conditions of all files of one kind, in the order of files and entries.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    entries: Vec<Entry>,
}

impl Conditions {
    /// Loads the files of one kind, built-in ones first. An entry that says `replaces = true`
    /// takes the place of an earlier one of its id. On failure all that is wrong in all files.
    pub fn load(
        files: impl IntoIterator<Item = impl Into<SourceFile>>,
        shape: ConditionFile,
        schema: &'static Schema,
    ) -> Result<Conditions, Diagnostics> {
        let files: Vec<SourceFile> = files.into_iter().map(Into::into).collect();
        let loaded = with_stack(|| {
            let mut loader = Loader::default();
            for file in &files {
                loader.file(file, shape, schema);
            }
            loader.wrong.or(Conditions { entries: loader.entries })
        });
        loaded.unwrap_or_else(|| Err(no_thread()))
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

#[derive(Default)]
struct Loader {
    entries: Vec<Entry>,
    places: BTreeMap<String, Place>,
    wrong: Diagnostics,
}

impl Loader {
    fn file(&mut self, file: &SourceFile, shape: ConditionFile, schema: &'static Schema) {
        let shown = file.shown();
        let document = match document::parse(&file.text) {
            Ok(document) => document,
            Err(faults) => return self.wrong.extend(&shown, faults),
        };
        let root = Table::root(&document);
        let mut faults = Vec::new();
        root.allow(&[shape.table], &mut faults);
        for table in root.tables(shape.table, &mut faults) {
            let Some((entry, replaces, at)) = read(file, &table, shape, schema, &mut faults) else {
                continue;
            };
            let place = Place { file: shown.clone(), at };
            let before = self.places.get(&entry.id);
            if let Some(fault) = clash(&entry.id, replaces, place.at.clone(), before) {
                self.wrong.push(Diagnostic::new(&shown, fault));
                continue;
            }
            self.places.insert(entry.id.clone(), place);
            match self.entries.iter_mut().find(|e| e.id == entry.id) {
                Some(replaced) => *replaced = entry,
                None => self.entries.push(entry),
            }
        }
        self.wrong.extend(&shown, faults);
    }
}

fn read(
    file: &SourceFile,
    table: &Table<'_>,
    shape: ConditionFile,
    schema: &'static Schema,
    faults: &mut Vec<Fault>,
) -> Option<(Entry, bool, std::ops::Range<usize>)> {
    table.allow(KEYS, faults);
    let id = table.required("id", "the name of the entry", faults);
    if let Some(id) = id.as_ref().filter(|id| !is_name(&id.value)) {
        let fault = Fault::new(Code::BadValue, id.at.clone(), format!("`{}` is no id", id.value));
        faults.push(fault.help("small letters, digits and hyphens"));
    }
    let kind = if shape.kinds.is_empty() {
        table.get("kind").map_or(Some(String::new()), |entry| {
            let fault =
                Fault::new(Code::UnknownKey, entry.key_at.clone(), "there are no kinds here");
            faults.push(fault);
            None
        })
    } else {
        table.required("kind", "what kind of entry it is", faults).and_then(|text| {
            let good = shape.kinds.contains(&text.value.as_str());
            if !good {
                faults.push(bad_word("kind", &text, shape.kinds));
            }
            good.then_some(text.value)
        })
    };
    let condition = compile_condition(&file.text, table, Some(shape.scope), schema, faults);
    let says = compile_says(&file.text, table, Some(shape.scope), schema, faults);
    let source = table.required("source", "where the knowledge is from", faults);
    let replaces = table.bool("replaces", faults).unwrap_or(false);
    let id = id.filter(|id| is_name(&id.value))?;
    let entry = Entry {
        id: id.value,
        kind: kind?,
        condition: condition?,
        says: says?,
        source: source?.value,
        file: file.shown.clone(),
    };
    Some((entry, replaces, id.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::SCHEMA;

    const SHAPE: ConditionFile =
        ConditionFile { table: "explanation", scope: Scope::Link, kinds: &["list", "forwarder"] };

    fn load(files: &[(&'static str, &'static str)]) -> Result<Conditions, Diagnostics> {
        Conditions::load(files.iter().copied(), SHAPE, &SCHEMA)
    }

    const LISTS: &str = r#"
        [[explanation]]
        id = "vger"
        kind = "list"
        when = 'link.kind == "unexplained"'
        says = "a list at {upper.by.host}"
        source = "https://example.org/"
        [[explanation]]
        id = "other"
        kind = "forwarder"
        when = 'link.own'
        says = "b"
        source = "RFC 5321"
    "#;

    fn ids(conditions: &Conditions) -> Vec<(&str, &str)> {
        conditions.entries().iter().map(|e| (e.id.as_str(), e.source.as_str())).collect()
    }

    #[test]
    fn entries_in_the_order_of_the_files() {
        let loaded = load(&[("explanations/a.toml", LISTS), ("explanations/b.toml", "")]).unwrap();
        assert_eq!(ids(&loaded), [("vger", "https://example.org/"), ("other", "RFC 5321")]);
        assert_eq!(loaded.entries()[0].kind, "list");
        assert_eq!(loaded.entries()[0].says.source(), "a list at {upper.by.host}");
        assert_eq!(loaded.entries()[1].condition.source(), "link.own");
    }

    #[test]
    fn an_entry_may_be_replaced() {
        let mine = r#"
            [[explanation]]
            id = "vger"
            replaces = true
            kind = "list"
            when = 'link.own'
            says = "mine"
            source = "mine"
        "#;
        let loaded = load(&[("a.toml", LISTS), ("b.toml", mine)]).unwrap();
        assert_eq!(ids(&loaded), [("vger", "mine"), ("other", "RFC 5321")]);
        assert_eq!(
            load(&[("b.toml", mine)]).unwrap_err().iter().next().unwrap().code(),
            Code::NothingToReplace
        );
        let twice = load(&[("a.toml", LISTS), ("b.toml", LISTS)]).unwrap_err();
        assert!(twice.iter().all(|d| d.code() == Code::DoubleId), "{twice}");
        assert_eq!(twice.len(), 2);
    }

    #[test]
    fn all_that_is_wrong_is_told() {
        let wrong = load(&[
            (
                "a.toml",
                r#"
                [[explanation]]
                id = "A b"
                kind = "lists"
                when = 'link.kin == "x"'
                says = "{link.kind"
                sauce = "x"
                [[explanations]]
                "#,
            ),
            ("b.toml", "explanation = 3"),
            ("c.toml", "["),
        ])
        .unwrap_err();
        let codes: Vec<(&str, &str)> =
            wrong.iter().map(|d| (d.path(), d.code().as_str())).collect();
        assert_eq!(
            codes,
            [
                ("a.toml", "R006"),
                ("a.toml", "R008"),
                ("a.toml", "R008"),
                ("a.toml", "R025"),
                ("a.toml", "R040"),
                ("a.toml", "R005"),
                ("a.toml", "R005"),
                ("b.toml", "R007"),
                ("c.toml", "R004"),
            ]
        );
    }
}
