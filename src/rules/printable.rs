//! Text of rule files made safe to print: a file may come from a stranger, and a terminal obeys
//! control characters.

use std::borrow::Cow;

use annotate_snippets::normalize_untrusted_str;

/// Replaces what `annotate-snippets` lets through: the second set of control characters, marks
/// that change the direction of writing, invisible characters and unusual line breaks. Each
/// stand-in has as many bytes as what it replaces, so that places stay valid.
pub(super) fn same_length(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let stand_in = |c: char| match c {
        c if !is_hidden(c) => c,
        c if c.len_utf8() == 2 => '¤',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// The text with every such character and every control character but the line break replaced.
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
        assert!(!text.chars().any(|c| c.is_control() || is_hidden(c)), "{text:?}");
        assert!(text.contains('é'));
        assert_eq!(printable("two\nlines"), "two\nlines");
    }

    #[test]
    fn places_stay_valid() {
        for text in ["plain", "é", "a\u{9b}b\u{202e}c\u{feff}d\u{61c}"] {
            assert_eq!(same_length(text).len(), text.len());
        }
    }
}
