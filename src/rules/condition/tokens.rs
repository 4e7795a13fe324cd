//! Splits a condition into tokens before it is parsed. This bounds length and depth, so that no
//! rule file can exhaust the stack; gives typing mistakes a message of their own; and keeps the
//! places that the parsed tree lacks (it knows where a dot stands, not where the name behind it
//! ends).

use std::ops::Range;

use crate::rules::codes::Code;
use crate::rules::fault::Fault;

/// A condition may have this many bytes,
pub const MAX_LENGTH: usize = 4096;
/// this many tokens,
pub const MAX_TOKENS: usize = 500;
/// and brackets and `? :` nested this deep.
pub const MAX_DEPTH: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Text,
    Sign,
    Open,
    Close,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub at: Range<usize>,
}

/// The tokens of `source`, or what is wrong with it.
pub(super) fn split(source: &str) -> Result<Vec<Token>, Fault> {
    if source.len() > MAX_LENGTH {
        // The caret goes under the last character that still fits.
        let mut end = MAX_LENGTH;
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        return Err(Fault::new(
            Code::TooComplex,
            end..end,
            format!("the condition has {} bytes, more than {MAX_LENGTH}", source.len()),
        )
        .label("everything from here on is too much")
        .help("make several rules of it"));
    }
    let mut lexer = Lexer { source, at: 0, tokens: Vec::new() };
    lexer.run()?;
    let tokens = lexer.tokens;
    if let Some(first_too_many) = tokens.get(MAX_TOKENS) {
        return Err(Fault::new(
            Code::TooComplex,
            first_too_many.at.clone(),
            format!("the condition has {} parts, more than {MAX_TOKENS}", tokens.len()),
        )
        .label("everything from here on is too much")
        .help("make several rules of it"));
    }
    check_brackets(source, &tokens)?;
    check_words(source, &tokens)?;
    Ok(tokens)
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &[u8] {
        self.source.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.rest().get(ahead).copied().unwrap_or(0)
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let at = self.at..self.at + length;
        self.at = at.end;
        self.tokens.push(Token { kind, at });
    }

    fn run(&mut self) -> Result<(), Fault> {
        while self.at < self.source.len() {
            let (c, next) = (self.peek(0), self.peek(1));
            match c {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c => self.at += 1,
                b'/' if next == b'/' => {
                    self.at += memchr::memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
                }
                b'"' | b'\'' => self.text(0)?,
                b'r' | b'R' | b'b' | b'B' if self.text_prefix() > 0 => {
                    self.text(self.text_prefix())?;
                }
                b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                    let length = self.rest().iter().take_while(|b| is_word(**b)).count();
                    self.push(Kind::Word, length);
                }
                b'0'..=b'9' => self.number()?,
                b'.' if next.is_ascii_digit() => self.number()?,
                b'(' | b'[' | b'{' => self.push(Kind::Open, 1),
                b')' | b']' | b'}' => self.push(Kind::Close, 1),
                b'=' | b'!' | b'<' | b'>' if next == b'=' => self.push(Kind::Sign, 2),
                b'&' | b'|' if next == c => self.push(Kind::Sign, 2),
                b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'?' | b':' | b','
                | b'.' => self.push(Kind::Sign, 1),
                _ => return Err(self.stray()),
            }
        }
        Ok(())
    }

    /// How many letters before the quotation mark belong to a string here: `r"…"`, `b'…'`.
    fn text_prefix(&self) -> usize {
        let is_quote = |b: u8| b == b'"' || b == b'\'';
        let is_prefix = |b: u8| matches!(b, b'r' | b'R' | b'b' | b'B');
        if is_quote(self.peek(1)) {
            1
        } else if is_prefix(self.peek(1)) && is_quote(self.peek(2)) {
            2
        } else {
            0
        }
    }

    fn text(&mut self, prefix: usize) -> Result<(), Fault> {
        let raw = self.rest()[..prefix].iter().any(|b| b.eq_ignore_ascii_case(&b'r'));
        let quote = self.peek(prefix);
        let triple = self.peek(prefix + 1) == quote && self.peek(prefix + 2) == quote;
        let marks = if triple { 3 } else { 1 };
        let mut i = prefix + marks;
        loop {
            let c = match self.rest().get(i) {
                Some(c) if triple || !matches!(c, b'\n' | b'\r') => *c,
                _ => {
                    let at = self.at..self.at + prefix + marks;
                    return Err(Fault::new(Code::Syntax, at, "the string has no end")
                        .label("it begins here"));
                }
            };
            if c == quote && (!triple || (self.peek(i + 1) == quote && self.peek(i + 2) == quote)) {
                self.push(Kind::Text, i + marks);
                return Ok(());
            }
            if c == b'\\' && !raw {
                i += self.escape(i)?;
            } else {
                i += 1;
            }
        }
    }

    /// The length of the escape that begins at `i` of the rest.
    fn escape(&self, i: usize) -> Result<usize, Fault> {
        let digits = |n: usize, ok: fn(&u8) -> bool| {
            self.rest().get(i + 2..i + 2 + n).is_some_and(|d| d.iter().all(ok))
        };
        let length = match self.peek(i + 1) {
            b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' | b'?' | b'"' | b'\'' | b'`' => {
                2
            }
            b'x' | b'X' if digits(2, u8::is_ascii_hexdigit) => 4,
            b'u' if digits(4, u8::is_ascii_hexdigit) => 6,
            b'U' if digits(8, u8::is_ascii_hexdigit) => 10,
            b'0'..=b'3' if digits(2, |d| (b'0'..=b'7').contains(d)) => 4,
            _ => {
                let start = self.at + i;
                let shown = self.source.get(start..).unwrap_or_default();
                let length: usize = shown.chars().take(2).map(char::len_utf8).sum();
                let shown = shown.get(..length).unwrap_or_default();
                return Err(Fault::new(
                    Code::Syntax,
                    start..start + length,
                    format!("`{shown}` is no escape of CEL"),
                )
                .help("in a raw string backslashes stay as they are: r\"…\""));
            }
        };
        Ok(length)
    }

    fn number(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        let digits =
            |from: usize| rest.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
        let length = if self.peek(0) == b'0' && matches!(self.peek(1), b'x' | b'X') {
            2 + rest.iter().skip(2).take_while(|b| b.is_ascii_hexdigit()).count()
        } else {
            let mut n = digits(0);
            if self.peek(n) == b'.' && self.peek(n + 1).is_ascii_digit() {
                n += 1 + digits(n + 1);
            }
            if matches!(self.peek(n), b'e' | b'E') {
                let sign = usize::from(matches!(self.peek(n + 1), b'+' | b'-'));
                if self.peek(n + 1 + sign).is_ascii_digit() {
                    n += 1 + sign + digits(n + 1 + sign);
                }
            }
            n
        };
        let suffix = usize::from(matches!(self.peek(length), b'u' | b'U'));
        let tail = rest.iter().skip(length + suffix).take_while(|b| is_word(**b)).count();
        let whole = self.at..self.at + length + suffix + tail;
        if tail > 0 {
            let shown = self.source.get(whole.clone()).unwrap_or_default();
            return Err(Fault::new(Code::Syntax, whole, format!("`{shown}` is not a number")));
        }
        self.push(Kind::Number, length + suffix);
        Ok(())
    }

    /// A character that no token begins with.
    fn stray(&self) -> Fault {
        let c = self.source.get(self.at..).and_then(|s| s.chars().next()).unwrap_or(' ');
        let at = self.at..self.at + c.len_utf8();
        let shown = c.escape_debug();
        let fault = Fault::new(Code::Syntax, at, format!("`{shown}` has no meaning here"));
        match c {
            '=' => fault.help("equality is `==`"),
            '&' => fault.help("`and` is `&&`"),
            '|' => fault.help("`or` is `||`"),
            '#' => fault.help("a comment begins with `//`"),
            '‘' | '’' | '“' | '”' => fault.help("strings stand between `\"` or `'`"),
            _ => fault,
        }
    }
}

