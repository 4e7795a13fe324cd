//! Mailman, where a site has it write a line of its own.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// by lists-mailman (input) for mailman id 140234; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const INPUT: &[Step] = &[BY, One(Tag::Brand), One(Tag::For), One(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mailman",
    forms: &[Form { name: forms::LIST, steps: INPUT, check: mailman, settle: settle::nothing }],
};

fn mailman(r: &Reading<'_>) -> bool {
    r.line.for_.iter().any(|to| to.as_str() == "mailman") && r.by_host().contains("mailman")
}
