//! Microsoft Exchange and Exchange Online. The id is the build number of the server.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org (192.0.2.1) by MX1.example.net (198.51.100.1) with Microsoft SMTP Server
///     (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.7002.19
///     via Frontend Transport; Wed, 10 Jan 2024 08:09:10 +0000
/// from MB1.example.net ([fe80::1]) by MB2.example.net ([fe80::2%4]) with mapi id 15.20.7002.019;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from MB1.example.net (::1) by MB2.example.net with HTTPS; Wed, 10 Jan 2024 08:09:10 +0000
/// from MB1.example.net (2001:db8::1) by MB1.example.net (2001:db8::1)
///     with MailboxResubmission by AntispamTT id 15.20.7249.19; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const LINE: &[Step] = &[
    FROM,
    Any(tags(&[Tag::BareAddr, Tag::Addr])),
    BY,
    Opt(Tag::ByAddr),
    One(Tag::With),
    OptAny(tags(&[Tag::TlsPairs, Tag::TlsColon])),
    Opt(Tag::Id),
    Opt(Tag::Via),
    One(Tag::Date),
];

/// Dropped into a directory, or taken from the mailbox store:
/// ```text
/// from mail pickup service by MX1.example.net with Microsoft SMTP Server id 15.20.7002.19;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from MX1.example.net by MX1.example.net with mapi; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const LOCAL: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromPickup])),
    BY,
    Opt(Tag::ByAddr),
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::Via),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "exchange",
    forms: &[
        Form { name: forms::REQUEUE, steps: LINE, check: resubmitted, settle: settle::address },
        Form { name: forms::NETWORK, steps: LINE, check: smtp, settle: settle::address },
        Form { name: forms::INTERNAL, steps: LINE, check: inner, settle: settle::address },
        Form { name: forms::LOCAL, steps: LOCAL, check: local, settle: settle::nothing },
    ],
};

fn smtp(r: &Reading<'_>) -> bool {
    r.with() == "Microsoft SMTP Server" && build(r)
}

fn build(r: &Reading<'_>) -> bool {
    r.id().is_empty() || r.id_is(shapes::build_number)
}

fn resubmitted(r: &Reading<'_>) -> bool {
    (r.via() == "Mailbox Resubmission" || r.with().starts_with("MailboxResubmission")) && build(r)
}

fn inner(r: &Reading<'_>) -> bool {
    matches!(r.with(), "mapi" | "HTTPS" | "HTTP") && build(r) && !r.has(Tag::For)
}

fn local(r: &Reading<'_>) -> bool {
    matches!(r.with(), "mapi" | "Microsoft SMTP Server") && build(r)
}
