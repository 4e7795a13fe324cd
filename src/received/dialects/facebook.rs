//! Facebook's servers.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org [192.0.2.1:25] by 10.0.0.1 [10.0.0.1:25] with esmtp (Farcaster)
///     id dcfa0988-751b-485f-b586-41cf82c56ad5; Wed, 10 Jan 2024 08:09:10 -0800
/// ```
const NETWORK: &[Step] = &[
    FROM,
    One(Tag::WordAddr),
    BY,
    Opt(Tag::ByAddr),
    One(Tag::With),
    One(Tag::Software),
    One(Tag::Id),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "facebook",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::address }],
};
