//! Trend Micro InterScan.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM, OPT_PEER, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by mx with InterScan Messaging Security Suite;
///     Wed, 10 Jan 2007 08:09:10 -0400
/// from 192.0.2.1 by mx.example.net (InterScan E-Mail VirusWall NT);
///     Wed, 10 Jan 2001 08:09:10 +0100
/// ```
const SCAN: &[Step] = &[FROM, OPT_PEER, BY, Opt(Tag::Software), Opt(Tag::With), One(Tag::Date)];

/// Its SMTP service:
/// ```text
/// from announced.example.org ([192.0.2.1]) by mx.example.net ([198.51.100.1])
///     with ESMTP (TREND IMSS SMTP Service 7.0; TLS: TLSv1/SSLv3,128bits,AES128-SHA)
///     id 3263265f0000108c ; Wed, 10 Jan 2007 08:09:10 -0700
/// ```
const SERVICE: &[Step] = &[
    FROM,
    PEER,
    BY,
    Opt(Tag::ByAddr),
    One(Tag::With),
    One(Tag::Software),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "interscan",
    forms: &[
        Form { name: forms::NETWORK, steps: SERVICE, check: service, settle: settle::unverified },
        Form { name: forms::SCAN, steps: SCAN, check: fields, settle: settle::literal },
    ],
};

fn fields(r: &Reading<'_>) -> bool {
    r.software == "interscan" || r.with().starts_with("InterScan ")
}

/// Sixteen hexadecimal digits.
fn service(r: &Reading<'_>) -> bool {
    r.software == "interscan" && r.id_is(|id| id.len() == 16 && shapes::hex(id, 16))
}
