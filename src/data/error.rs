//! What is wrong with a data file, shown where it is wrong.

use std::fmt;
use std::ops::Range;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Level, Snippet};

/// A mistake in a data file. `Display` shows it as rustc would: the sentence, the file with line
/// and column, the line itself with a caret under the place, and a help line where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The path as the caller gave it.
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// One sentence, without the place.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    rendered: String,
}

impl LoadError {
    /// A mistake at the bytes `span` of `text`; spans outside the text are brought inside it.
    pub(super) fn new(
        path: &str,
        text: &str,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Self {
        let message = message.into();
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(start));
        // A mistake that spans lines (a whole table) is pointed at where it begins.
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.min(line_end);
        let before = &text[..start];
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();

        let mut group = Level::ERROR.primary_title(message.as_str()).element(
            Snippet::source(text).path(path).annotation(AnnotationKind::Primary.span(start..end)),
        );
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let rendered = Renderer::plain().render(&[group]);
        LoadError { path: path.to_owned(), line, column, message, help, rendered }
    }
}

/// The nearest place at or before `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered)
    }
}

impl std::error::Error for LoadError {}

#[cfg(test)]
mod tests {
    use super::LoadError;

    #[test]
    fn shows_the_place() {
        let text = "a = 1\nkind = \"pirate\"\n";
        let error = LoadError::new(
            "special-networks.toml",
            text,
            13..21,
            "there is no kind `pirate`",
            Some("did you mean `private`?".into()),
        );
        assert_eq!((error.line, error.column), (2, 8));
        let shown = error.to_string();
        assert_eq!(
            shown,
            "\
error: there is no kind `pirate`
 --> special-networks.toml:2:8
  |
2 | kind = \"pirate\"
  |        ^^^^^^^^
  |
  = help: did you mean `private`?"
        );
    }

    #[test]
    fn odd_places_do_no_harm() {
        for (text, span) in [("", 0..0), ("ä", 1..1), ("a\nb", 0..99), ("a", 7..9), ("a\n", 2..2)]
        {
            let error = LoadError::new("x.toml", text, span, "bad", None);
            assert!(error.to_string().starts_with("error: bad"));
        }
    }
}
