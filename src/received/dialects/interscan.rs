//! Trend Micro InterScan.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by mx with InterScan Messaging Security Suite;
///     Wed, 10 Jan 2007 08:09:10 -0400
/// from 192.0.2.1 by mx.example.net (InterScan E-Mail VirusWall NT);
///     Wed, 10 Jan 2001 08:09:10 +0100
/// ```
const SCAN: &[Step] = &[FROM, OPT_PEER, BY, Opt(Tag::Software), Opt(Tag::With), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "interscan",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: fields, settle: settle::literal }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.software == "interscan" || r.with().starts_with("InterScan ")
}
