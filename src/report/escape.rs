//! Text of strangers, made fit to be shown.
//!
//! Header text is written by whoever sent the mail. Printed as it is, it could move the cursor,
//! recolour the screen, retitle the window, forge a line of a log, or swap letters about so that
//! the eye reads another name than the program does. Everything of that kind is shown by its
//! number instead: `\u{202e}` for a character, `\xff` for a byte that is not UTF-8, `\n`, `\r`
//! and `\t` for the three that have a name. What is left are characters that stay where they
//! were put. A backslash that stands in the text itself is left alone: quoted pairs are common
//! in addresses, and doubling them would help no reader. Whoever needs the bytes themselves has
//! the offsets of the JSON report.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// More combining marks than this on one letter are noise made to hide it.
const MARKS_PER_LETTER: u32 = 3;

/// How text of strangers is to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Escape {
    /// Show every character outside ASCII by its number: the reader's terminal is not known to
    /// speak UTF-8, and in an 8-bit character set the bytes of a harmless letter may be controls.
    pub ascii: bool,
}

impl Escape {
    /// The text with all that is hostile made visible. Borrowed where nothing had to change.
    pub fn text<'t>(self, text: &'t str) -> Cow<'t, str> {
        // Printable ASCII is by far the commonest, and passes as it is.
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len() + 16);
        self.push_all(&mut shown, text);
        Cow::Owned(shown)
    }

    /// As [`Escape::text`], for bytes in no certain character set.
    pub fn bytes(self, bytes: &[u8]) -> String {
        let mut shown = String::with_capacity(bytes.len() + 16);
        for chunk in bytes.utf8_chunks() {
            self.push_all(&mut shown, chunk.valid());
            for byte in chunk.invalid() {
                push_byte(&mut shown, *byte);
            }
        }
        shown
    }

    /// As [`Escape::text`], for the name of a file, which need not be UTF-8.
    pub fn path(self, path: &Path) -> String {
        self.bytes(path.as_os_str().as_encoded_bytes())
    }

    /// Adds one character, and says how many columns it takes. Marks that pile up on one letter
    /// are not seen here: that takes the text around them.
    pub fn push(self, shown: &mut String, c: char) -> usize {
        let before = shown.len();
        match c {
            ' '..='~' => {
                shown.push(c);
                return 1;
            }
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if self.ascii || is_hostile(c) => {
                // Writing to a string does not fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            _ => {
                shown.push(c);
                return c.width().unwrap_or(0);
            }
        }
        // An escape is ASCII: as many columns as bytes.
        shown.len() - before
    }

    fn push_all(self, shown: &mut String, text: &str) {
        let mut marks = 0;
        for c in text.chars() {
            let width = self.push(shown, c);
            marks = if width == 0 { marks + 1 } else { 0 };
            if marks > MARKS_PER_LETTER {
                shown.pop();
                Escape { ascii: true }.push(shown, c);
            }
        }
    }
}

/// [`Escape::text`] for a reader who has UTF-8.
pub fn text(text: &str) -> Cow<'_, str> {
    Escape::default().text(text)
}

/// Adds a byte that belongs to no character, and says how many columns it takes.
pub fn push_byte(shown: &mut String, byte: u8) -> usize {
    let _ = write!(shown, "\\x{byte:02x}");
    4
}

