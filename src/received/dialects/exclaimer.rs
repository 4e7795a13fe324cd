//! Exclaimer, which puts signatures below mail of Microsoft 365 and Google Workspace on its way
//! out.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org (::ffff:192.0.2.1) by eu1.smtp.example.net (13.70.157.244)
///     with Exclaimer Signature Manager ESMTP Proxy eu1.smtp.example.net
///     (tlsversion=TLS12, tlscipher=TLS_ECDHE_WITH_AES256_SHA384); Wed, 10 Jan 2024 08:09:10 +0000
/// from mail.example.org (192.0.2.1) by eu1.smtp.example.net (198.51.100.1)
///     with Exclaimer Signature Manager ESMTP Proxy; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::BareAddr, Tag::Addr])),
    BY,
    Opt(Tag::ByAddr),
    One(Tag::With),
    Opt(Tag::Note),
    Opt(Tag::TlsPairs),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "exclaimer",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: with, settle: settle::address }],
};

fn with(r: &Reading<'_>) -> bool {
    r.with() == "Exclaimer Signature Manager ESMTP Proxy"
}
