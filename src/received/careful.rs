//! Cuts the values that take some care: with quotes or backslashes that hide structure, with
//! parentheses that lack their partner, or with very many tokens.

use memchr::{memchr, memchr_iter, memmem};
use smallvec::SmallVec;

use super::lexer::{Kind, Token, is_blank};
use super::scan::Scan;

/// Tokens kept in memory at any time.
pub(super) const MAX_TOKENS: usize = 1024;
/// Tokens kept from the start of a line that has too many.
const HEAD: usize = 256;
/// Comments open at the same time; older ones are taken for stray parentheses.
pub(super) const MAX_DEPTH: usize = 256;
/// Quoted local parts looked for, counted from the end of the line.
const MAX_QUOTES: usize = 64;

/// How a byte takes part in the cutting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Blank,
    Open,
    Close,
    Semi,
    Quote,
    Escape,
}

static CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    table[b' ' as usize] = Class::Blank;
    table[b'\t' as usize] = Class::Blank;
    table[b'\r' as usize] = Class::Blank;
    table[b'\n' as usize] = Class::Blank;
    table[b'(' as usize] = Class::Open;
    table[b')' as usize] = Class::Close;
    table[b';' as usize] = Class::Semi;
    table[b'"' as usize] = Class::Quote;
    table[b'\\' as usize] = Class::Escape;
    table
};

/// A value that was cut with care.
pub(super) struct Cut {
    pub(super) tokens: Vec<Token>,
    pub(super) balanced: bool,
    pub(super) gap: Option<(u32, u32)>,
}

#[cold]
#[inline(never)]
pub(super) fn cut(value: &[u8]) -> Cut {
    let quoted = quoted_local_parts(value);
    let cut = Lexer::new(value, &quoted, true).run();
    if !cut.balanced && memchr(b'\\', value).is_some() {
        let unescaped = Lexer::new(value, &quoted, false).run();
        if unescaped.balanced {
            return unescaped;
        }
    }
    cut
}

/// The quoted local parts of addresses (`"a b"@example.org`): nothing inside one is structure.
///
/// Paired from the right, each `"@` with the quote before it, because what a peer announced
/// stands left of what the server wrote: a lone quote in a HELO cannot swallow the line.
#[cold]
#[inline(never)]
pub(super) fn quoted_local_parts(value: &[u8]) -> SmallVec<[(u32, u32); 4]> {
    let mut found = SmallVec::new();
    if memchr(b'"', value).is_none() || memmem::find(value, b"\"@").is_none() {
        return found;
    }
    // The last quotes only: escaped ones are left out, counting backslashes as they come.
    let mut quotes: SmallVec<[u32; 128]> = SmallVec::new();
    for at in memchr_iter(b'"', value) {
        let slashes = value[..at].iter().rev().take(64).take_while(|b| **b == b'\\').count();
        if slashes % 2 == 1 {
            continue;
        }
        if quotes.len() == 2 * MAX_QUOTES {
            quotes.drain(..MAX_QUOTES);
        }
        quotes.push(at as u32);
    }
    while let Some(close) = quotes.pop() {
        if value.get(close as usize + 1) != Some(&b'@') {
            continue;
        }
        let Some(&open) = quotes.last() else { break };
        let before = open.checked_sub(1).and_then(|i| value.get(i as usize)).copied();
        if before.is_none_or(|b| b == b'<' || b == b':' || b == b',' || is_blank(b)) {
            quotes.pop();
            found.push((open, close));
        }
    }
    found.reverse();
    found
}

struct Lexer<'v> {
    value: &'v [u8],
    scan: Scan<'v>,
    /// Quoted local parts still ahead.
    quoted: &'v [(u32, u32)],
    escapes: bool,
    /// Where the comments not yet closed began. Only used once a comment was found not to close.
    open: SmallVec<[u32; 16]>,
    nesting: bool,
    out: Cut,
}

