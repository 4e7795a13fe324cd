//! Field values as people read them: unfolded, encoded words decoded.

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;
use memchr::memmem;

/// How many bytes of a value are decoded for display, and how many characters of it are shown.
/// Longer ones end in `…`.
pub(super) const DECODED_BYTES: usize = 4_096;
pub(super) const DECODED_CHARS: usize = 1_000;

/// The value with its folding undone (RFC 5322 section 2.2.3) and blanks around it left out: each
/// fold and the blanks at it become one blank. Bytes that are not UTF-8 become U+FFFD.
///
/// Borrows where the value is on one line.
pub(super) fn unfold(value: &[u8]) -> Cow<'_, str> {
    let value = value.trim_ascii();
    if memchr::memchr(b'\n', value).is_none() {
        return String::from_utf8_lossy(value);
    }
    let mut unfolded = Vec::with_capacity(value.len());
    for line in value.split(|&b| b == b'\n') {
        let line = line.trim_ascii();
        if !line.is_empty() {
            if !unfolded.is_empty() {
                unfolded.push(b' ');
            }
            unfolded.extend_from_slice(line);
        }
    }
    match String::from_utf8(unfolded) {
        Ok(unfolded) => unfolded.into(),
        Err(e) => String::from_utf8_lossy(e.as_bytes()).into_owned().into(),
    }
}

/// The value unfolded, encoded words decoded (RFC 2047), all else as written; bounded. Hostile:
/// what was encoded may be anything, line breaks and terminal controls too.
pub(super) fn decode(value: &[u8]) -> String {
    let cut = value.len() > DECODED_BYTES;
    let text = unfold(&value[..value.len().min(DECODED_BYTES)]);
    let mut decoded = encoded_words(&text);
    let end = decoded.char_indices().nth(DECODED_CHARS).map(|(end, _)| end);
    if cut || end.is_some() {
        decoded.truncate(end.unwrap_or(decoded.len()));
        decoded.push('…');
    }
    decoded
}

/// Decodes the encoded words of a text. mail-parser knows them one by one; that blanks between
/// two of them vanish (RFC 2047 section 6.2) and that the rest stays as it is, is seen to here,
/// since its parsers of whole values drop or move what a reader should see.
fn encoded_words(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_word = false;
    while let Some(at) = memmem::find(rest.as_bytes(), b"=?") {
        let (before, word) = rest.split_at(at);
        let mut stream = MessageStream::new(word.as_bytes());
        stream.skip_bytes(1);
        let Some(plain) = stream.decode_rfc2047() else {
            let (sign, after) = rest.split_at(at + 2);
            decoded.push_str(sign);
            rest = after;
            after_word = false;
            continue;
        };
        if !(after_word && before.bytes().all(|b| b.is_ascii_whitespace())) {
            decoded.push_str(before);
        }
        decoded.push_str(&plain);
        rest = word.get(stream.offset()..).unwrap_or_default();
        after_word = true;
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfolding() {
        for (value, expected) in [
            (" a b\r\n", "a b"),
            (" a\r\n\tb\r\n   c", "a b c"),
            (" a\n \n b", "a b"),
            ("\n a", "a"),
            ("", ""),
            (" a\rb", "a\rb"),
        ] {
            assert_eq!(unfold(value.as_bytes()), expected, "{value:?}");
        }
        assert_eq!(unfold(b" caf\xe9\r\n x"), "caf\u{fffd} x");
    }

    #[test]
    fn decoding() {
        for (value, expected) in [
            (" plain ", "plain"),
            ("=?utf-8?q?J=C3=B6rg?=", "Jörg"),
            ("\"=?utf-8?q?J=C3=B6rg?=\" <j@example.org>", "\"Jörg\" <j@example.org>"),
            ("=?iso-8859-1?Q?J=F6rg_X?= (a) <j@example.org>", "Jörg X (a) <j@example.org>"),
            ("=?utf-8?b?YWI=?= =?utf-8?b?Y2Q=?=", "abcd"),
            ("=?utf-8?b?YWI=?=\r\n =?utf-8?b?Y2Q=?=", "abcd"),
            ("=?utf-8?b?YWI=?= x =?utf-8?b?Y2Q=?=", "ab x cd"),
            ("=?x?= =?utf-8?b?Y2Q=?=", "=?x?= cd"),
            ("=? =?", "=? =?"),
            ("a =?nonsense?q?b?= c", "a b c"),
            ("=?shift_jis?B?g2WDWINn?=", "テスト"),
            ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
            ("größe", "größe"),
        ] {
            assert_eq!(decode(value.as_bytes()), expected, "{value:?}");
        }
    }

    #[test]
    fn long_values_are_cut() {
        let cut = decode("é".repeat(1_500).as_bytes());
        assert_eq!(cut.chars().count(), DECODED_CHARS + 1);
        assert!(cut.ends_with('…'));
        assert!(decode(&vec![b' '; 100_000]).len() < 10);
        assert_eq!(decode("é".repeat(1_000).as_bytes()).chars().count(), 1_000);
    }

    #[test]
    fn hostile_values_take_no_long_time() {
        for piece in ["=?", "=?x?q?", "=?utf-8?b?", "=?utf-8?q?=", "=?a?q?\n ", "?="] {
            let value = piece.repeat(1_000_000 / piece.len());
            assert!(decode(value.as_bytes()).chars().count() <= DECODED_CHARS + 1, "{piece}");
        }
    }
}
