//! Proofpoint (PPS): ids of a session and the number of the message in it.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by mx1.example.net (PPS)
///     with ESMTPS id 2rytad7e6n-1
///     (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NOT)
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    Opt(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::TlsPairs),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "proofpoint",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

/// `2rytad7e6n-1`: ten letters and digits of the session, a dash, the number in it.
fn id(r: &Reading<'_>) -> bool {
    r.id().split_once('-').is_some_and(|(session, number)| {
        (8..=10).contains(&session.len())
            && session.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            && (1..=4).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}
