//! From the bytes after `Received:` to a [`Line`].

use super::Line;
use super::Part;
use super::RdnsStatus;
use super::clock::read_clock;
use super::dialects;
use super::forms;
use super::prod::Tag;
use super::protocol;
use super::reading::Reading;
use super::redacted;
use super::software;
use super::violations;
use crate::span::{Piece, Span};

/// Reads the value of one Received field: all bytes after the colon, folding included. Never
/// fails: what could not be explained is in [`Line::unparsed`].
pub fn parse(value: &[u8]) -> Line<'_> {
    let mut r = Reading::new(value);
    r.read();
    dialects::name(&mut r);
    r.line.violations = violations::find(&r);
    finish(&mut r);
    r.line
}

fn finish(r: &mut Reading<'_>) {
    let Reading { value, line, seq, redacted_id, .. } = r;
    let by_host = line.by.as_ref().and_then(|by| by.host.as_ref()).map(Piece::as_str);
    let id = line.id.as_ref().filter(|_| !*redacted_id);
    line.id_clock = id.and_then(|id| read_clock(line.dialect, id.as_str(), by_host));
    if line.redacted.is_some()
        && let Some(from) = &mut line.from
        && from.rdns.as_ref().is_some_and(|name| redacted::name(name.as_str().as_bytes()))
    {
        // Whatever the server had written: it is not known any more.
        (from.rdns, from.rdns_status) = (None, RdnsStatus::NotStated);
        from.vouched.rdns = false;
    }
    // In a dialect what stands after the host or was announced is explained by the rest.
    let plain = matches!(line.dialect, "generic" | "unknown");
    line.parts = Vec::with_capacity(seq.len());
    let mut end = 0;
    for prod in seq.iter() {
        // Tiled: where two would overlap (a gap in a very long line), the first one stands.
        let span = Span { start: prod.start.max(end), end: prod.end };
        if span.start >= span.end {
            continue;
        }
        end = span.end;
        // A comment after the host may still say of itself that it names a server.
        let says_nothing = match prod.tag {
            Tag::Unknown => true,
            Tag::Brand => {
                let inside = span.start as usize + 1..(span.end as usize).saturating_sub(1);
                plain && !software::is_name(value.get(inside).unwrap_or_default())
            }
            Tag::FromText => plain,
            _ => false,
        };
        if says_nothing {
            line.unparsed.push(span);
        } else {
            line.parts.push(Part { name: prod.name(), span });
        }
    }
    if let Some(from) = &mut line.from {
        let with = line.with.as_ref().map_or("", Piece::as_str);
        from.authenticated |= protocol::says_login(with);
        if from.authenticated && line.form == forms::NETWORK {
            line.form = forms::SUBMISSION;
        }
    }
}
