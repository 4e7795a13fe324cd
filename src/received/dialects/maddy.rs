//! maddy (`internal/target/received.go`): the envelope sender before the protocol, an id of eight
//! hexadecimal digits.

use super::super::forms;
use super::super::prod::Step::{self, One, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::FROM;
use super::{Dialect, Form, settle};

/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1])
///     by mx.example.net (envelope-sender <sender@example.org>) with ESMTPS id 95b49b87;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::NameAddr, Tag::Addr])),
    One(Tag::By),
    One(Tag::EnvelopeFrom),
    One(Tag::With),
    One(Tag::Id),
    One(Tag::Date),
];

/// From a client that logged in:
/// ```text
/// by mx.example.net (envelope-sender <sender@example.org>) with ESMTPS id 95b49b87;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const HIDDEN: &[Step] =
    &[One(Tag::By), One(Tag::EnvelopeFrom), One(Tag::With), One(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "maddy",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: fields, settle: settle::unverified },
        Form { name: forms::HIDDEN, steps: HIDDEN, check: fields, settle: settle::nothing },
    ],
};

fn fields(r: &Reading<'_>) -> bool {
    let id = |id: &str| {
        id.len() == 8 && shapes::hex(id, 8) && !id.bytes().any(|b| b.is_ascii_uppercase())
    };
    let with = r.with().strip_prefix("UTF8").unwrap_or(r.with());
    r.id_is(id)
        && r.date().starts_with(|c: char| c.is_ascii_alphabetic())
        && !r.date().ends_with(')')
        && matches!(with, "SMTP" | "ESMTP" | "ESMTPA" | "ESMTPS" | "ESMTPSA" | "SMTPS" | "LMTP")
}
