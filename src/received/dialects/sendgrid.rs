//! SendGrid: Go's clock, and often no semicolon before it.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from MTMxNjc5NTQ (unknown) by geopod-ismtpd-0 (SG) with HTTP id USPP9TOgSja8rIXka996_A
///     Wed, 10 Jan 2024 08:09:10.608 +0000 (UTC)
/// from [192.0.2.1] (unknown [198.51.100.1]) by geopod-ismtpd-0 (SG) with ESMTP
///     id USPP9TOgSja8rIXka996_A for <user@example.net>; Wed, 10 Jan 2024 08:09:10.608 +0000 (UTC)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::NameOnly, Tag::NameAddr, Tag::Addr])),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// by recvd-d7dd76446-m2z5j with SMTP id recvd-d7dd76446-m2z5j-1-69E020D4-11
///     2024-01-10 08:09:10.328859796 +0000 UTC m=+455548.718848631
/// ```
const INNER: &[Step] = &[BY, One(Tag::With), One(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "sendgrid",
    forms: &[
        Form { name: forms::HTTP, steps: NETWORK, check: api, settle: account },
        Form { name: forms::SUBMISSION, steps: NETWORK, check: sg, settle: settle::unverified },
        Form { name: forms::INTERNAL, steps: INNER, check: inner, settle: settle::nothing },
    ],
};

fn sg(r: &Reading<'_>) -> bool {
    r.software == "sendgrid"
}

fn api(r: &Reading<'_>) -> bool {
    sg(r) && r.with() == "HTTP"
}

/// The host's name begins the id.
fn inner(r: &Reading<'_>) -> bool {
    !r.semicolon && r.with() == "SMTP" && r.id().starts_with(r.by_host())
}

/// In front stands the number of the account.
fn account(r: &mut Reading<'_>) {
    settle::unverified(r);
    if let Some(from) = &mut r.line.from {
        from.auth = from.helo.take();
        from.authenticated = true;
    }
}
