//! Text as JSON strings. Most of a report is plain ASCII, which is told eight bytes at a time and
//! copied whole.

use std::io::Write;

use crate::report::escape;

/// Appends the text in quotes. What would end a line or act on a terminal is escaped.
pub(super) fn push(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    match is_plain(text.as_bytes()) {
        true => out.extend_from_slice(text.as_bytes()),
        false => escaped(out, text),
    }
    out.push(b'"');
}

/// Whether nothing has to be escaped: printable ASCII but for the quote and the backslash.
pub(super) fn is_plain(text: &[u8]) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // The high bit of each byte that is zero (or of one above it): nothing only where none is.
    let zero = |word: u64| word.wrapping_sub(EACH) & !word & HIGH;
    let odd = |word: u64| {
        let below_blank = word.wrapping_sub(0x20 * EACH) & !word & HIGH;
        let quote = zero(word ^ (u64::from(b'"') * EACH));
        let backslash = zero(word ^ (u64::from(b'\\') * EACH));
        let delete = zero(word ^ (0x7f * EACH));
        below_blank | quote | backslash | delete | word & HIGH
    };
    let (words, rest) = text.as_chunks::<8>();
    words.iter().all(|word| odd(u64::from_le_bytes(*word)) == 0)
        && rest.iter().all(|b| matches!(b, b' '..=b'~') && *b != b'"' && *b != b'\\')
}

fn escaped(out: &mut Vec<u8>, text: &str) {
    // From here on nothing was written yet.
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let short = match c {
            '"' => b'"',
            '\\' => b'\\',
            '\n' => b'n',
            '\r' => b'r',
            '\t' => b't',
            '\u{8}' => b'b',
            '\u{c}' => b'f',
            ' '..='~' => continue,
            c if escape::is_hostile(c) => 0,
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[start..at]);
        start = at + c.len_utf8();
        match short {
            0 => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // A vector takes all that is written.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            short => out.extend_from_slice(&[b'\\', short]),
        }
    }
    out.extend_from_slice(&text.as_bytes()[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_told_at_each_place() {
        for byte in 0..=255_u8 {
            let plain = matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
            for length in 1..20 {
                for at in 0..length {
                    let mut text = vec![b'~'; length];
                    text[at] = byte;
                    assert_eq!(is_plain(&text), plain, "{byte:#x} at {at} of {length}");
                    text.fill(b' ');
                    text[at] = byte;
                    assert_eq!(is_plain(&text), plain, "{byte:#x} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn a_string_means_the_text() {
        let all: String = (0..0x3000).filter_map(char::from_u32).collect();
        for text in ["", "plain", "a \"b\" \\c", "\u{1}\u{1f}\u{7f}\u{80}é\u{e0041}x", &all] {
            let mut out = Vec::new();
            push(&mut out, text);
            let back: String = serde_json::from_slice(&out).expect("is JSON");
            assert_eq!(back, text);
            let shown = String::from_utf8(out).expect("is UTF-8");
            assert!(!shown.chars().any(escape::is_hostile), "{shown}");
        }
    }
}
