//! Cyrus IMAP's LMTP server.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from mail.example.org ([unix socket]) by mail.example.org (Cyrus v2.3.16) with LMTPA;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// from mail.example.org (mail.example.org [192.0.2.1]) by imap.example.org (Cyrus 3.4.1)
///     with LMTPA; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const LMTP: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::NameAddr, Tag::Addr, Tag::NameOnly])),
    Opt(Tag::AuthBits),
    BY,
    One(Tag::Software),
    One(Tag::With),
    OptAny(tags(&[Tag::TlsPairs, Tag::TlsColon])),
    One(Tag::Date),
];

/// ```text
/// by mail.example.org (Cyrus v2.3.16) with LMTPA; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NO_PEER: &[Step] = &[BY, One(Tag::Software), One(Tag::With), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "cyrus",
    forms: &[
        Form { name: forms::LMTP, steps: LMTP, check: any, settle: settle::unverified },
        Form { name: forms::LMTP, steps: NO_PEER, check: any, settle: settle::nothing },
    ],
};
