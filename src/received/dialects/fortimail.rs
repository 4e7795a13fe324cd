//! FortiMail, built on sendmail: its ids are two of sendmail's.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.net with ESMTP
///     id 40A89AZN014573-40A89AZP014573
///     (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::NameAddr, Tag::Addr, Tag::Forged])),
    BY,
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::TlsPairs),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "fortimail",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

fn id(r: &Reading<'_>) -> bool {
    r.id()
        .split_once('-')
        .is_some_and(|(one, two)| shapes::sendmail_new(one) && shapes::sendmail_new(two))
}
