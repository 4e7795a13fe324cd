//! Mirapoint (MOS).

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.net (MOS 3.8.3-GA)
///     with ESMTP id EUM34392 (AUTH user); Wed, 10 Jan 2007 08:09:10 +1000 (EST)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    OptAny(tags(&[Tag::AuthBits])),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// (from client.example.org [192.0.2.1]) by mx.example.net (MOS 3.8.3-GA) with HTTPS/1.1
///     id CEL75631 (AUTH user); Wed, 10 Jan 2007 08:09:10 -0400 (EDT)
/// ```
const WEB: &[Step] = &[
    Any(tags(&[Tag::LocalUser, Tag::Note])),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    OptAny(tags(&[Tag::AuthBits])),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mirapoint",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::unverified },
        Form { name: forms::HTTP, steps: WEB, check: any, settle: settle::address },
    ],
};
