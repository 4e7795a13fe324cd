//! Excerpts of the raw message with carets under the bytes that a finding speaks of, the way
//! compilers show source text.
//!
//! Compilers' own libraries are made for source files: text in UTF-8, lines that fit a screen,
//! an author who means well. Here a line may be megabytes long, need not be text, and is written
//! by a stranger; and the number that readers go by is that of the Received line, not of the
//! line in the file. So the layout is our own, and looks at no more bytes than it shows (and
//! some around them), however long the line is.

use std::collections::BTreeMap;
use std::ops::Range;

use anstyle::Style;
use memchr::{memchr, memchr_iter};

use super::layout::{Layout, Span, caret_rows};
use super::page::{FRAME, Page};

/// Lines up to this many bytes are laid out whole, longer ones only around each span.
const WHOLE_LINE: usize = 4096;
/// How much of a longer line is looked at on each side.
const AROUND: usize = 1024;
/// A span that is folded shows so many of its lines.
const LINES_OF_SPAN: usize = 3;

/// A place in the message, and what is said of it.
#[derive(Clone, Debug)]
pub(super) struct Cited {
    /// Which Received line it is in.
    pub(super) line: Option<usize>,
    pub(super) offset: u64,
    pub(super) length: u64,
    /// Stands beside the carets.
    pub(super) label: String,
    /// Draw carets; else the line is shown as it is.
    pub(super) carets: bool,
}

/// The message, and where the lines of the cited places begin in it.
pub(super) struct Excerpts<'m> {
    message: &'m [u8],
    name: String,
    places: BTreeMap<usize, Place>,
}

/// Where the line begins that an offset lies in, and the number it has in the file.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    number: usize,
}

impl<'m> Excerpts<'m> {
    /// `offsets` are all that will be cited. The message is read once up to the last of them.
    pub(super) fn new(message: &'m [u8], name: String, offsets: impl Iterator<Item = u64>) -> Self {
        let mut offsets: Vec<usize> =
            offsets.filter_map(|offset| usize::try_from(offset).ok()).collect();
        offsets.retain(|&offset| offset < message.len());
        offsets.sort_unstable();
        offsets.dedup();
        let mut places = BTreeMap::new();
        let mut place = Place { start: 0, number: 1 };
        let mut breaks = memchr_iter(b'\n', message).peekable();
        for offset in offsets {
            while let Some(at) = breaks.next_if(|&at| at < offset) {
                place = Place { start: at + 1, number: place.number + 1 };
            }
            places.insert(offset, place);
        }
        Excerpts { message, name, places }
    }

    /// The place lies in the bytes at hand.
    pub(super) fn has(&self, cited: &Cited) -> bool {
        self.place(cited).is_some()
    }

    fn place(&self, cited: &Cited) -> Option<(usize, Place)> {
        let offset = usize::try_from(cited.offset).ok()?;
        let place = self.places.get(&offset)?;
        // Nothing can be underlined behind the last byte.
        let end = cited.offset.checked_add(cited.length)?;
        (end <= self.message.len() as u64).then_some((offset, *place))
    }

    /// Columns left of the bar.
    pub(super) fn gutter(cited: &[Cited]) -> usize {
        let labels = cited.iter().map(|cited| gutter_label(cited.line).len());
        labels.max().unwrap_or(0).max(2) + 1
    }

    /// Draws the places that the message has, in its order, and says whether there were any.
    pub(super) fn draw(
        &self,
        page: &mut Page,
        cited: &[Cited],
        gutter: usize,
        style: Style,
    ) -> bool {
        let Some((first, place)) = cited.iter().find_map(|cited| self.place(cited)) else {
            return false;
        };
        let name = page.value(&self.name);
        let arrow = page.paint(FRAME, "-->");
        // Columns are counted in bytes, from 1.
        let column = first - place.start + 1;
        page.line(&format!("{}{arrow} {name}:{}:{column}", " ".repeat(gutter), place.number));
        let bar = page.paint(FRAME, "|");
        let empty = format!("{} {bar}", " ".repeat(gutter));
        page.line(&empty);

        let mut last: Option<(Option<usize>, usize)> = None;
        for (start, spans) in self.spans(cited) {
            let line = spans.first().and_then(|span| span.received);
            let same = last.is_some_and(|(last, _)| last == line && line.is_some());
            if same && last.is_some_and(|(_, end)| end != start) {
                page.line(&page.paint(FRAME, &format!("{:>gutter$}", "...")));
            }
            let label = if same { String::new() } else { gutter_label(line) };
            let label = page.paint(FRAME, &format!("{label:>gutter$}"));
            let end = self.line_end(spans.iter().map(|span| span.end).max());
            self.draw_line(page, start..end, &spans, gutter, &label, style);
            last = Some((line, end + 1));
        }
        page.line(&empty);
        true
    }

