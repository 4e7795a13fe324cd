//! Marks and texts as bytes, for temporary files.

use super::gist::Mark;
use crate::scan::line::Whence;

/// Bytes of a mark.
pub(super) const SIZE: usize = 56;

pub(super) fn bytes(mark: &Mark) -> [u8; SIZE] {
    let mut bytes = [0; SIZE];
    let mut at = 0;
    let mut put = |part: &[u8]| {
        bytes[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    };
    put(&[mark.kind, mark.text]);
    put(&mark.key.to_le_bytes());
    put(&mark.message.to_le_bytes());
    put(&mark.value.to_le_bytes());
    put(&mark.time.to_le_bytes());
    put(&mark.message_id.to_le_bytes());
    put(&mark.sender.to_le_bytes());
    put(&mark.subject.to_le_bytes());
    bytes
}

pub(super) fn mark(bytes: &[u8; SIZE]) -> Mark {
    fn take<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
        let (part, rest) = bytes.split_at(N);
        *bytes = rest;
        let mut out = [0; N];
        out.copy_from_slice(part);
        out
    }
    let rest = &mut &bytes[..];
    let [kind, text] = take(rest);
    Mark {
        kind,
        text,
        key: u64::from_le_bytes(take(rest)),
        message: u64::from_le_bytes(take(rest)),
        value: i64::from_le_bytes(take(rest)),
        time: i64::from_le_bytes(take(rest)),
        message_id: u64::from_le_bytes(take(rest)),
        sender: u32::from_le_bytes(take(rest)),
        subject: u32::from_le_bytes(take(rest)),
    }
}

/// Texts of a message being written: where it lies, then two for each mark, the key and the value.
/// Each is its length and its bytes.
#[derive(Debug)]
pub(super) struct Texts {
    pub bytes: Vec<u8>,
}

/// Texts of a message, read back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Text {
    pub whence: Whence,
    /// For each mark the key, and the value.
    pub texts: Vec<(String, String)>,
}

/// The length that stands for a text that is absent.
const ABSENT: u32 = u32::MAX;

impl Texts {
    pub(super) fn of(path: Option<&str>, offset: u64, part: Option<&str>) -> Self {
        let mut texts = Texts { bytes: Vec::with_capacity(512) };
        texts.bytes.extend_from_slice(&offset.to_le_bytes());
        texts.optional(path);
        texts.optional(part);
        texts
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.push(&[text]),
            None => self.bytes.extend_from_slice(&ABSENT.to_le_bytes()),
        }
    }

    /// Appends a text that is put together of pieces.
    pub(super) fn push(&mut self, pieces: &[&str]) {
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        // No field of a message is as long as that; a length that is would be taken for another.
        let length = u32::try_from(length).unwrap_or(ABSENT);
        self.bytes.extend_from_slice(&length.to_le_bytes());
        if length != ABSENT {
            pieces.iter().for_each(|piece| self.bytes.extend_from_slice(piece.as_bytes()));
        }
    }
}

impl Text {
    /// Reads back what [`Texts`] holds.
    pub(super) fn read(bytes: &[u8]) -> Text {
        let mut rest = bytes;
        let offset = rest.split_off(..8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
        let whence =
            Whence { path: next(&mut rest), offset: offset.unwrap_or(0), part: next(&mut rest) };
        let mut texts = Vec::new();
        while !rest.is_empty() {
            let key = next(&mut rest).unwrap_or_default();
            texts.push((key, next(&mut rest).unwrap_or_default()));
        }
        Text { whence, texts }
    }
}

/// The next text; what is cut short ends there.
fn next(rest: &mut &[u8]) -> Option<String> {
    let length = rest.split_off(..4).and_then(|bytes| bytes.try_into().ok());
    let Some(length) = length.map(u32::from_le_bytes) else {
        *rest = &[];
        return None;
    };
    if length == ABSENT {
        return None;
    }
    let length = rest.len().min(length as usize);
    let text = rest.split_off(..length)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        let mut texts = Texts::of(Some("a/b"), 7, None);
        texts.push(&["mx.example.org", " ", "1A"]);
        texts.push(&[]);
        texts.push(&["é"]);
        texts.push(&["x"]);
        let read = Text::read(&texts.bytes);
        let whence = Whence { path: Some("a/b".to_owned()), offset: 7, part: None };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(read.whence, whence);
        assert_eq!(read.texts, [pair("mx.example.org 1A", ""), pair("é", "x")]);
        // A file that was cut short gives what is there.
        for end in 0..texts.bytes.len() {
            Text::read(&texts.bytes[..end]);
        }
    }

    #[test]
    fn a_mark_comes_back_as_it_was() {
        let written = Mark {
            kind: 3,
            key: u64::MAX - 1,
            message: 7,
            text: 200,
            value: -5,
            time: -6,
            message_id: 9,
            sender: u32::MAX,
            subject: 1,
        };
        assert_eq!(mark(&bytes(&written)), written);
    }
}
