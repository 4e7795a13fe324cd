//! AOL.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from user@aol.example by imo-m10.mx.aol.example (mail_out_v34.10.) id 9.ac.2ce1f831 (30950)
///     for <user@example.net>; Wed, 10 Jan 2007 08:09:10 -0500 (EST)
/// ```
const LOCAL: &[Step] = &[
    One(Tag::FromName),
    BY,
    One(Tag::Software),
    One(Tag::Id),
    Opt(Tag::Number),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by air-xj01.mail.aol.example (v115.17)
///     with ESMTP id MAILINXJ014-c0e7466e07252ee; Wed, 10 Jan 2007 08:09:10 -0500
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    Any(tags(&[Tag::Software, Tag::Version, Tag::Brand])),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::Number),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "aol",
    forms: &[
        Form { name: forms::LOCAL, steps: LOCAL, check: any, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: NETWORK, check: aol, settle: settle::unverified },
    ],
};

fn aol(r: &Reading<'_>) -> bool {
    let software = r.software_text();
    r.software == "aol"
        || software.starts_with('v') && software.len() < 10 && r.by_host().contains(".aol.")
}
