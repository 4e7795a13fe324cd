//! Naver's mail service: UTC dates with a weekday, written `-0000`.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::FROM;
use super::{Dialect, Form, settle};

/// ```text
/// from announced.example.org ([192.0.2.1]) by cvsmtppost01.nm.example.net with ESMTP
///     id hgGVS1ynToColmnTrzt1cQ for <user@example.net>; Wed, 10 Jan 2024 08:09:10 -0000
/// ```
const NETWORK: &[Step] = &[
    FROM,
    One(Tag::Addr),
    One(Tag::By),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "naver",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: fields, settle: settle::address }],
};

/// Its hosts stand in a subdomain `nm`; the id is sixteen bytes in base 64 without padding.
fn fields(r: &Reading<'_>) -> bool {
    let id = |id: &str| {
        id.len() == 22
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'/'))
    };
    r.with() == "ESMTP"
        && r.by_host().contains(".nm.")
        && r.id_is(id)
        && r.date().ends_with("-0000")
        && r.date().starts_with(|c: char| c.is_ascii_alphabetic())
}
