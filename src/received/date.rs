//! Reads the date of a line.

use super::Date;
use crate::span::Span;

/// Reads `raw`, a whole date with its comments; `span` is its place in the line's value.
pub fn parse_date(raw: &[u8], span: Span) -> Date<'_> {
    Date { raw: crate::span::Piece { text: String::from_utf8_lossy(raw), span }, ..Date::default() }
}
