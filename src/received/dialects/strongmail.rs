//! StrongMail.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org by mx.example.net (StrongMail Enterprise 3.2.1(3.00.215));
///     Wed, 10 Jan 2007 08:09:10 -0700
/// ```
const LINE: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "strongmail",
    forms: &[Form { name: forms::NETWORK, steps: LINE, check: any, settle: settle::address }],
};
