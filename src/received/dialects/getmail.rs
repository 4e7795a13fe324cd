//! getmail, which takes mail out of a mailbox.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::protocol;
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, qmail, settle};
/// ```text
/// from pop.example.org ([192.0.2.1]) by localhost with POP3-SSL (getmail6 6.18.4)
///     for user@localhost; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const FETCH: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    One(Tag::With),
    Any(tags(&[Tag::Software, Tag::Version])),
    Opt(Tag::For),
    One(Tag::Date),
];

/// From version 4 on without its name, and with the clock of qmail:
/// ```text
/// from pop.example.org ([192.0.2.1]:995) by localhost with POP3-SSL; 10 Jan 2024 08:09:10 -0000
/// from pop.example.org (192.0.2.1) by localhost with IMAP4; 10 Jan 2011 08:09:10 -0000
/// from unknown by localhost with POP3; 10 Jan 2011 08:09:10 -0000
/// from pop.example.org (192.0.2.1) by localhost with POP3 for <user@localhost>;
///     10 Jan 2006 08:09:10 -0000
/// ```
/// getmail6 adds its name and where it found the message:
/// ```text
/// from imap.example.org ([2001:db8::6d]:993) by localhost with IMAP4-SSL getmail6
///     msgid:11/315751; 10 Jan 2024 08:09:10 -0000
/// ```
const UNNAMED: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::Addr, Tag::BareAddr, Tag::NameAddr])),
    BY,
    One(Tag::With),
    Opt(Tag::Software),
    Opt(Tag::Note),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "getmail",
    forms: &[
        Form { name: forms::FETCH, steps: FETCH, check: named, settle: settle::address },
        Form { name: forms::FETCH, steps: UNNAMED, check: fetch, settle: settle::address },
    ],
};

fn named(r: &Reading<'_>) -> bool {
    r.software == "getmail"
}

fn fetch(r: &Reading<'_>) -> bool {
    protocol::fetches(r.with()) && qmail::qmail_date(r)
}
