//! Zoho Mail.

use super::super::forms;
use super::super::prod::Step::{self, One, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// by mx.zohomail.com with SMTPS id 1704874150123456.0084912388061; Wed, 10 Jan 2024 00:09:10 -0800 (PST)
/// from announced.example.org (mail.example.org [192.0.2.1]) by mx.zoho.com
///     with SMTPS id 1704874150123456.0084912388061; Wed, 10 Jan 2024 00:09:10 -0800 (PST)
/// ```
const LINE: &[Step] = &[
    OptAny(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr])),
    OptAny(tags(&[Tag::NameAddr, Tag::Addr])),
    BY,
    One(Tag::With),
    One(Tag::Id),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "zoho",
    forms: &[
        Form { name: forms::NETWORK, steps: LINE, check: network, settle: settle::unverified },
        Form { name: forms::HIDDEN, steps: LINE, check: zoho, settle: settle::nothing },
    ],
};

fn zoho(r: &Reading<'_>) -> bool {
    r.by_host().contains("zoho") || r.by_host().ends_with(".zcsend.net")
}

fn network(r: &Reading<'_>) -> bool {
    zoho(r) && r.line.from.is_some()
}
