//! OpenSMTPD (`smtp_session.c`): an id of eight hexadecimal digits, the zone in a comment.

use super::super::forms;
use super::super::prod::Step::{self, Any, Many, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net (OpenSMTPD)
///     with ESMTPSA id 5794f5a0 (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO) auth=yes user=joe
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    Any(tags(&[Tag::Software, Tag::Brand])),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::TlsColon),
    Many(tags(&[Tag::Note])),
    Opt(Tag::For),
    One(Tag::Date),
];

/// From a program on the same host:
/// ```text
/// from localhost (localhost [local]) by mx.example.net (OpenSMTPD) with ESMTPA id 5794f5a0
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
/// With `mask-src`:
/// ```text
/// by mx.example.net (OpenSMTPD) with ESMTPSA id 5794f5a0
///     (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO); Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const HIDDEN: &[Step] = &[
    BY,
    Any(tags(&[Tag::Software, Tag::Brand])),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::TlsColon),
    Many(tags(&[Tag::Note])),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "opensmtpd",
    forms: &[
        Form { name: forms::LOCAL, steps: NETWORK, check: local, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::verified },
        Form { name: forms::HIDDEN, steps: HIDDEN, check: id, settle: settle::nothing },
    ],
};

fn local(r: &Reading<'_>) -> bool {
    id(r) && r.line.from.as_ref().is_some_and(|from| from.ip.is_none() && from.ip_invalid.is_none())
}

fn id(r: &Reading<'_>) -> bool {
    r.id().len() == 8
        && r.id().bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        && r.date().ends_with(')')
}
