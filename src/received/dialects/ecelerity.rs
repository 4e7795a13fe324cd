//! Message Systems' Ecelerity (Momentum), and SparkPost on it.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from [192.0.2.1] ([192.0.2.1:45152] helo=announced.example.org) by mx.example.net
///     (envelope-from <sender@example.org>) (ecelerity 4.2.1.55028 r(Core:4.2.1.12))
///     with ESMTPS (cipher=DHE-RSA-AES256-SHA) id 5A/62-31067-F53FB296
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::EximPeer, Tag::Addr, Tag::NameAddr])),
    BY,
    Opt(Tag::EnvelopeFrom),
    One(Tag::Software),
    One(Tag::With),
    Opt(Tag::TlsPairs),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "ecelerity",
    forms: &[
        Form { name: forms::HTTP, steps: NETWORK, check: rest, settle },
        Form { name: forms::NETWORK, steps: NETWORK, check: id, settle },
    ],
};

fn id(r: &Reading<'_>) -> bool {
    shapes::ecelerity(r.id())
}

fn rest(r: &Reading<'_>) -> bool {
    matches!(r.with(), "REST" | "HTTP") && id(r)
}

/// The literal in front repeats the address.
fn settle(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from
        && from.rdns.as_ref().is_some_and(|name| name.as_str().starts_with('['))
    {
        from.rdns = None;
    }
    settle::unverified(r);
}