    /// The cited spans cut at line breaks, by the start of the line they are in.
    fn spans<'c>(&self, cited: &'c [Cited]) -> BTreeMap<usize, Vec<Span<'c>>> {
        let mut lines: BTreeMap<usize, Vec<Span<'c>>> = BTreeMap::new();
        for cited in cited {
            let Some((offset, place)) = self.place(cited) else { continue };
            let end = offset + cited.length as usize;
            let mut start = offset;
            let mut line = place.start;
            let mut parts = Vec::new();
            while parts.len() < LINES_OF_SPAN {
                let newline = memchr(b'\n', &self.message[start..end]).map(|at| start + at);
                let stop = newline.unwrap_or(end);
                // Folding is no part of what is cited.
                let text = &self.message[start..stop];
                let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r');
                let trailing = text.iter().rev().take_while(blank).count();
                let leading = text.iter().take_while(blank).count();
                if trailing < text.len() {
                    let leading = if line == place.start { 0 } else { leading };
                    parts.push((line, start + leading, stop - trailing));
                } else if newline.is_none() && parts.is_empty() {
                    parts.push((line, start, stop));
                }
                match newline {
                    Some(at) => (start, line) = (at + 1, at + 1),
                    None => break,
                }
            }
            let count = parts.len();
            for (number, (line, start, end)) in parts.into_iter().enumerate() {
                // The label stands beside the last part.
                let label = if number + 1 == count { cited.label.as_str() } else { "" };
                let (carets, received) = (cited.carets, cited.line);
                let span = Span { start, end, received, label, carets };
                lines.entry(line).or_default().push(span);
            }
        }
        for spans in lines.values_mut() {
            spans.sort_by_key(|span| (span.start, span.end));
        }
        lines
    }

    /// The end of the line that goes on at `from`, its line break left out; or a place further
    /// on than anything that will be shown.
    fn line_end(&self, from: Option<usize>) -> usize {
        let from = from.unwrap_or(0).min(self.message.len());
        let far = from.saturating_add(WHOLE_LINE + AROUND).min(self.message.len());
        memchr(b'\n', &self.message[from..far]).map_or(far, |at| from + at)
    }

    fn draw_line(
        &self,
        page: &mut Page,
        line: Range<usize>,
        spans: &[Span<'_>],
        gutter: usize,
        label: &str,
        style: Style,
    ) {
        let room = page.width.saturating_sub(gutter + 3);
        let mut label = label.to_owned();
        let mut rest = spans;
        while let Some(first) = rest.first() {
            let region = if line.len() <= WHOLE_LINE {
                line.clone()
            } else {
                let end = first.end.min(first.start + AROUND);
                line.start.max(first.start.saturating_sub(AROUND))..line.end.min(end + AROUND)
            };
            let layout = Layout::new(page, self.message, region.clone(), &line);
            // As many spans in one excerpt as fit beside each other; at least the first.
            let start = layout.column(first.start);
            let together = rest
                .iter()
                .take_while(|span| {
                    span.end <= region.end
                        && layout.column(span.end).saturating_sub(start) + 2 <= room
                })
                .count()
                .max(1);
            let (now, later) = rest.split_at(together);
            rest = later;

            let (text, marks) = layout.window(page, now, room);
            let bar = page.paint(FRAME, "|");
            page.line(&format!("{label} {bar} {text}"));
            label = " ".repeat(gutter);
            for row in caret_rows(&marks, room) {
                page.line(&format!("{label} {bar} {}", page.paint(style, &row)));
            }
        }
    }
}

fn gutter_label(line: Option<usize>) -> String {
    line.map(|line| format!("line {line}")).unwrap_or_default()
}
