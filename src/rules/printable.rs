//! Text of rule files made safe to print: a file may come from a stranger, and a terminal obeys
//! control characters.

use annotate_snippets::normalize_untrusted_str;

pub(super) use crate::report::escape::same_length;

/// The text with everything replaced that a terminal obeys or that cannot be seen, but for the line
/// break.
pub(super) fn printable(text: &str) -> String {
    normalize_untrusted_str(&same_length(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        let hostile = "a\u{1b}[31m\u{9b}2J\u{202e}\u{200b}\u{7f}\r\u{85}é\u{61c}\u{2028}";
        let text = printable(hostile);
        assert!(!text.chars().any(crate::report::escape::is_hostile), "{text:?}");
        assert!(text.contains('é'));
        assert_eq!(printable("two\nlines"), "two\nlines");
    }
}
