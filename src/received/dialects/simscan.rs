//! simscan, which runs filters before qmail has the message. It writes no date.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::Tag;
use super::{Dialect, Form, any, settle};

/// ```text
/// by simscan 1.4.0 ppid: 11684, pid: 11685, t: 1.5012s
///     scanners: regex: 1.4.0 attach: 1.4.0 clamav: 0.95.2/m:52/d:11242 spam: 3.2.5
/// ```
const SCAN: &[Step] = &[One(Tag::Software), One(Tag::Note)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "simscan",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: any, settle: settle::nothing }],
};
