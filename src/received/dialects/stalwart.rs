//! Stalwart: a queue id of hexadecimal digits.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1])
///     (using TLSv1_3 with cipher TLS13_AES_256_GCM_SHA384)
///     by mx.example.net (Stalwart SMTP) with ESMTPS id 1B2C3D4E5F60718;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from announced.example.org (unknown [192.0.2.1] (AS64496 Example Telecom, XX))
///     by mx.example.net (Stalwart SMTP) with ESMTP id 1B2C3D4E5F60718;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::NameAddr, Tag::Addr, Tag::NameBareAddr, Tag::BareAddr])),
    Opt(Tag::TlsUsing),
    BY,
    One(Tag::Software),
    One(Tag::With),
    Opt(Tag::TlsPairs),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "stalwart",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::unverified }],
};
