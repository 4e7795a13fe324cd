//! Where honest lines are broken. Techniques take lines and put them together on one line; what is
//! copied from honest mail keeps its breaks, though, as it does with a forger.

/// How lines of a message are broken.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    lines: Vec<Folded>,
}

#[derive(Clone, Debug)]
struct Folded {
    words: Vec<String>,
    /// Before which of the words it is broken, and the blanks that follow the break.
    breaks: Vec<(usize, String)>,
}

/// So many words from `by` on make a line known again, whatever was changed before and behind
/// them: `by`, the host, its software, `with`.
const KNOWN_BY: usize = 4;

impl Folds {
    /// Of values of Received fields.
    pub fn of<'v>(values: impl IntoIterator<Item = &'v str>) -> Self {
        Folds { lines: values.into_iter().map(Folded::of).collect() }
    }

    /// A line in one piece, broken as the one of these that it was made from.
    pub fn restored(&self, line: &str) -> Option<String> {
        if line.contains('\n') {
            return None;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let by = from_by(&words)?;
        let original = self.lines.iter().find(|original| {
            let words: Vec<&str> = original.words.iter().map(String::as_str).collect();
            from_by(&words) == Some(by)
        })?;
        Some(original.apply(&words))
    }
}

fn from_by<'w, 'a>(words: &'w [&'a str]) -> Option<&'w [&'a str]> {
    let by = words.iter().position(|word| *word == "by")?;
    words.get(by..by + KNOWN_BY)
}

impl Folded {
    fn of(value: &str) -> Self {
        let mut words = Vec::new();
        let mut breaks = Vec::new();
        for line in value.split_inclusive('\n') {
            let white = line.len() - line.trim_start_matches([' ', '\t']).len();
            if !words.is_empty() && !line.trim().is_empty() {
                breaks.push((words.len(), line[..white].to_owned()));
            }
            words.extend(line.split_whitespace().map(str::to_owned));
        }
        Folded { words, breaks }
    }

    /// These words, broken before the same ones; a date wherever it begins.
    fn apply(&self, words: &[&str]) -> String {
        let ends = |word: Option<&str>| word.is_some_and(|word| word.ends_with(';'));
        let mut from = 0;
        let mut blanks: Vec<Option<&str>> = vec![None; words.len()];
        for (at, white) in &self.breaks {
            let before = at.checked_sub(1).map(|before| self.words[before].as_str());
            let found = (from.max(1)..words.len()).find(|&n| match ends(before) {
                true => ends(Some(words[n - 1])),
                false => words[n] == self.words[*at],
            });
            if let Some(found) = found {
                blanks[found] = Some(white);
                from = found + 1;
            }
        }
        let mut line = String::new();
        for (word, white) in words.iter().zip(blanks) {
            match white {
                Some(white) => line.extend(["\n", white]),
                None if line.is_empty() => {}
                None => line.push(' '),
            }
            line.push_str(word);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = " from a.example (a.example [192.0.2.1])\n\tby b.example (Postfix) with ESMTP id 1;\n\tWed, 4 Mar 2026 10:15:07 +0000 (UTC)";

    fn restored(line: &str) -> Option<String> {
        Folds::of([LINE]).restored(line)
    }

    #[test]
    fn a_copied_line_is_broken_as_it_was() {
        let whole = LINE.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(restored(&whole).as_deref(), Some(LINE.trim()));
    }

    #[test]
    fn a_changed_line_is_broken_at_the_same_places() {
        let changed = "from c (d [192.0.2.2]) by b.example (Postfix) with SMTP id 2; Thu, 5 Mar";
        let expected =
            "from c (d [192.0.2.2])\n\tby b.example (Postfix) with SMTP id 2;\n\tThu, 5 Mar";
        assert_eq!(restored(changed).as_deref(), Some(expected));
        let without_a_date = "from c by b.example (Postfix) with SMTP id 2";
        let expected = "from c\n\tby b.example (Postfix) with SMTP id 2";
        assert_eq!(restored(without_a_date).as_deref(), Some(expected));
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        assert_eq!(restored("from c by b.example with Microsoft SMTPSVC; Thu, 5 Mar"), None);
        assert_eq!(restored("from c\n\tby b.example (Postfix) with SMTP id 2"), None);
        assert_eq!(restored("by"), None);
        assert_eq!(restored(""), None);
    }
}
