//! qpsmtpd: qmail's from part, a date with a weekday.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::steps::BY;
use super::{Dialect, Form, any, settle};
/// ```text
/// from mail.example.org (HELO announced.example.org) (192.0.2.1)
///     by mx.example.net (qpsmtpd/0.28) with ESMTP; Wed, 10 Jan 2024 08:09:10 -0800
/// from Unknown (HELO announced.example.org) (192.0.2.1) (smtp-auth username user, mechanism plain)
///     by mx.example.net (qpsmtpd/0.96) with (ECDHE-RSA-AES256-SHA encrypted) ESMTPSA;
///     Wed, 10 Jan 2024 08:09:10 -0800
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr])),
    Opt(Tag::Helo),
    Any(tags(&[Tag::BareAddr, Tag::UserAddr])),
    OptAny(tags(&[Tag::AuthBits])),
    BY,
    One(Tag::Software),
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "qpsmtpd",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: any,
        settle: settle::looked_up_first,
    }],
};
