//! Headers as people paste them: indented, quoted, with every other line empty.
//!
//! None of this can happen to a message in a mailbox, where a header's first line begins with a
//! field name, so a message that travelled is never touched.

use super::line::{
    NO_BREAK_SPACE, candidate, end_of_line, is_blank, is_open_list, lead, quoted_lead,
};
use super::offsets::Rewrite;
use super::split::Split;
use super::{FieldKind, Limits};

/// A text put right, and what to say of it.
#[derive(Debug)]
pub(super) struct Repair {
    pub rewrite: Rewrite,
    pub code: &'static str,
    pub what: String,
    /// Where in the text as it was.
    pub at: usize,
}

/// Takes away what stands in front of every line of a header whose first line, at `at`, begins
/// with blanks or quote marks.
pub(super) fn dedent(text: &[u8], at: usize, limits: &Limits) -> Repair {
    let text = bounded(text, at, limits);
    let first = &text[at..end_of_line(text, at)];
    let prefix = &first[..quoted_lead(first)];
    if prefix.iter().any(|b| matches!(b, b'>' | b'|')) {
        return Repair {
            rewrite: each_line(text, at, |line, _| unquoted(line, prefix)),
            code: "quoted",
            what: "quote marks stand in front of the header's lines; they were taken away".into(),
            at,
        };
    }
    // Where fields stand at the margin below, only the first line was moved.
    let only_first = header_lines(text, at).skip(1).any(|line| known(line).is_some());
    let indented = |line: &[u8], above: &[u8]| match above.is_empty() || !only_first {
        true => unindented(line, above, prefix),
        false => 0,
    };
    Repair {
        rewrite: each_line(text, at, indented),
        code: "indented",
        what: "the header is indented; the indentation was taken away".into(),
        at,
    }
}

/// The same where the first line lost its indentation, because the selection that was copied
/// began behind it: to a reader of headers all is one field then.
pub(super) fn dedent_below_first(
    text: &[u8],
    at: usize,
    split: &Split,
    limits: &Limits,
) -> Option<Repair> {
    let [only] = split.fields.as_slice() else { return None };
    let text = bounded(text, at, limits);
    let mut fields = header_lines(text, at).skip(1).filter_map(|line| {
        let lead = lead(line);
        (lead > 0 && known(&line[lead..]).is_some()).then_some(&line[..lead])
    });
    let prefix = fields.next()?;
    // One such line may be an accident of folding.
    if only.kind == FieldKind::Other || !fields.any(|other| other == prefix) {
        return None;
    }
    Some(Repair {
        rewrite: each_line(text, at, |line, above| match above.is_empty() {
            true => 0,
            false => unindented(line, above, prefix),
        }),
        code: "indented",
        what: "the header is indented from its second line on; the indentation was taken away"
            .into(),
        at,
    })
}

/// Takes out the empty lines of a header that has one after each line. To be asked only where
/// the header seems to be of one line.
pub(super) fn close_up(text: &[u8], at: usize, limits: &Limits) -> Option<Repair> {
    // A body may have an empty line after each of its own; the fields tell, and early.
    let head = &text[at..text.len().min(at.saturating_add(limits.lead))];
    let (mut fields, mut traces) = (0, 0);
    for (line, _) in spaced_lines(head) {
        // Paragraphs are no header.
        if lead(line) == 0 && candidate(line).is_none() {
            return None;
        }
        if let Some(kind) = known(line) {
            fields += 1;
            traces += usize::from(kind.is_trace());
        }
    }
    if fields < 2 || traces == 0 {
        return None;
    }

    let text = bounded(text, at, limits);
    let mut rewrite = Rewrite::with_capacity(text.len() - at);
    let mut from = at;
    for (line, len) in spaced_lines(&text[at..]) {
        rewrite.keep(text, from..from + line.len());
        from += len;
    }
    rewrite.keep(text, from..text.len());
    Some(Repair {
        rewrite,
        code: "double-spaced",
        what: "an empty line follows each line of the header; they were taken out".into(),
        at,
    })
}

