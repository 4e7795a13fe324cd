//! The lines that `hopcheck serve` writes.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1])
///     (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384)
///     by mx.example.net (hopcheck) with ESMTPS id 19c2f1a7b3d-1-1
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
/// Without a name in the parentheses where the DNS was not asked, and `unknown` where the address
/// has no name that leads back to it:
/// ```text
/// from mail.example.org (unknown [IPv6:2001:db8::1])
///     by mx.example.net (hopcheck) with ESMTP id 19c2f1a7b3d-1-1; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    Opt(Tag::TlsUsing),
    BY,
    Opt(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "hopcheck",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::verified,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    let protocol = r.with();
    let protocol = protocol.strip_prefix("UTF8").unwrap_or(protocol);
    r.software == "hopcheck"
        && matches!(protocol, "SMTP" | "ESMTP" | "SMTPS" | "ESMTPS" | "LMTP" | "LMTPS")
}
