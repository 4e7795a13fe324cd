//! Cuts a Received value into words, comments and semicolons, each with its span.
//!
//! Linear in the length of the value and bounded in memory: of a line with more than
//! [`careful::MAX_TOKENS`] tokens the middle is dropped (and reported as one gap), because what the
//! receiving server wrote stands at both ends.

use super::careful;
use super::scan::Scan;

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
    pub(super) fn new(kind: Kind, start: usize, end: usize) -> Self {
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

static BLANK: [bool; 256] = {
    let mut table = [false; 256];
    table[b' ' as usize] = true;
    table[b'\t' as usize] = true;
    table[b'\r' as usize] = true;
    table[b'\n' as usize] = true;
    table
};

pub(super) fn is_blank(byte: u8) -> bool {
    BLANK[byte as usize]
}

/// Cuts `value`. A backslash hides the parenthesis after it, unless only ignoring backslashes
/// makes the parentheses balance: servers that copy a HELO into a comment without escaping it
/// must not lose their closing parenthesis to it.
///
/// `lexed` is a new one: in the place where it is needed, since it is large to be moved.
pub(super) fn lex(value: &[u8], lexed: &mut Lexed) {
    if plain(value, lexed) != Some(()) {
        let cut = careful::cut(value);
        (lexed.many, lexed.balanced, lexed.gap) = (cut.tokens, cut.balanced, cut.gap);
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
    if quotes && !careful::quoted_local_parts(value).is_empty() {
        return None;
    }
    lexed.count = count;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::careful::MAX_TOKENS;
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