/// A file's text for a diagnostic that shows its lines and replaces ASCII controls itself: all else
/// that is hostile has a stand-in of as many bytes, so that places in the file stay valid.
pub fn same_length(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| !c.is_ascii() && is_hostile(c);
    if text.is_ascii() || !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let stand_in = |c: char| match c.len_utf8() {
        _ if !hidden(c) => c,
        2 => '¤',
        3 => char::REPLACEMENT_CHARACTER,
        _ => '🔲',
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// How many columns a text takes that has been through [`Escape::text`].
pub fn columns(shown: &str) -> usize {
    shown.width()
}

/// Characters that act instead of being seen: controls, what turns the writing direction, what
/// ends a line, what takes no room at all, and what has no agreed shape.
pub fn is_hostile(c: char) -> bool {
    // C0, DEL and C1 (Unicode general category Cc).
    if c.is_control() {
        return true;
    }
    matches!(u32::from(c),
        // Default_Ignorable_Code_Point of DerivedCoreProperties.txt (Unicode 16): soft hyphen,
        // joiners, fillers, direction marks and overrides, variation selectors, tags.
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF
        // Line and paragraph separator; the anchors of interlinear annotation; a blank cell
        // that is no space.
        | 0x2028..=0x2029 | 0xFFF9..=0xFFFB | 0x2800
        // Private use: any shape, any width.
        | 0xE000..=0xF8FF | 0xF0000..=0xFFFFD | 0x100000..=0x10FFFD
        // Noncharacters.
        | 0xFDD0..=0xFDEF)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_borrowed_and_unchanged() {
        for plain in ["", "mail.example.net", "a \"b\\c\" <d@example.org>"] {
            assert!(matches!(text(plain), Cow::Borrowed(shown) if shown == plain));
        }
        assert_eq!(text("Grüße, 你好, привет 🙂"), "Grüße, 你好, привет 🙂");
    }

    #[test]
    fn hostile_characters_are_shown_by_number() {
        for (hostile, shown) in [
            ("\x1b[31mred", "\\u{1b}[31mred"),
            ("\x1b]0;title\x07", "\\u{1b}]0;title\\u{7}"),
            ("a\r\nReceived: b", "a\\r\\nReceived: b"),
            ("tab\there", "tab\\there"),
            ("nul\0", "nul\\u{0}"),
            ("\u{7f}", "\\u{7f}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("moc.\u{202e}elpmaxe", "moc.\\u{202e}elpmaxe"),
            ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("pay\u{200b}pal", "pay\\u{200b}pal"),
            ("a\u{2028}b\u{2029}c", "a\\u{2028}b\\u{2029}c"),
            ("\u{feff}", "\\u{feff}"),
            ("\u{e0041}", "\\u{e0041}"),
            ("\u{ad}", "\\u{ad}"),
            ("\u{e000}", "\\u{e000}"),
            ("\u{ffff}\u{1fffe}", "\\u{ffff}\\u{1fffe}"),
        ] {
            assert_eq!(text(hostile), shown);
        }
    }

    #[test]
    fn no_character_that_acts_is_left() {
        for c in '\0'..=char::MAX {
            let shown = text(c.encode_utf8(&mut [0; 4])).into_owned();
            assert!(
                shown.chars().all(|c| !is_hostile(c) && !c.is_control()),
                "U+{:04X} is shown as {shown:?}",
                u32::from(c)
            );
            let ascii = Escape { ascii: true }.text(&shown).into_owned();
            assert!(ascii.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        }
    }

    #[test]
    fn stand_ins_keep_places_valid() {
        let all: String = ('\0'..=char::MAX).collect();
        let shown = same_length(&all);
        assert_eq!(shown.len(), all.len());
        assert!(shown.chars().all(|c| c.is_ascii() || !is_hostile(c)));
        assert!(matches!(same_length("a\u{1b}é\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_shown_by_number() {
        let escape = Escape::default();
        assert_eq!(escape.bytes(b"caf\xe9 \xc3\xa9 \xf0\x9f\x1b"), "caf\\xe9 é \\xf0\\x9f\\u{1b}");
        assert_eq!(escape.bytes(b"\xed\xa0\x80"), "\\xed\\xa0\\x80", "a lone surrogate");
    }

    #[test]
    fn ascii_readers_get_ascii() {
        assert_eq!(Escape { ascii: true }.text("é🙂"), "\\u{e9}\\u{1f642}");
    }

    #[test]
    fn marks_do_not_pile_up() {
        let piled = format!("e{}", "\u{301}".repeat(50));
        let shown = text(&piled);
        assert_eq!(shown.chars().filter(|&c| c == '\u{301}').count(), MARKS_PER_LETTER as usize);
        assert!(shown.contains("\\u{301}"));
        assert_eq!(text("e\u{301}"), "e\u{301}");
    }

    #[test]
    fn columns_are_those_of_a_terminal() {
        assert_eq!(columns("abc"), 3);
        assert_eq!(columns("你好"), 4);
        let mut shown = String::new();
        assert_eq!(Escape::default().push(&mut shown, '\u{202e}'), columns("\\u{202e}"));
        assert_eq!(Escape::default().push(&mut shown, '你'), 2);
    }
}
