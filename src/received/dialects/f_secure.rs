//! F-Secure's gateways, which stand before a server as a proxy and filter what goes through.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::{Dialect, Form, settle};

/// Internet Gatekeeper for Linux names itself, its version and its host:
/// ```text
/// from announced.example.org (192.0.2.1)
///     by filter.example.net (F-Secure/fsigk_smtp/550/filter.example.net);
///     Wed, 10 Jan 2024 08:09:10 +0900 (JST)
/// ```
const GATEKEEPER: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromAddr, Tag::FromLiteral])),
    One(Tag::BareAddr),
    One(Tag::By),
    One(Tag::Software),
    One(Tag::Date),
];

/// ```text
/// from [192.0.2.1]:50999 (HELO announced.example.org) by filter.example.net ([198.51.100.1]:25)
///     (F-Secure Anti-Virus for Internet Mail 6.0.34 Release) with SMTP;
///     Thu, 10 Jan 2002 08:09:10 -0000
/// ```
const ANTI_VIRUS: &[Step] = &[
    Any(tags(&[Tag::FromLiteral, Tag::FromAddr])),
    Opt(Tag::Helo),
    One(Tag::By),
    Opt(Tag::ByAddr),
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "f-secure",
    forms: &[
        Form { name: forms::NETWORK, steps: GATEKEEPER, check: own, settle: settle::address },
        Form { name: forms::NETWORK, steps: ANTI_VIRUS, check: named, settle: settle::literal },
    ],
};

fn named(r: &Reading<'_>) -> bool {
    r.software == "f-secure"
}

/// `F-Secure/fsigk_smtp/550/` and its own host.
fn own(r: &Reading<'_>) -> bool {
    named(r) && r.software_text().rsplit_once('/').is_some_and(|(_, host)| host == r.by_host())
}
