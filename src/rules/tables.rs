//! Tables for `hopcheck rules facts` and `hopcheck rules list`, as text.

use super::printable::printable;
use super::rule::{Rule, level_word};
use super::schema::{Schema, Scope};

/// The facts that conditions and sentences may name, with type and meaning, by kind of record.
pub fn facts_table(schema: &Schema) -> String {
    let mut text = String::from("Names\n\n");
    let mut rows = vec![row(["name", "is", "in scope", "meaning"])];
    for variable in schema.variables {
        let record = schema.record_of(variable).name;
        let is = if variable.list { format!("list of {record}") } else { record.to_owned() };
        let scopes: Vec<&str> = variable.scopes.iter().map(|s: &Scope| s.as_str()).collect();
        rows.push(row([variable.name, &is, &scopes.join(", "), variable.doc]));
    }
    text.push_str(&columns(&rows));
    for record in schema.records {
        text.push_str(&format!("\nFacts of a {}\n\n", record.name));
        let mut rows = vec![row(["fact", "type", "meaning"])];
        for field in record.fields {
            let path = format!("{}.{}", record.name, field.path);
            rows.push(row([&path, field.ty.as_str(), field.doc]));
        }
        text.push_str(&columns(&rows));
    }
    text
}

/// The rules with scope, level and weight, one a line.
pub fn rules_table(rules: &[Rule]) -> String {
    let mut rows = vec![row(["rule", "scope", "level", "weight", "title"])];
    for rule in rules {
        let weight = match rule.weight {
            weight if weight > 0.0 => format!("+{weight}"),
            weight => format!("{weight}"),
        };
        let level = level_word(rule.level);
        rows.push(row([&rule.id, rule.scope.as_str(), level, &weight, &rule.title]));
    }
    columns(&rows)
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.iter().map(|cell| printable(&cell.replace('\n', " "))).collect()
}

/// Lays out rows so that each column but the last is as wide as its widest cell.
fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let lengths = rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count());
        lengths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;
    use crate::rules::testing::{RULE, SCHEMA};

    #[test]
    fn facts_by_record() {
        let text = facts_table(&SCHEMA);
        let expected_start = "\
Names

name     is           in scope                   meaning
hop      hop          hop                        The hop the rule is tried on.
above    hop          hop                        The hop above it.
hops     list of hop  hop, message               All hops.
";
        assert!(text.starts_with(expected_start), "{text}");
        assert!(
            text.contains(
                "\nFacts of a hop\n\nfact                   type            meaning\n\
             hop.line               int             Counted from the top; 1 is the newest.\n\
             hop.from               group           The sender's side of the line.\n"
            ),
            "{text}"
        );
        assert!(text.contains("\nmessage.sender  string  The address in From.\n"), "{text}");
    }

    #[test]
    fn rules_one_a_line() {
        let other = RULE
            .replace("time/zone", "time/b")
            .replace("26.5", "-3")
            .replace("The zone offset cannot exist", "b\\u001b[2J");
        let files =
            [("time/zone.toml".to_owned(), RULE.to_owned()), ("time/b.toml".to_owned(), other)];
        let rules = RuleSet::load(files, &SCHEMA).unwrap();
        assert_eq!(
            rules_table(rules.rules()),
            "\
rule       scope  level  weight  title
time/b     hop    high   -3      b␛[2J
time/zone  hop    high   +26.5   The zone offset cannot exist
"
        );
    }
}
