//! Servers with no peculiarity but their name: borderware, avmailgate, axigen, eims, icewarp,
//! imail, mailmarshal, navgw, pgp, postal, scalix, vircom and the like. Their lines
//! keep to RFC 5321 section 4.4 with the software in a comment after the host.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, OptAny};
use super::super::prod::{Tag, tags};
use super::steps::{BY, CLAUSES, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net (NAVGW 2.5.1.18)
///     with SMTP id M2002090516342709381 for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// from announced.example.org [192.0.2.1] by mx.example.net (SMTPD32-7.12) id AD7FA80134;
///     Wed, 10 Jan 2001 08:09:10 -0500
/// ```
pub(super) const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::NameAddr, Tag::Addr, Tag::BareAddr, Tag::WordAddr, Tag::NameBareAddr])),
    Many(tags(&[Tag::AuthBits, Tag::AuthSender, Tag::TlsUsing, Tag::Cert])),
    BY,
    Many(tags(&[Tag::ByAddr, Tag::ByNameAddr])),
    CLAUSES,
    One(Tag::Software),
    CLAUSES,
    One(Tag::Date),
];

/// ```text
/// by mx.example.net (Scalix SMTP Relay 11.0.4.11929) with ESMTP id abc123;
///     Wed, 10 Jan 2007 08:09:10 +0100
/// ```
pub(super) const LOCAL: &[Step] = &[BY, One(Tag::Software), CLAUSES, One(Tag::Date)];

/// The forms of all of them.
pub(super) const FORMS: &[Form] = &[
    Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::perhaps_literal },
    Form { name: forms::LOCAL, steps: LOCAL, check: any, settle: settle::nothing },
];

macro_rules! dialects {
    ($($constant:ident = $name:literal,)*) => {
        $(pub(super) const $constant: Dialect = Dialect { name: $name, forms: FORMS };)*
    };
}

dialects! {
    APPLESHARE = "appleshare",
    ARGOSOFT = "argosoft",
    AVMAILGATE = "avmailgate",
    AXIGEN = "axigen",
    BORDERWARE = "borderware",
    BRIGHTMAIL = "brightmail",
    EIMS = "eims",
    FREE = "free",
    ICEWARP = "icewarp",
    IDEASMTP = "ideasmtp",
    IMAIL = "imail",
    MAILGATE = "mailgate",
    MAILMARSHAL = "mailmarshal",
    MAILSHIELD = "mailshield",
    MAILTM = "mailtm",
    MESSAGEWALL = "messagewall",
    NAVGW = "navgw",
    PGP = "pgp",
    POSTAL = "postal",
    ROCKLIFFE = "rockliffe",
    POSTOFFICE = "postoffice",
    SCALIX = "scalix",
    SURGEMAIL = "surgemail",
    VIRCOM = "vircom",
    VISNETIC = "visnetic",
    WINGATE = "wingate",
    ZONEMTA = "zonemta",
}
