//! NTMail.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from [192.0.2.1] by mx.example.net (NTMail 5.06.0016/NY0754.00.6ee0cb71) with ESMTP id uxihchaa
///     for user@example.net; Wed, 10 Jan 2001 08:09:10 -0500
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "ntmail",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: any,
        settle: settle::perhaps_literal,
    }],
};
