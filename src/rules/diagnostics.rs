//! What is wrong in rule files, drawn with the line, a caret and advice.

use std::fmt;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::codes::Code;
use super::fault::Fault;
use super::printable::{printable, same_length};

/// So many errors are drawn; the others are only counted.
const MAX_DRAWN: usize = 100;

/// A file as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// The path as the user knows it.
    pub path: String,
    /// `None` where the file could not be read.
    pub text: Option<String>,
}

/// One error in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    file: Arc<Shown>,
    fault: Fault,
}

impl Diagnostic {
    pub(super) fn new(file: &Arc<Shown>, mut fault: Fault) -> Self {
        // Whatever went wrong in finding the place: it must be one that can be drawn.
        let text = file.text.as_deref().unwrap_or_default();
        let Fault { at, title, label, advice, .. } = &mut fault;
        for at in std::iter::once(at).chain(advice.context.iter_mut().map(|c| &mut c.0)) {
            let end = floor(text, at.end);
            *at = floor(text, at.start.min(end))..end;
        }
        for text in [title, label]
            .into_iter()
            .chain(advice.context.iter_mut().map(|c| &mut c.1))
            .chain(&mut advice.notes)
            .chain(&mut advice.helps)
        {
            shorten(text);
        }
        Diagnostic { file: Arc::clone(file), fault }
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.fault.code
    }

    /// What is wrong, in one line. Escaped: safe to print.
    pub fn title(&self) -> String {
        printable(&self.fault.title)
    }

    /// The path of the file.
    pub fn path(&self) -> &str {
        &self.file.path
    }

    /// Line and column of the place, both counted from 1, the column in characters; `None` where
    /// the file could not be read.
    pub fn place(&self) -> Option<(usize, usize)> {
        let before = self.file.text.as_ref()?.get(..self.fault.at.start)?;
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Some((line, before.get(start..)?.chars().count() + 1))
    }

    /// Whether the lines concerned are of a length that anyone writes. Only the place is told of
    /// others: to lay them out would take long, and nobody could read it.
    fn can_be_drawn(&self, text: &str) -> bool {
        const MAX_LINE: usize = 8 << 10;
        let places =
            std::iter::once(&self.fault.at).chain(self.fault.advice.context.iter().map(|c| &c.0));
        let places: Vec<_> = places.collect();
        let start = places.iter().map(|at| at.start).min().unwrap_or(0);
        let end = places.iter().map(|at| at.end).max().unwrap_or(0);
        let start = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |at| end + at);
        text.get(start..end).is_some_and(|lines| lines.split('\n').all(|l| l.len() <= MAX_LINE))
    }

    fn render(&self, renderer: &Renderer) -> String {
        let fault = &self.fault;
        let path = printable(&self.file.path);
        let title = Level::ERROR.primary_title(printable(&fault.title)).id(fault.code.as_str());
        let mut group = match &self.file.text {
            Some(text) if self.can_be_drawn(text) => {
                let at = AnnotationKind::Primary.span(fault.at.clone()).label(label(&fault.label));
                let context =
                    fault.advice.context.iter().map(|(at, text)| {
                        AnnotationKind::Context.span(at.clone()).label(label(text))
                    });
                title.element(
                    Snippet::source(same_length(text))
                        .path(path)
                        .annotation(at)
                        .annotations(context),
                )
            }
            _ => {
                let origin = match self.place() {
                    Some((line, column)) => Origin::path(path).line(line).char_column(column),
                    None => Origin::path(path),
                };
                let group = Group::with_title(title).element(origin);
                match label(&fault.label) {
                    Some(label) => group.element(Level::NOTE.message(label)),
                    None => group,
                }
            }
        };
        for note in &fault.advice.notes {
            group = group.element(Level::NOTE.message(printable(note)));
        }
        for help in &fault.advice.helps {
            group = group.element(Level::HELP.message(printable(help)));
        }
        renderer.render(&[group])
    }
}

/// Cuts a message that repeats too much of the file.
fn shorten(text: &mut String) {
    const MAX: usize = 400;
    if let Some((end, _)) = text.char_indices().nth(MAX) {
        text.truncate(end);
        text.push('…');
    }
}

