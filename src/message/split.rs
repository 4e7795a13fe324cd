//! The header taken into fields: where each begins and ends, and what in it is no field.
//!
//! mail-parser reads each name and knows the common ones. It reads leniently, though, where a
//! chain of evidence must not: it drops blanks inside a name (`Re ceived:` is Received to it),
//! skips lines without a colon in silence, loses a field whose colon stands on the next line, and
//! takes the rest of a text without any colon for a name. So each name it returns is compared
//! with the bytes, and where they do not agree the line is read here. Values are not read at all
//! at this place: its readers of values are slower, and some run on into the next field (that of
//! dates does after a zone of two letters, `UT`).

use mail_parser::HeaderName;
use mail_parser::parsers::MessageStream;
use memchr::memchr;

use super::{Field, FieldKind, Limits};
use crate::span::Span;

/// A header taken apart.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub fields: Vec<Field>,
    /// Stretches of the header that no field covers: lines without a colon, names with blanks,
    /// continuations of nothing. Line breaks included; in order, never touching one another.
    pub stray: Vec<Span>,
    /// Where the body begins: after the blank line, or the end of the text.
    pub body: usize,
    /// The first field that was not kept because there were too many.
    pub dropped: Option<usize>,
    /// The blank line was found.
    pub ended: bool,
    /// The header did not end within the bytes that may be scanned.
    pub cut: bool,
}

/// Splits the header that begins at `start`, up to the first blank line (RFC 5322 section 2.1).
///
/// Lines end in LF or CRLF; a bare CR is part of the value it stands in. A line of blanks only is
/// folding, as RFC 5322 section 4.2 has it. Linear in the header's length, which `limits` bounds.
pub(super) fn split(text: &[u8], start: usize, limits: &Limits) -> Split {
    let bound = text.len().min(start.saturating_add(limits.header));
    let header = &text[..bound];
    let mut split = Split { fields: Vec::with_capacity(32), body: text.len(), ..Split::default() };
    let mut stream = MessageStream::new(header);
    stream.skip_bytes(start.min(bound));
    let mut received = 0;

    loop {
        let at = stream.offset();
        let Some(&first) = header.get(at) else {
            split.cut = bound < text.len();
            return split;
        };
        if let Some(body) = blank_line(header, at, first) {
            split.body = body;
            split.ended = true;
            return split;
        }

        stream.checkpoint();
        let name = match first {
            // A continuation with no field above it.
            b' ' | b'\t' => None,
            _ => stream.parse_header_name(),
        };
        let colon = stream.offset().saturating_sub(1);
        let found = match name {
            Some(name)
                if header.get(colon) == Some(&b':') && verbatim(&name, &header[at..colon]) =>
            {
                Some((Span::new(at, colon), colon + 1, FieldKind::from(&name)))
            }
            _ => {
                stream.restore();
                let found = read_name(header, at);
                if let Some((_, value, _)) = found {
                    stream.skip_bytes(value - at);
                }
                found
            }
        };
        let next = end_of_unit(header, stream.offset());
        stream.skip_bytes(next - stream.offset());

        match found {
            Some((name, value, kind)) if split.fields.len() < limits.fields => {
                let end = without_line_break(header, value, next);
                split.fields.push(Field {
                    span: Span::new(at, end),
                    name,
                    value: Span::new(value, end),
                    kind,
                    received_above: received,
                });
                received += u32::from(kind == FieldKind::Received);
            }
            Some(_) => {
                split.dropped.get_or_insert(at);
            }
            None if split.dropped.is_some() => {}
            None => match split.stray.last_mut() {
                Some(last) if last.end as usize == at => last.end = next as u32,
                _ => split.stray.push(Span::new(at, next)),
            },
        }
    }
}

/// Where the line that goes on at `from` ends, the lines that continue it included.
///
/// mail-parser's own walk (`parse_and_ignore`) finds the same place a byte at a time, and takes
/// half of the whole time for it.
fn end_of_unit(header: &[u8], mut from: usize) -> usize {
    while let Some(lf) = memchr(b'\n', &header[from..]) {
        from += lf + 1;
        if !matches!(header.get(from), Some(b' ' | b'\t')) {
            return from;
        }
    }
    header.len()
}

/// Whether mail-parser read the name as it is written.
fn verbatim(name: &HeaderName<'_>, written: &[u8]) -> bool {
    match name {
        HeaderName::Other(other) => {
            other.len() == written.len() && written.iter().all(|&b| is_ftext(b))
        }
        // Its length alone shows that nothing was skipped in a name it knows.
        known => known.as_static_str().len() == written.len(),
    }
}

/// The end of the blank line that begins at `at`, where one does. CRs before the LF are its
/// line break: files that went through several conversions end lines in CR CR LF.
fn blank_line(header: &[u8], at: usize, first: u8) -> Option<usize> {
    match first {
        b'\n' => Some(at + 1),
        b'\r' => {
            let breaks = header[at..].iter().take_while(|&&b| b == b'\r').count();
            (header.get(at + breaks) == Some(&b'\n')).then_some(at + breaks + 1)
        }
        _ => None,
    }
}

/// The end of a value that runs from `value` to `next`, its line break left out.
fn without_line_break(header: &[u8], value: usize, next: usize) -> usize {
    let mut end = next;
    if end > value && header[end - 1] == b'\n' {
        end -= 1;
        while end > value && header[end - 1] == b'\r' {
            end -= 1;
        }
    }
    end
}

/// Reads a field name at `at`: its span, where the value begins, its kind. `None` where the line
/// is no field.
///
/// A name is of printable ASCII without colon (RFC 5322 section 2.2). Blanks before the colon are
/// obsolete syntax (section 4.5); a line break among them is no syntax at all, but readers differ
/// over it, so a field hidden that way is shown.
pub(super) fn read_name(header: &[u8], at: usize) -> Option<(Span, usize, FieldKind)> {
    let line = &header[at..];
    let len = line.iter().take_while(|&&b| is_ftext(b)).count();
    if len == 0 {
        return None;
    }
    let mut colon = len;
    loop {
        match line.get(colon)? {
            b':' => break,
            b' ' | b'\t' => colon += 1,
            b'\r' | b'\n' => {
                colon += line[colon..].iter().take_while(|&&b| b == b'\r').count();
                let folded = line.get(colon) == Some(&b'\n')
                    && matches!(line.get(colon + 1), Some(b' ' | b'\t'));
                if !folded {
                    return None;
                }
                colon += 2;
            }
            _ => return None,
        }
    }
    let name = std::str::from_utf8(&line[..len]).ok()?;
    Some((Span::new(at, at + len), at + colon + 1, FieldKind::of(name)))
}

/// `ftext` of RFC 5322 section 2.2: printable ASCII without the colon.
pub(super) fn is_ftext(byte: u8) -> bool {
    matches!(byte, 33..=57 | 59..=126)
}
