//! mox (`smtpserver/server.go`, `webmail/api.go`): the route is always `tcp`, the date has no
//! weekday.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::FROM;
use super::{Dialect, Form, settle};

/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net ([198.51.100.1])
///     via tcp with ESMTPS id 7_jO3KP4COnlTQm3SYtefQ (TLS1.3 TLS_AES_128_GCM_SHA256)
///     for <user@example.net>; 10 Jan 2024 08:09:10 +0100
/// ```
/// From a client that logged in, whose address it keeps to itself; without a semicolon where
/// there are several recipients:
/// ```text
/// from mx.example.net by mx.example.net ([198.51.100.1]) via tcp with ESMTPSA
///     id Kn4f0j26XW4HmrhWCoWxTQ (TLS1.3 TLS_AES_128_GCM_SHA256) 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::Addr, Tag::NameAddr])),
    One(Tag::By),
    One(Tag::ByAddr),
    One(Tag::Via),
    One(Tag::With),
    Opt(Tag::Note),
    One(Tag::Id),
    Opt(Tag::TlsColon),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mox",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: network, settle: settle::unverified },
        Form { name: forms::SUBMISSION, steps: NETWORK, check: hidden, settle: settle::nothing },
    ],
};

/// Sixteen bytes in base 64, of the kind for URLs, and without padding.
fn fields(r: &Reading<'_>) -> bool {
    let id = |id: &str| {
        id.len() == 22 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    r.via() == "tcp" && r.id_is(id) && r.date().starts_with(|c: char| c.is_ascii_digit())
}

fn network(r: &Reading<'_>) -> bool {
    fields(r) && (r.has(Tag::Addr) || r.has(Tag::NameAddr))
}

fn hidden(r: &Reading<'_>) -> bool {
    fields(r) && r.with().ends_with('A') && r.announced() == r.by_host()
}
