//! What bytes look like: mail, an mbox, something packed.

use crate::message::{self, FieldKind};

/// What a file or stream begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Mbox,
    Gzip,
    Zstd,
    Xz,
    Zip,
    Tar,
    /// The container of Outlook messages (and of other documents).
    Compound,
    Other,
}

/// Where a tar header has its mark, and how long a header is (POSIX, pax interchange format).
const TAR_MARK: usize = 257;
const TAR_HEADER: usize = 512;

/// Tells by the first bytes what a stream is. `expected`: its name or place says that it is a
/// message, so that less of a header will do.
pub(super) fn kind(head: &[u8], expected: bool) -> Kind {
    match head {
        [0x1f, 0x8b, 8, ..] => return Kind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return Kind::Zstd,
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => return Kind::Xz,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => return Kind::Zip,
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => return Kind::Compound,
        // Saved by an editor as UTF-16: only the name tells that it is mail.
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] if expected => return Kind::Message,
        _ => {}
    }
    if is_tar(head) {
        return Kind::Tar;
    }
    if head.starts_with(b"From ") && super::mbox::is_separator(head, 0) {
        return Kind::Mbox;
    }
    if is_message(head, expected) || expected && is_below_text(head) {
        return Kind::Message;
    }
    Kind::Other
}

/// Whether a header stands below other text, as in what was saved with a program's messages in
/// front. Only asked where a message is expected.
fn is_below_text(head: &[u8]) -> bool {
    let head = &head[..head.len().min(32 << 10)];
    !head.contains(&0) && message::parse(head).fields.iter().any(|field| field.kind.is_trace())
}

fn is_tar(head: &[u8]) -> bool {
    if head.get(TAR_MARK..TAR_MARK + 5) == Some(b"ustar") {
        return true;
    }
    // Older ones have no mark, but a checksum over the header.
    let Some(header) = head.get(..TAR_HEADER) else { return false };
    let written = header[148..156].iter().filter(|b| (b'0'..=b'7').contains(b));
    let written = written.fold(0_u32, |sum, digit| sum.wrapping_mul(8) + u32::from(digit - b'0'));
    let blank = 8 * u32::from(b' ');
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    let field: u32 = header[148..156].iter().map(|b| u32::from(*b)).sum();
    header[0] != 0 && written != 0 && sum - field + blank == written
}

/// Whether the text begins with the header of a message: a field that only servers write, or two
/// that mail has; one where a message is expected. A file of settings has neither.
pub(super) fn is_message(head: &[u8], expected: bool) -> bool {
    let mut head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
    let mut fields = 0;
    let mut known = 0;
    let mut first = true;
    // Longer headers have a known field among the first so many lines, or are no mail.
    for _ in 0..200 {
        let Some(&byte) = head.first() else { break };
        let end = memchr::memchr(b'\n', head).map_or(head.len(), |lf| lf + 1);
        let line = &head[..end];
        head = &head[end..];
        if line.trim_ascii().is_empty() {
            if fields > 0 {
                break;
            }
            continue;
        }
        if matches!(byte, b' ' | b'\t') {
            if fields == 0 {
                return false;
            }
            continue;
        }
        if std::mem::take(&mut first) && (line.starts_with(b"From ") || line.starts_with(b">From "))
        {
            continue;
        }
        let name = line.iter().position(|b| !matches!(b, 33..=57 | 59..=126)).unwrap_or(end);
        let rest = line[name..].trim_ascii_start();
        if name == 0 || rest.first() != Some(&b':') {
            // Broken headers have such lines, but not in front.
            if fields == 0 {
                return false;
            }
            continue;
        }
        fields += 1;
        let kind = std::str::from_utf8(&line[..name]).map_or(FieldKind::Other, FieldKind::of);
        if kind.is_trace() {
            return true;
        }
        known += usize::from(kind != FieldKind::Other);
        if known >= 2 {
            return true;
        }
    }
    expected && fields > 0
}

/// Whether the header says that the body has parts, among which may be messages: the type of the
/// content is `multipart/…` or `message/…` (RFC 2045 section 5).
pub(super) fn has_parts(head: &[u8]) -> bool {
    const FIELD: &[u8] = b"content-type";
    let mut rest = head;
    let (mut begun, mut within) = (false, false);
    loop {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |lf| lf + 1);
        let (line, below) = rest.split_at(end);
        match line {
            [] => return false,
            // The end of the header, but for blank lines above it.
            [b'\n'] | [b'\r', b'\n'] if begun => return false,
            [b'\n'] | [b'\r', b'\n'] | [b' ' | b'\t', ..] => {}
            _ => {
                begun = true;
                within = line.get(..FIELD.len()).is_some_and(|n| n.eq_ignore_ascii_case(FIELD));
            }
        }
        if within && names_parts(line) {
            return true;
        }
        rest = below;
    }
}

fn names_parts(line: &[u8]) -> bool {
    memchr::memchr_iter(b'/', line).any(|slash| {
        let before = |word: &[u8]| {
            slash
                .checked_sub(word.len())
                .is_some_and(|at| line[at..slash].eq_ignore_ascii_case(word))
        };
        before(b"multipart") || before(b"message")
    })
}

/// The end of the header: behind its blank line.
pub(super) fn header_end(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(lf) = memchr::memchr(b'\n', &text[from..]) {
        from += lf + 1;
        match &text[from..] {
            [b'\n', ..] if from > 1 => return Some(from + 1),
            [b'\r', b'\n', ..] if from > 2 => return Some(from + 2),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_by_the_type_of_the_content() {
        for (header, parts) in [
            ("Content-Type: multipart/mixed; boundary=x\n\n", true),
            ("A: b\r\ncontent-TYPE:\r\n\tMultipart/Report;\r\n boundary=x\r\n\r\n", true),
            ("\n\nContent-Type: message/rfc822\n\n", true),
            ("Content-Type : multipart/mixed", true),
            ("Content-Type: text/plain\nSubject: multipart/mixed\n\n", false),
            ("Content-Type: text/plain\n\nContent-Type: multipart/mixed\n", false),
            ("Subject: x\n\nContent-Type: multipart/mixed\n", false),
            ("", false),
        ] {
            assert_eq!(has_parts(header.as_bytes()), parts, "{header:?}");
        }
    }
}
