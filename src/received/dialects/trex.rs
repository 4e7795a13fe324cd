//! Dreamhost's trex.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1])
///     (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384) by 100.64.0.1 (trex/7.0.3);
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const NETWORK: &[Step] = &[FROM, PEER, Opt(Tag::TlsUsing), BY, One(Tag::Software), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "trex",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::unverified }],
};
