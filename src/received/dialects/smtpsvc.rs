//! The SMTP service of Windows (IIS, Exchange 2000 and 2003, Hotmail).

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org ([192.0.2.1]) by mx.example.net with Microsoft SMTPSVC(6.0.3790.4675);
///     Wed, 10 Jan 2024 08:09:10 +0100
/// from mail.example.org ([192.0.2.1] RDNS failed) by mx.example.net
///     with Microsoft SMTPSVC(6.0.3790.4675); Wed, 10 Jan 2024 08:09:10 +0100
/// from mail.example.org ([192.0.2.1]) by mx.example.net over TLS secured channel
///     with Microsoft SMTPSVC(8.5.9600.16384); Wed, 10 Jan 2024 08:09:10 +0100
/// from mail.example.org ([192.0.2.1]) by mx.example.net
///     with Microsoft SMTPSVC(10.0.17763.1697) over TLS secured channel;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    Opt(Tag::Note),
    One(Tag::With),
    Opt(Tag::SvcVersion),
    Opt(Tag::Note),
    One(Tag::Date),
];

/// ```text
/// from mail pickup service by mx.example.net with Microsoft SMTPSVC;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const PICKUP: &[Step] =
    &[Any(tags(&[Tag::FromPickup])), BY, One(Tag::With), Opt(Tag::SvcVersion), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "smtpsvc",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: svc, settle: settle::unverified },
        Form { name: forms::PICKUP, steps: PICKUP, check: svc, settle: settle::nothing },
    ],
};

fn svc(r: &Reading<'_>) -> bool {
    r.with() == "Microsoft SMTPSVC"
}
