//! Mandrill (Mailchimp Transactional).

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// from [192.0.2.1] by mandrillapp.com id 426a2ba53f7d4c709ad46f8493f0d7f5;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const API: &[Step] = &[One(Tag::FromLiteral), BY, One(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mandrill",
    forms: &[Form { name: forms::HTTP, steps: API, check: fields, settle: settle::literal }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.by_host().ends_with("mandrillapp.com") && r.id().len() == 32 && shapes::hex(r.id(), 32)
}
