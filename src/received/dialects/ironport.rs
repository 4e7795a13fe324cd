//! Cisco IronPort (AsyncOS): no id, a date without a weekday in local time, and the cipher in
//! the protocol.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};

/// ```text
/// from unknown (HELO announced.example.org) ([192.0.2.1])
///     by mx.example.net with ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384; 10 Jan 2024 08:09:10 -0700
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral])),
    Opt(Tag::Helo),
    Any(tags(&[Tag::Addr, Tag::BareAddr])),
    BY,
    One(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "ironport",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::looked_up_first,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    let with = r.with();
    (matches!(with, "SMTP" | "ESMTP")
        || with.starts_with("ESMTP/TLS/")
        || with.starts_with("SMTP/TLS/"))
        && (r.date().starts_with(|c: char| c.is_ascii_digit()) || r.has(Tag::Helo))
        && !r.date().ends_with("-0000")
}
