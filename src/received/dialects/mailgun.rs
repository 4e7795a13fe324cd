//! Mailgun: hosts named by a digest.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1])
///     by 5f3a9c0e1d2b with SMTP id 65a1b2c3d4e5f60718293a4b
///     (version=TLS1.3, cipher=TLS_AES_128_GCM_SHA256); Wed, 10 Jan 2024 08:09:10 GMT
/// from [192.0.2.1] (<unknown> [192.0.2.1]) by 5f3a9c0e1d2b with SMTP id 65a1b2c3d4e5f6;
///     Wed, 10 Jan 2024 08:09:10 GMT
/// ```
const NETWORK: &[Step] =
    &[FROM, PEER, BY, One(Tag::With), One(Tag::Id), Opt(Tag::TlsPairs), One(Tag::Date)];

/// ```text
/// by 5f3a9c0e1d2b with HTTP id 65a1b2c3d4e5f60718293a4b; Wed, 10 Jan 2024 08:09:10 GMT
/// ```
const API: &[Step] = &[BY, One(Tag::With), One(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mailgun",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: fields, settle: settle::unverified },
        Form { name: forms::HTTP, steps: API, check: fields, settle: settle::nothing },
    ],
};

/// A digest for a host, a number of up to 24 hexadecimal digits for an id, and a clock in GMT.
fn fields(r: &Reading<'_>) -> bool {
    (13..=24).contains(&r.id().len())
        && shapes::hex(r.id(), 13)
        && shapes::hex(r.by_host(), 8)
        && r.date().ends_with("GMT")
}
