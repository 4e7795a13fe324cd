//! Folded fields whose continuation lines lost their indentation, as happens when a header is
//! copied from a terminal or a web page, or wrapped again by a mail program.

use super::line::{candidate, end_of_line, is_blank, is_fence, is_mbox_from, lead};
use super::offsets::Rewrite;
use super::paste::{Repair, bounded, header_lines};
use super::split::Split;
use super::stamp::Stamp;
use super::{FieldKind, Limits};

/// Puts a blank before each line that must continue the field above it.
///
/// Only where a line that is no field stands between two fields, or is without doubt the rest of
/// the one above: where a body follows the header without a blank line, it is left alone. A
/// Received line that has its date is whole, and nothing is joined to it: what a sender writes
/// first would become a part of what our own server wrote.
pub(super) fn rejoin(text: &[u8], at: usize, split: &Split, limits: &Limits) -> Option<Repair> {
    if !is_broken(text, split) {
        return None;
    }
    let text = bounded(text, at, limits);
    let flat =
        !header_lines(text, at).any(|line| line.starts_with(b" ") || line.starts_with(b"\t"));
    let mut rewrite = Rewrite::with_capacity(text.len() - at + 64);
    let mut above = Above::Nothing;
    let mut first = None;
    let mut lines = 0;
    let mut from = at;
    while from < text.len() {
        let end = end_of_line(text, from);
        let line = &text[from..end];
        match line.first() {
            Some(b'\r' | b'\n') if is_blank(line) => break,
            Some(b' ' | b'\t') => above.add(line),
            _ if is_fence(line) || is_mbox_from(line) => above = Above::Nothing,
            _ => {
                if let Some(field) = above.field_below(line) {
                    above = field;
                } else if above.takes(&line[lead(line)..], flat) {
                    above.add(line);
                    first.get_or_insert(from);
                    lines += 1;
                    // No-break spaces are what became of the folding.
                    let blanks = lead(line);
                    rewrite.put(b" ", from..from + blanks);
                    from += blanks;
                } else {
                    above = Above::Nothing;
                }
            }
        }
        rewrite.keep(text, from..end);
        from = end;
    }
    rewrite.keep(text, from..text.len());
    Some(Repair {
        rewrite,
        code: "rewrapped",
        what: format!("{lines} lines had lost the blank that joins them to the field above"),
        at: first?,
    })
}

/// What a line would continue.
enum Above {
    /// No field, or one that is whole.
    Nothing,
    Field,
    /// A signature, and whether it goes on in a list of field names.
    Signature {
        open_list: bool,
    },
    /// A Received field, as far as it goes.
    Stamped(Stamp),
}

impl Above {
    fn new(kind: FieldKind, value: &[u8]) -> Above {
        match kind {
            FieldKind::Received | FieldKind::XReceived => {
                let mut stamp = Stamp::default();
                stamp.add(value);
                Above::Stamped(stamp)
            }
            kind if is_signature(kind) => Above::Signature { open_list: ends_open(value) },
            _ => Above::Field,
        }
    }

    fn add(&mut self, line: &[u8]) {
        match self {
            Above::Stamped(stamp) => stamp.add(line),
            Above::Signature { open_list } => *open_list = ends_open(line),
            Above::Nothing | Above::Field => {}
        }
    }

    fn takes(&self, line: &[u8], flat: bool) -> bool {
        match self {
            Above::Nothing => false,
            Above::Field | Above::Signature { .. } => true,
            Above::Stamped(stamp) => stamp.may_continue_with(line, flat),
        }
    }

    /// The field that the line begins, if it does and is not more likely the rest of this one.
    fn field_below(&self, line: &[u8]) -> Option<Above> {
        let field = candidate(line)?;
        let begins = match (self, field.kind) {
            // `(… "EHLO host"` and, on the next line, `smtp-auth: <none>)`.
            (Above::Stamped(stamp), FieldKind::Other) if stamp.in_comment() => false,
            (Above::Signature { open_list: true }, _) => false,
            (_, FieldKind::Other) => {
                field.spaced() || field.name.contains('-') && !field.value.starts_with(b"//")
            }
            _ => true,
        };
        begins.then(|| Above::new(field.kind, field.value))
    }
}

/// Whether anything in the header can only be explained by lines that were broken.
fn is_broken(text: &[u8], split: &Split) -> bool {
    let after_stray = split.stray.iter().any(|stray| {
        let next = split.fields.partition_point(|field| field.span.start < stray.start);
        let Some(above) = next.checked_sub(1).and_then(|above| split.fields.get(above)) else {
            return false;
        };
        let line = &text[stray.range()];
        let line = &line[..end_of_line(line, 0)];
        if is_fence(line) || is_mbox_from(line) {
            return false;
        }
        let value = &text[above.value.range()];
        match Above::new(above.kind, value) {
            Above::Stamped(stamp) => stamp.must_continue_with(&text[stray.range()]),
            Above::Signature { .. } if is_tags(line) => true,
            // Between two fields.
            _ => split.fields.get(next).is_some_and(|below| below.kind != FieldKind::Other),
        }
    });
    // `16:39:50 -0800` on a line of its own reads as a field named `16`.
    after_stray
        || split.fields.windows(2).any(|pair| match pair {
            [above, below] if below.kind == FieldKind::Other => {
                text.get(below.name.start as usize).is_some_and(u8::is_ascii_digit)
                    && match Above::new(above.kind, &text[above.value.range()]) {
                        Above::Stamped(stamp) => {
                            stamp.must_continue_with(&text[below.span.range()])
                        }
                        _ => false,
                    }
            }
            _ => false,
        })
}

fn is_signature(kind: FieldKind) -> bool {
    use FieldKind::*;
    matches!(
        kind,
        DkimSignature
            | Dkim2Signature
            | DomainKeySignature
            | XGoogleDkimSignature
            | ArcSeal
            | ArcMessageSignature
    )
}

/// In the middle of a list of field names: `h=from:to:`.
fn ends_open(signature: &[u8]) -> bool {
    signature.trim_ascii_end().ends_with(b":")
}

/// `b=…`, or the middle of what a signature is encoded in.
fn is_tags(line: &[u8]) -> bool {
    line.contains(&b'=')
        || line
            .trim_ascii()
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b';'))
}
