//! The Anti-Spam SMTP Proxy.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1] helo=announced.example.org) by ASSP.nospam;
///     10 Jan 2007 08:09:10 -0400
/// from mail.example.org ([192.0.2.1] helo=announced.example.org) by ASSP.nospam with ESMTP (2.0.1);
///     10 Jan 2007 08:09:10 -0400
/// ```
const SCAN: &[Step] = &[
    FROM,
    Any(tags(&[Tag::EximPeer, Tag::EximHelo, Tag::Addr])),
    BY,
    Opt(Tag::With),
    Opt(Tag::SvcVersion),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "assp",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: host, settle: settle::unverified }],
};

fn host(r: &Reading<'_>) -> bool {
    r.by_host().starts_with("ASSP")
}
