//! The figures, written into the files of the rules that they are about.

use std::fmt::Write;
use std::path::Path;

use super::{Label, Weighed};

/// What stands in `[measured]` besides the figures.
#[derive(Clone, Debug)]
pub struct Note<'a> {
    /// `2026-03-04`
    pub date: &'a str,
    pub command: &'a str,
}

/// Writes the figures into the file of rule `id` below `folder`. The weight follows them unless
/// the file states under `basis` why it does not. Gives whether the file has changed.
///
/// # Errors
/// Where the file cannot be read or written.
pub fn write(folder: &Path, id: &str, weighed: &Weighed, note: &Note<'_>) -> std::io::Result<bool> {
    let path = folder.join(format!("{id}.toml"));
    let text = std::fs::read_to_string(&path)?;
    let new = rewritten(&text, weighed, note);
    if new != text {
        std::fs::write(&path, &new)?;
    }
    Ok(new != text)
}

/// The text of a rule file with new figures.
fn rewritten(text: &str, weighed: &Weighed, note: &Note<'_>) -> String {
    let mut new = String::with_capacity(text.len() + 256);
    let mut inside = false;
    let mut written = false;
    let basis = measured_key(text, "basis");
    for line in text.split_inclusive('\n') {
        let table = line.starts_with('[');
        if table && !written && line.trim_end() != "[measured]" {
            // A rule without the table gets it before the first other one.
            new += &table_of(weighed, note, basis);
            new.push('\n');
            written = true;
        }
        if table {
            inside = line.trim_end() == "[measured]";
            if inside {
                new += &table_of(weighed, note, basis);
                new.push('\n');
                written = true;
            }
        }
        if inside {
            continue;
        }
        match weighed.suggests {
            Some(weight)
                if !written
                    && basis.is_none()
                    && line.starts_with("weight = ")
                    && !line.starts_with("weight = 0\n") =>
            {
                let _ = writeln!(new, "weight = {}", weight.round());
            }
            _ => new += line,
        }
    }
    new
}

/// The value of a key of `[measured]`, as it is written.
fn measured_key<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let (_, table) = text.split_once("\n[measured]\n")?;
    let table = table.split("\n[").next().unwrap_or(table);
    table
        .lines()
        .find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('=').map(str::trim))
}

fn table_of(weighed: &Weighed, note: &Note<'_>, basis: Option<&str>) -> String {
    let mut table = format!("[measured]\ndate = {:?}\ncommand = {:?}\n", note.date, note.command);
    for label in [Label::Ham, Label::Spam, Label::Phishing] {
        let figures = weighed.label(label);
        if figures.of > 0 {
            let _ = writeln!(
                table,
                "{} = \"{} of {} messages\"",
                label.as_str(),
                grouped(figures.fired),
                grouped(figures.of)
            );
        }
    }
    let grafts = weighed.grafts();
    if grafts.of > 0 {
        let _ = writeln!(
            table,
            "grafts = \"{} of {} messages\"",
            grouped(grafts.fired),
            grouped(grafts.of)
        );
        let mut best: Vec<_> = weighed.techniques.iter().filter(|(_, f)| f.fired > 0).collect();
        best.sort_by(|a, b| b.1.share().total_cmp(&a.1.share()).then(a.0.cmp(b.0)));
        let best: Vec<String> = best
            .iter()
            .take(3)
            .map(|(id, figures)| format!("{id} {:.0} %", 100.0 * figures.share()))
            .collect();
        if !best.is_empty() {
            let _ = writeln!(table, "techniques = {:?}", best.join(", "));
        }
    }
    if let Some(suggests) = weighed.suggests {
        let _ = writeln!(table, "suggests = {suggests:.1}");
    }
    if let Some(basis) = basis {
        let _ = writeln!(table, "basis = {basis}");
    }
    table
}

/// `12,081`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Figures;

    fn weighed() -> Weighed {
        Weighed {
            labels: [(Label::Ham, Figures { fired: 2, of: 12_081 })].into(),
            techniques: vec![("a/b", Figures { fired: 50, of: 100 })],
            suggests: Some(21.26),
            ..Weighed::default()
        }
    }

    const NOTE: Note<'_> = Note { date: "2026-03-04", command: "hopcheck rules measure DIR" };

    #[test]
    fn the_weight_follows_unless_a_basis_is_given() {
        let text = "id = \"x/y\"\nweight = 18\nsays = \"weight = 18\"\n\n[measured]\ndate = \"old\"\nham = \"0\"\n\n[docs]\nweight = 1\n";
        let new = rewritten(text, &weighed(), &NOTE);
        assert!(new.starts_with("id = \"x/y\"\nweight = 21\nsays = \"weight = 18\"\n\n[measured]\ndate = \"2026-03-04\"\n"), "{new}");
        assert!(
            new.contains("ham = \"2 of 12,081 messages\"\n") && new.contains("suggests = 21.3\n"),
            "{new}"
        );
        assert!(
            new.contains("techniques = \"a/b 50 %\"\n")
                && new.ends_with("\n\n[docs]\nweight = 1\n"),
            "{new}"
        );
        let kept = text.replace("ham = \"0\"\n", "basis = \"judged\"\n");
        let new = rewritten(&kept, &weighed(), &NOTE);
        assert!(
            new.contains("\nweight = 18\nsays") && new.contains("basis = \"judged\"\n"),
            "{new}"
        );
    }

    #[test]
    fn writing_twice_changes_nothing() {
        let text = "id = \"x/y\"\nweight = 18\n\n[docs]\nwhat = \"w\"\n";
        let once = rewritten(text, &weighed(), &NOTE);
        assert_eq!(rewritten(&once, &weighed(), &NOTE), once);
        assert!(once.contains("suggests = 21.3\n\n[docs]\n"), "{once}");
    }
}
