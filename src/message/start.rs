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
        Some(_) => marks(&head[start.at..], b"", limits).fields > 0,
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
/// Asks for more than at the top of a text, where a message is expected: a field that only
/// servers write, or else three fields that mail has, in one block of lines. What mail programs
/// show above the header, for people, has the latter but not the former.
fn below_other_text(head: &[u8], from: usize, limits: &Limits) -> Option<(usize, usize)> {
    let bound = head.len().min(from.saturating_add(limits.lead));
    let mut at = from;
    let mut second_best = None;
    // Leads of this block that were looked at: its later lines hold no more than its first.
    let mut tried: Vec<&[u8]> = Vec::new();
    // Where the fields began that stand right above this line, and their lead.
    let mut run: Option<(usize, &[u8])> = None;
    while at < bound {
        let end = end_of_line(head, at);
        let line = &head[at..end];
        let lead = quoted_lead(line);
        let (prefix, rest) = line.split_at(lead);
        let field = candidate(rest);
        run = match run {
            Some((_, above)) if field.is_some() && prefix == above => run,
            Some((_, above)) if field.is_none() && lead > above.len() => run,
            _ => field.map(|_| (at, prefix)),
        };
        if is_blank(rest) {
            tried.clear();
            run = None;
        }
        if let (Some(field), Some((begin, _))) = (field, run)
            && field.kind != FieldKind::Other
            && !tried.contains(&prefix)
        {
            tried.push(prefix);
            match marks(&head[at..], prefix, limits) {
                Marks { trace: true, .. } => return Some((begin, lead)),
                Marks { fields: 3.., .. } if second_best.is_none() => {
                    second_best = Some((begin, lead));
                }
                _ => {}
            }
        }
        at = end;
    }
    second_best
}

/// What speaks for a header in a block of lines.
#[derive(Debug, Default)]
struct Marks {
    /// A field that only servers write.
    trace: bool,
    /// Fields that mail has.
    fields: usize,
}

/// Looks at the block of lines at the start of `text`, as far as they begin with `lead`.
fn marks(text: &[u8], lead: &[u8], limits: &Limits) -> Marks {
    let text = &text[..text.len().min(limits.lead)];
    let mut marks = Marks::default();
    let mut at = 0;
    while at < text.len() && !marks.trace {
        let end = end_of_line(text, at);
        let line = &text[at..end];
        if is_blank(&line[quoted_lead(line)..]) {
            break;
        }
        if let Some(field) = line.strip_prefix(lead).and_then(candidate) {
            marks.trace = field.kind.is_trace();
            marks.fields += usize::from(field.kind != FieldKind::Other);
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
