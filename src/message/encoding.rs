//! Texts whose bytes must be read in another way before there are lines in them: UTF-16, as
//! Windows programs save what is pasted, and lines that end in CR alone.

use memchr::{memchr, memchr_iter};

use super::Limits;
use super::offsets::Rewrite;

/// How the bytes of a text have to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf16 { big_endian: bool },
    CrOnly,
}

impl Encoding {
    pub(super) fn code(self) -> &'static str {
        match self {
            Encoding::Utf16 { .. } => "utf-16",
            Encoding::CrOnly => "cr-line-ends",
        }
    }

    pub(super) fn what(self) -> &'static str {
        match self {
            Encoding::Utf16 { .. } => "the text is in UTF-16; it was read as such",
            Encoding::CrOnly => "lines end in CR alone; it was read as their line break",
        }
    }
}

/// Whether the text has to be read in another way. Looks at the first line of a usual message
/// only.
pub(super) fn detect(text: &[u8], limits: &Limits) -> Option<Encoding> {
    match text {
        [0xFF, 0xFE, ..] => return Some(Encoding::Utf16 { big_endian: false }),
        [0xFE, 0xFF, ..] => return Some(Encoding::Utf16 { big_endian: true }),
        // Without a mark: ASCII letters with a NUL each, for as long as a field name is.
        [0, b, ..] if *b != 0 && is_utf16_ascii(text, 1) => {
            return Some(Encoding::Utf16 { big_endian: true });
        }
        [_, 0, ..] if is_utf16_ascii(text, 0) => {
            return Some(Encoding::Utf16 { big_endian: false });
        }
        _ => {}
    }
    // Only where there is no LF at all: next to LF a bare CR is part of the value it stands in,
    // or the reading of our own lines could be changed from below.
    let header = &text[..text.len().min(limits.header)];
    (memchr(b'\n', header).is_none() && memchr(b'\r', header).is_some()).then_some(Encoding::CrOnly)
}

fn is_utf16_ascii(text: &[u8], letter: usize) -> bool {
    let units = text.chunks_exact(2).take(8);
    units.len() == 8
        && units.into_iter().all(|unit| {
            let (low, high) = (unit[letter], unit[1 - letter]);
            high == 0 && (low.is_ascii_graphic() || low.is_ascii_whitespace())
        })
}

/// The text with the encoding undone, as far as `limits` allows.
pub(super) fn repair(text: &[u8], encoding: Encoding, limits: &Limits) -> Rewrite {
    let text = &text[..text.len().min(limits.repair)];
    match encoding {
        Encoding::Utf16 { big_endian } => from_utf16(text, big_endian),
        Encoding::CrOnly => {
            let mut rewrite = Rewrite::with_capacity(text.len());
            let mut from = 0;
            for cr in memchr_iter(b'\r', text) {
                rewrite.keep(text, from..cr);
                rewrite.put(b"\n", cr..cr + 1);
                from = cr + 1;
            }
            rewrite.keep(text, from..text.len());
            rewrite
        }
    }
}

/// What cannot be decoded becomes U+FFFD.
fn from_utf16(text: &[u8], big_endian: bool) -> Rewrite {
    let unit = |bytes: &[u8]| match (bytes, big_endian) {
        (&[a, b], true) => u16::from_be_bytes([a, b]),
        (&[a, b], false) => u16::from_le_bytes([a, b]),
        _ => 0xFFFD,
    };
    let mark = usize::from(matches!(text, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])) * 2;
    let mut rewrite = Rewrite::with_capacity(text.len() / 2);
    let mut at = mark;
    let mut utf8 = [0; 4];
    for decoded in char::decode_utf16(text[mark..].chunks(2).map(unit)) {
        let (character, units) = match decoded {
            Ok(character) => (character, character.len_utf16()),
            Err(_) => (char::REPLACEMENT_CHARACTER, 1),
        };
        let len = (units * 2).min(text.len() - at);
        rewrite.put(character.encode_utf8(&mut utf8).as_bytes(), at..at + len);
        at += len;
    }
    rewrite
}

#[cfg(test)]
mod tests {
    use super::super::offsets::Offsets;
    use super::*;

    fn encode(text: &str, big_endian: bool, mark: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        mark.chars()
            .chain(text.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn detects() {
        let limits = Limits::default();
        for big_endian in [false, true] {
            for mark in [false, true] {
                let text = encode("Received: from a by b\r\n", big_endian, mark);
                let expected = Some(Encoding::Utf16 { big_endian });
                assert_eq!(detect(&text, &limits), expected, "{big_endian} {mark}");
            }
        }
        for (text, expected) in [
            (&b""[..], None),
            (b"Received: from a\r\n by b", None),
            (b"Received: from a\rSubject: x\n", None),
            (b"Received: from a\rSubject: x\r", Some(Encoding::CrOnly)),
            (b"Received: from a", None),
            (b"R\0e\0c\0", None),
            (b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", None),
            (b"\x7fE\0L\0F\0\x01\0\x02\0\x03\0\x04\0\x05\0\x06", None),
        ] {
            assert_eq!(detect(text, &limits), expected, "{text:?}");
        }
    }

    #[test]
    fn utf16_is_decoded_and_its_offsets_kept() {
        for big_endian in [false, true] {
            let text = encode("A: é€\u{1f600}b\r\n", big_endian, true);
            let mut offsets = Offsets::default();
            let encoding = Encoding::Utf16 { big_endian };
            let decoded = offsets.push(repair(&text, encoding, &Limits::default()));
            assert_eq!(decoded, "A: é€\u{1f600}b\r\n".as_bytes());
            let b = decoded.iter().position(|&b| b == b'b').unwrap() as u32;
            assert_eq!(offsets.start(b), 16);
            assert_eq!(offsets.start(0), 2);
        }
    }

    #[test]
    fn broken_utf16_is_replaced_and_counted() {
        // A low surrogate alone, then "a", then half a unit.
        let text = b"\xff\xfe\x00\xdca\0b";
        let mut offsets = Offsets::default();
        let encoding = Encoding::Utf16 { big_endian: false };
        let decoded = offsets.push(repair(text, encoding, &Limits::default()));
        assert_eq!(decoded, "\u{fffd}a\u{fffd}".as_bytes());
        assert_eq!(offsets.start(3), 4);
        assert_eq!(offsets.start(decoded.len() as u32), 7);
    }

    #[test]
    fn cr_becomes_lf_in_its_place() {
        let text = b"A: b\rC: d\r\rx";
        let mut offsets = Offsets::default();
        let repaired = offsets.push(repair(text, Encoding::CrOnly, &Limits::default()));
        assert_eq!(repaired, b"A: b\nC: d\n\nx");
        assert_eq!((offsets.start(5), offsets.start(12)), (5, 12));
    }
}