impl<'v> Lexer<'v> {
    fn new(value: &'v [u8], quoted: &'v [(u32, u32)], escapes: bool) -> Self {
        Lexer {
            value,
            scan: Scan::new(value),
            quoted,
            escapes,
            open: SmallVec::new(),
            nesting: false,
            out: Cut { tokens: Vec::with_capacity(128), balanced: true, gap: None },
        }
    }

    fn run(mut self) -> Cut {
        let value = self.value;
        let mut at = 0;
        while let Some(&byte) = value.get(at) {
            at = match CLASS[byte as usize] {
                Class::Blank => at + 1,
                Class::Open => self.open(at),
                Class::Close => self.close(at),
                Class::Semi => {
                    self.push(Kind::Semi, at, at + 1);
                    at + 1
                }
                Class::Other | Class::Quote | Class::Escape => self.word(at),
            };
        }
        self.out.balanced &= self.open.is_empty();
        self.out
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        if self.out.tokens.len() >= MAX_TOKENS {
            self.drop_middle();
        }
        self.out.tokens.push(Token::new(kind, start, end));
    }

    #[cold]
    fn drop_middle(&mut self) {
        let tokens = &mut self.out.tokens;
        let dropped = HEAD..tokens.len() / 2 + HEAD / 2;
        let (first, last) = (tokens[dropped.start].start, tokens[dropped.end - 1].end);
        let first = self.out.gap.map_or(first, |gap| gap.0.min(first));
        self.out.gap = Some((first, last));
        tokens.drain(dropped);
    }

    /// The end of the quoted local part that begins at `at`.
    fn skip_quoted(&mut self, at: usize) -> Option<usize> {
        while let Some(&(start, end)) = self.quoted.first() {
            if (start as usize) < at {
                self.quoted = &self.quoted[1..];
                continue;
            }
            return (start as usize == at).then_some(end as usize + 1);
        }
        None
    }

    fn word(&mut self, start: usize) -> usize {
        let mut at = start;
        loop {
            at = self.scan.end(at);
            let Some(&byte) = self.value.get(at) else { break };
            match CLASS[byte as usize] {
                Class::Blank | Class::Open | Class::Close | Class::Semi => break,
                Class::Other => at += 1,
                Class::Quote => at = self.skip_quoted(at).unwrap_or(at + 1),
                Class::Escape => {
                    let hides = self.escapes && self.nesting && !self.open.is_empty();
                    at = (at + 1 + usize::from(hides)).min(self.value.len());
                }
            }
        }
        self.push(Kind::Word, start, at);
        at
    }

    fn open(&mut self, at: usize) -> usize {
        if !self.nesting {
            // The usual case: the comment closes, and nothing inside it needs to be cut.
            let ahead = self.quoted;
            if let Some(end) = self.partner(at) {
                self.push(Kind::Comment, at, end);
                return end;
            }
            self.quoted = ahead;
            self.nesting = true;
        }
        if self.open.len() >= MAX_DEPTH {
            self.open.drain(..MAX_DEPTH / 2);
            self.out.balanced = false;
        }
        self.open.push(at as u32);
        self.push(Kind::Word, at, at + 1);
        at + 1
    }

    /// The end of the comment that opens at `at`.
    fn partner(&mut self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut at = at;
        loop {
            match *self.value.get(at)? {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                b'\\' if self.escapes => at += 1,
                b'"' => {
                    if let Some(end) = self.skip_quoted(at) {
                        at = self.scan.mark(end);
                        continue;
                    }
                }
                _ => {}
            }
            at = self.scan.mark(at + 1);
        }
    }

    fn close(&mut self, at: usize) -> usize {
        let Some(start) = self.open.pop() else {
            self.out.balanced = false;
            self.push(Kind::Word, at, at + 1);
            return at + 1;
        };
        while self.out.tokens.last().is_some_and(|token| token.start >= start) {
            self.out.tokens.pop();
        }
        self.push(Kind::Comment, start as usize, at + 1);
        at + 1
    }
}
