//! All rules in force.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::codes::Code;
use super::condition::with_stack;
use super::diagnostics::{Diagnostic, Diagnostics, Shown};
use super::document::{self, Table};
use super::fault::Fault;
use super::rule::Rule;
use super::rule_file::{self, Loaded};
use super::schema::Schema;
use super::source::{SourceFile, digest};

/// The rules in force, in the order of their ids.
#[derive(Clone, Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    files: Vec<SourceFile>,
    digest: String,
}

impl RuleSet {
    /// Loads every rule among `files`, which are given in order: built-in ones first, then those
    /// of the user. Files of data are kept for the digest and otherwise left alone. A rule that
    /// says `replaces = true` takes the place of an earlier one of its id. On failure all that is
    /// wrong in all files.
    pub fn load(
        files: impl IntoIterator<Item = impl Into<SourceFile>>,
        schema: &'static Schema,
    ) -> Result<RuleSet, Diagnostics> {
        let files: Vec<SourceFile> = files.into_iter().map(Into::into).collect();
        let loaded = with_stack(|| Self::load_here(files, schema));
        loaded.unwrap_or_else(|| Err(no_thread()))
    }

    fn load_here(files: Vec<SourceFile>, schema: &'static Schema) -> Result<RuleSet, Diagnostics> {
        let mut wrong = Diagnostics::new();
        let mut by_id: BTreeMap<String, (Rule, Place)> = BTreeMap::new();
        let mut kept = Vec::with_capacity(files.len());
        for file in files {
            if !file.is_rule() {
                if let Some(fault) = misplaced(&file) {
                    wrong.push(Diagnostic::new(&file.shown(), fault));
                }
                kept.push(file);
                continue;
            }
            let shown = file.shown();
            match rule_file::read(&file.name, &file.shown, &file.text, schema) {
                Ok(loaded) => {
                    let replaced = add(&mut by_id, loaded, &shown, &mut wrong);
                    if let Some(replaced) = replaced {
                        kept.retain(|f: &SourceFile| {
                            f.shown != replaced.file.path || f.name != file.name
                        });
                    }
                }
                Err(faults) => wrong.extend(&shown, faults),
            }
            kept.push(file);
        }
        let rules = by_id.into_values().map(|(rule, _)| rule).collect();
        let digest = digest(&kept);
        wrong.or(RuleSet { rules, files: kept, digest })
    }

    /// All rules, in the order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of that id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.binary_search_by(|r| r.id.as_str().cmp(id)).ok().map(|at| &self.rules[at])
    }

    /// The id nearest to a mistyped one.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        super::names::nearest(id, self.rules.iter().map(|r| r.id.as_str()))
    }

    /// The files in force, rules and data, without those that were replaced.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Digest of all files in force, see [`digest`].
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Where an id stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub file: Arc<Shown>,
    pub at: Range<usize>,
}

/// Adds a rule; gives the place of the one it replaces.
fn add(
    rules: &mut BTreeMap<String, (Rule, Place)>,
    loaded: Loaded,
    shown: &Arc<Shown>,
    wrong: &mut Diagnostics,
) -> Option<Place> {
    let Loaded { rule, replaces, id_at } = loaded;
    let id = rule.id.clone();
    let place = Place { file: Arc::clone(shown), at: id_at };
    let before = rules.get(&id).map(|(_, place)| place.clone());
    if let Some(fault) = clash(&id, replaces, place.at.clone(), before.as_ref()) {
        wrong.push(Diagnostic::new(shown, fault));
        return None;
    }
    rules.insert(id, (rule, place));
    before
}

/// What is wrong with an id given what was loaded before.
pub(super) fn clash(
    id: &str,
    replaces: bool,
    at: Range<usize>,
    before: Option<&Place>,
) -> Option<Fault> {
    match before {
        Some(before) if !replaces => Some(
            Fault::new(Code::DoubleId, at, format!("the id `{id}` is used twice"))
                .note(format!("it is also in {}", before.file.path))
                .help("`replaces = true` takes the place of the earlier one"),
        ),
        None if replaces => {
            let title = format!("nothing of the id `{id}` is there to replace");
            Some(Fault::new(Code::NothingToReplace, at, title).help("leave out `replaces`"))
        }
        _ => None,
    }
}

/// A rule at the top of the folder would have no effect, being taken for data.
fn misplaced(file: &SourceFile) -> Option<Fault> {
    if file.name.contains('/') {
        return None;
    }
    let document = document::parse(&file.text).ok()?;
    let table = Table::root(&document);
    let (id, _) = (table.get("id")?, table.get("when")?);
    let fault =
        Fault::new(Code::NotInFamily, id.key_at.clone(), "a rule lies in a family's folder");
    Some(fault.help("move the file to `<family>/<name>.toml`"))
}

pub(super) fn no_thread() -> Diagnostics {
    let mut wrong = Diagnostics::new();
    let shown = Arc::new(Shown { path: "rules".to_owned(), text: None });
    let title = "there is no memory to read the rules";
    wrong.extend(&shown, [Fault::new(Code::Unreadable, 0..0, title)]);
    wrong
}
