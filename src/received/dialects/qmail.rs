//! qmail (`received.c`, `qmail-smtpd.c`) and its relatives: UTC dates without a weekday, and
//! mostly no id.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, any, settle};

/// ```text
/// from unknown (HELO announced.example.org) (user@192.0.2.1)
///     by mx.example.net with SMTP; 10 Jan 2024 08:09:10 -0000
/// from mail.example.org ([192.0.2.1]) (envelope-sender <sender@example.org>)
///     by mx.example.net (qmail-ldap-1.03) with SMTP for <user@example.net>;
///     10 Jan 2024 08:09:10 -0000
/// from unknown (HELO announced.example.org) (user@example.net@[192.0.2.1])
///     (envelope-sender <sender@example.org>)
///     by mx.example.net (qmail-ldap-1.03) with AES256-SHA encrypted SMTP
///     for <user@example.net>; 10 Jan 2024 08:09:10 -0000
/// from client.example.org (HELO announced.example.org) (user@example.net@[192.0.2.1])
///     (envelope-sender <sender@example.org>)
///     by mx.example.net (WP-SMTPD) with SMTP for <user@example.net>; 10 Jan 2024 08:09:10 +0200
/// from unknown (HELO announced.example.org) ([192.0.2.1]) (envelope-sender <sender@example.org>)
///     by mx.example.net (qmail-1.03) with SMTP for <user@example.net>; 10 Jan 2013 08:09:10 -0000
/// from unknown (HELO announced) (user@example.org@[192.0.2.1])
///     (envelope-sender <sender@example.org>) by 0 (magicmail) with SMTP for <user@example.net>;
///     10 Jan 2016 08:09:10 -0000
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr, Tag::FromText])),
    Opt(Tag::Helo),
    OptAny(tags(&[Tag::BareAddr, Tag::UserAddr, Tag::Addr, Tag::NameAddr, Tag::WordAddr])),
    Opt(Tag::EnvelopeFrom),
    BY,
    Opt(Tag::Software),
    One(Tag::With),
    Opt(Tag::TlsColon),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// (qmail 4141 invoked by uid 104); 10 Jan 2024 08:09:10 -0000
/// (nullmailer pid 4141 invoked by uid 104); Wed, 10 Jan 2024 08:09:10 -0000
/// ```
const INVOKED: &[Step] = &[Any(tags(&[Tag::Invoked, Tag::Injected])), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "qmail",
    forms: &[
        Form { name: forms::LOCAL, steps: INVOKED, check: any, settle: settle::nothing },
        Form {
            name: forms::NETWORK,
            steps: NETWORK,
            check: network,
            settle: settle::looked_up_first,
        },
    ],
};

/// qmail's clock: no weekday, and always UTC written `-0000`.
pub(super) fn qmail_date(r: &Reading<'_>) -> bool {
    let date = r.date();
    date.ends_with("-0000") && date.starts_with(|c: char| c.is_ascii_digit())
}

fn network(r: &Reading<'_>) -> bool {
    let with = r.with().strip_suffix(" encrypted SMTP").unwrap_or(r.with());
    (qmail_date(r) || local_date(r)) && with.bytes().all(|b| !b.is_ascii_lowercase())
}

/// One relative keeps to the order of qmail's clock and not to UTC.
fn local_date(r: &Reading<'_>) -> bool {
    r.software_text() == "WP-SMTPD" && r.date().starts_with(|c: char| c.is_ascii_digit())
}
