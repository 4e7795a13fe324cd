//! The messaging server of Critical Path, as large providers ran it.

use super::super::forms;
use super::super::prod::Step::{self, Any, Many, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (192.0.2.1) by mx.example.net (7.3.120)
///     id 4611FE5E00C8EBA0 for user@example.net; Wed, 10 Jan 2007 08:09:10 +0200
/// from [192.168.1.2] (192.0.2.1) by mx.example.net (8.5.016.1)
///     id 4AE04A3D10958852 for user@example.org; Sat, 10 Jan 2009 08:09:10 +0100
/// from [192.168.1.3] (192.0.2.1) by mx.example.net (8.6.033) (authenticated as user@example.net)
///     id 5009F49C0CB6E303 for user@example.org; Tue, 10 Jan 2012 08:09:10 +0200
/// ```
const NETWORK: &[Step] = &[
    FROM,
    One(Tag::BareAddr),
    BY,
    Any(tags(&[Tag::Version, Tag::SvcVersion, Tag::Brand])),
    Many(tags(&[Tag::AuthBits, Tag::AuthSender])),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// from 192.0.2.1 (HELO announced.example.org) by mx.example.net (198.51.100.1) with SMTP;
///     10 Jan 2002 08:09:10 -0700
/// ```
const CPMTA: &[Step] =
    &[One(Tag::FromAddr), One(Tag::Helo), BY, One(Tag::ByAddr), One(Tag::With), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "critical-path",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::address },
        Form { name: forms::NETWORK, steps: CPMTA, check: any, settle: settle::literal },
    ],
};

fn id(r: &Reading<'_>) -> bool {
    r.id().len() == 16
        && shapes::hex(r.id(), 16)
        && r.software_text()
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b' ' | b'(' | b')'))
}
