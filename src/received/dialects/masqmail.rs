//! masqmail.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from user by mx.example.net with local (masqmail 0.2.21) id 1HeK9Y-4jj-00
///     for <user@example.net>; Wed, 10 Jan 2007 08:09:10 +0200
/// from announced.example.org [192.0.2.1] by mx.example.net with ESMTP (masqmail 0.2.21)
///     id 1HeK9Y-4jj-00; Wed, 10 Jan 2007 08:09:10 +0200
/// ```
const LINE: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::WordAddr, Tag::NameAddr, Tag::Addr])),
    BY,
    One(Tag::With),
    One(Tag::Software),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "masqmail",
    forms: &[
        Form { name: forms::LOCAL, steps: LINE, check: local, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: LINE, check: any, settle: settle::unverified },
    ],
};

fn local(r: &Reading<'_>) -> bool {
    r.with() == "local"
}
