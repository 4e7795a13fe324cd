//! The Internet Mail Service of Exchange 5.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by mx.example.net
///     with SMTP (Microsoft Exchange Internet Mail Service Version 5.5.2653.13) id TT4L1PNG;
///     Wed, 10 Jan 2001 08:09:10 -0700
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::With),
    Any(tags(&[Tag::Software, Tag::SvcVersion])),
    Opt(Tag::Id),
    One(Tag::Date),
];

/// ```text
/// by mx.example.net with Internet Mail Service (5.5.2653.19) id <PXX6AT23>;
///     Wed, 10 Jan 2001 08:09:10 +0100
/// ```
const LOCAL: &[Step] = &[BY, One(Tag::With), One(Tag::SvcVersion), Opt(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "ims",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: service, settle: settle::address },
        Form { name: forms::LOCAL, steps: LOCAL, check: service, settle: settle::nothing },
    ],
};

fn service(r: &Reading<'_>) -> bool {
    r.with() == "Internet Mail Service" || r.software == "ims"
}
