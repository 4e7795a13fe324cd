//! Words of the rule language for what the engine knows by number: scopes, types, and the
//! nearest known word to a mistyped one.

use super::schema::{Field, Record, Schema, Scope, Type, Value, Variable};

impl Scope {
    /// All scopes, in the order in which they are told.
    pub const ALL: [Scope; 4] = [Scope::Hop, Scope::Link, Scope::Message, Scope::Batch];

    /// The word a rule file writes.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Hop => "hop",
            Scope::Link => "link",
            Scope::Message => "message",
            Scope::Batch => "batch",
        }
    }

    /// The scope of that word.
    pub fn from_word(word: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

impl Type {
    /// The name of the type as messages and the table of facts tell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Double => "double",
            Type::String => "string",
            Type::Ip => "ip",
            Type::StringList => "list of string",
            Type::IpList => "list of ip",
            Type::Group => "group",
        }
    }

    /// Whether a measured value is what the table promises. Absent and unknown always are.
    pub fn fits(self, value: &Value<'_>) -> bool {
        match value {
            Value::Absent | Value::Unknown => true,
            Value::Bool(_) => self == Type::Bool,
            Value::Int(_) => self == Type::Int,
            Value::Double(_) => self == Type::Double,
            Value::Str(_) => self == Type::String,
            Value::Ip(_) => self == Type::Ip,
            Value::Strs(_) => self == Type::StringList,
            Value::Ips(_) => self == Type::IpList,
            Value::Present => self == Type::Group,
        }
    }
}

impl Schema {
    /// The variable of that name and its number, whatever the scope.
    pub fn variable(&self, name: &str) -> Option<(usize, &'static Variable)> {
        self.variables.iter().enumerate().find(|(_, v)| v.name == name)
    }

    /// What is wrong with the table itself: names used twice, numbers that lead nowhere, types
    /// that contradict a path. Empty for a table that conditions can be checked against.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (i, variable) in self.variables.iter().enumerate() {
            if self.records.get(variable.record).is_none() {
                faults.push(format!(
                    "variable `{}` is of record {}, which does not exist",
                    variable.name, variable.record
                ));
            }
            if self.variables[..i].iter().any(|v| v.name == variable.name) {
                faults.push(format!("variable `{}` is told twice", variable.name));
            }
        }
        for record in self.records {
            for (i, field) in record.fields.iter().enumerate() {
                if record.fields[..i].iter().any(|f| f.path == field.path) {
                    faults.push(format!("`{}.{}` is told twice", record.name, field.path));
                }
                let below = format!("{}.", field.path);
                let parent = record.fields.iter().any(|f| f.path.starts_with(&below));
                if parent && field.ty != Type::Group {
                    faults.push(format!(
                        "`{}.{}` has facts below it and is not a group",
                        record.name, field.path
                    ));
                }
            }
        }
        faults
    }
}

impl Record {
    /// The field of that dotted path and its number.
    pub fn field(&self, path: &str) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, f)| f.path == path)
    }
}

/// The known word nearest to `word`, if one is near enough to be meant.
pub(crate) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let lower = word.to_ascii_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_ascii_lowercase());
        // A third of the letters may be wrong: `hello` is near `helo`, `tls` is not near `via`.
        let allowed = (word.chars().count().max(candidate.chars().count()) / 3).max(1);
        // And one letter at least must be right.
        let allowed = allowed.min(word.chars().count().saturating_sub(1));
        if distance <= allowed && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The name of a type with `a` or `an` before it.
pub(crate) fn article(of_type: &str) -> String {
    let an = of_type.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {of_type}", if an { "an" } else { "a" })
}

/// `a`, `b` and `c`, for messages.
pub(crate) fn list_words<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(|w| format!("`{w}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_word() {
        let known = ["from.helo", "from.ip", "by.host", "tls"];
        assert_eq!(nearest("from.hello", known), Some("from.helo"));
        assert_eq!(nearest("From.IP", known), Some("from.ip"));
        assert_eq!(nearest("tsl", known), Some("tls"));
        assert_eq!(nearest("with", known), None);
        assert_eq!(nearest("j", ["h"]), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn words_in_a_row() {
        assert_eq!(list_words([]), "");
        assert_eq!(list_words(["a"]), "`a`");
        assert_eq!(list_words(["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn a_table_that_contradicts_itself_is_told() {
        static SCHEMA: Schema = Schema {
            records: &[Record {
                name: "hop",
                fields: &[
                    Field { path: "from", ty: Type::String, doc: "" },
                    Field { path: "from.ip", ty: Type::Ip, doc: "" },
                    Field { path: "from.ip", ty: Type::Ip, doc: "" },
                ],
            }],
            variables: &[
                Variable { name: "hop", record: 0, list: false, scopes: &[], doc: "" },
                Variable { name: "hop", record: 1, list: false, scopes: &[], doc: "" },
            ],
        };
        assert_eq!(
            SCHEMA.faults(),
            [
                "variable `hop` is of record 1, which does not exist",
                "variable `hop` is told twice",
                "`hop.from` has facts below it and is not a group",
                "`hop.from.ip` is told twice",
            ]
        );
    }
}
