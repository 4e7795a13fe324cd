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
    holds(text, [b'\r', b'\n'])
}

/// Whether one of these bytes is in the text. Quicker than a search for short text, which most
/// is, since it takes eight bytes at a time and no call.
#[inline]
pub(super) fn holds<const N: usize>(text: &[u8], wanted: [u8; N]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let in_eight = |eight: &[u8; 8]| {
        let word = u64::from_le_bytes(*eight);
        // The top bit of a byte that is zero, and so was the one wanted, becomes set.
        let found = wanted.iter().fold(0, |found, byte| {
            let apart = word ^ (ONES * u64::from(*byte));
            found | (apart.wrapping_sub(ONES) & !apart)
        });
        found & (ONES << 7) != 0
    };
    match text.last_chunk::<8>() {
        // The last eight may overlap those before them.
        Some(last) => in_eight(last) || text.as_chunks::<8>().0.iter().any(in_eight),
        None => text.iter().any(|byte| wanted.contains(byte)),
    }
}

fn unfold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'\r', b'\n', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let blanks = rest.as_bytes()[at..].iter().take_while(|b| is_blank(**b)).count();
        rest = &rest[at + blanks..];
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

/// How many bytes the word takes that a text begins with.
#[inline]
pub(super) fn word_length(text: &[u8]) -> usize {
    text.iter().position(|b| !WORD_BYTE[*b as usize]).unwrap_or(text.len())
}

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
        let Some(&next) = self.text.get(self.at) else { return word.is_empty() };
        let first = word.first().copied().unwrap_or_default();
        if next != first && !(first == b' ' && is_blank(next)) {
            return false;
        }
        if self.rest().starts_with(word) {
            self.at += word.len();
            if word.last() == Some(&b' ') {
                self.blanks();
            }
            return true;
        }
        // A word of one piece stands so or not at all.
        memchr::memchr(b' ', word).is_some() && self.take_whole(word)
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
