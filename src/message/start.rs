//! Where in a text the header begins.

use std::ops::Range;

use super::line::{candidate, end_of_line, is_blank, is_mbox_from, quoted_lead};
use super::split::read_name;
use super::{FieldKind, Limits, Problem};

const UTF8_MARK: &[u8] = "\u{feff}".as_bytes();

/// Where the header begins, and what had to be stepped over.
#[derive(Debug, Default)]
pub(super) struct Start {
    /// The first byte of the first field's line.
    pub at: usize,
    /// The line there begins with a field's name, and not with blanks or quote marks.
    pub plain: bool,
    /// Nothing that could be a header was found.
    pub none: bool,
    pub passed: Passed,
}

/// What stood above the header.
#[derive(Debug, Default)]
pub(super) struct Passed {
    byte_order_mark: bool,
    blank_lines: Option<usize>,
    mbox_line: Option<usize>,
    other: Option<Range<usize>>,
}

/// Finds the first field: behind a byte order mark, blank lines, an mbox `From ` line, or what
/// people write above a header that they paste.
pub(super) fn find(text: &[u8], limits: &Limits) -> Start {
    let mut start = Start::default();
    if text.starts_with(UTF8_MARK) {
        start.passed.byte_order_mark = true;
        start.at = UTF8_MARK.len();
    }
    let bound = text.len().min(limits.header);
    let head = &text[..bound];
    start.at = start.at.min(bound);
    while start.at < bound {
        let end = end_of_line(head, start.at);
        let line = &head[start.at..end];
        match line.first() {
            // By far the most common: nothing stands above the header.
            Some(b'A'..=b'E' | b'G'..=b'Z') => break,
            _ if is_blank(line) => {
                start.passed.blank_lines.get_or_insert(start.at);
            }
            _ if is_mbox_from(line) => {
                start.passed.mbox_line.get_or_insert(start.at);
            }
            _ => break,
        }
        start.at = end;
    }
    let first = candidate(&head[start.at..end_of_line(head, start.at)]);
    start.plain = match first {
        Some(field) if field.kind != FieldKind::Other => true,
        // `Headers:` may be a heading that somebody wrote above what was pasted.
        Some(_) => header_marks(&head[start.at..], b"", limits) > 0,
        // A colon on the next line hides a field from some readers.
        None => read_name(head, start.at).is_some_and(|(.., kind)| kind != FieldKind::Other),
    };
    if start.plain {
        return start;
    }
    match below_other_text(head, start.at, limits) {
        Some((at, lead)) => {
            if at > start.at {
                start.passed.other = Some(start.at..at);
            }
            start.at = at;
            start.plain = lead == 0;
        }
        None => {
            start.plain = first.is_some();
            start.none = first.is_none();
        }
    }
    start
}

/// Searches the lines from `from` on for the first that begins a header, though indented, quoted
/// or under other text. Returns its start, and the length of its lead.
///
/// Asks for more than at the top of a text, where a message is expected: the block of lines must
/// hold a field that only servers write, or three fields that mail has.
fn below_other_text(head: &[u8], from: usize, limits: &Limits) -> Option<(usize, usize)> {
    let bound = head.len().min(from.saturating_add(limits.lead));
    let mut at = from;
    while at < bound {
        let end = end_of_line(head, at);
        let line = &head[at..end];
        let lead = quoted_lead(line);
        let found = candidate(&line[lead..]).is_some_and(|field| field.kind != FieldKind::Other)
            && header_marks(&head[at..], &line[..lead], limits) >= ENOUGH;
        if found {
            return Some((at, lead));
        }
        at = end;
    }
    None
}

/// A block with so many marks is a header wherever it stands.
const ENOUGH: usize = 3;

/// How much speaks for a header in the block of lines at the start of `text`: one for each field
/// that mail has, enough for one that only servers write.
fn header_marks(text: &[u8], lead: &[u8], limits: &Limits) -> usize {
    let text = &text[..text.len().min(limits.lead)];
    let mut at = 0;
    let mut marks = 0;
    while at < text.len() && marks < ENOUGH {
        let end = end_of_line(text, at);
        let line = &text[at..end];
        if is_blank(&line[quoted_lead(line)..]) {
            break;
        }
        match line.strip_prefix(lead).and_then(candidate) {
            Some(field) if field.kind.is_trace() => marks = ENOUGH,
            Some(field) if field.kind != FieldKind::Other => marks += 1,
            _ => {}
        }
        at = end;
    }
    marks
}

impl Passed {
    /// Says what was stepped over. `offset` turns a place in the text into one in the message.
    pub(super) fn report(&self, offset: impl Fn(usize) -> u64, problems: &mut Vec<Problem>) {
        let mut say = |code, at: usize, what: &str| {
            problems.push(Problem { code, what: what.to_owned(), offset: Some(offset(at)) });
        };
        if self.byte_order_mark {
            say("byte-order-mark", 0, "the text begins with a byte order mark; it was left out");
        }
        if let Some(at) = self.blank_lines {
            say("leading-blank-lines", at, "blank lines stand above the header");
        }
        if let Some(at) = self.mbox_line {
            say("mbox-from-line", at, "an mbox \"From \" line stands above the header");
        }
        if let Some(other) = &self.other {
            let what = format!("{} bytes above the header are no part of it", other.len());
            say("leading-text", other.start, &what);
        }
    }
}
