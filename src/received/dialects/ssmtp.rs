//! sSMTP, which only hands mail on.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::steps::BY;
use super::{Dialect, Form, any, settle};
/// ```text
/// by host.example.org (sSMTP sendmail emulation); Wed, 10 Jan 2024 08:09:10 -0500
/// ```
const LOCAL: &[Step] = &[BY, One(Tag::Software), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "ssmtp",
    forms: &[Form { name: forms::LOCAL, steps: LOCAL, check: any, settle: settle::nothing }],
};
