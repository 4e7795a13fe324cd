//! Cuts a Received value into words, comments and semicolons, each with its span.
//!
//! Linear in the length of the value and bounded in memory: of a line with more than
//! [`MAX_TOKENS`] tokens the middle is dropped (and reported as one gap), because what the
//! receiving server wrote stands at both ends.

use memchr::{memchr, memchr_iter, memmem};
use smallvec::SmallVec;

use super::scan::Scan;

/// Tokens kept in memory at any time.
pub(super) const MAX_TOKENS: usize = 1024;
/// Tokens kept from the start of a line that has too many.
const HEAD: usize = 256;
/// Comments open at the same time; older ones are taken for stray parentheses.
pub(super) const MAX_DEPTH: usize = 256;
/// Quoted local parts looked for, counted from the end of the line.
const MAX_QUOTES: usize = 64;

// As wide as what stands beside it in a token: without padding, tokens are cheaper to set and copy.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Anything without white space, parentheses and semicolons; a parenthesis that has no
    /// partner is a word of its own.
    Word,
    /// A whole comment with its outer parentheses and all that is nested in it.
    Comment,
    /// A semicolon outside comments.
    Semi,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: Kind,
}

impl Token {
    fn new(kind: Kind, start: usize, end: usize) -> Self {
        Token { start: start as u32, end: end as u32, kind }
    }

    pub(super) fn bytes<'a>(&self, value: &'a [u8]) -> &'a [u8] {
        value.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn is_comment(&self) -> bool {
        self.kind == Kind::Comment
    }
}

/// Tokens kept without taking memory for them: more than most lines have.
const FEW: usize = 40;

/// A value that was cut.
#[derive(Debug)]
pub(super) struct Lexed {
    few: [Token; FEW],
    count: usize,
    /// All tokens, where they are more or took some care.
    many: Vec<Token>,
    /// Every parenthesis found its partner.
    pub(super) balanced: bool,
    /// The stretch whose tokens were dropped because there were too many.
    pub(super) gap: Option<(u32, u32)>,
}

impl Lexed {
    #[inline]
    pub(super) fn new() -> Self {
        let none = Token { start: 0, end: 0, kind: Kind::Word };
        Lexed { few: [none; FEW], count: 0, many: Vec::new(), balanced: true, gap: None }
    }

    pub(super) fn tokens(&self) -> &[Token] {
        if self.many.is_empty() {
            self.few.get(..self.count).unwrap_or_default()
        } else {
            &self.many
        }
    }
}

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

pub(super) fn is_blank(byte: u8) -> bool {
    CLASS[byte as usize] == Class::Blank
}

/// Cuts `value`. A backslash hides the parenthesis after it, unless only ignoring backslashes
/// makes the parentheses balance: servers that copy a HELO into a comment without escaping it
/// must not lose their closing parenthesis to it.
///
/// `lexed` is a new one: in the place where it is needed, since it is large to be moved.
pub(super) fn lex(value: &[u8], lexed: &mut Lexed) {
    if plain(value, lexed) != Some(()) {
        with_care(value, lexed);
    }
}

/// Cuts what servers write nearly always: few tokens, and nothing that hides a parenthesis or
/// leaves one without its partner. Answers nothing for all else.
fn plain(value: &[u8], lexed: &mut Lexed) -> Option<()> {
    let mut scan = Scan::new(value);
    let mut count = 0;
    let mut at = 0;
    let mut quotes = false;
    while let Some(&byte) = value.get(at) {
        let start = at;
        // In the order of how often they come; a table of jumps would be slower.
        let kind = if byte > b')' && byte != b';' {
            at = scan.end(at);
            Kind::Word
        } else if byte == b' ' {
            at += 1;
            continue;
        } else if byte == b'(' {
            let mut depth = 1_u32;
            while depth > 0 {
                at = scan.mark(at + 1);
                let mark = *value.get(at)?;
                if mark == b')' {
                    depth -= 1;
                } else if mark == b'(' {
                    depth += 1;
                } else if mark == b'"' {
                    quotes = true;
                } else if mark == b'\\' {
                    return None;
                }
            }
            at += 1;
            Kind::Comment
        } else if byte == b';' {
            at += 1;
            Kind::Semi
        } else if matches!(byte, b'\t' | b'\r' | b'\n') {
            at += 1;
            continue;
        } else {
            Kind::Word
        };
        if kind == Kind::Word {
            while let Some(&byte) = value.get(at) {
                if byte == b' ' || matches!(byte, b'\t' | b'\r' | b'\n' | b'(' | b';') {
                    break;
                }
                if matches!(byte, b')' | b'\\') {
                    return None;
                }
                quotes |= byte == b'"';
                at = scan.end(at + 1);
            }
        }
        *lexed.few.get_mut(count)? = Token::new(kind, start, at);
        count += 1;
    }
    if quotes && !quoted_local_parts(value).is_empty() {
        return None;
    }
    lexed.count = count;
    Some(())
}

