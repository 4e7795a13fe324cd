//! Coremail (NetEase and many Chinese universities).

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (unknown [192.0.2.1]) by mx1 (Coremail)
///     with SMTP id qwCowACnrfk1_i5ixhxyAw--.16154S2; Wed, 10 Jan 2024 08:09:10 +0800 (CST)
/// from user$example.org ( [192.0.2.1] ) by ajax-webmail-mx1 (Coremail);
///     Wed, 10 Jan 2024 08:09:10 +0800 (CST)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// by ajax-webmail-mx1 (Coremail) ; Wed, 10 Jan 2024 08:09:10 +0800 (GMT+08:00)
/// ```
const WEB: &[Step] = &[BY, One(Tag::Software), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "coremail",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::unverified },
        Form { name: forms::HTTP, steps: WEB, check: any, settle: settle::nothing },
    ],
};
