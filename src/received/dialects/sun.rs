//! Messaging servers of Netscape, iPlanet, Sun and Oracle, and PMDF before them.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, Opt};
use super::super::prod::{Tag, tags};
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (client.example.org [192.0.2.1]) by mx.example.net
///     (Sun Java System Messaging Server 6.2-6.01 (built Apr  3 2006)) with ESMTP
///     id <0JGL0059F0JOBPK0@mx.example.net> for user@example.net;
///     Wed, 10 Jan 2007 08:09:10 -0400 (EDT)
/// from conversion-daemon.mx.example.net by mx.example.net
///     (Sun Java System Messaging Server 6.2-4.02 (built Sep  9 2005))
///     id <0JGL0059F0JOBPK0@mx.example.net> (original mail from sender@example.org)
///     for user@example.net; Wed, 10 Jan 2007 08:09:10 -0400 (EDT)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    One(Tag::Id),
    Many(tags(&[Tag::For, Tag::Orcpt, Tag::Note])),
    One(Tag::Date),
];

/// ```text
/// by mx.example.net (Oracle Communications Messaging Server 8.0.2.3 64bit (built Dec 19 2019))
///     id <0JGL0059F0JOBPK0@mx.example.net> for user@example.net; Wed, 10 Jan 2024 08:09:10 +0000 (GMT)
/// ```
const LOCAL: &[Step] = &[
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    One(Tag::Id),
    Many(tags(&[Tag::For, Tag::Orcpt, Tag::Note])),
    One(Tag::Date),
];

/// Its web mail:
/// ```text
/// from [192.0.2.1] (Forwarded-For: [198.51.100.1]) by mx.example.net (mshttpd);
///     Wed, 10 Jan 2007 08:09:10 +0000 (GMT)
/// ```
const WEB: &[Step] = &[
    One(Tag::FromLiteral),
    Opt(Tag::Note),
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "sun",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::perhaps_literal },
        Form { name: forms::LOCAL, steps: LOCAL, check: any, settle: settle::nothing },
        Form { name: forms::HTTP, steps: WEB, check: any, settle: settle::literal },
    ],
};
