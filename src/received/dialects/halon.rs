//! Halon's MTA.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net (Halon) with ESMTPSA
///     id 783d4bc4-1432-11ed-a6ca-d0431ea8a283; Wed, 10 Jan 2024 08:09:10 +0000 (UTC)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    Any(tags(&[Tag::Software, Tag::Brand])),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "halon",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

fn id(r: &Reading<'_>) -> bool {
    shapes::uuid(r.id())
}