#[cold]
#[inline(never)]
fn with_care(value: &[u8], lexed: &mut Lexed) {
    let quoted = quoted_local_parts(value);
    let cut = Lexer::new(value, &quoted, true).run();
    let cut = if !cut.balanced && memchr(b'\\', value).is_some() {
        let unescaped = Lexer::new(value, &quoted, false).run();
        if unescaped.balanced { unescaped } else { cut }
    } else {
        cut
    };
    lexed.many = cut.tokens;
    lexed.balanced = cut.balanced;
    lexed.gap = cut.gap;
}

/// The quoted local parts of addresses (`"a b"@example.org`): nothing inside one is structure.
///
/// Paired from the right, each `"@` with the quote before it, because what a peer announced
/// stands left of what the server wrote: a lone quote in a HELO cannot swallow the line.
#[cold]
#[inline(never)]
fn quoted_local_parts(value: &[u8]) -> SmallVec<[(u32, u32); 4]> {
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
    tokens: Vec<Token>,
    balanced: bool,
    gap: Option<(u32, u32)>,
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
            tokens: Vec::with_capacity(2 * FEW),
            balanced: true,
            gap: None,
        }
    }

    fn run(mut self) -> Self {
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
        self.balanced &= self.open.is_empty();
        self
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        if self.tokens.len() >= MAX_TOKENS {
            self.drop_middle();
        }
        self.tokens.push(Token::new(kind, start, end));
    }

    #[cold]
    fn drop_middle(&mut self) {
        let tokens = &mut self.tokens;
        let dropped = HEAD..tokens.len() / 2 + HEAD / 2;
        let (first, last) = (tokens[dropped.start].start, tokens[dropped.end - 1].end);
        let first = self.gap.map_or(first, |gap| gap.0.min(first));
        self.gap = Some((first, last));
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
            self.balanced = false;
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
            self.balanced = false;
            self.push(Kind::Word, at, at + 1);
            return at + 1;
        };
        while self.tokens.last().is_some_and(|token| token.start >= start) {
            self.tokens.pop();
        }
        self.push(Kind::Comment, start as usize, at + 1);
        at + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &[u8]) -> Lexed {
        let mut lexed = Lexed::new();
        lex(value, &mut lexed);
        lexed
    }

    fn cut(value: &str) -> Vec<&str> {
        read(value.as_bytes())
            .tokens()
            .iter()
            .map(|t| &value[t.start as usize..t.end as usize])
            .collect()
    }

    #[test]
    fn words_comments_semicolons() {
        assert_eq!(
            cut("from a (b [192.0.2.1])\r\n\tby c (d (e) f); x"),
            ["from", "a", "(b [192.0.2.1])", "by", "c", "(d (e) f)", ";", "x"]
        );
    }

    #[test]
    fn an_unclosed_comment_is_a_stray_parenthesis() {
        assert_eq!(
            cut("from x ([198.51.100.9] by (203.0.113.7) by mx (Postfix); d"),
            [
                "from",
                "x",
                "(",
                "[198.51.100.9]",
                "by",
                "(203.0.113.7)",
                "by",
                "mx",
                "(Postfix)",
                ";",
                "d"
            ]
        );
    }

    #[test]
    fn a_stray_closing_parenthesis() {
        assert_eq!(cut("a (HELO x)) (y)"), ["a", "(HELO x)", ")", "(y)"]);
        assert!(!read(b"a )").balanced);
    }

    #[test]
    fn escapes_hide_parentheses_unless_that_unbalances() {
        assert_eq!(cut(r"a (b \) c) d"), ["a", r"(b \) c)", "d"]);
        assert_eq!(cut(r"a (helo=x\) by c"), ["a", r"(helo=x\)", "by", "c"]);
    }

    #[test]
    fn a_quoted_local_part_is_no_structure() {
        assert_eq!(
            cut(r#"by a (envelope-from <"x) by e; d"@example.org>) for <"y;z"@example.org>; d"#),
            [
                "by",
                "a",
                r#"(envelope-from <"x) by e; d"@example.org>)"#,
                "for",
                r#"<"y;z"@example.org>"#,
                ";",
                "d"
            ]
        );
        // The quote of a HELO does not pair with the one of a recipient.
        assert_eq!(
            cut(r#"from <"x (a) for <"@e"@example.org>; d"#),
            ["from", "<\"x", "(a)", "for", r#"<"@e"@example.org>"#, ";", "d"]
        );
    }

    #[test]
    fn bounded_and_linear() {
        for unit in ["(", ")", "a ", "(a", "a(b)", "\"@", "<\"", "\\", "\\(", "; ", "(\"@ "] {
            let long = unit.repeat(200_000);
            let lexed = read(long.as_bytes());
            assert!(lexed.tokens().len() <= MAX_TOKENS);
            for pair in lexed.tokens().windows(2) {
                assert!(pair[0].start < pair[0].end && pair[0].end <= pair[1].start);
            }
        }
    }
}
