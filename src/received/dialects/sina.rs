//! Sina's mail service: the announced name and the address side by side, an id of sixteen
//! hexadecimal digits.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::{Dialect, Form, settle};

/// ```text
/// from unknown (HELO announced.example.org)([192.0.2.1]) by mx.example.net (198.51.100.1)
///     with ESMTP id 67485743000025B3; Wed, 10 Jan 2024 08:09:10 +0800 (CST)
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr])),
    One(Tag::Helo),
    One(Tag::Addr),
    One(Tag::By),
    Opt(Tag::ByAddr),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "sina",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::looked_up_first,
    }],
};

/// The first half of the id is the time in seconds, the second a number.
fn fields(r: &Reading<'_>) -> bool {
    let id = |id: &str| id.len() == 16 && shapes::upper_hex(id, 16);
    matches!(r.with(), "SMTP" | "ESMTP") && r.id_is(id) && r.date().ends_with("(CST)")
}
