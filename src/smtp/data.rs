//! The content of a message as DATA carries it (RFC 5321 sections 4.1.1.4 and 4.5.2).
//!
//! Only CRLF `.` CRLF ends it. Servers that took other sequences for the end, or clients that let
//! them through, made SMTP smuggling possible (CVE-2023-51764 and its kin): what one server takes
//! for text is a second message to the next. Here such a sequence is text, and it is counted.

use memchr::memchr3;

use super::oddity::{Oddities, Oddity};

/// Longest line of text, line end included (RFC 5321 section 4.5.3.1.6).
const LINE_MAX: usize = 1_000;

/// Reads content until its end, and undoes dot stuffing.
#[derive(Debug)]
pub struct DataReader {
    state: State,
    /// Bytes of the present line so far.
    line: usize,
    /// The line end before the present line stood behind a bare CR.
    ambiguous: bool,
    seen: Oddities,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Behind CRLF.
    LineStart,
    Text,
    /// Behind CR, which was not passed on yet. `doubled`: another CR stood before it.
    Cr {
        doubled: bool,
    },
    /// Behind a bare CR, LF or NUL and a dot: a false end if a line end follows.
    TextDot,
    /// Behind a byte that some server takes for a line end.
    BareEnd,
    /// Behind CRLF and a dot, which was not passed on yet.
    Dot,
    /// Behind CRLF, dot and CR.
    DotCr,
}

