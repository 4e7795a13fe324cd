//! Sophos Email Appliance: a Postfix in front, whose from part it keeps, and a filter behind.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{FROM, PEER};
use super::{Dialect, Form, settle};

/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1])
///     (using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))
///     (Client CN "mail.example.org", Issuer "Example CA" (verified OK))
///     by filter.example.net (Sophos Email Appliance) with ESMTPS id D91109421A4_FD894F7F
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0000 (GMT)
/// ```
/// ```text
/// from filter.example.net (localhost.localdomain [127.0.0.1])
///     by localhost (Email Security Appliance) with SMTP id 32CC71EA581A_CBFA0C0B;
///     Wed, 10 Jan 2024 08:09:10 +0000 (GMT)
/// ```
const LINE: &[Step] = &[
    FROM,
    PEER,
    Opt(Tag::TlsUsing),
    Opt(Tag::Cert),
    Opt(Tag::AuthSender),
    One(Tag::By),
    Any(tags(&[Tag::Software, Tag::Brand])),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "sophos",
    forms: &[
        Form { name: forms::NETWORK, steps: LINE, check: front, settle: settle::verified },
        Form { name: forms::SCAN, steps: LINE, check: behind, settle: settle::verified },
    ],
};

/// Two numbers in upper-case hexadecimal, the first of them a queue id of Postfix.
fn id(id: &str) -> bool {
    id.split_once('_')
        .is_some_and(|(queue, rest)| shapes::postfix_short(queue) && shapes::upper_hex(rest, 4))
}

fn fields(r: &Reading<'_>) -> bool {
    r.id_is(id)
        && r.date().ends_with("(GMT)")
        && matches!(r.with(), "SMTP" | "ESMTP" | "ESMTPS" | "ESMTPA" | "ESMTPSA")
}

fn front(r: &Reading<'_>) -> bool {
    r.software == "sophos" && fields(r)
}

fn behind(r: &Reading<'_>) -> bool {
    r.by_host() == "localhost"
        && r.software_text() == "Email Security Appliance"
        && r.with() == "SMTP"
        && fields(r)
}
