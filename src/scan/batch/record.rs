//! Marks as bytes, for temporary files.

use super::gist::Mark;

/// Bytes of a mark.
pub(super) const SIZE: usize = 48;

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
        message_id: u64::from_le_bytes(take(rest)),
        sender: u32::from_le_bytes(take(rest)),
        subject: u32::from_le_bytes(take(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_comes_back_as_it_was() {
        let written = Mark {
            kind: 3,
            key: u64::MAX - 1,
            message: 7,
            text: 200,
            value: -5,
            message_id: 9,
            sender: u32::MAX,
            subject: 1,
        };
        assert_eq!(mark(&bytes(&written)), written);
    }
}
