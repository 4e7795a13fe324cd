//! Barracuda's spam firewall, a Postfix under another name, and its cloud service.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1])
///     by spam.example.net (Spam Firewall) with ESMTP id A35842C1E
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 -0500 (EST)
/// from mail.example.org (mail.example.org [192.0.2.1]) by spam.example.net Firewall)
///     with SMTP id A35842C1E for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0900 (JST)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    Opt(Tag::TlsUsing),
    Opt(Tag::Cert),
    Opt(Tag::AuthSender),
    BY,
    One(Tag::Software),
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by mx-inbound1.example.net
///     (version=TLSv1.2 cipher=ECDHE-RSA-AES128-GCM-SHA256 bits=128 verify=NO);
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const CLOUD: &[Step] = &[FROM, PEER, BY, One(Tag::TlsPairs), One(Tag::Date)];

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by barracuda.example.net with ESMTP
///     id PfFJUZgP7AfA4DWv (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const GATEWAY: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::TlsPairs),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "barracuda",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: firewall, settle: settle::verified },
        Form { name: forms::NETWORK, steps: CLOUD, check: any, settle: settle::unverified },
        Form { name: forms::NETWORK, steps: GATEWAY, check: long_id, settle: settle::verified },
    ],
};

fn firewall(r: &Reading<'_>) -> bool {
    (r.id().is_empty() || shapes::postfix(r.id())) && r.date().ends_with(')')
}

/// Sixteen letters of both cases and digits, and the zone's name after the date.
fn long_id(r: &Reading<'_>) -> bool {
    let id = r.id().as_bytes();
    r.software.is_empty()
        && id.len() == 16
        && id.iter().all(u8::is_ascii_alphanumeric)
        && id.iter().any(u8::is_ascii_lowercase)
        && id.iter().any(u8::is_ascii_uppercase)
        && r.date().ends_with(')')
        && matches!(r.with(), "SMTP" | "ESMTP" | "ESMTPS")
}
