//! Debian's bug tracker.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::steps::BY;
use super::{Dialect, Form, any, settle};
/// ```text
/// via spool by submit@bugs.example.org id=B.117622108211919 (code B ref -1);
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const SPOOL: &[Step] = &[One(Tag::Via), BY, One(Tag::Note), One(Tag::Note), One(Tag::Date)];

/// ```text
/// (at submit) by bugs.example.org; 10 Jan 2024 08:09:10 +0000
/// ```
const AT: &[Step] = &[One(Tag::Note), BY, One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "debbugs",
    forms: &[
        Form { name: forms::LOCAL, steps: SPOOL, check: any, settle: settle::nothing },
        Form { name: forms::LOCAL, steps: AT, check: any, settle: settle::nothing },
    ],
};
