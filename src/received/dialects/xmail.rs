//! XMail (`SMTPSvr.cpp`), which calls itself by name where others name the protocol.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};

/// ```text
/// from announced.example.org ([192.0.2.1]:2639) by mx.example.net
///     with [XMail 1.27 ESMTP Server] id <S3F5589> for <user@example.net>
///     from <sender@example.org>; Wed, 10 Jan 2024 08:09:10 +0100
/// from [192.0.2.1] ([192.0.2.1]:15215) by mx.example.net ([198.51.100.1]:465)
///     with [XMail 1.27 SSLtag 0.2 ESMTP Server] id <SA4E69> for <user@example.net>
///     from <sender@example.org>; Wed, 10 Jan 2024 08:09:10 +0100
/// from announced.example.org (client.example.org [192.0.2.1]:58476) by mx.example.net
///     (mx2.example.net [198.51.100.1]:25) with ESMTP ([XMail 1.27 ESMTP Server]) id <S16FAD6A>
///     for <user@example.net> from <sender@example.org>; Wed, 10 Jan 2024 08:09:10 +0100
/// from announced.example.org (192.0.2.1) by mx.example.net (XMail 1.22) with ESMTP
///     id <S16FAD6A>; Wed, 10 Jan 2007 08:09:10 +0100
/// ```
/// Sites can have it leave the client's address out:
/// ```text
/// from announced.example.org by mx.example.net with [XMail 1.27 ESMTP Server] id <S423AA1>
///     for <user@example.net> from <sender@example.org>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::Addr, Tag::NameAddr, Tag::BareAddr])),
    BY,
    OptAny(tags(&[Tag::ByAddr, Tag::ByNameAddr, Tag::Software])),
    One(Tag::With),
    Opt(Tag::Software),
    One(Tag::Id),
    Opt(Tag::For),
    Opt(Tag::Note),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "xmail",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::unverified,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    r.software == "xmail" || r.with().starts_with("[XMail")
}
