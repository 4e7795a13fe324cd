//! Mailboxes in one file: messages behind `From ` lines (RFC 4155 appendix A).
//!
//! In mboxo, mboxrd and mboxcl a body's own `From ` lines are quoted with `>`, so that what
//! stands there unquoted begins a message. Content-Length (mboxcl) is not believed: the header is
//! the sender's, and a length of his choice could swallow the messages behind his own.

use std::io::{self, Read};
use std::ops::ControlFlow;

use memchr::{memchr, memmem};

use super::open::KEPT;

/// How much is read at a time.
const BLOCK: usize = 256 << 10;
/// So much behind a `From ` line tells whether it begins a message.
const AHEAD: usize = 1_024;
/// Longer lines are no `From ` lines.
const LONGEST: usize = 512;

/// A message of an mbox: `bytes` begin behind its `From ` line and end before the blank line in
/// front of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<'m> {
    pub bytes: &'m [u8],
    /// Of the message in the stream.
    pub offset: u64,
    /// Larger than `bytes` where only the beginning was kept.
    pub size: u64,
}

/// Whether a message begins with the `From ` line at `at`: it holds a time of day, and a header
/// field follows. In the middle of a text also a blank line or a year must be there.
pub fn is_separator(text: &[u8], at: usize) -> bool {
    let Some(line) = text.get(at..).filter(|line| line.starts_with(b"From ")) else {
        return false;
    };
    let Some(end) = memchr(b'\n', &line[..line.len().min(LONGEST)]) else { return false };
    let (line, behind) = line.split_at(end + 1);
    let time = line
        .windows(4)
        .any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2..].iter().all(u8::is_ascii_digit));
    let year = line
        .split(u8::is_ascii_whitespace)
        .any(|word| word.len() == 4 && word.iter().all(u8::is_ascii_digit));
    let before = &text[..at];
    let blank = at == 0 || before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n");
    let name = behind.iter().take_while(|b| matches!(b, 33..=57 | 59..=126)).count();
    let field = name > 0 && behind[name..].trim_ascii_start().starts_with(b":");
    // Some delivery agents leave the line of the store they took the message from.
    let nested = behind.starts_with(b">From ");
    time && (field || nested) && (blank || year)
}

/// The messages of an mbox that is in memory; one only, the whole text, where it is none.
pub fn members(text: &[u8]) -> Vec<Member<'_>> {
    let mut members = Vec::new();
    let mut start = match is_separator(text, 0) {
        true => memchr(b'\n', text).map_or(0, |lf| lf + 1),
        false => return vec![Member { bytes: text, offset: 0, size: text.len() as u64 }],
    };
    let mut add = |start: usize, end: usize| {
        let bytes = without_blank_line(&text[start..end]);
        members.push(Member { bytes, offset: start as u64, size: bytes.len() as u64 });
    };
    for at in memmem::find_iter(text, b"\nFrom ") {
        if at + 1 > start && is_separator(text, at + 1) {
            add(start, at + 1);
            start = memchr(b'\n', &text[at + 1..]).map_or(text.len(), |lf| at + 1 + lf + 1);
        }
    }
    add(start, text.len());
    members
}

