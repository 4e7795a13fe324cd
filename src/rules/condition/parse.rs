//! From text to CEL's syntax tree, with the parser of the `cel` crate; its complaints are turned
//! into faults with a place.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cel::common::ast::IdedExpr;
use cel::{Env, ParseError};

use super::spans::Spans;
use super::tokens::{self, Token};
use crate::rules::codes::Code;
use crate::rules::fault::Fault;

/// The parser needs up to 200 KB of stack for a level of brackets when it is built without
/// optimisation, and a condition may have [`tokens::MAX_DEPTH`] of them. Threads of a test or a
/// caller have 2 MB, so conditions are read on a thread of their own. Only what is used of this
/// is ever backed by memory.
const STACK: usize = 32 << 20;

/// What is said where the parser panicked.
const GAVE_UP: &str = "the condition cannot be parsed";

/// Runs `read` where there is stack enough to parse. `None` where the system gives no thread.
pub(in crate::rules) fn with_stack<T: Send>(read: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("rules".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, read)
            .ok()?;
        match thread.join() {
            Ok(result) => Some(result),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The tree of a condition and where its parts stand. To be called with enough stack, see
/// [`with_stack`].
pub(super) fn parse(source: &str) -> Result<(IdedExpr, Spans<'_>), Fault> {
    let tokens = tokens::split(source)?;
    if tokens.is_empty() {
        return Err(Fault::new(Code::Syntax, 0..source.len(), "the condition is empty"));
    }
    // Without macros `has`, `exists` and the like stay the calls they are written as.
    let parser = Env::default().with_optional_support(false).parser();
    // The parser is large and not ours: should it ever panic on some text, then that text is at
    // fault, and the other rules are still to be told of. Nothing of it is used afterwards.
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse_with_source_info(source)));
    let Ok(parsed) = parsed else {
        return Err(Fault::new(Code::Syntax, 0..source.len(), GAVE_UP));
    };
    match parsed {
        Ok((expr, info)) => Ok((expr, Spans::new(source, tokens, info))),
        Err(errors) => {
            // What the grammar says is nearer to the cause than what the tree's builder says.
            let first = errors
                .errors
                .iter()
                .find(|e| e.msg.starts_with("Syntax error"))
                .or_else(|| errors.errors.first());
            Err(match first {
                Some(error) => translate(source, &tokens, error),
                None => Fault::new(Code::Syntax, 0..source.len(), "the condition is not CEL"),
            })
        }
    }
}

fn translate(source: &str, tokens: &[Token], error: &ParseError) -> Fault {
    let offset = offset_of(source, error.pos);
    let token = tokens.iter().find(|t| t.at.contains(&offset) || t.at.start >= offset);
    let at: Range<usize> = match token {
        Some(token) => token.at.clone(),
        None => source.trim_end().len()..source.trim_end().len(),
    };
    let text = source.get(at.clone()).unwrap_or_default();
    if let Some(grammar) = error.msg.strip_prefix("Syntax error: ") {
        let expected = grammar.split_once("expecting").map_or("", |(_, expected)| expected);
        let label = if expected.contains("IDENTIFIER") {
            "a value was expected here"
        } else if expected.contains("'&&'") || expected.contains("<EOF>") {
            "an operator was expected here"
        } else {
            ""
        };
        let title = match token {
            Some(_) => format!("`{text}` is out of place"),
            None => "the condition breaks off".to_owned(),
        };
        return Fault::new(Code::Syntax, at, title).label(label);
    }
    if error.msg.starts_with("reserved identifier") {
        return Fault::new(Code::Syntax, at, format!("`{text}` is a reserved word of CEL"));
    }
    if error.msg.starts_with("unsupported syntax") {
        return Fault::new(Code::NotSupported, at, "optional values are not supported")
            .help("`has(…)` says whether a fact is there");
    }
    match error.msg.as_str() {
        "invalid int literal" => Fault::new(Code::Syntax, at, "the number is too big")
            .note("an int has 64 bits: at most 9223372036854775807"),
        "invalid uint literal" => Fault::new(Code::Syntax, at, "the number is too big")
            .note("a uint has 64 bits: at most 18446744073709551615"),
        "invalid double literal" => Fault::new(Code::Syntax, at, "the number is too big"),
        message => Fault::new(Code::Syntax, at, message),
    }
}

