//! Fastmail's proxy inside its own network.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from compute6.internal ([10.202.2.46]) by mailfrontend1.internal (MEProxy);
///     Wed, 10 Jan 2024 08:09:10 -0500
/// ```
const INTERNAL: &[Step] = &[FROM, PEER, BY, One(Tag::Software), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "fastmail",
    forms: &[Form { name: forms::INTERNAL, steps: INTERNAL, check: any, settle: settle::address }],
};
