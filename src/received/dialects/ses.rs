//! Amazon SES receiving mail.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1])
///     by inbound-smtp.us-east-1.amazonaws.com with SMTP id hhv2k8s0r7v6g5q4m3n2b1c0x9z8l7k6j5
///     for user@example.net; Wed, 10 Jan 2024 08:09:10 +0000 (UTC)
/// ```
const NETWORK: &[Step] =
    &[FROM, PEER, BY, One(Tag::With), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "ses",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::unverified,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.by_host().ends_with(".amazonaws.com") && r.id().len() >= 30
}
