//! What is wrong with a configuration, shown where it stands.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::report::escape;

/// Why a configuration cannot be used. [`fmt::Display`] gives the whole text to show, without
/// colours; [`ConfigError::render`] gives it with them.
#[derive(Debug)]
pub enum ConfigError {
    Unreadable {
        path: PathBuf,
        error: io::Error,
    },
    /// All mistakes in the file, in its order.
    Wrong {
        path: PathBuf,
        text: String,
        mistakes: Vec<Mistake>,
    },
}

/// One mistake and its place.
#[derive(Clone, Debug)]
pub struct Mistake {
    message: String,
    span: Range<usize>,
    help: Option<String>,
}

impl Mistake {
    pub(super) fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Mistake { message: message.into(), span, help: None }
    }

    pub(super) fn help(self, help: Option<String>) -> Self {
        Mistake { help, ..self }
    }

    pub(super) fn start(&self) -> usize {
        self.span.start
    }
}

impl ConfigError {
    /// The text to show, with a line feed at its end.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let mut shown = String::new();
        match self {
            ConfigError::Unreadable { path, error } => {
                let path = escape::Escape::default().path(path);
                let title = format!("cannot read the configuration {path}: {}", why(error));
                let report = [Group::with_title(Level::ERROR.primary_title(title))];
                shown.push_str(&renderer.render(&report));
                shown.push('\n');
            }
            ConfigError::Wrong { path, text, mistakes } => {
                let path = escape::Escape::default().path(path);
                let text = &*escape::same_length(text);
                for (number, mistake) in mistakes.iter().enumerate() {
                    if number > 0 {
                        shown.push('\n');
                    }
                    let snippet = Snippet::source(text)
                        .path(path.as_str())
                        .annotation(AnnotationKind::Primary.span(in_bounds(text, &mistake.span)));
                    let message = escape::text(&mistake.message);
                    let mut group = Level::ERROR.primary_title(message).element(snippet);
                    if let Some(help) = &mistake.help {
                        group = group.element(Level::HELP.message(escape::text(help)));
                    }
                    shown.push_str(&renderer.render(&[group]));
                    shown.push('\n');
                }
            }
        }
        shown
    }
}

/// A span that lies in the text and between characters.
fn in_bounds(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end.max(start))
}

/// The commonest errors without the number that the system has for them.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for ConfigError {}
