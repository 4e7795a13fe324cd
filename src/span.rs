//! Places in a text, and text with its place.

use std::borrow::Cow;

/// A range of bytes, counted from the start of the text that its owner names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Span { start: start as u32, end: end as u32 }
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value read out of a text, and where it stood there.
///
/// The text borrows wherever the bytes could be shown as they are; it is owned where folding
/// had to be undone or bytes that are not UTF-8 became U+FFFD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece<'a> {
    pub text: Cow<'a, str>,
    pub span: Span,
}

impl Piece<'_> {
    pub fn as_str(&self) -> &str {
        &self.text
    }
}
