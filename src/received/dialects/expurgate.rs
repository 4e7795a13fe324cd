//! eXpurgate, a filter of Eleven (now Cyren).

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from [192.0.2.1] (helo=announced.example.org) by mx.example.net with ESMTP (eXpurgate 4.55.2)
///     (envelope-from <sender@example.org>) id 69b006ac-e21d-7f0000032729-7f000001d9ae-1
///     for <multiple-recipients>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const SCAN: &[Step] = &[
    FROM,
    One(Tag::EximHelo),
    BY,
    One(Tag::With),
    One(Tag::Software),
    Opt(Tag::EnvelopeFrom),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "expurgate",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: any, settle: settle::literal }],
};
