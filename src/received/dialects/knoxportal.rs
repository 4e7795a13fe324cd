//! Samsung's KnoxPortal.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (unknown [192.0.2.1]) by mx.example.net (KnoxPortal) with ESMTP
///     id 20190918104716mxp251ed5e0abaefa4977186953756c7a64d~Fgph_xYSK3054430544mxp2j;
///     Wed, 10 Jan 2024 08:09:10 +0000 (GMT)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "knoxportal",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::verified }],
};

/// The time in fourteen digits, then host, digest and queue id.
fn id(r: &Reading<'_>) -> bool {
    r.id().len() > 20 && r.id().bytes().take(14).all(|b| b.is_ascii_digit()) && r.id().contains('~')
}
