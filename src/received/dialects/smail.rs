//! Smail 3.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from mail.example.org (really [192.0.2.1]) by mx.example.net via in.smtpd with esmtp
///     (ident user using rfc1413) id <m1HeAme-00015dC@mx.example.net>
///     (Debian Smail3.2.0.102) for <user@example.net>; Wed, 10 Jan 2007 08:09:10 -0500 (EST)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    Opt(Tag::Via),
    One(Tag::With),
    Opt(Tag::Note),
    One(Tag::Id),
    One(Tag::Software),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "smail",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

/// `<m1HeAme-00015dC@host>`
fn id(r: &Reading<'_>) -> bool {
    r.id().starts_with("<m") && r.id().contains('-')
}
