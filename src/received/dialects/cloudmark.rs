//! Servers behind Cloudmark's gateway: ids of 22 letters and digits.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by cmsmtp with ESMTPS id HRQJuNbslXshwHVl2ur0cE;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from announced.example.org ([192.0.2.1]) by mx.example.net with bizsmtp
///     id 7vcz1X0082lltDi0000000; Wed, 10 Jan 2007 08:09:10 -0400
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    Opt(Tag::AuthSender),
    BY,
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "cloudmark",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: fields, settle: settle::address }],
};

fn fields(r: &Reading<'_>) -> bool {
    let id = r.id();
    let digits = id.len() == 22 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    digits && id.bytes().any(|b| b.is_ascii_uppercase()) || r.with() == "bizsmtp"
}