/// The lines at the start of a text that have an empty one below them, and how long both are.
fn spaced_lines(text: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let end = end_of_line(text, at);
        let after = end_of_line(text, end);
        let (line, below) = (&text[at..end], &text[end..after]);
        if is_blank(line) || !is_blank(below) {
            return None;
        }
        let len = after - at;
        at = after;
        Some((line, len))
    })
}

/// What a repair may look at: it is for what people paste, and nobody pastes megabytes.
pub(super) fn bounded<'t>(text: &'t [u8], at: usize, limits: &Limits) -> &'t [u8] {
    &text[..text.len().min(at.saturating_add(limits.repair))]
}

fn known(line: &[u8]) -> Option<FieldKind> {
    let field = candidate(line).filter(|field| field.spaced())?;
    (field.kind != FieldKind::Other).then_some(field.kind)
}

/// The lines from `at` to the first blank one.
pub(super) fn header_lines(text: &[u8], mut at: usize) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let line = text.get(at..end_of_line(text, at))?;
        at += line.len();
        (!is_blank(&line[quoted_lead(line)..])).then_some(line)
    })
}

/// Rewrites the header at `at` and leaves the body alone: `prefix` says how many bytes of a line
/// to take away, from the line and the one above it. No-break spaces that are left in front of a line become blanks.
fn each_line(text: &[u8], at: usize, prefix: impl Fn(&[u8], &[u8]) -> usize) -> Rewrite {
    let mut rewrite = Rewrite::with_capacity(text.len().saturating_sub(at));
    let mut from = at;
    let mut above: &[u8] = b"";
    while from < text.len() {
        let end = end_of_line(text, from);
        let line = &text[from..end];
        let mut start = from + prefix(line, above).min(line.len());
        let rest = &text[start..end];
        if is_blank(rest) {
            // A header ends with an empty line: blanks would make it folding.
            rewrite.keep(text, start + lead(rest)..text.len());
            break;
        }
        let lead = start + lead(rest);
        while start < lead {
            match text[start..lead].starts_with(NO_BREAK_SPACE) {
                true => {
                    rewrite.put(b" ", start..start + NO_BREAK_SPACE.len());
                    start += NO_BREAK_SPACE.len();
                }
                false => {
                    rewrite.keep(text, start..start + 1);
                    start += 1;
                }
            }
        }
        rewrite.keep(text, start..end);
        above = line;
        from = end;
    }
    rewrite
}

/// How much of an indented line to take away so that fields stand at the margin and what
/// continues them does not.
fn unindented(line: &[u8], above: &[u8], prefix: &[u8]) -> usize {
    let (blanks, rest) = line.split_at(lead(line));
    if is_blank(rest) {
        return blanks.len();
    }
    let deeper = blanks.len() > prefix.len() && blanks.starts_with(prefix);
    let field = || {
        candidate(rest).is_some_and(|field| field.kind != FieldKind::Other || field.spaced())
            && !is_open_list(above)
    };
    match deeper || blanks == prefix && field() {
        true => prefix.len(),
        false => 0,
    }
}

/// How much of a quoted line to take away: as many quote marks as the first line has, and the
/// blanks that follow them there. A line with fewer marks is left as it is.
fn unquoted(line: &[u8], prefix: &[u8]) -> usize {
    let is_mark = |b: &u8| matches!(b, b'>' | b'|');
    let depth = prefix.iter().filter(|b| is_mark(b)).count();
    let Some(last) = line[..quoted_lead(line)]
        .iter()
        .enumerate()
        .filter(|(_, b)| is_mark(b))
        .nth(depth.saturating_sub(1))
        .map(|(at, _)| at + 1)
    else {
        return 0;
    };
    let blanks = prefix.iter().rposition(is_mark).map_or(0, |mark| prefix.len() - mark - 1);
    match line[last..].starts_with(&prefix[prefix.len() - blanks..]) {
        true => last + blanks,
        false => last,
    }
}