/// The byte that the parser means by line and column, both counted from 1 and in characters.
fn offset_of(source: &str, (line, column): (isize, isize)) -> usize {
    let (Ok(line), Ok(column)) = (usize::try_from(line - 1), usize::try_from(column - 1)) else {
        return 0;
    };
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;

    use super::*;

    fn wrong(source: &str) -> (String, String, String) {
        with_stack(|| {
            let fault = parse(source).map(|_| ()).unwrap_err();
            (fault.title, source[fault.at].to_owned(), fault.label)
        })
        .unwrap()
    }

    #[test]
    fn complaints_of_the_parser() {
        for (source, title, at, label) in [
            ("'éé' == == 1", "`==` is out of place", "==", "a value was expected here"),
            ("a ==\n 'é' ==", "the condition breaks off", "", "a value was expected here"),
            ("a b", "`b` is out of place", "b", "an operator was expected here"),
            ("a ? b", "the condition breaks off", "", "an operator was expected here"),
            ("f(,)", "`,` is out of place", ",", "a value was expected here"),
            ("for == 1", "`for` is a reserved word of CEL", "for", ""),
            ("99999999999999999999 > 1", "the number is too big", "99999999999999999999", ""),
            ("a.?b", "optional values are not supported", ".", ""),
            ("", "the condition is empty", "", ""),
            ("// nothing", "the condition is empty", "// nothing", ""),
            ("a.1", "`.1` is out of place", ".1", "an operator was expected here"),
        ] {
            let expected = (title.to_owned(), at.to_owned(), label.to_owned());
            assert_eq!(wrong(source), expected, "{source}");
        }
    }

    /// Words, signs and odd characters in any order.
    fn soup() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "a",
            "hop",
            ".",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "?",
            ":",
            "&&",
            "||",
            "!",
            "-",
            "+",
            "*",
            "/",
            "%",
            "==",
            "!=",
            "<",
            "in",
            "'s'",
            "\"t\"",
            "1",
            "1u",
            "1.5",
            "0x",
            "1e",
            "true",
            "null",
            "has(",
            ".exists(x,",
            ",",
            "@",
            "`a`",
            "\\",
            "\0",
            "é",
            "'''",
            "r'\\d'",
            "b'x'",
            "//",
            "\n",
            "..",
            ".?",
            "[?",
            "for",
            "=",
            "\u{feff}",
            "9999999999999999999",
            "size",
        ]);
        let words = prop::collection::vec((word, prop::bool::ANY), 0..60);
        words.prop_map(|words| {
            let spaced = |(word, space)| format!("{word}{}", if space { " " } else { "" });
            words.into_iter().map(spaced).collect()
        })
    }

    #[test]
    fn no_text_brings_the_parser_down() {
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 1_000,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let checked = runner.run(&soup(), |source| {
            let title = with_stack(|| parse(&source).map(|_| ()).err().map(|f| f.title));
            prop_assert!(title.unwrap().is_none_or(|title| title != GAVE_UP));
            Ok(())
        });
        if let Err(error) = checked {
            panic!("{error}");
        }
    }

    #[test]
    fn deepest_condition_allowed_is_parsed() {
        for (open, close) in
            [("(", ")"), ("[", "]"), ("f(", ")"), ("!(", ")"), ("a.f(x, a + ", ")")]
        {
            let depth = tokens::MAX_DEPTH;
            let source = format!("{}a{}", open.repeat(depth), close.repeat(depth));
            assert!(with_stack(|| parse(&source).is_ok()).unwrap(), "{source}");
        }
        for long in ["1 + ", "a && ", "a == ", "a.", "!"] {
            let count =
                (tokens::MAX_TOKENS - 1) / if long == "a." || long.len() > 1 { 2 } else { 1 };
            let source = format!("{}a", long.repeat(count));
            assert!(with_stack(|| parse(&source).is_ok()).unwrap(), "{source}");
        }
    }
}
