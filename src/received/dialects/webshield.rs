//! McAfee WebShield.

use super::super::forms;
use super::super::prod::Step::{self, Any, One};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org(192.0.2.1) by mx.example.net via smtp
///     id 5c8e_6040e598_f1a8_11db_8687_0011433682c5; Wed, 10 Jan 2007 08:09:10 +0200
/// from (mail.example.org [192.0.2.1]) by mx.example.net with smtp
///     id 5c8e_6040e598_f1a8_11db_8687_0011433682c5; Wed, 10 Jan 2007 08:09:10 -0500
/// ```
const SCAN: &[Step] = &[
    FROM,
    Any(tags(&[Tag::BareAddr, Tag::NameAddr, Tag::Addr])),
    BY,
    Any(tags(&[Tag::Via, Tag::With])),
    One(Tag::Id),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "webshield",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: id, settle: settle::unverified }],
};

/// A process and a UUID, with underscores.
fn id(r: &Reading<'_>) -> bool {
    let mut fields = r.id().split('_');
    [4, 8, 4, 4, 4, 12]
        .iter()
        .all(|len| fields.next().is_some_and(|f| f.len() == *len && shapes::hex(f, 1)))
        && fields.next().is_none()
}