/// Reads an mbox to its end and hands over its messages. `head` was read of it already. Holds one
/// message, or the first [`KEPT`] bytes of it, and a block.
///
/// # Errors
/// Those of the reader. What came before was handed over.
pub fn read(
    reader: &mut dyn Read,
    head: &[u8],
    mut take: impl FnMut(Member<'_>) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut window = Window { buffer: head.to_vec(), base: 0, ended: false };
    let mut start = memchr(b'\n', head).map_or(head.len(), |lf| lf + 1);
    let mut scan = start.saturating_sub(1);
    // The beginning of a message that is larger than what is kept, and where it lies.
    let mut large: Option<(Vec<u8>, u64)> = None;
    let finder = memmem::Finder::new(b"\nFrom ");
    loop {
        let found = window.buffer.get(scan..).and_then(|rest| finder.find(rest));
        let known = window.buffer.len();
        let at = match found {
            Some(at) => {
                let at = scan + at;
                if known - at < AHEAD && !window.ended {
                    None
                } else if at + 1 > start && is_separator(&window.buffer, at + 1) {
                    Some(at + 1)
                } else {
                    scan = at + 1;
                    continue;
                }
            }
            None => None,
        };
        match at {
            Some(at) => {
                if emit(&window, start, at, &mut large, &mut take).is_break() {
                    return Ok(());
                }
                start = memchr(b'\n', &window.buffer[at..]).map_or(known, |lf| at + lf + 1);
                scan = start - 1;
            }
            None if window.ended => {
                if start < known || large.is_some() || window.base == 0 {
                    let _ = emit(&window, start, known, &mut large, &mut take);
                }
                return Ok(());
            }
            None => {
                scan = match found {
                    Some(at) => scan + at,
                    None => scan.max(known.saturating_sub(5)),
                };
                if large.is_none() && scan.saturating_sub(start) > KEPT {
                    let kept = window.buffer[start..start + KEPT].to_vec();
                    large = Some((kept, window.base + start as u64));
                }
                // Of a large message only what the next look needs stays in the window; the two
                // bytes before tell whether a blank line stood there.
                let keep = if large.is_some() { scan.saturating_sub(2).max(start) } else { start };
                // A message that has only just begun: the search goes on at the line above it.
                let keep = keep.min(scan);
                window.drop_before(keep);
                (start, scan) = (start.saturating_sub(keep), scan - keep);
                if let Err(error) = window.fill(reader) {
                    // What was read of the last message is not lost.
                    if start < window.buffer.len() || large.is_some() {
                        let end = window.buffer.len();
                        let _ = emit(&window, start, end, &mut large, &mut take);
                    }
                    return Err(error);
                }
            }
        }
    }
}

fn emit(
    window: &Window,
    start: usize,
    end: usize,
    large: &mut Option<(Vec<u8>, u64)>,
    take: &mut impl FnMut(Member<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match large.take() {
        Some((kept, offset)) => {
            let end = without_blank_line(&window.buffer[..end]).len();
            let size = window.base + end as u64 - offset;
            take(Member { bytes: &kept, offset, size })
        }
        None => {
            let bytes = without_blank_line(&window.buffer[start..end]);
            let kept = &bytes[..bytes.len().min(KEPT)];
            let offset = window.base + start as u64;
            take(Member { bytes: kept, offset, size: bytes.len() as u64 })
        }
    }
}

/// The blank line in front of a `From ` line belongs to the mbox. The line break of a header
/// without a body does not.
fn without_blank_line(message: &[u8]) -> &[u8] {
    let cut = match message {
        [.., b'\n', b'\n'] => 1,
        [.., b'\n', b'\r', b'\n'] => 2,
        _ => 0,
    };
    &message[..message.len() - cut]
}

/// A stretch of the stream.
struct Window {
    buffer: Vec<u8>,
    /// Where it begins in the stream.
    base: u64,
    ended: bool,
}

impl Window {
    fn drop_before(&mut self, at: usize) {
        self.buffer.drain(..at);
        self.base += at as u64;
    }

    fn fill(&mut self, reader: &mut dyn Read) -> io::Result<()> {
        let known = self.buffer.len();
        let mut end = known;
        self.buffer.resize(known + BLOCK, 0);
        while end < self.buffer.len() {
            match reader.read(&mut self.buffer[end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.truncate(end);
                    return Err(error);
                }
            }
        }
        self.buffer.truncate(end);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Drops<'t>(&'t [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn read_all(text: &[u8], head: usize, drops: usize) -> Vec<(Vec<u8>, u64, u64)> {
        let mut found = Vec::new();
        let head = head.min(text.len());
        read(&mut Drops(&text[head..], drops), &text[..head], |member| {
            found.push((member.bytes.to_vec(), member.offset, member.size));
            ControlFlow::Continue(())
        })
        .expect("nothing fails");
        found
    }

    const FROM: &str = "From a@example.org Wed Mar  4 10:15:07 2026\n";

    #[test]
    fn a_stream_is_cut_as_a_text_in_memory_is() {
        let text = format!(
            "{FROM}A: 1\n\nFrom here 10:30 on\n\nFrom the 10:30 train 2026\nno field\n\n\
             {FROM}>From b@example.org\nB: 2\r\n\r\nbody\r\n\r\n{FROM}C: 3\n\n{FROM}D: 4\n"
        );
        let text = text.as_bytes();
        let in_memory: Vec<_> = members(text)
            .iter()
            .map(|member| (member.bytes.to_vec(), member.offset, member.size))
            .collect();
        assert_eq!(in_memory.len(), 4);
        for (bytes, offset, size) in &in_memory {
            assert_eq!(&text[*offset as usize..][..*size as usize], &bytes[..]);
        }
        for head in [FROM.len(), FROM.len() + 3, 200, text.len()] {
            for drops in [1, 7, 1_000] {
                assert_eq!(read_all(text, head, drops), in_memory, "{head} {drops}");
            }
        }
    }

    #[test]
    fn of_a_message_larger_than_what_is_kept_the_beginning_is_there_and_the_next_is_found() {
        let body = b"0123456789abcde\n".repeat(KEPT / 16 + (2 << 20) / 16);
        let text =
            [FROM.as_bytes(), b"A: 1\n\n", &body, b"\n", FROM.as_bytes(), b"B: 2\n"].concat();
        let found = read_all(&text, 64 << 10, 1 << 20);
        assert_eq!(found.len(), 2);
        let (large, next) = (&found[0], &found[1]);
        assert_eq!(large.0.len(), KEPT);
        assert_eq!(large.1, FROM.len() as u64);
        assert!(large.2 >= (body.len() + 6) as u64 && large.2 <= (body.len() + 7) as u64);
        assert_eq!(next.0, b"B: 2\n");
        assert_eq!(&text[next.1 as usize..], b"B: 2\n");
    }
}
