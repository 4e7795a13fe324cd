//! How far a Received value goes, as much as it takes to tell whether a line belongs to it.
//! What the value says is the business of the `received` room.

/// A Received value that may not be whole yet. It is when its date has a time and a zone: the
/// date comes last, after a `;` (RFC 5321 section 4.4).
#[derive(Debug, Default)]
pub(super) struct Stamp {
    /// Comments that are open; once there is a `;`, those behind it.
    depth: usize,
    /// The last word announces another (`by`, `id`).
    announced: bool,
    semicolon: bool,
    time: bool,
    zone: bool,
}

impl Stamp {
    /// Takes in more of the value.
    pub(super) fn add(&mut self, text: &[u8]) {
        if let Some(last) = words(text).next_back() {
            self.announced = is_clause(last);
        }
        let date = match memchr::memrchr(b';', text) {
            Some(semicolon) => {
                let (clauses, date) = text.split_at(semicolon);
                self.count_comments(clauses);
                // What a peer said of itself before must not keep the date open.
                (self.depth, self.semicolon, self.time, self.zone) = (0, true, false, false);
                date
            }
            None => text,
        };
        self.count_comments(date);
        if !self.semicolon {
            return;
        }
        for word in words(date) {
            if is_time(word) {
                self.time = true;
            } else if self.time && (is_offset(word) || is_name(word)) {
                self.zone = true;
            }
        }
    }

    fn count_comments(&mut self, text: &[u8]) {
        for &byte in text {
            match byte {
                b'(' => self.depth += 1,
                b')' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// The value ends inside a comment, and before its date.
    pub(super) fn in_comment(&self) -> bool {
        self.depth > 0 && !self.semicolon
    }

    /// Whether the line could be the rest of the value. `flat`: all lines of the header lost
    /// their indentation, so a comment after the date (`(envelope-from <…>)`) did too.
    pub(super) fn may_continue_with(&self, line: &[u8], flat: bool) -> bool {
        !self.is_whole() || is_zone_name(line) || flat && is_comment(line)
    }

    /// Whether the lines can be nothing else than the rest of the value.
    pub(super) fn must_continue_with(&self, lines: &[u8]) -> bool {
        // What follows much later says nothing about this place.
        let lines = &lines[super::line::lead(lines)..];
        let lines = &lines[..lines.len().min(1_000)];
        let line = lines.split(|&b| b == b'\n').next().unwrap_or_default();
        let first = words(line).next().unwrap_or_default();
        match (self.semicolon, self.time, self.zone) {
            (true, true, true) => is_zone_name(line),
            (true, true, false) => is_offset(first) || is_zone_name(line),
            (true, false, _) => words(line).any(is_time),
            (false, ..) => {
                self.in_comment()
                    || self.announced
                    || first.starts_with(b"(")
                    || is_clause(first)
                    || words(lines).any(|word| word.ends_with(b";"))
            }
        }
    }

    fn is_whole(&self) -> bool {
        self.semicolon && self.time && self.zone && self.depth == 0
    }
}

fn words(text: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

/// `16:39` and longer.
fn is_time(word: &[u8]) -> bool {
    word.windows(3).any(|w| matches!(w, [a, b':', c] if a.is_ascii_digit() && c.is_ascii_digit()))
}

/// `GMT`, but no half of a day.
fn is_name(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_alphabetic)
        && !word.eq_ignore_ascii_case(b"AM")
        && !word.eq_ignore_ascii_case(b"PM")
}

/// `-0800`.
fn is_offset(word: &[u8]) -> bool {
    matches!(word, [b'+' | b'-', digit, ..] if digit.is_ascii_digit())
}

/// The words that begin the clauses of a Received field (RFC 5321 section 4.4).
fn is_clause(word: &[u8]) -> bool {
    const CLAUSES: [&[u8]; 6] = [b"from", b"by", b"via", b"with", b"id", b"for"];
    CLAUSES.iter().any(|clause| word.eq_ignore_ascii_case(clause))
}

/// One comment and nothing else.
fn is_comment(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"(") && line.ends_with(b")")
}

/// `(PST)`, `(+08)` and nothing else.
fn is_zone_name(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    is_comment(line)
        && (3..=7).contains(&line.len())
        && line[1..line.len() - 1]
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_continues_a_received_value() {
        for (value, line, must, may) in [
            ("from a.example ([192.0.2.1])", "by b.example; Wed,", true, true),
            ("from a.example ([192.0.2.1]", "helo=a) by b.example", true, true),
            ("from a.example", "b.example with SMTP;", true, true),
            ("from a.example", "and so on", false, true),
            ("from a by b; Wed, 30 Jul 1997", "16:39:50 -0800", true, true),
            ("from a by b;", "Wed, 30 Jul 1997 16:39:50 -0800", true, true),
            ("from a by b; Wed, 30 Jul 1997", "Hello there", false, true),
            ("from a by b; Wed, 30 Jul 1997 16:39:50", "-0800 (PST)", true, true),
            ("from a by b; Wed, 30 Jul 1997 16:39:50", "Hello there", false, true),
            ("from a by b; Wed, 30 Jul 1997 16:39:50 -0800", "(PST)", true, true),
            ("from a by b; Sep, 12 2002 12:53:53 AM", "+0400", true, true),
            ("from a by b; Wed, 30 Jul 1997 16:39:50 -0800 (envelope-from", "<c>)", false, true),
            // Whole: a sender cannot add to it.
            ("from a by b; Wed, 30 Jul 1997 16:39:50 -0800", "+0900", false, false),
            ("from a by b; Wed, 30 Jul 1997 16:39:50 GMT", "by c.example", false, false),
            ("from a by b; Wed, 30 Jul 1997 16:39:50 -0800 (PST)", "(a (b)) c", false, false),
            ("from a by b; Wed, 30 Jul 1997 16:39:50 -0800", "(envelope-from <c>)", false, false),
            ("from a by b with SMTP id", "XAA12345", true, true),
            ("from a( by b; Wed, 30 Jul 1997 16:39:50 -0800", "c)", false, false),
            // A semicolon in a comment does not begin the date.
            (
                "from a by b (built 2008; 32bit)",
                "with ESMTP; Wed, 30 Jul 1997 16:39:50",
                true,
                true,
            ),
        ] {
            let mut stamp = Stamp::default();
            stamp.add(value.as_bytes());
            assert_eq!(stamp.must_continue_with(line.as_bytes()), must, "{value} | {line}");
            assert_eq!(stamp.may_continue_with(line.as_bytes(), false), may, "{value} | {line}");
        }
        let mut whole = Stamp::default();
        whole.add(b"from a by b; Wed, 30 Jul 1997 16:39:50 -0800");
        assert!(whole.may_continue_with(b"(envelope-from <c>)\r\n", true));
        assert!(!whole.may_continue_with(b"by c", true));
    }

    #[test]
    fn added_in_pieces_or_at_once() {
        let value = b"from a (b) by c; Wed, 30 Jul 1997 16:39:50 -0800";
        for (cut, _) in value.iter().enumerate().filter(|&(_, &b)| b == b' ') {
            let mut stamp = Stamp::default();
            stamp.add(&value[..cut]);
            assert!(!stamp.is_whole());
            stamp.add(&value[cut..]);
            assert!(stamp.is_whole(), "{cut}");
        }
    }
}
