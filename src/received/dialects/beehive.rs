//! Oracle Beehive: the address stands behind a slash, the announced name before it.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (/192.0.2.1) by default (Oracle Beehive Gateway v4.0)
///     with ESMTP ; Wed, 10 Jan 2024 08:09:10 -0800
/// ```
const NETWORK: &[Step] =
    &[FROM, One(Tag::SlashAddr), BY, One(Tag::Software), One(Tag::With), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "beehive",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::address }],
};
