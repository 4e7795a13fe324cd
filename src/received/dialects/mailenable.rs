//! MailEnable.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by mx.example.net with MailEnable ESMTP;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// from (192.0.2.1 [192.0.2.1]) by MailEnable Inbound Mail Agent with ESMTP;
///     Wed, 10 Jan 2001 08:09:10 -08:00
/// ```
const NETWORK: &[Step] = &[FROM, OPT_PEER, BY, One(Tag::With), Opt(Tag::TlsPairs), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mailenable",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::unverified,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.with().starts_with("MailEnable ") || r.by_host().starts_with("MailEnable ")
}
