//! From the bytes after `Received:` to a [`Line`].

use super::Line;
use super::Part;
use super::clock::read_clock;
use super::dialects;
use super::prod::Tag;
use super::reading::Reading;
use crate::span::{Piece, Span};

/// Reads the value of one Received field: all bytes after the colon, folding included. Never
/// fails: what could not be explained is in [`Line::unparsed`].
pub fn parse(value: &[u8]) -> Line<'_> {
    let mut r = Reading::new(value);
    dialects::name(&mut r);
    finish(r)
}

fn finish(r: Reading<'_>) -> Line<'_> {
    let Reading { mut line, seq, .. } = r;
    let by_host = line.by.as_ref().and_then(|by| by.host.as_ref()).map(Piece::as_str);
    line.id_clock = line.id.as_ref().and_then(|id| read_clock(line.dialect, id.as_str(), by_host));
    line.parts.reserve_exact(seq.len());
    for prod in &seq {
        let span = Span { start: prod.start, end: prod.end };
        match prod.tag {
            Tag::Unknown | Tag::Brand => line.unparsed.push(span),
            _ => line.parts.push(Part { name: prod.name, span }),
        }
    }
    line.unparsed.sort_unstable();
    line
}
