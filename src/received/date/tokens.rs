//! A date cut into words, numbers, marks and comments.

use super::{Text, is_blank};
use smallvec::SmallVec;

/// More than any date has; the rest is left to be called trailing.
const MAX_TOKENS: usize = 48;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits: its value (saturating) and how many there are.
    Number(u32, u32),
    /// A run of letters and bytes of 0x80 and above, full stops after it included.
    Word,
    /// Any other byte.
    Mark(u8),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Blanks or a comment stand before it.
    pub(super) apart: bool,
}

#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) all: SmallVec<[Token; 24]>,
    /// Comments from their opening to behind their closing parenthesis.
    pub(super) comments: SmallVec<[(usize, usize); 2]>,
    /// Where reading stopped, were there too many tokens.
    pub(super) stopped: Option<usize>,
}

pub(super) fn cut(text: Text<'_>) -> Tokens {
    let bytes = text.bytes;
    let mut tokens = Tokens::default();
    let mut at = 0;
    let mut apart = false;
    while let Some(&b) = bytes.get(at) {
        if is_blank(b) {
            apart = true;
            at += 1;
            continue;
        }
        if tokens.all.len() + tokens.comments.len() >= MAX_TOKENS {
            tokens.stopped = Some(at);
            break;
        }
        if b == b'(' {
            let end = comment_end(bytes, at);
            tokens.comments.push((at, end));
            apart = true;
            at = end;
            continue;
        }
        let start = at;
        let kind = if b.is_ascii_digit() {
            let mut value: u32 = 0;
            while let Some(d) = bytes.get(at).filter(|d| d.is_ascii_digit()) {
                value = value.saturating_mul(10).saturating_add(u32::from(d - b'0'));
                at += 1;
            }
            Kind::Number(value, u32::try_from(at - start).unwrap_or(u32::MAX))
        } else if is_letter(b) {
            while bytes.get(at).is_some_and(|b| is_letter(*b)) {
                at += 1;
            }
            Kind::Word
        } else {
            at += 1;
            Kind::Mark(b)
        };
        tokens.all.push(Token { kind, start, end: at, apart });
        apart = false;
    }
    tokens
}

fn is_letter(b: u8) -> bool {
    b.is_ascii_alphabetic() || b >= 0x80
}

/// The place behind the comment that opens at `start`; the end of the text where none closes it.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
