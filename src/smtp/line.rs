//! Command lines out of a stream of bytes. A line ends with CRLF and nothing else; what else is
//! there is told, and how the session takes it is the session's matter.

use memchr::memchr;

/// Takes bytes until a line is whole.
#[derive(Debug, Default)]
pub struct LineReader {
    line: Vec<u8>,
    /// Bytes of an overlong line that were dropped.
    dropped: usize,
}

/// What the next bytes brought.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'l> {
    /// All bytes were taken, and no line ended.
    Partial,
    /// A line, its end left out. `bare` tells that it ended with LF alone.
    Whole { line: &'l [u8], bare: bool },
    /// A line longer than allowed has ended; its bytes are gone.
    TooLong,
    /// A line longer than allowed has not ended within the bytes that may be dropped.
    Endless,
}

impl LineReader {
    /// Takes bytes of `input` up to the end of a line. Lines of up to `longest` bytes, line end
    /// included, are kept; of longer ones up to `discarded` bytes are read and dropped.
    pub fn read(&mut self, input: &[u8], longest: usize, discarded: usize) -> (usize, Line<'_>) {
        let end = memchr(b'\n', input);
        let taken = end.map_or(input.len(), |at| at + 1);
        let piece = &input[..taken];
        if self.dropped > 0 || self.line.len() + piece.len() > longest {
            self.dropped += self.line.len() + piece.len();
            self.line.clear();
            if self.dropped > discarded.max(longest) {
                return (taken, Line::Endless);
            }
            if end.is_none() {
                return (taken, Line::Partial);
            }
            self.dropped = 0;
            return (taken, Line::TooLong);
        }
        self.line.extend_from_slice(piece);
        if end.is_none() {
            return (taken, Line::Partial);
        }
        let bare = !self.line.ends_with(b"\r\n");
        let content = self.line.len() - if bare { 1 } else { 2 };
        (taken, Line::Whole { line: &self.line[..content], bare })
    }

    /// Forgets the line that was read, or what there is of one.
    pub fn clear(&mut self) {
        self.line.clear();
        self.dropped = 0;
        // One long line must not cost its memory for the rest of the session.
        self.line.shrink_to(256);
    }

    /// Whether a line has begun.
    pub fn is_amid(&self) -> bool {
        !self.line.is_empty() || self.dropped > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8], piece: usize) -> Vec<(Vec<u8>, bool)> {
        let mut reader = LineReader::default();
        let mut found = Vec::new();
        for mut rest in input.chunks(piece) {
            while !rest.is_empty() {
                let (taken, line) = reader.read(rest, 20, 40);
                match line {
                    Line::Whole { line, bare } => found.push((line.to_vec(), bare)),
                    Line::TooLong => found.push((b"too long".to_vec(), false)),
                    Line::Endless => {
                        found.push((b"endless".to_vec(), false));
                        return found;
                    }
                    Line::Partial => {
                        rest = &rest[taken..];
                        continue;
                    }
                }
                reader.clear();
                rest = &rest[taken..];
            }
        }
        found
    }

    #[test]
    fn lines_are_the_same_in_pieces_of_any_size() {
        let input = b"NOOP\r\nA\nB\rC\r\n\r\n123456789012345678\r\n1234567890123456789\r\nQUIT\r\n";
        let expected: Vec<(Vec<u8>, bool)> = [
            (&b"NOOP"[..], false),
            (b"A", true),
            (b"B\rC", false),
            (b"", false),
            (b"123456789012345678", false),
            (b"too long", false),
            (b"QUIT", false),
        ]
        .map(|(line, bare)| (line.to_vec(), bare))
        .to_vec();
        for piece in [1, 2, 3, 7, 100] {
            assert_eq!(lines(input, piece), expected, "{piece}");
        }
    }

    #[test]
    fn a_line_without_end_is_left() {
        for piece in [1, 5, 100] {
            assert_eq!(lines(&[b'x'; 200], piece), [(b"endless".to_vec(), false)]);
        }
    }
}
