//! MessageLabs (Symantec Email Security.cloud): a relative of qmail in front, a system of its
//! own behind.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// from unknown (HELO announced.example.org) (192.0.2.1)
///     by server-7.tower-528.messagelabs.example with ECDHE-RSA-AES256-GCM-SHA384 encrypted SMTP;
///     10 Jan 2024 08:09:10 -0000
/// ```
const TOWER: &[Step] = &[
    One(Tag::FromName),
    Opt(Tag::Helo),
    Any(tags(&[Tag::BareAddr, Tag::UserAddr])),
    BY,
    One(Tag::With),
    One(Tag::Date),
];

/// ```text
/// from [192.0.2.1] (using TLSv1.2 with cipher DHE-RSA-AES256-GCM-SHA384 (256 bits))
///     by server-2.bemta.example id F0/96-55623-59A6E606; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const INNER: &[Step] =
    &[One(Tag::FromLiteral), Opt(Tag::TlsUsing), BY, One(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "messagelabs",
    forms: &[
        Form { name: forms::NETWORK, steps: TOWER, check: tower, settle: settle::looked_up_first },
        Form { name: forms::NETWORK, steps: INNER, check: inner, settle: settle::literal },
    ],
};

fn tower(r: &Reading<'_>) -> bool {
    r.with().ends_with(" encrypted SMTP")
}

fn inner(r: &Reading<'_>) -> bool {
    shapes::ecelerity(r.id())
}
