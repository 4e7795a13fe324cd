//! Haraka (`connection.js`, `received_line`): the connection's UUID and the number of the
//! transaction.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1])
///     by mx.example.net (Haraka/3.0.2) with ESMTPS id 783D4BC4-1432-41ED-A6CA-D0431EA8A283.1
///     envelope-from <sender@example.org>
///     tls TLS_AES_256_GCM_SHA384 (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384);
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Many(tags(&[Tag::Note, Tag::AuthBits, Tag::TlsPairs, Tag::TlsClause, Tag::EnvelopeFrom])),
    One(Tag::Date),
];

/// A host of many sites has it write the like of qmail's from part, and no id:
/// ```text
/// from mail.example.org (HELO announced.example.org) (192.0.2.1)
///     by mx.example.net (Haraka/2.8.28) with ESMTPSA; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const PLAIN: &[Step] = &[
    FROM,
    Opt(Tag::Helo),
    One(Tag::BareAddr),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "haraka",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified },
        Form { name: forms::NETWORK, steps: PLAIN, check: named, settle: settle::looked_up_first },
    ],
};

fn named(r: &Reading<'_>) -> bool {
    r.software == "haraka"
}

fn id(r: &Reading<'_>) -> bool {
    r.id().split_once('.').is_some_and(|(connection, number)| {
        shapes::uuid(connection) && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}
