//! FrontBridge, which became part of Exchange Online.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// by mail89-sin (MessageSwitch) id 1176912192156496_3030; Wed, 10 Jan 2007 08:09:10 +0000 (UCT)
/// ```
const INTERNAL: &[Step] = &[BY, One(Tag::Software), One(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "frontbridge",
    forms: &[Form { name: forms::INTERNAL, steps: INTERNAL, check: id, settle: settle::nothing }],
};

/// The time in microseconds and a number.
fn id(r: &Reading<'_>) -> bool {
    r.id().split_once('_').is_some_and(|(time, number)| {
        time.len() == 16 && [time, number].iter().all(|f| f.bytes().all(|b| b.is_ascii_digit()))
    })
}
