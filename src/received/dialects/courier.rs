//! Courier (`courier/module.esmtp/courieresmtpd.c`): IPv4 addresses in their IPv6 form.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [::ffff:192.0.2.1])
///     (AUTH: LOGIN user@example.net, TLS: TLSv1/SSLv3,256bits,AES256-SHA)
///     by mx.example.net with esmtp; Wed, 10 Jan 2024 08:09:10 +0100
///     id 0001BD58.46264008.0000146F
/// from announced.example.org (mail.example.org [192.0.2.1])
///     (TLS: TLSv1.3,256bits,ECDHE-RSA-AES256-GCM-SHA384) by mx.example.net with ESMTPS
///     id 00000000000E0B22.00000000659E4236.00004E21; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    OptAny(tags(&[Tag::AuthBits, Tag::TlsColon, Tag::Note])),
    BY,
    One(Tag::With),
    Opt(Tag::Id),
    One(Tag::Date),
    Opt(Tag::Id),
];

/// ```text
/// from localhost (localhost [127.0.0.1]) (uid 1000) by mx.example.net with local;
///     Wed, 10 Jan 2024 08:09:10 +0100 id 0001BD58.46264008.0000146F
/// ```
const LOCAL: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::NameAddr, Tag::Addr])),
    Opt(Tag::Note),
    BY,
    One(Tag::With),
    One(Tag::Date),
    Opt(Tag::Id),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "courier",
    forms: &[
        Form { name: forms::LOCAL, steps: LOCAL, check: local, settle: settle::unverified },
        Form { name: forms::NETWORK, steps: NETWORK, check: smtp, settle: settle::unverified },
    ],
};

/// Lower-case protocols, and an id of hexadecimal numbers between dots.
fn fields(r: &Reading<'_>) -> bool {
    let id = r.id();
    let mapped = r.line.from.as_ref().and_then(|from| from.ip_written.as_ref());
    let written = mapped.is_some_and(|written| written.as_str().starts_with(':'));
    if id.is_empty() {
        written
    } else {
        id.split('.').count() == 3 && id.split('.').all(|f| shapes::hex(f, 6))
    }
}

fn smtp(r: &Reading<'_>) -> bool {
    let smtp = ["smtp", "esmtp", "esmtps", "esmtpa", "esmtpsa", "utf8smtp", "utf8smtps"];
    let with = r.with();
    // Later versions write capitals, and longer ids.
    let long = || r.id().split('.').map(str::len).eq([16, 16, 8]);
    fields(r)
        && (smtp.contains(&with) || smtp.iter().any(|w| w.eq_ignore_ascii_case(with)) && long())
}

fn local(r: &Reading<'_>) -> bool {
    r.with() == "local" && fields(r)
}
