//! Port25 PowerMTA: the envelope sender after the date.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (192.0.2.1) by mx.example.net (PowerMTA(TM) v3.5r10)
///     id h7bec42o8is7 for <user@example.net>; Wed, 10 Jan 2024 08:09:10 -0500
///     (envelope-from <bounce@example.org>)
/// ```
/// The software may be left out, and so may the peer.
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::BareAddr, Tag::Addr])),
    BY,
    Opt(Tag::Software),
    Opt(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
    Opt(Tag::EnvelopeFrom),
];

/// ```text
/// by mx.example.net (PowerMTA(TM) v3.5r10) id h7bec42o8is7 for <user@example.net>;
///     Wed, 10 Jan 2024 08:09:10 -0500 (envelope-from <bounce@example.org>)
/// ```
const HIDDEN: &[Step] = &[
    BY,
    Opt(Tag::Software),
    Opt(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
    Opt(Tag::EnvelopeFrom),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "powermta",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: fields, settle: settle::address },
        Form { name: forms::HIDDEN, steps: HIDDEN, check: fields, settle: settle::nothing },
    ],
};

fn fields(r: &Reading<'_>) -> bool {
    let id = r.id();
    let shaped = (6..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
    r.software == "powermta"
        || (shaped || id.is_empty())
            && r.has(Tag::EnvelopeFrom)
            && r.seq.last().is_some_and(|p| p.tag == Tag::EnvelopeFrom)
}
