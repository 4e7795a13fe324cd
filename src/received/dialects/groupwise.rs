//! Novell GroupWise.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// from EXAMPLE-MTA by example.org with Novell_GroupWise; Wed, 10 Jan 2007 08:09:10 -0700
/// ```
const INTERNAL: &[Step] = &[One(Tag::FromName), BY, One(Tag::With), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "groupwise",
    forms: &[Form {
        name: forms::INTERNAL,
        steps: INTERNAL,
        check: fields,
        settle: settle::nothing,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.with() == "Novell_GroupWise"
}
