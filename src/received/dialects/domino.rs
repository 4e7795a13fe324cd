//! Lotus, IBM and HCL Domino.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by mx.example.net (Lotus Domino Release 6.5.5FP2)
///     with ESMTP id 2007041809053159-74854 ; Wed, 10 Jan 2007 08:09:10 -0700
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::Software),
    One(Tag::With),
    OptAny(tags(&[Tag::TlsPairs, Tag::TlsColon])),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "domino",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

/// The local time in sixteen digits, and a number.
fn id(r: &Reading<'_>) -> bool {
    r.id().split_once(['-', ':']).is_some_and(|(time, number)| {
        time.len() == 16
            && time.bytes().all(|b| b.is_ascii_digit())
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}