fn label(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| printable(text))
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// All that is wrong in a set of rule files, in the order of files and places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(super) fn new() -> Self {
        Diagnostics::default()
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    pub(super) fn extend(&mut self, file: &Arc<Shown>, faults: impl IntoIterator<Item = Fault>) {
        self.list.extend(faults.into_iter().map(|fault| Diagnostic::new(file, fault)));
    }

    /// Adds those of another set.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
        self.sort();
    }

    fn sort(&mut self) {
        let key = |d: &Diagnostic| (d.file.path.clone(), d.fault.at.start, d.fault.code);
        self.list.sort_by_key(key);
    }

    /// `ok` if nothing is wrong.
    pub(super) fn or<T>(mut self, ok: T) -> Result<T, Diagnostics> {
        if self.list.is_empty() {
            return Ok(ok);
        }
        self.sort();
        Err(self)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The errors as text, each with its line, a caret under the place, and advice; of very many
    /// the first. Control characters of the files are replaced. `color` adds terminal escapes of
    /// our own.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let shown = self.list.iter().take(MAX_DRAWN).map(|d| d.render(&renderer));
        let mut drawn: Vec<String> = shown.collect();
        if self.list.len() > MAX_DRAWN {
            drawn.push(format!("and {} more errors", self.list.len() - MAX_DRAWN));
        }
        drawn.join("\n\n")
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Arc<Shown> {
        Arc::new(Shown { path: "a/b.toml".to_owned(), text: Some(text.to_owned()) })
    }

    #[test]
    fn place_in_lines_and_characters() {
        let file = file("id = 'é'\nwhen = 'é b'\n");
        let at = file.text.as_ref().unwrap().find('b').unwrap();
        let diagnostic = Diagnostic::new(&file, Fault::new(Code::Syntax, at..at + 1, "t"));
        assert_eq!(diagnostic.place(), Some((2, 11)));
    }

    #[test]
    fn hostile_text_is_not_printed_raw() {
        let bad = "\u{202e}\u{1b}[31m\u{9b}2J\r\u{2028}";
        let shown = Shown { path: format!("a/{bad}.toml"), text: Some(format!("id = '{bad}'")) };
        let fault =
            Fault::new(Code::BadValue, 5..8, bad).label(bad).context(6..9, bad).note(bad).help(bad);
        let mut all = Diagnostics::new();
        all.push(Diagnostic::new(&Arc::new(shown), fault));
        let text = all.to_string();
        let is_bad = |c: char| bad.contains(c) && (c.is_control() || c > '\u{7f}');
        assert!(!text.contains(is_bad), "{text:?}");
        assert!(!all.iter().next().unwrap().title().contains('\u{1b}'));
    }

    #[test]
    fn a_place_outside_of_the_file_is_still_drawn() {
        let file = file("é");
        let mut all = Diagnostics::new();
        all.extend(&file, [Fault::new(Code::Syntax, 1..99, "t").context(7..9, "u")]);
        assert!(all.to_string().contains("R020"));
    }

    #[test]
    fn of_an_endless_line_only_the_place_is_told() {
        let file = file(&format!("id = 1\nwhen = '{}'", "x".repeat(1 << 20)));
        let mut all = Diagnostics::new();
        all.extend(&file, [Fault::new(Code::Syntax, 500..501, "t").label("l").help("h")]);
        assert_eq!(all.to_string(), "error[R020]: t\n--> a/b.toml:2:494\n = note: l\n = help: h");
        all.extend(&file, [Fault::new(Code::Syntax, 0..2, "t")]);
        assert!(all.to_string().contains("1 | id = 1\n  | ^^"));
    }

    #[test]
    fn errors_are_sorted_by_file_and_place() {
        let (a, b) = (file("abc"), Arc::new(Shown { path: "a/a.toml".to_owned(), text: None }));
        let mut all = Diagnostics::new();
        all.extend(&a, [Fault::new(Code::Syntax, 2..3, "2"), Fault::new(Code::Syntax, 1..2, "1")]);
        all.extend(&b, [Fault::new(Code::Unreadable, 0..0, "0")]);
        let titles: Vec<String> = all.or(()).unwrap_err().iter().map(Diagnostic::title).collect();
        assert_eq!(titles, ["0", "1", "2"]);
    }
}