fn is_word(b: u8) -> bool {
    b == b'_' || b.is_ascii_alphanumeric()
}

/// Every bracket has its partner, and none is too deep.
fn check_brackets(source: &str, tokens: &[Token]) -> Result<(), Fault> {
    let mut open: Vec<&Token> = Vec::new();
    let mut questions = 0;
    for token in tokens {
        let text = source.get(token.at.clone()).unwrap_or_default();
        match (token.kind, text) {
            (Kind::Open, _) => open.push(token),
            (Kind::Sign, "?") => questions += 1,
            (Kind::Close, _) => {
                let wanted = match text {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                let Some(opening) = open.pop() else {
                    return Err(Fault::new(
                        Code::Syntax,
                        token.at.clone(),
                        format!("`{text}` closes nothing"),
                    ));
                };
                let opened = source.get(opening.at.clone()).unwrap_or_default();
                if opened != wanted {
                    return Err(Fault::new(
                        Code::Syntax,
                        token.at.clone(),
                        format!("`{text}` cannot close `{opened}`"),
                    )
                    .context(opening.at.clone(), "opened here"));
                }
            }
            _ => {}
        }
        // A chain of `? :` is as deep as it is long; counting each as a level is on the safe side.
        if open.len() + questions > MAX_DEPTH {
            return Err(Fault::new(
                Code::TooComplex,
                token.at.clone(),
                format!("the condition is nested more than {MAX_DEPTH} levels deep"),
            )
            .label("this is one too many"));
        }
    }
    match open.pop() {
        Some(opening) => {
            let opened = source.get(opening.at.clone()).unwrap_or_default();
            Err(Fault::new(Code::Syntax, opening.at.clone(), format!("`{opened}` is never closed")))
        }
        None => Ok(()),
    }
}

/// `and`, `or`, `not` of other languages.
fn check_words(source: &str, tokens: &[Token]) -> Result<(), Fault> {
    let text = |i: usize| tokens.get(i).and_then(|t| source.get(t.at.clone())).unwrap_or_default();
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word {
            continue;
        }
        let follows_value = i > 0
            && matches!(tokens[i - 1].kind, Kind::Word | Kind::Number | Kind::Text | Kind::Close);
        let precedes_word = tokens.get(i + 1).is_some_and(|t| t.kind == Kind::Word);
        let right = match text(i).to_ascii_lowercase().as_str() {
            "and" if follows_value => "&&",
            "or" if follows_value => "||",
            "not" if precedes_word && text(i + 1) != "in" => "!",
            _ => continue,
        };
        return Err(Fault::new(
            Code::Syntax,
            token.at.clone(),
            format!("`{}` is no operator of CEL", text(i)),
        )
        .help(format!("write `{right}`")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        split(source).unwrap().into_iter().map(|t| &source[t.at]).collect()
    }

    fn wrong(source: &str) -> (Code, &str, String) {
        let fault = split(source).unwrap_err();
        (fault.code, &source[fault.at], fault.title)
    }

    #[test]
    fn tokens_of_a_condition() {
        assert_eq!(
            texts("has(hop.from.ip)&& x in [1, -2.5e3, 0xFFu, .5] // rest\n || !r'\\d'"),
            [
                "has", "(", "hop", ".", "from", ".", "ip", ")", "&&", "x", "in", "[", "1", ",",
                "-", "2.5e3", ",", "0xFFu", ",", ".5", "]", "||", "!", "r'\\d'"
            ]
        );
        assert_eq!(texts("'é\\'' == \"\"\"a\"b\nc\"\"\""), ["'é\\''", "==", "\"\"\"a\"b\nc\"\"\""]);
        assert_eq!(texts("a.b(c)"), ["a", ".", "b", "(", "c", ")"]);
        assert_eq!(texts("rb == br''"), ["rb", "==", "br''"]);
        assert!(texts(" \n// only a comment").is_empty());
    }

    #[test]
    fn mistakes_are_told_where_they_are() {
        for (source, at, title) in [
            ("a = b", "=", "`=` has no meaning here"),
            ("a & b", "&", "`&` has no meaning here"),
            ("a == 'x", "'", "the string has no end"),
            ("a == 'x\ny'", "'", "the string has no end"),
            ("a == '\\d'", "\\d", "`\\d` is no escape of CEL"),
            ("a == '\\u12'", "\\u", "`\\u` is no escape of CEL"),
            ("a == '\\é'", "\\é", "`\\é` is no escape of CEL"),
            ("(a", "(", "`(` is never closed"),
            ("a)", ")", "`)` closes nothing"),
            ("[a)", ")", "`)` cannot close `[`"),
            ("a and b", "and", "`and` is no operator of CEL"),
            ("not a", "not", "`not` is no operator of CEL"),
            ("a > 5min", "5min", "`5min` is not a number"),
            ("a == ‘b’", "‘", "`‘` has no meaning here"),
            ("a\u{1b}b", "\u{1b}", "`\\u{1b}` has no meaning here"),
        ] {
            assert_eq!(wrong(source), (Code::Syntax, at, title.to_owned()), "{source}");
        }
    }

    #[test]
    fn bounds() {
        let deep = format!("{}1{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
        assert!(split(&deep).is_ok());
        for source in [
            format!("({deep})"),
            "a ? b : ".repeat(MAX_DEPTH + 1),
            format!("'{}'", "x".repeat(MAX_LENGTH)),
            format!("'{}'", "é".repeat(MAX_LENGTH)),
            "1 + ".repeat(MAX_TOKENS),
            "(".repeat(1_000),
        ] {
            assert_eq!(split(&source).unwrap_err().code, Code::TooComplex);
        }
    }
}
