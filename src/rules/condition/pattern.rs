//! A regular expression of a condition. Names and versions are short, and most of what a search in
//! them costs is getting ready for it; a finished automaton needs no getting ready.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use regex::{Regex, RegexBuilder};
use regex_automata::Input;
use regex_automata::dfa::{Automaton, dense};

/// Bytes that a compiled expression may take.
const SIZE: usize = 1 << 20;
/// Bytes that its automaton may take; a larger expression does without.
const AUTOMATON: usize = 1 << 18;
/// How often an expression is asked before the automaton is worth its making: a check of one
/// message never makes one.
const OFTEN: u32 = 100;

pub(super) struct Pattern {
    regex: Regex,
    asked: AtomicU32,
    automaton: OnceLock<Option<dense::DFA<Vec<u32>>>>,
}

impl Pattern {
    pub fn new(expression: &str) -> Result<Self, regex::Error> {
        let regex = RegexBuilder::new(expression).size_limit(SIZE).nest_limit(50).build()?;
        Ok(Pattern { regex, asked: AtomicU32::new(0), automaton: OnceLock::new() })
    }

    pub fn is_match(&self, text: &str) -> bool {
        let known = match self.automaton.get() {
            Some(automaton) => automaton.as_ref(),
            None if self.asked.fetch_add(1, Ordering::Relaxed) < OFTEN => None,
            None => self.automaton.get_or_init(|| automaton(self.regex.as_str())).as_ref(),
        };
        known
            .and_then(|dfa| dfa.try_search_fwd(&Input::new(text).earliest(true)).ok())
            .map_or_else(|| self.regex.is_match(text), |end| end.is_some())
    }
}

/// None where it would be too large, or no automaton can tell: a word's end beyond ASCII.
fn automaton(expression: &str) -> Option<dense::DFA<Vec<u32>>> {
    let config = dense::Config::new()
        .dfa_size_limit(Some(AUTOMATON))
        .determinize_size_limit(Some(4 * AUTOMATON));
    dense::Builder::new().configure(config).build(expression).ok()
}

impl Clone for Pattern {
    fn clone(&self) -> Self {
        let regex = self.regex.clone();
        Pattern { regex, asked: AtomicU32::new(0), automaton: OnceLock::new() }
    }
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.regex.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPRESSIONS: [&str; 9] = [
        "(?i)^(postfix|sendmail|exim|qmail)$",
        "^\\[?([0-9]{1,3}[.]){3}[0-9]{1,3}\\]?$",
        "(25[6-9]|2[6-9][0-9]|[3-9][0-9][0-9])",
        "^4[.]9[7-9]([^0-9]|$)",
        "(?i)straße",
        "\\bmx\\b",
        "^$",
        "",
        "k|é",
    ];
    const TEXTS: [&str; 12] = [
        "",
        "Postfix",
        "xpostfix",
        "[192.0.2.1]",
        "1.2.3.999",
        "4.97",
        "4.977",
        "4.97é",
        "STRASSE straße",
        "a mx b",
        "\u{212a}elvin K",
        "amxé mx",
    ];

    #[test]
    fn the_automaton_says_what_the_expression_says() {
        let mut made = 0;
        for expression in EXPRESSIONS {
            let pattern = Pattern::new(expression).unwrap();
            let plain: Vec<bool> = TEXTS.iter().map(|text| pattern.is_match(text)).collect();
            for _ in 0..OFTEN {
                pattern.is_match("");
            }
            made += u32::from(pattern.automaton.get().is_some_and(Option::is_some));
            let then: Vec<bool> = TEXTS.iter().map(|text| pattern.is_match(text)).collect();
            assert_eq!(plain, then, "{expression}");
            let measure = Regex::new(expression).unwrap();
            assert_eq!(then, TEXTS.map(|text| measure.is_match(text)), "{expression}");
        }
        assert_eq!(made, 8, "all but the one with a word's end");
    }

    #[test]
    fn a_large_expression_does_without() {
        let pattern = Pattern::new("[a-z]*x[a-z]{40}y").unwrap();
        let text = format!("x{}y", "x".repeat(40));
        assert!((0..2 * OFTEN).all(|_| pattern.is_match(&text)));
        assert!(pattern.automaton.get().is_some_and(Option::is_none));
    }
}
