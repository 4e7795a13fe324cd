//! A line of the message laid out for the page: which columns its characters take, which piece
//! of it is shown, and the carets and labels below.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::page::Page;
use crate::report::escape::{Escape, columns, push_byte};

/// How wide a tab is shown.
const TAB: &str = "    ";

/// The part of a cited place that lies in one line of the message.
pub(super) struct Span<'c> {
    /// Offsets in the message.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Number of the Received line.
    pub(super) received: Option<usize>,
    /// Empty where this part carries none.
    pub(super) label: &'c str,
    pub(super) carets: bool,
}

/// One character as it is shown.
struct Cell {
    /// Offset of its first byte in the message.
    at: usize,
    /// Column, counted from the start of what was laid out.
    column: usize,
    shown: String,
}

/// What is underlined, in columns of the excerpt.
pub(super) struct Mark {
    start: usize,
    end: usize,
    label: String,
}

/// Part of a line of the message as it will be shown.
pub(super) struct Layout {
    cells: Vec<Cell>,
    width: usize,
    /// There is more of the line before, and after, what was laid out.
    more_before: bool,
    more_after: bool,
}

impl Layout {
    pub(super) fn new(
        page: &Page,
        message: &[u8],
        region: Range<usize>,
        line: &Range<usize>,
    ) -> Self {
        let mut end = region.end;
        // The carriage return of the line break is no content.
        if end == line.end && message.get(end.wrapping_sub(1)) == Some(&b'\r') && end > region.start
        {
            end -= 1;
        }
        let mut start = region.start;
        // Begin with a whole character: up to three bytes may belong to one before.
        while start > line.start
            && start < region.start + 3
            && message.get(start).is_some_and(|byte| byte & 0xC0 == 0x80)
        {
            start += 1;
        }
        let mut cells = Vec::new();
        let mut width = 0;
        let mut marks = 0;
        let mut at = start;
        let mut cell = |at: usize, column: usize, shown: String, columns: usize| {
            cells.push(Cell { at, column, shown });
            column + columns
        };
        for chunk in message.get(start..end).unwrap_or_default().utf8_chunks() {
            for c in chunk.valid().chars() {
                let mut shown = String::new();
                marks = if c.width() == Some(0) { marks + 1 } else { 0 };
                let columns = match c {
                    '\t' => {
                        shown.push_str(TAB);
                        TAB.len()
                    }
                    // A pile of marks on one letter.
                    c if marks > 3 => Escape { ascii: true }.push(&mut shown, c),
                    c => page.escape.push(&mut shown, c),
                };
                width = cell(at, width, shown, columns);
                at += c.len_utf8();
            }
            for byte in chunk.invalid() {
                let mut shown = String::new();
                let columns = push_byte(&mut shown, *byte);
                width = cell(at, width, shown, columns);
                at += 1;
            }
        }
        Layout {
            cells,
            width,
            more_before: region.start > line.start,
            more_after: region.end < line.end,
        }
    }

    /// The column at which the character begins that the offset lies in (or the end).
    pub(super) fn column(&self, offset: usize) -> usize {
        let next = self.cells.partition_point(|cell| cell.at < offset);
        self.cells.get(next).map_or(self.width, |cell| cell.column)
    }

    /// The piece of the line around the spans that fits, and where the spans lie in it.
    pub(super) fn window(
        &self,
        page: &Page,
        spans: &[Span<'_>],
        room: usize,
    ) -> (String, Vec<Mark>) {
        let ellipsis = page.glyphs.ellipsis;
        let dots = columns(ellipsis);
        let places: Vec<(usize, usize)> =
            spans.iter().map(|span| (self.column(span.start), self.column(span.end))).collect();
        let first = places.iter().map(|place| place.0).min().unwrap_or(0);
        let last = places.iter().map(|place| place.1).max().unwrap_or(0);

        // From the line's start where the spans are seen then; else with the spans amid.
        let whole = !self.more_before && !self.more_after && self.width <= room;
        let left = if whole || (!self.more_before && last + dots <= room) {
            0
        } else {
            let spare = room.saturating_sub(2 * dots + last.saturating_sub(first));
            let most = match self.more_after {
                true => usize::MAX,
                false => (self.width + dots).saturating_sub(room),
            };
            first.saturating_sub(spare / 2).min(most)
        };
        let begin = self.cells.partition_point(|cell| cell.column < left);
        let begin_column = self.cells.get(begin).map_or(self.width, |cell| cell.column);
        let cut_left = begin > 0 || self.more_before;
        let mut text = String::new();
        if cut_left {
            text.push_str(ellipsis);
        }
        let shift = if cut_left { dots } else { 0 };
        let fits = |column: usize, spare: usize| column - begin_column + shift + spare <= room;
        let mut end_column = begin_column;
        let mut cells = self.cells.iter().skip(begin).peekable();
        let to_the_end = fits(self.width, 0) && !self.more_after;
        while let Some(cell) = cells.next() {
            let end = cells.peek().map_or(self.width, |next| next.column);
            if !to_the_end && !fits(end, dots) {
                break;
            }
            text.push_str(&cell.shown);
            end_column = end;
        }
        if !to_the_end {
            text.push_str(ellipsis);
        }
        let marks = spans
            .iter()
            .zip(places)
            .filter(|(span, _)| span.carets)
            .map(|(span, (start, end))| {
                let shown = |column: usize| column.clamp(begin_column, end_column) - begin_column;
                // What lies behind the last character, or is empty, has a caret nevertheless.
                let start = (shown(start) + shift).min(room.saturating_sub(1));
                let end = (shown(end) + shift).max(start + 1);
                Mark { start, end, label: page.fit(span.label, room) }
            })
            .collect();
        (text, marks)
    }
}

/// The carets, with the last span's label beside them, and below them the other labels.
pub(super) fn caret_rows(marks: &[Mark], room: usize) -> Vec<String> {
    let Some(last) = marks.last() else { return Vec::new() };
    let mut carets = String::new();
    for mark in marks {
        extend_to(&mut carets, mark.start);
        while carets.len() < mark.end {
            carets.push('^');
        }
    }
    let mut pending = marks;
    if carets.len() + 1 + columns(&last.label) <= room {
        carets.push(' ');
        carets.push_str(&last.label);
        pending = &marks[..marks.len() - 1];
    }
    let mut rows = vec![carets];
    // From right to left, each label on a line of its own, with bars for those still to come.
    while let Some((mark, before)) = pending.split_last() {
        pending = before;
        if mark.label.is_empty() {
            continue;
        }
        let mut row = String::new();
        for waiting in before.iter().filter(|waiting| !waiting.label.is_empty()) {
            if waiting.start >= row.len() && waiting.start < mark.start {
                extend_to(&mut row, waiting.start);
                row.push('|');
            }
        }
        // A label that would run off the page moves to the left, if need be over the bars.
        let start = mark.start.min(room.saturating_sub(columns(&mark.label)));
        if start <= row.len() {
            row.clear();
        }
        extend_to(&mut row, start);
        row.push_str(&mark.label);
        rows.push(row);
    }
    rows
}

fn extend_to(row: &mut String, column: usize) {
    while row.len() < column {
        row.push(' ');
    }
}
