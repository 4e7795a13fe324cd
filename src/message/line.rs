//! Single lines of a text, looked at before anything is known of it: what they begin with, and
//! whether they could be header fields.

use memchr::memchr;

use super::FieldKind;
use super::split::is_ftext;

/// The end of the line that begins at `at`, its LF included.
pub(super) fn end_of_line(text: &[u8], at: usize) -> usize {
    match text.get(at..).and_then(|rest| memchr(b'\n', rest)) {
        Some(lf) => at + lf + 1,
        None => text.len(),
    }
}

/// Nothing but blanks and the line break.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line[lead(line)..].trim_ascii().is_empty()
}

/// A no-break space in UTF-8: what a copy from a web page has where the header had a blank.
pub(super) const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();

/// How many bytes of blanks, no-break ones included, the line begins with.
pub(super) fn lead(line: &[u8]) -> usize {
    run(line, |b| matches!(b, b' ' | b'\t'))
}

/// How many bytes of blanks and quote marks (`> `, `| `) the line begins with.
pub(super) fn quoted_lead(line: &[u8]) -> usize {
    run(line, |b| matches!(b, b' ' | b'\t' | b'>' | b'|'))
}

fn run(line: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let mut at = 0;
    loop {
        match &line[at..] {
            [b, ..] if wanted(*b) => at += 1,
            rest if rest.starts_with(NO_BREAK_SPACE) => at += NO_BREAK_SPACE.len(),
            _ => return at,
        }
    }
}

/// The line that stands above a message in an mbox (RFC 4155 appendix A), or that some delivery
/// agents leave inside a header (`>From `). `From :` is a field.
pub(super) fn is_mbox_from(line: &[u8]) -> bool {
    let line = line.strip_prefix(b">").unwrap_or(line);
    line.strip_prefix(b"From ").is_some_and(|rest| !rest.trim_ascii_start().starts_with(b":"))
}

/// A line of back-ticks or tildes that fences code in Markdown.
pub(super) fn is_fence(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"```") || line.starts_with(b"~~~")
}

/// What could be a header field, at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate<'a> {
    pub name: &'a str,
    pub kind: FieldKind,
    /// What follows the colon, to the end of the line.
    pub value: &'a [u8],
}

impl Candidate<'_> {
    /// A blank or nothing after the colon, as nearly all software writes fields.
    pub(super) fn spaced(&self) -> bool {
        matches!(self.value.first(), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
    }
}

/// Reads the line as a header field with a name that people would take for one: letters, digits,
/// `-`, `_` and `.`, a letter first. RFC 5322 allows any printable byte, but a text that begins
/// with `{"a":` is no message.
pub(super) fn candidate(line: &[u8]) -> Option<Candidate<'_>> {
    let len = line.iter().take_while(|&&b| is_ftext(b)).count();
    let name = std::str::from_utf8(&line[..len]).ok()?;
    // Some software puts a field that it will not have out of action: `>Received:`.
    let word = name.strip_prefix('>').unwrap_or(name);
    let plausible = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let rest = line[len..].trim_ascii_start();
    let value = rest.strip_prefix(b":")?;
    plausible.then(|| Candidate { name, kind: FieldKind::of(name), value })
}

/// The line ends in the middle of a list of field names (`h=from:to:` in a signature), and what
/// follows looks like a field and is none.
pub(super) fn is_open_list(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let word = line.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    // `Subject: Re:` is none.
    let list = || word.starts_with(b"h=") || candidate(line).is_none_or(|field| !field.spaced());
    word.ends_with(b":") && list()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates() {
        for (line, expected) in [
            ("Received: from a", Some(("Received", true))),
            ("received:from a", Some(("received", false))),
            ("X-Foo_bar.1:\r\n", Some(("X-Foo_bar.1", true))),
            (">Received: from a", Some((">Received", true))),
            ("> Received: from a", None),
            ("Received : from a", Some(("Received", true))),
            ("From user@example.org Tue Jul 30 10:00:00 1997", None),
            ("10:15:05 +0000", None),
            ("{\"a\": 1}", None),
            ("h=from:to", None),
            ("https://example.org/", Some(("https", false))),
            (" Received: from a", None),
            ("Received", None),
            ("", None),
            (":", None),
        ] {
            let got = candidate(line.as_bytes()).map(|c| (c.name, c.spaced()));
            assert_eq!(got, expected, "{line}");
        }
    }

    #[test]
    fn open_lists() {
        for (line, expected) in [
            ("h=from:to:\r\n", true),
            ("\tsubject:date:\n", true),
            ("DKIM-Signature: v=1; h=from:to:\n", true),
            ("References:\r\n", false),
            ("Subject: Re:\r\n", false),
            ("h=from:to;\n", false),
            ("", false),
        ] {
            assert_eq!(is_open_list(line.as_bytes()), expected, "{line:?}");
        }
    }

    #[test]
    fn leads() {
        for (line, blanks, marks) in [
            ("  a", 2, 2),
            ("\t\u{a0} a", 4, 4),
            ("> > a", 0, 4),
            (">\ta", 0, 2),
            ("| a", 0, 2),
            ("a", 0, 0),
            ("", 0, 0),
            ("\u{a1}a", 0, 0),
        ] {
            assert_eq!(lead(line.as_bytes()), blanks, "{line}");
            assert_eq!(quoted_lead(line.as_bytes()), marks, "{line}");
        }
    }

    #[test]
    fn mbox_lines_and_fences() {
        assert!(is_mbox_from(b"From a@example.org Tue Jul 30 10:00:00 1997\n"));
        assert!(is_mbox_from(b">From a@example.org Tue Jul 30 10:00:00 1997\n"));
        assert!(!is_mbox_from(b"From: a@example.org"));
        assert!(!is_mbox_from(b"From : a@example.org"));
        assert!(!is_mbox_from(b"from a@example.org"));
        assert!(is_fence(b"```text\n") && is_fence(b"  ~~~~\r\n") && !is_fence(b"``a"));
    }

    #[test]
    fn blank_lines() {
        for (line, blank) in
            [("", true), ("\n", true), ("\r\n", true), (" \t\u{a0}\r\n", true), (" a\n", false)]
        {
            assert_eq!(is_blank(line.as_bytes()), blank, "{line:?}");
        }
    }
}
