//! Facts by name: finds what a dotted path of a rule file means in the table of facts, or says
//! what may have been meant.

use std::ops::Range;

use super::codes::Code;
use super::fault::Fault;
use super::names::{article, list_words, nearest};
use super::schema::{Facts, Field, Record, Schema, Scope, Type, Value, Variable};

/// A fact that a rule names outside of its condition: in its sentence or among its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRef {
    /// Number of the variable in [`Schema::variables`].
    pub variable: usize,
    /// Number of the variable's record in [`Schema::records`].
    pub record: usize,
    /// Number of the field in [`Record::fields`].
    pub field: usize,
    /// As written: `hop.from.ip`.
    pub path: String,
    pub ty: Type,
}

impl FactRef {
    /// The fact's value while a rule is judged for `index`. What does not exist (`above` of the
    /// first hop) has no facts: absent.
    pub fn value<'f, F: Facts + ?Sized>(&self, facts: &'f F, index: usize) -> Value<'f> {
        match facts.resolve(self.variable, index) {
            Some(at) => facts.get(self.record, self.field, at),
            None => Value::Absent,
        }
    }
}

/// A dotted path: its first name, then the names behind the dots, each with its place.
pub(super) struct Path<'e> {
    pub names: Vec<(&'e str, Range<usize>)>,
}

impl<'e> Path<'e> {
    /// A path written as text that stands at `offset`.
    pub fn of_text(text: &'e str, offset: usize) -> Self {
        let mut at = offset;
        let mut names = Vec::new();
        for name in text.split('.') {
            names.push((name, at..at + name.len()));
            at += name.len() + 1;
        }
        Path { names }
    }

    /// The bytes of the whole path.
    pub fn at(&self) -> Range<usize> {
        let start = self.names.first().map_or(0, |(_, at)| at.start);
        let end = self.names.last().map_or(0, |(_, at)| at.end);
        start..end
    }

    pub fn text(&self) -> String {
        join(&self.names)
    }
}

fn join(names: &[(&str, Range<usize>)]) -> String {
    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    names.join(".")
}

impl Schema {
    /// The variable a path begins with, where `scope` knows it. `others` are further names that
    /// could have been meant (those of loops around).
    pub(super) fn find_variable(
        &self,
        scope: Scope,
        others: &[&str],
        name: &str,
        at: Range<usize>,
    ) -> Result<(usize, &'static Variable), Fault> {
        let known = || {
            let variables = self.variables.iter().filter(|v| v.scopes.contains(&scope));
            variables.map(|v| v.name).chain(others.iter().copied())
        };
        let here = list_words(known());
        match self.variable(name) {
            Some((number, variable)) if variable.scopes.contains(&scope) => Ok((number, variable)),
            Some((_, variable)) => {
                let scopes = list_words(variable.scopes.iter().map(|s| s.as_str()));
                let title = format!("`{name}` is not known in scope `{}`", scope.as_str());
                Err(Fault::new(Code::NotInScope, at, title)
                    .label(format!("known in scope {scopes}"))
                    .note(format!("known here: {here}")))
            }
            None => {
                let fault = Fault::new(Code::UnknownName, at, format!("`{name}` is not known"))
                    .label("no such name");
                Err(match nearest(name, known()) {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault.note(format!("known here: {here}")),
                })
            }
        }
    }

    /// The fact that a template or a list of evidence names.
    pub(super) fn find_fact(&self, scope: Scope, path: &Path<'_>) -> Result<FactRef, Fault> {
        let Some(((name, name_at), rest)) = path.names.split_first() else {
            return Err(Fault::new(Code::UnknownName, path.at(), "a fact's path is missing"));
        };
        let (number, variable) = self.find_variable(scope, &[], name, name_at.clone())?;
        let record = self.record_of(variable);
        if variable.list {
            return Err(list_fault(variable, record, path.at()));
        }
        let (field, found) = record.find_field(name, rest, path.at())?;
        if found.ty == Type::Group {
            return Err(record.group_fault(name, found, path.at()));
        }
        let (record, path, ty) = (variable.record, path.text(), found.ty);
        Ok(FactRef { variable: number, record, field, path, ty })
    }

    /// The record a variable stands for; an empty one if the table is broken.
    pub(super) fn record_of(&self, variable: &Variable) -> &'static Record {
        const NONE: Record = Record { name: "", fields: &[] };
        self.records.get(variable.record).unwrap_or(&NONE)
    }
}

