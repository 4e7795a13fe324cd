//! One thing wrong in a piece of text, before it is known where in which file the text stands.

use std::ops::Range;

use super::codes::Code;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub code: Code,
    /// One line, with the values in it.
    pub title: String,
    /// Bytes of the text that are wrong.
    pub at: Range<usize>,
    /// What to say under the caret.
    pub label: String,
    pub advice: Box<Advice>,
}

/// What else there is to say about a fault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Other places that matter, each with its label.
    pub context: Vec<(Range<usize>, String)>,
    pub notes: Vec<String>,
    /// What would be right.
    pub helps: Vec<String>,
}

impl Fault {
    pub(crate) fn new(code: Code, at: Range<usize>, title: impl Into<String>) -> Self {
        Fault { code, title: title.into(), at, label: String::new(), advice: Box::default() }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn context(mut self, at: Range<usize>, label: impl Into<String>) -> Self {
        self.advice.context.push((at, label.into()));
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.advice.notes.push(note.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.advice.helps.push(help.into());
        self
    }

    /// The same fault in a text of which this one is a part: `place` says where a range of the
    /// part lies in the whole.
    pub(crate) fn moved(mut self, place: impl Fn(Range<usize>) -> Range<usize>) -> Self {
        self.at = place(self.at);
        for (at, _) in &mut self.advice.context {
            *at = place(at.clone());
        }
        self
    }
}
