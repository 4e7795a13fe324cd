//! fetchmail, which takes mail out of a mailbox and enters it anew.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::steps::BY;
use super::{Dialect, Form, any, settle};

/// ```text
/// from pop.example.org [192.0.2.1] by localhost with POP3 (fetchmail-6.3.26)
///     for <user@localhost> (single-drop); Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const FETCH: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr])),
    OptAny(tags(&[Tag::WordAddr, Tag::Addr, Tag::NameAddr])),
    BY,
    One(Tag::With),
    One(Tag::Software),
    Opt(Tag::For),
    Opt(Tag::Drop),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "fetchmail",
    forms: &[Form { name: forms::FETCH, steps: FETCH, check: any, settle: settle::address }],
};
