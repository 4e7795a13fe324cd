//! Hotmail's web front ends.

use super::super::forms;
use super::super::prod::Step::{self, Any, One};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// from 192.0.2.1 by lw15fd.law15.hotmail.example with HTTP; Wed, 10 Jan 2007 08:09:10 GMT
/// from 192.0.2.1 by BAY141-DAV5.example with DAV; Wed, 10 Jan 2007 08:09:10 +0000
/// ```
const WEB: &[Step] =
    &[Any(tags(&[Tag::FromAddr, Tag::FromLiteral])), BY, One(Tag::With), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "hotmail",
    forms: &[Form { name: forms::HTTP, steps: WEB, check: web, settle: settle::literal }],
};

fn web(r: &Reading<'_>) -> bool {
    matches!(r.with(), "HTTP" | "DAV")
}
