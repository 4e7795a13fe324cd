//! Alibaba's mail service.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::steps::BY;
use super::{Dialect, Form, any, settle};
/// ```text
/// from 192.0.2.1(mailfrom:user@example.org fp:SMTPD_---.dhGPAgC_1751956605 cluster:ay29)
///     by smtp.example.net; Wed, 10 Jan 2024 08:09:10 +0800
/// from localhost(mailfrom:user@example.org fp:SMTPD_---0U9.4qNm_1600137829)
///     by smtp.example.net(198.51.100.1); Wed, 10 Jan 2024 08:09:10 +0800
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromAddr, Tag::FromName, Tag::FromLiteral])),
    One(Tag::MailFrom),
    BY,
    Opt(Tag::ByAddr),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "aliyun",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::literal }],
};
