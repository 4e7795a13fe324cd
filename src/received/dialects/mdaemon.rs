//! MDaemon.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by mx.example.net (MDaemon PRO v22.0.3)
///     with ESMTP id md50000123456.msg for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// from announced.example.org by mx.example.net (mail.example.net) (MDaemon PRO v22.0.3)
///     with ESMTPSA id md5001000123456.msg; Wed, 10 Jan 2024 08:09:10 +0100
/// from [192.0.2.1] by mx.example.net (MDaemon PRO v20.0.4)
///     with ESMTPSA id md5001000412233.msg; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::NameAddr, Tag::Addr, Tag::BareAddr, Tag::WordAddr])),
    BY,
    Many(tags(&[Tag::TlsColon, Tag::Brand, Tag::ByAddr, Tag::ByNameAddr])),
    Opt(Tag::Software),
    Opt(Tag::With),
    Opt(Tag::Software),
    Opt(Tag::Id),
    Opt(Tag::TlsPairs),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mdaemon",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::perhaps_literal,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.software == "mdaemon" || r.id().starts_with("md5") && r.id().ends_with(".msg")
}
