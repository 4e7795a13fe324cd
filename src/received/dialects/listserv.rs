//! L-Soft LISTSERV and its mail servers (SMTPL, LSMTP).

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from LISTS.EXAMPLE.ORG by LISTS.EXAMPLE.ORG (LISTSERV-TCP/IP release 16.0) with spool
///     id 5825969 for LIST@LISTS.EXAMPLE.ORG; Wed, 10 Jan 2024 08:09:10 -0500
/// by LISTS.EXAMPLE.ORG (LISTSERV-TCP/IP release 16.5) with spool id 29411873
///     for LIST-L@LISTS.EXAMPLE.ORG; Wed, 10 Jan 2024 08:09:10 -0500
/// ```
const SPOOL: &[Step] = &[
    Opt(Tag::FromName),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// from 192.0.2.1 by LISTS.EXAMPLE.ORG (SMTPL release 1.0d) with TCP;
///     Wed, 10 Jan 2007 08:09:10 -0500
/// ```
const SMTPL: &[Step] = &[FROM, BY, One(Tag::Software), One(Tag::With), One(Tag::Date)];

/// ```text
/// from announced (192.0.2.1:2447) by lists.example.org (LSMTP for Windows NT v1.1b) with SMTP
///     id <0.001C056E@lists.example.org>; Wed, 10 Jan 2007 08:09:10 -0400
/// from announced (host.example.org) by lists.example.org (LSMTP for Windows NT v1.1b) with SMTP
///     id <0.001C056E@lists.example.org>; Wed, 10 Jan 2007 08:09:10 -0400
/// ```
const LSMTP: &[Step] = &[
    FROM,
    Any(tags(&[Tag::BareAddr, Tag::NameOnly, Tag::Addr, Tag::NameAddr])),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "listserv",
    forms: &[
        Form { name: forms::LIST, steps: SPOOL, check: spool, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: SMTPL, check: any, settle: settle::literal },
        Form { name: forms::NETWORK, steps: LSMTP, check: any, settle: settle::unverified },
    ],
};

fn spool(r: &Reading<'_>) -> bool {
    r.with() == "spool"
}