/// Where text goes: a message's buffer, or nowhere once it is too big.
pub trait Sink {
    fn push(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn push(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

impl Default for DataReader {
    /// The CRLF that ended the DATA command counts as the first line end (RFC 5321 section
    /// 4.1.1.4).
    fn default() -> Self {
        let state = State::LineStart;
        DataReader { state, line: 0, ambiguous: false, seen: Oddities::default() }
    }
}

impl DataReader {
    /// Takes bytes up to the end of the content, and says how many and whether it ended.
    pub fn read(&mut self, input: &[u8], out: &mut impl Sink) -> (usize, bool) {
        let mut at = 0;
        while let Some(&byte) = input.get(at) {
            match self.state {
                State::LineStart if byte == b'.' => {
                    self.state = State::Dot;
                    at += 1;
                }
                State::Text => {
                    let rest = &input[at..];
                    let run = memchr3(b'\r', b'\n', 0, rest).unwrap_or(rest.len());
                    self.pass(&rest[..run], out);
                    at += run;
                    let Some(&byte) = rest.get(run) else { break };
                    self.special(byte, out);
                    at += 1;
                }
                State::BareEnd if byte == b'.' => {
                    self.pass(b".", out);
                    self.state = State::TextDot;
                    at += 1;
                }
                State::TextDot => {
                    if matches!(byte, b'\r' | b'\n' | 0) {
                        self.seen.note(Oddity::FalseEnd);
                    }
                    self.state = State::Text;
                }
                State::LineStart | State::BareEnd => self.state = State::Text,
                State::Cr { doubled } => {
                    if byte == b'\n' {
                        self.line_end(doubled, out);
                        at += 1;
                    } else {
                        self.pass(b"\r", out);
                        self.seen.note(Oddity::BareCr);
                        self.state = match byte {
                            b'\r' => State::Cr { doubled: true },
                            _ => State::BareEnd,
                        };
                        at += usize::from(byte == b'\r');
                    }
                }
                State::Dot => {
                    match byte {
                        b'\r' => {
                            self.state = State::DotCr;
                            at += 1;
                            continue;
                        }
                        // Not an end, and no stuffing of an honest client's either: the dot stays,
                        // so that what is kept shows what was sent.
                        b'\n' | 0 => {
                            self.pass(b".", out);
                            self.seen.note(Oddity::FalseEnd);
                        }
                        _ => {}
                    }
                    self.state = State::Text;
                }
                State::DotCr => {
                    if byte == b'\n' {
                        return (at + 1, true);
                    }
                    self.pass(b".\r", out);
                    self.seen.note(Oddity::FalseEnd);
                    self.seen.note(Oddity::BareCr);
                    self.state = match byte {
                        b'\r' => State::Cr { doubled: true },
                        _ => State::BareEnd,
                    };
                    at += usize::from(byte == b'\r');
                }
            }
        }
        (at, false)
    }

    /// What was seen so far.
    pub fn seen(&self) -> &Oddities {
        &self.seen
    }

    /// Content that a server less strict may split elsewhere.
    pub fn is_ambiguous(&self) -> bool {
        self.seen.has(Oddity::BareLf) || self.seen.has(Oddity::BareCr)
    }

    /// The CRLF in front of the dot that ended the content stood behind a bare CR: what follows
    /// the end must not be taken for a command.
    pub fn ended_ambiguously(&self) -> bool {
        self.ambiguous
    }

    fn special(&mut self, byte: u8, out: &mut impl Sink) {
        match byte {
            b'\r' => {
                self.state = State::Cr { doubled: false };
                return;
            }
            b'\n' => {
                self.seen.note(Oddity::BareLf);
                self.pass(b"\n", out);
                self.line = 0;
            }
            _ => {
                self.seen.note(Oddity::Nul);
                self.pass(&[byte], out);
            }
        }
        self.state = State::BareEnd;
    }

    fn line_end(&mut self, ambiguous: bool, out: &mut impl Sink) {
        self.pass(b"\r\n", out);
        self.line = 0;
        self.ambiguous = ambiguous;
        self.state = State::LineStart;
    }

    fn pass(&mut self, bytes: &[u8], out: &mut impl Sink) {
        let before = self.line;
        self.line = before.saturating_add(bytes.len());
        if self.line > LINE_MAX && before <= LINE_MAX {
            self.seen.note(Oddity::LongLine);
        }
        out.push(bytes);
    }
}

/// What a whole message that came by BDAT holds of the same. Its end was told by a count, so
/// nothing here can end it; RFC 3030 section 3 asks for CRLF all the same, unless BINARYMIME was
/// announced.
pub fn inspect(message: &[u8]) -> Oddities {
    let mut seen = Oddities::default();
    let mut line_start = 0;
    for at in memchr::memchr3_iter(b'\r', b'\n', 0, message) {
        match message[at] {
            0 => seen.note(Oddity::Nul),
            b'\r' if message.get(at + 1) != Some(&b'\n') => seen.note(Oddity::BareCr),
            b'\n' => {
                if at == 0 || message[at - 1] != b'\r' {
                    seen.note(Oddity::BareLf);
                }
                if at + 1 - line_start > LINE_MAX {
                    seen.note(Oddity::LongLine);
                }
                line_start = at + 1;
            }
            _ => {}
        }
    }
    if message.len() - line_start > LINE_MAX {
        seen.note(Oddity::LongLine);
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_messages_are_inspected_alike() {
        for (message, expected) in [
            ("a\r\nb\r\n", vec![]),
            ("", vec![]),
            ("\n", vec![(Oddity::BareLf, 1)]),
            ("a\nb\rc\0\r\n", vec![(Oddity::BareLf, 1), (Oddity::BareCr, 1), (Oddity::Nul, 1)]),
            ("a\r", vec![(Oddity::BareCr, 1)]),
        ] {
            assert_eq!(inspect(message.as_bytes()).iter().collect::<Vec<_>>(), expected);
        }
        assert!(inspect(&[b'x'; 1_001]).has(Oddity::LongLine));
    }

    /// Content, what is left behind its end, and the reader; the input comes in pieces.
    fn read(input: &[u8], piece: usize) -> (Vec<u8>, Option<usize>, DataReader) {
        let mut reader = DataReader::default();
        let mut out = Vec::new();
        let mut total = 0;
        for chunk in input.chunks(piece.max(1)) {
            let (taken, ended) = reader.read(chunk, &mut out);
            total += taken;
            if ended {
                return (out, Some(total), reader);
            }
            assert_eq!(taken, chunk.len(), "all is taken until the end");
        }
        (out, None, reader)
    }

    #[test]
    fn content_and_its_end() {
        for (input, content, left) in [
            (&b".\r\n"[..], &b""[..], 0),
            (b"a\r\n.\r\n", b"a\r\n", 0),
            (b"a\r\n.\r\nQUIT\r\n", b"a\r\n", 6),
            (b"..\r\n...a\r\n.\r\n", b".\r\n..a\r\n", 0),
            (b".a\r\n.\r\n", b"a\r\n", 0),
            (b"\r\n.\r\n", b"\r\n", 0),
            (b"a.\r\nb\r\n.\r\n", b"a.\r\nb\r\n", 0),
        ] {
            for piece in [1, 2, 3, 100] {
                let (out, end, reader) = read(input, piece);
                assert_eq!(out, content, "{input:?}");
                assert_eq!(end, Some(input.len() - left), "{input:?}");
                assert!(!reader.is_ambiguous());
                assert_eq!(reader.seen().iter().count(), 0);
            }
        }
    }

    #[test]
    fn nothing_else_ends_it_and_nothing_is_lost() {
        let ends =
            ["\r", "\n", "\r\n", "\r\r", "\n\r", "\r\r\n", "\0", "\r\n\0", "\u{85}", "\u{b}"];
        for before in ends {
            for after in ends {
                // That is the one true end.
                if before.ends_with("\r\n") && after.starts_with("\r\n") {
                    continue;
                }
                let middle = format!("{before}.{after}");
                let input = format!("a{middle}b\r\n.\r\n");
                for piece in [1, 2, 100] {
                    let (out, end, reader) = read(input.as_bytes(), piece);
                    assert_eq!(end, Some(input.len()), "{middle:?}");
                    // An honest stuffed dot is the one case in which a byte goes.
                    let stuffed = before.ends_with("\r\n") && matches!(after, "\u{85}" | "\u{b}");
                    let kept = if stuffed { format!("{before}{after}") } else { middle.clone() };
                    assert_eq!(out, format!("a{kept}b\r\n").into_bytes(), "{middle:?}");
                    let bare = |end: &str| end.replace("\r\n", "").contains(['\r', '\n']);
                    assert_eq!(reader.is_ambiguous(), bare(before) || bare(after), "{middle:?}");
                    let false_end = !before.contains(['\u{85}', '\u{b}'])
                        && !after.contains(['\u{85}', '\u{b}'])
                        || after.starts_with('\r') && before.ends_with("\r\n");
                    assert_eq!(reader.seen().has(Oddity::FalseEnd), false_end, "{middle:?}");
                }
            }
        }
    }

    #[test]
    fn an_end_behind_a_doubled_cr_is_told() {
        for (input, ambiguous) in [
            ("a\r\r\n.\r\n", true),
            ("a\r\r\r\n.\r\n", true),
            ("a\r\r\nb\r\n.\r\n", false),
            ("a\r\n.\r\n", false),
        ] {
            for piece in [1, 100] {
                let (_, end, reader) = read(input.as_bytes(), piece);
                assert_eq!(end, Some(input.len()));
                assert_eq!(reader.ended_ambiguously(), ambiguous, "{input:?}");
            }
        }
    }

    #[test]
    fn long_lines_and_nul_are_counted() {
        let line = |n: usize| format!("{}\r\n", "x".repeat(n));
        let input = format!("{}{}{}a\0b\r\n.\r\n", line(998), line(999), line(5_000));
        for piece in [1, 64, 10_000] {
            let (_, _, reader) = read(input.as_bytes(), piece);
            let seen: Vec<_> = reader.seen().iter().collect();
            assert_eq!(seen, [(Oddity::Nul, 1), (Oddity::LongLine, 2)]);
        }
    }
}
