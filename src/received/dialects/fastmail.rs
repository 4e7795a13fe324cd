//! Fastmail's proxy inside its own network.

use super::super::forms;
use super::super::prod::Step::{self, Many, One};
use super::super::prod::{Tag, tags};
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from compute6.internal ([10.202.2.46]) by mailfrontend1.internal (MEProxy);
///     Wed, 10 Jan 2024 08:09:10 -0500
/// ```
const INTERNAL: &[Step] = &[FROM, PEER, BY, One(Tag::Software), One(Tag::Date)];

/// Its checks, in front of a Postfix:
/// ```text
/// from mailmx.nyi.internal (localhost [127.0.0.1]) by mx6.example.com (Authentication Milter)
///     with ESMTP id 8E909B7A1BF.63B05116009E; Wed, 10 Jan 2024 08:09:10 -0400
/// ```
const MILTER: &[Step] = &[
    FROM,
    PEER,
    Many(tags(&[Tag::TlsUsing, Tag::Cert, Tag::AuthBits, Tag::AuthSender])),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "fastmail",
    forms: &[
        Form { name: forms::INTERNAL, steps: INTERNAL, check: any, settle: settle::address },
        Form { name: forms::NETWORK, steps: MILTER, check: any, settle: settle::unverified },
    ],
};
