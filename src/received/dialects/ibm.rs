//! IBM's gateway, whose name for its protocol is a warning.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (192.0.2.1) by mx.example.net (198.51.100.1)
///     with IBM ESMTP SMTP Gateway: Authorized Use Only! Violators will be prosecuted;
///     (version=TLSv1/SSLv3 cipher=AES256-GCM-SHA384 bits=256/256) Wed, 10 Jan 2024 08:09:10 +0100
/// from localhost by mx.example.net
///     with IBM ESMTP SMTP Gateway: Authorized Use Only! Violators will be prosecuted
///     for <user@example.net> from <sender@example.org>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::BareAddr, Tag::Addr])),
    BY,
    Opt(Tag::ByAddr),
    One(Tag::With),
    Many(tags(&[Tag::For, Tag::Note, Tag::Comma, Tag::TlsPairs])),
    One(Tag::Date),
];

/// Taken from its spool after a filter:
/// ```text
/// from /spool/local by mx.example.net with XMail ESMTP for <user@example.net>
///     from <sender@example.org>; Wed, 10 Jan 2024 08:09:10 -0400
/// ```
const SPOOL: &[Step] =
    &[One(Tag::FromName), BY, One(Tag::With), One(Tag::For), One(Tag::Note), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "ibm",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: gateway, settle: settle::address },
        Form { name: forms::PICKUP, steps: SPOOL, check: spool, settle: settle::nothing },
    ],
};

fn spool(r: &Reading<'_>) -> bool {
    r.with() == "XMail ESMTP" && r.announced().starts_with("/spool/")
}

fn gateway(r: &Reading<'_>) -> bool {
    r.with().starts_with("IBM ESMTP SMTP Gateway")
}
