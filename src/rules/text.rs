//! A string of a TOML file that knows where it stands, so that a fault in it can be shown in the
//! file: quotation marks and escapes make the two differ.

use std::ops::Range;

/// A TOML string.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub value: String,
    /// Where it stands in the file, with its quotation marks.
    pub at: Range<usize>,
}

impl Text {
    /// Where a part of the value stands in the file; the whole string where that is not clear.
    pub fn place(&self, file: &str, part: Range<usize>) -> Range<usize> {
        let raw = file.get(self.at.clone()).unwrap_or_default();
        match place_within(raw, &self.value, part) {
            Some(part) => self.at.start + part.start..self.at.start + part.end,
            None => self.at.clone(),
        }
    }
}

/// Goes through the string as written and as meant side by side. TOML 1.1, "String".
fn place_within(raw: &str, value: &str, part: Range<usize>) -> Option<Range<usize>> {
    let marks = match raw.get(..3) {
        Some("'''" | "\"\"\"") => 3,
        _ => 1,
    };
    let is_basic = raw.starts_with('"');
    let mut at = marks;
    if marks == 3 {
        // A line break right after the marks does not belong to the value.
        let rest = raw.get(at..)?;
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let mut meant = 0;
    let mut start = None;
    loop {
        // Where both ends are the same place, it is before a line that is continued.
        if start.is_none() && meant >= part.start {
            start = Some(at);
        }
        if let Some(start) = start
            && meant >= part.end
        {
            return Some(start..at);
        }
        let (written, c) = (raw.get(at..)?, value.get(meant..)?.chars().next()?);
        if is_basic && written.starts_with('\\') {
            let behind = written.get(1..)?;
            let continued = behind.trim_start_matches([' ', '\t']);
            if continued.starts_with(['\n', '\r']) {
                at += written.len() - behind.trim_start_matches([' ', '\t', '\r', '\n']).len();
                // What comes after the continuation begins behind it.
                if meant == part.start {
                    start = Some(at);
                }
                continue;
            }
            at += match behind.as_bytes().first()? {
                b'x' => 4,
                b'u' => 6,
                b'U' => 10,
                _ => 2,
            };
        } else if c == '\n' && written.starts_with("\r\n") {
            at += 2;
        } else if written.starts_with(c) {
            at += c.len_utf8();
        } else {
            return None;
        }
        meant += c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of the file that `part`, a part of the value, comes from.
    fn found<'f>(file: &'f str, part: &str) -> &'f str {
        let document = toml::de::DeTable::parse(file).unwrap();
        let value = document.get_ref().get("k").unwrap();
        let text = Text { value: value.get_ref().as_str().unwrap().to_owned(), at: value.span() };
        let start = text.value.find(part).unwrap();
        &file[text.place(file, start..start + part.len())]
    }

    #[test]
    fn parts_are_found_in_every_kind_of_string() {
        for (file, part, expected) in [
            ("k = 'a == b'", "==", "=="),
            ("k = \"a == b\"", "==", "=="),
            ("k = \"\\\"a\\\" == b\"", "==", "=="),
            ("k = \"\\u00e9\\t== b\"", "é\t==", "\\u00e9\\t=="),
            ("k = \"\\x41\\U0001F600é== b\"", "==", "=="),
            ("k = '''\na ==\n b'''", "b", "b"),
            ("k = '''\r\na ==\r\n b'''", "b", "b"),
            ("k = \"\"\"\na \\\n   == b\"\"\"", "==", "=="),
            ("k = \"\"\"a \\  \n\n   == b\"\"\"", "a ==", "a \\  \n\n   =="),
            ("k = 'é == b'", "b", "b"),
            ("k = ''", "", ""),
        ] {
            assert_eq!(found(file, part), expected, "{file}");
        }
    }

    #[test]
    fn what_does_not_fit_is_shown_as_a_whole() {
        let text = Text { value: "other".to_owned(), at: 4..9 };
        assert_eq!(text.place("k = 'abc'", 2..3), 4..9);
        let text = Text { value: "abc".to_owned(), at: 4..900 };
        assert_eq!(text.place("k = 'abc'", 0..1), 4..900);
        let text = Text { value: "abc".to_owned(), at: 4..9 };
        assert_eq!(text.place("k = 'abc'", 0..50), 4..9);
    }
}
