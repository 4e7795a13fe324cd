//! Web mail that hands over by SMTP and writes a line of its own first: Horde, IMP,
//! SquirrelMail.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from client.example.org (client.example.org [192.0.2.1]) by webmail.example.net
///     (Horde MIME library) with HTTP; Wed, 10 Jan 2007 08:09:10 +0100
/// ```
const HORDE: &[Step] =
    &[FROM, PEER, BY, One(Tag::Software), One(Tag::With), Opt(Tag::For), One(Tag::Date)];

/// ```text
/// from 192.0.2.1 (proxying for 198.51.100.1) (SquirrelMail authenticated user user@example.org)
///     by webmail.example.net with HTTP; Wed, 10 Jan 2007 08:09:10 -0500 (EST)
/// ```
const SQUIRREL: &[Step] = &[
    Any(tags(&[Tag::FromAddr, Tag::FromName, Tag::FromLiteral])),
    OptAny(tags(&[Tag::Addr, Tag::NameAddr])),
    Opt(Tag::Note),
    One(Tag::AuthBits),
    BY,
    One(Tag::With),
    One(Tag::Date),
];

/// ```text
/// from [192.0.2.1] by ws5-1.example.net with http for user@example.org;
///     Wed, 10 Jan 2007 08:09:10 +0800
/// ```
const OUTBLAZE: &[Step] = &[
    Any(tags(&[Tag::FromAddr, Tag::FromLiteral])),
    BY,
    One(Tag::With),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "webmail",
    forms: &[
        Form { name: forms::HTTP, steps: HORDE, check: http, settle: settle::unverified },
        Form { name: forms::HTTP, steps: SQUIRREL, check: http, settle: settle::literal },
        Form { name: forms::HTTP, steps: OUTBLAZE, check: lower_http, settle: settle::literal },
    ],
};

fn lower_http(r: &Reading<'_>) -> bool {
    r.with() == "http"
}

fn http(r: &Reading<'_>) -> bool {
    matches!(r.with(), "HTTP" | "HTTPS")
}
