//! Small scanners over bytes.

use std::borrow::Cow;

use super::lexer::is_blank;
use crate::span::{Piece, Span};

/// The bytes of a value, and the same as text where all of them are UTF-8.
pub(super) struct Source<'v> {
    bytes: &'v [u8],
    text: Option<&'v str>,
}

impl<'v> Source<'v> {
    pub(super) fn new(bytes: &'v [u8]) -> Self {
        Source { bytes, text: std::str::from_utf8(bytes).ok() }
    }

    /// The whole value, where all of it is UTF-8.
    pub(super) fn text(&self) -> Option<&'v str> {
        self.text
    }

    /// The text of a stretch without blanks in it.
    pub(super) fn word(&self, (start, end): Range) -> Piece<'v> {
        match self.text.and_then(|text| text.get(start..end)) {
            Some(text) => Piece { text: Cow::Borrowed(text), span: Span::new(start, end) },
            None => self.piece((start, end)),
        }
    }

    /// The text of a stretch: borrowed where it can be shown as it is; folding becomes one
    /// blank, bytes that are not UTF-8 become U+FFFD.
    pub(super) fn piece(&self, (start, end): Range) -> Piece<'v> {
        let whole = self.text.and_then(|text| text.get(start..end));
        let text = match whole {
            Some(text) if !is_folded(text.as_bytes()) => Cow::Borrowed(text),
            Some(text) => Cow::Owned(unfold(text)),
            None => {
                let bytes = self.bytes.get(start..end).unwrap_or_default();
                match std::str::from_utf8(bytes) {
                    Ok(text) if !text.contains(['\r', '\n']) => Cow::Borrowed(text),
                    _ => Cow::Owned(unfold(&String::from_utf8_lossy(bytes))),
                }
            }
        };
        Piece { text, span: Span::new(start, end) }
    }
}

/// Whether a carriage return or a line feed is in the text.
pub(super) fn is_folded(text: &[u8]) -> bool {
    let (chunks, rest) = text.as_chunks::<16>();
    let folds = |b: &u8| u8::from(*b == b'\r') | u8::from(*b == b'\n');
    // Without stopping inside a chunk: the compiler makes a few instructions of one.
    chunks.iter().any(|chunk| chunk.iter().fold(0, |found, b| found | folds(b)) != 0)
        || rest.iter().any(|b| folds(b) != 0)
}

fn unfold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\r', '\n']) {
        out.push_str(&rest[..at]);
        rest = rest[at..].trim_start_matches([' ', '\t', '\r', '\n']);
        if !rest.is_empty() {
            out.push(' ');
        }
    }
    out.push_str(rest);
    out
}

/// A stretch of the value: start and end.
pub(super) type Range = (usize, usize);

/// `range` without blanks at its ends.
pub(super) fn trim(value: &[u8], (mut start, mut end): Range) -> Range {
    end = end.min(value.len());
    while start < end && is_blank(value[start]) {
        start += 1;
    }
    while end > start && is_blank(value[end - 1]) {
        end -= 1;
    }
    (start, end)
}

/// Whether `text` begins with `prefix`, in any case; a blank in it stands for any white space.
pub(super) fn starts_words(text: &[u8], prefix: &[u8]) -> bool {
    let mut at = 0;
    for &want in prefix {
        if want == b' ' {
            let before = at;
            while text.get(at).is_some_and(|b| is_blank(*b)) {
                at += 1;
            }
            if at == before {
                return false;
            }
        } else if text.get(at).is_some_and(|b| b.eq_ignore_ascii_case(&want)) {
            at += 1;
        } else {
            return false;
        }
    }
    true
}

/// Whether the two are the same but for how many blanks, and of which kind, divide the words.
pub(super) fn same_words(text: &[u8], words: &[u8]) -> bool {
    text.len() >= words.len() && strip_words(text, words).is_some_and(<[u8]>::is_empty)
}

/// `text` without `suffix` at its end; a blank in the suffix stands for any white space.
pub(super) fn strip_words<'t>(text: &'t [u8], suffix: &[u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    for &want in suffix.iter().rev() {
        let last = *rest.last()?;
        if want == b' ' {
            if !is_blank(last) {
                return None;
            }
            rest = rest.trim_ascii_end();
        } else if last == want {
            rest = &rest[..rest.len() - 1];
        } else {
            return None;
        }
    }
    Some(rest)
}

pub(super) fn starts_ci(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// What a word inside a comment consists of.
static WORD_BYTE: [bool; 256] = {
    let mut table = [true; 256];
    let ends = b" \t\r\n()\",";
    let mut at = 0;
    while at < ends.len() {
        table[ends[at] as usize] = false;
        at += 1;
    }
    table
};

/// Reads a comment's inside from left to right. Blanks of any kind match one blank.
#[derive(Clone, Copy)]
pub(super) struct Reader<'v> {
    pub(super) text: &'v [u8],
    pub(super) at: usize,
}

impl<'v> Reader<'v> {
    pub(super) fn new(text: &'v [u8]) -> Self {
        Reader { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'v [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Takes `word` as written; a blank in it stands for any white space.
    #[inline]
    pub(super) fn take(&mut self, word: &[u8]) -> bool {
        // Most words that are looked for are told apart by their first letter.
        let first = word.first().copied().unwrap_or_default();
        if first != b' ' && self.text.get(self.at) != Some(&first) {
            return false;
        }
        self.take_whole(word)
    }

    fn take_whole(&mut self, word: &[u8]) -> bool {
        let start = self.at;
        for &byte in word {
            if byte == b' ' {
                let before = self.at;
                self.blanks();
                if self.at == before {
                    self.at = start;
                    return false;
                }
            } else if self.text.get(self.at) == Some(&byte) {
                self.at += 1;
            } else {
                self.at = start;
                return false;
            }
        }
        true
    }

    pub(super) fn blanks(&mut self) {
        while self.text.get(self.at).is_some_and(|b| is_blank(*b)) {
            self.at += 1;
        }
    }

    /// Takes bytes while `want` holds; the range taken, if not empty.
    pub(super) fn take_while(&mut self, want: impl Fn(u8) -> bool) -> Option<Range> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.iter().position(|b| !want(*b)).unwrap_or(rest.len());
        (self.at > start).then_some((start, self.at))
    }

    pub(super) fn digits(&mut self) -> Option<Range> {
        self.take_while(|b| b.is_ascii_digit())
    }

    /// A word without blanks, parentheses, quotes or commas.
    pub(super) fn word(&mut self) -> Option<Range> {
        self.take_while(|b| WORD_BYTE[b as usize])
    }
}