/// A list of records was named where one of them is meant.
pub(super) fn list_fault(variable: &Variable, record: &Record, at: Range<usize>) -> Fault {
    let title =
        format!("`{}` is a list, each of its items {}", variable.name, article(record.name));
    let example = record.fields.iter().find(|f| f.ty != Type::Group).map_or("…", |f| f.path);
    Fault::new(Code::NotAValue, at, title)
        .label("the list itself has no such value")
        .help(format!("in a condition: `{}.exists(x, has(x.{example}))`", variable.name))
}

impl Record {
    /// The field that the names behind `subject` lead to.
    pub(super) fn find_field(
        &self,
        subject: &str,
        names: &[(&str, Range<usize>)],
        whole: Range<usize>,
    ) -> Result<(usize, &'static Field), Fault> {
        let path = join(names);
        if let Some((number, field)) = self.field(&path) {
            return Ok((number, field));
        }
        if names.is_empty() {
            let title = format!("`{subject}` is {}, not one of its facts", article(self.name));
            return Err(Fault::new(Code::NotAValue, whole, title)
                .label("name a fact of it")
                .note(self.facts_below(subject, "")));
        }
        // How far the path leads before it fails.
        for known in (1..names.len()).rev() {
            let (start, tail) = names.split_at(known);
            let (start, at) = (join(start), tail[0].1.start..whole.end);
            if let Some((_, field)) = self.field(&start)
                && field.ty != Type::Group
            {
                let title = format!("`{subject}.{start}` is {}", article(field.ty.as_str()));
                return Err(
                    Fault::new(Code::UnknownFact, at, title).label("there is nothing below it")
                );
            }
            if self.has_below(&start) {
                return Err(self.unknown(subject, &start, &path, at));
            }
        }
        if self.has_below(&path) {
            let title = format!("`{subject}.{path}` is not a fact by itself");
            return Err(Fault::new(Code::NotAValue, whole, title)
                .label("only the beginning of a path")
                .note(self.facts_below(subject, &path)));
        }
        Err(self.unknown(subject, "", &path, names[0].1.start..whole.end))
    }

    fn unknown(&self, subject: &str, start: &str, path: &str, at: Range<usize>) -> Fault {
        let place =
            if start.is_empty() { subject.to_owned() } else { format!("{subject}.{start}") };
        let wanted = path.strip_prefix(start).unwrap_or(path).trim_start_matches('.');
        let title = format!("`{place}` has no fact `{wanted}`");
        let fault = Fault::new(Code::UnknownFact, at, title).label("no such fact");
        let paths = || self.fields.iter().map(|f| f.path);

        // What follows the part that is right may be mistyped, or the path as a whole, or it only
        // lacks its middle: `hop.helo`.
        let below = paths().filter(|p| !start.is_empty() && is_below(p, start));
        let near = nearest(wanted, below.map(|p| &p[start.len() + 1..]))
            .and_then(|end| paths().find(|p| is_below(p, start) && p.ends_with(end)))
            .or_else(|| nearest(path, paths()))
            .or_else(|| {
                let name = nearest(last(path), paths().map(last))?;
                paths().find(|p| last(p) == name)
            });
        match near {
            Some(near) => fault.help(format!("did you mean `{subject}.{near}`?")),
            None => fault.note(self.facts_below(subject, start)),
        }
    }

    /// A group stands where a value is wanted.
    pub(super) fn group_fault(&self, subject: &str, group: &Field, at: Range<usize>) -> Fault {
        let title = format!("`{subject}.{}` is a group of facts", group.path);
        Fault::new(Code::NotAValue, at, title)
            .label("not a value")
            .help(format!("`has({subject}.{})` says whether it is there", group.path))
            .note(self.facts_below(subject, group.path))
    }

    fn has_below(&self, start: &str) -> bool {
        self.fields.iter().any(|f| is_below(f.path, start))
    }

    fn facts_below(&self, subject: &str, start: &str) -> String {
        const SHOWN: usize = 8;
        let below: Vec<&str> =
            self.fields.iter().map(|f| f.path).filter(|p| is_below(p, start)).collect();
        let place =
            if start.is_empty() { subject.to_owned() } else { format!("{subject}.{start}") };
        if below.is_empty() {
            return format!("`{place}` has no facts");
        }
        let shown = below.iter().take(SHOWN).map(|p| format!("{subject}.{p}"));
        let shown: Vec<String> = shown.collect();
        let more = below.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("`{place}` has {}{more}", shown.join(", "))
    }
}

/// The last name of a path.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn is_below(path: &str, start: &str) -> bool {
    start.is_empty() || path.strip_prefix(start).is_some_and(|rest| rest.starts_with('.'))
}
