//! Yahoo: its inner protocol, its web mail, and the mail servers in front.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from [192.0.2.1] by n20.example.yahoo.com with NNFMP; 10 Jan 2007 08:09:10 -0000
/// from [192.0.2.1] by web37708.mail.mud.yahoo.com via HTTP; Wed, 10 Jan 2007 08:09:10 PST
/// from 192.0.2.1 by atlas-production.example.yahoo.com pod-id 1234 with HTTPS;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from announced.example by sonic301.example.yahoo.com with HTTP; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const LINE: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::Addr, Tag::NameAddr])),
    BY,
    Opt(Tag::Note),
    Any(tags(&[Tag::Via, Tag::With])),
    One(Tag::Date),
];

/// ```text
/// by hermes--production-bf1-5f3a9c.example.yahoo.com (Yahoo Inc. Hermes SMTP Server)
///     with ESMTPA ID 3f5a9c0e1d2b4a6c8e7f; Wed, 10 Jan 2024 08:09:10 +0000 (UTC)
/// ```
const HERMES: &[Step] = &[BY, One(Tag::Software), One(Tag::With), One(Tag::Id), One(Tag::Date)];

/// ```text
/// from unknown (HELO ?192.168.1.2?) (user@192.0.2.1 with plain)
///     by smtp101.mail.example.yahoo.com with SMTP; 10 Jan 2007 08:09:10 -0000
/// ```
const LOGIN: &[Step] =
    &[One(Tag::FromName), Opt(Tag::Helo), One(Tag::UserAddr), BY, One(Tag::With), One(Tag::Date)];

/// ```text
/// from 192.0.2.1 (EHLO announced.example.org) by 10.197.33.205 with SMTPs
///     (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256); Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const INBOUND: &[Step] = &[
    One(Tag::FromAddr),
    One(Tag::Helo),
    One(Tag::ByLiteral),
    One(Tag::With),
    Opt(Tag::TlsPairs),
    One(Tag::Date),
];

/// Its older servers in front:
/// ```text
/// from 192.0.2.1 (EHLO announced.example.org) (192.0.2.1) by mta232.mail.example.yahoo.com
///     with SMTP; Sun, 25 Jan 2004 00:24:37 -0800
/// from 192.0.2.1 (EHLO ) (192.0.2.1) by mta232.mail.example.yahoo.com with SMTP;
///     Sun, 25 Jan 2004 00:24:37 -0800
/// ```
const FRONT: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromAddr])),
    One(Tag::Helo),
    One(Tag::BareAddr),
    BY,
    One(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "yahoo",
    forms: &[
        Form { name: forms::NETWORK, steps: INBOUND, check: inbound, settle: settle::literal },
        Form { name: forms::NETWORK, steps: FRONT, check: front, settle: settle::looked_up_first },
        Form { name: forms::INTERNAL, steps: LINE, check: nnfmp, settle: settle::literal },
        Form { name: forms::HTTP, steps: LINE, check: web, settle: web_settle },
        Form { name: forms::SUBMISSION, steps: HERMES, check: any, settle: settle::nothing },
        Form {
            name: forms::SUBMISSION,
            steps: LOGIN,
            check: login,
            settle: settle::looked_up_first,
        },
    ],
};

fn front(r: &Reading<'_>) -> bool {
    r.with() == "SMTP" && yahoo(r)
}

fn inbound(r: &Reading<'_>) -> bool {
    matches!(r.with(), "SMTP" | "SMTPs")
}

fn nnfmp(r: &Reading<'_>) -> bool {
    r.with() == "NNFMP"
}

fn yahoo(r: &Reading<'_>) -> bool {
    r.by_host().ends_with(".yahoo.com") || r.by_host().ends_with(".yahoodns.net")
}

fn web(r: &Reading<'_>) -> bool {
    (r.via() == "HTTP" || matches!(r.with(), "HTTP" | "HTTPS")) && yahoo(r)
}

fn web_settle(r: &mut Reading<'_>) {
    settle::literal(r);
    if let Some(from) = &mut r.line.from {
        from.authenticated = true;
    }
}

fn login(r: &Reading<'_>) -> bool {
    r.line.from.as_ref().is_some_and(|from| from.authenticated)
}
