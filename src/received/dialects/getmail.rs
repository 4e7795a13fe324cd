//! getmail, which takes mail out of a mailbox.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from pop.example.org ([192.0.2.1]) by localhost with POP3-SSL (getmail6 6.18.4)
///     for user@localhost; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const FETCH: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::With),
    Any(&[Tag::Software, Tag::Version]),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "getmail",
    forms: &[Form { name: forms::FETCH, steps: FETCH, check: any, settle: settle::address }],
};
