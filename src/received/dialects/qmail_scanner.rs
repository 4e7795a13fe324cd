//! qmail-scanner, which runs filters before qmail has the message.

use super::super::forms;
use super::super::prod::Step::{self, Many, One};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from sender@example.org by mx.example.net by uid 89 with qmail-scanner-2.08
///     (clamdscan: 0.97. spamassassin: 3.3. Clear:RC:1(192.0.2.1):. Processed in 0.1 secs);
///     10 Jan 2024 08:09:10 -0000
/// from 192.0.2.1 by mx.example.net (envelope-from <sender@example.org>, uid 89)
///     with qmail-scanner-2.08 (clamdscan: 0.97. Processed in 0.1 secs); 10 Jan 2024 08:09:10 -0000
/// ```
const SCAN: &[Step] = &[
    FROM,
    BY,
    Many(tags(&[Tag::Note, Tag::EnvelopeFrom])),
    One(Tag::With),
    One(Tag::Note),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "qmail-scanner",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: fields, settle }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.with().starts_with("qmail-scanner")
}

/// In front stands the envelope sender, or the address of the peer.
fn settle(r: &mut Reading<'_>) {
    settle::literal(r);
    if r.line.envelope_from.is_none()
        && let Some(from) = &mut r.line.from
        && from.helo.as_ref().is_some_and(|word| word.as_str().contains('@'))
    {
        r.line.envelope_from = from.helo.take();
    }
}
