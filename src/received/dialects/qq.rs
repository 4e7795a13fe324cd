//! Tencent's exmail and QQ.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (unknown [192.0.2.1]) by esmtp6.qq.com (ESMTP) with id ;
///     Wed, 10 Jan 2024 08:09:10 +0800 (CST)
/// from announced.example.org (unknown [192.0.2.1]) by newxmesmtplogicsvrszc2-0.qq.com (NewEsmtp)
///     with SMTP id 5F3A9C0E; Wed, 10 Jan 2024 08:09:10 +0800
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::Brand),
    Any(tags(&[Tag::With, Tag::EmptyWith])),
    OptAny(tags(&[Tag::Id, Tag::EmptyId])),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "qq",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::unverified,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    matches!(r.software_text(), "ESMTP" | "NewEsmtp" | "NewMX") || r.by_host().ends_with(".qq.com")
}
