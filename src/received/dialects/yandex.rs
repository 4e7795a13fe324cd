//! Yandex: how the connection was secured after the date.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, Opt};
use super::super::prod::{Tag, tags};
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from mail.example.org (mail.example.org [2001:db8::1]) by mxback1.example.net (mxback/Yandex)
///     with ESMTPS id JZcvDwKanJ-bineFWlf; Wed, 10 Jan 2024 08:09:10 +0300
///     (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))
///     (Client certificate not present)
/// from mail.example.org (mail.example.org [2001:db8::1]) by forward501b.example.net (Yandex)
///     with ESMTPS id 5A6C160B2D for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0300 (MSK)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
    Many(tags(&[Tag::TlsUsing, Tag::Cert])),
];

/// ```text
/// by forward1h.example.net (Yandex) id AFAB29E13A0; Wed, 10 Jan 2007 08:09:10 +0300 (MSK)
/// by myt5-5f3a9c.example.net (smtp/Yandex) with ESMTPSA id JZcvDwKanJ-bineFWlf;
///     Wed, 10 Jan 2024 08:09:10 +0300
/// ```
const HIDDEN: &[Step] = &[
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
    Many(tags(&[Tag::TlsUsing, Tag::Cert])),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "yandex",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::unverified },
        Form { name: forms::HIDDEN, steps: HIDDEN, check: any, settle: settle::nothing },
    ],
};
