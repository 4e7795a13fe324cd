//! amavis, which hands mail back to the server after a scan.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};

/// ```text
/// from mail.example.org ([127.0.0.1]) by localhost (mail.example.org [127.0.0.1])
///     (amavisd-new, port 10024) with ESMTP id 01118-10 for <user@example.org>;
///     Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const SCAN: &[Step] = &[
    FROM,
    PEER,
    BY,
    Opt(Tag::ByNameAddr),
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "amavis",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: any, settle: settle::address }],
};
