//! Zimbra's LMTP server.

use super::super::forms;
use super::super::prod::Step::{self, Any, One};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from mta.example.org (LHLO mta.example.org) (192.0.2.1) by store.example.org with LMTP;
///     Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const LMTP: &[Step] = &[
    FROM,
    One(Tag::Helo),
    Any(tags(&[Tag::BareAddr, Tag::Addr])),
    BY,
    One(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "zimbra",
    forms: &[Form { name: forms::LMTP, steps: LMTP, check: lmtp, settle: settle::looked_up_first }],
};

fn lmtp(r: &Reading<'_>) -> bool {
    r.with() == "LMTP"
}
