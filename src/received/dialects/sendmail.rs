//! sendmail 8 and servers built on it (`cf/m4/proto.m4`, the `Received:` header of `sendmail.cf`).

use super::super::RdnsStatus;
use super::super::forms;
use super::super::prod::Step::{self, Any, Many, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org (IDENT:user@mail.example.org [192.0.2.1] (may be forged))
///     (authenticated bits=0)
///     by mx.example.net (8.17.1/8.17.1) with ESMTPS id 40A89AZN014573
///     (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
///     (envelope-from sender@example.org)
/// from mail.example.org (mail.example.org [192.0.2.1]) via ESMTP by mx.example.net (8.12.1/)
///     id 40A89AZN014573; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::NameAddr, Tag::Addr, Tag::Forged])),
    Many(tags(&[Tag::AuthBits])),
    Opt(Tag::Via),
    BY,
    Opt(Tag::EnvelopeFrom),
    SOFTWARE,
    Opt(Tag::Via),
    Opt(Tag::With),
    One(Tag::Id),
    OptAny(tags(&[Tag::TlsPairs, Tag::TlsUsing])),
    Opt(Tag::Note),
    Opt(Tag::For),
    One(Tag::Date),
    Opt(Tag::EnvelopeFrom),
];

/// The version, or what the site put in its place.
const SOFTWARE: Step = OptAny(tags(&[Tag::Software, Tag::Version, Tag::Brand]));

/// From a program on the same host, by `sendmail -t` or by a connection to itself:
/// ```text
/// (from user@localhost) by mx.example.net (8.17.1/8.17.1/Submit) id 40A89AZN014573
///     for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// from localhost (user@localhost) by mx.example.net (8.9.3/8.9.3) with ESMTP id IAA14573
///     for <user@example.net>; Wed, 10 Jan 2001 08:09:10 +0100
/// ```
/// Its own reports, and old versions of it:
/// ```text
/// from localhost (localhost) by mx.example.net (8.14.4/8.14.4) id 40A89AZN014573;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// from localhost (localhost) by mx.example.net (8.8.5/8.8.5) with internal id IAA14573;
///     Wed, 10 Jan 2001 08:09:10 +0100
/// from localhost (localhost) by mx.example.net (envelope-from MAILER-DAEMON) (8.14.2/8.14.2)
///     id m0GFZ1c3009410; Wed, 10 Jan 2008 08:09:10 +1100
/// by mx.example.net (4.1/SMI-4.1) id AA04412; Tue, 10 Jan 95 08:09:10 EST
/// ```
/// And from the host itself, where it is not told how:
/// ```text
/// from mx by mx.example.net (8.8.8/1.1.22.3/25Feb99-0911AM) id RAA0000008029;
///     Wed, 28 Aug 2002 17:07:54 -0400 (EDT)
/// from [127.0.0.1] by mx.example.net (8.12.8/site-1.2) via ESMTP id l4D8sZok031522;
///     Sun, 13 May 2007 01:54:35 -0700
/// ```
const LOCAL: &[Step] = &[
    OptAny(tags(&[Tag::FromName, Tag::FromLiteral, Tag::LocalUser])),
    OptAny(tags(&[Tag::UserHost, Tag::NameOnly])),
    BY,
    Opt(Tag::EnvelopeFrom),
    One(Tag::Software),
    Opt(Tag::Via),
    Opt(Tag::With),
    One(Tag::Id),
    OptAny(tags(&[Tag::TlsPairs, Tag::TlsUsing])),
    Opt(Tag::For),
    One(Tag::Date),
    Opt(Tag::EnvelopeFrom),
];

/// Before version 8 the client's address was not noted:
/// ```text
/// from host.example.org by mx.example.net (5.65c/IDA-1.4.4) id AA04412;
///     Tue, 10 Jan 1995 08:09:10 +0100
/// from host.example.org by mx.example.net (SMI-8.6/SMI-SVR4) id JAA27383;
///     Tue, 10 Jan 1995 09:09:10 -0500
/// from [192.0.2.1] by mx.example.net (8.9.3+Sun/SMI-SVR4) id JAA16137;
///     Wed, 10 Jan 2007 09:09:10 +0200
/// ```
const OLD: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromAddr, Tag::FromLiteral])),
    BY,
    One(Tag::Software),
    Opt(Tag::Via),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// Told to leave out the client and its own version (`confRECEIVED_HEADER`), the id alone tells
/// it:
/// ```text
/// by mx.example.net with ESMTP id 40A89AZN014573; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const HIDDEN: &[Step] = &[
    One(Tag::By),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::TlsPairs),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "sendmail",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: id, settle },
        Form { name: forms::HIDDEN, steps: OLD, check: old, settle: settle::nothing },
        Form { name: forms::LOCAL, steps: LOCAL, check: local, settle: settle::nothing },
        Form { name: forms::HIDDEN, steps: HIDDEN, check: hidden, settle: settle::nothing },
    ],
};

/// Where the version is not told, the id tells the server.
fn id(r: &Reading<'_>) -> bool {
    if r.software == "sendmail" {
        return r.has(Tag::Software);
    }
    r.software.is_empty()
        && shapes::sendmail_new(r.id())
        && (!r.has(Tag::Addr) || r.has(Tag::Brand))
}

fn hidden(r: &Reading<'_>) -> bool {
    r.software.is_empty()
        && shapes::sendmail_new(r.id())
        && matches!(r.with(), "SMTP" | "ESMTP" | "ESMTPA" | "ESMTPS" | "ESMTPSA")
}

fn local(r: &Reading<'_>) -> bool {
    r.software == "sendmail"
        && (r.line.from.is_none()
            || r.has(Tag::LocalUser)
            || r.has(Tag::UserHost)
            || r.has(Tag::NameOnly) && r.announced() == "localhost"
            || r.announced() == "[127.0.0.1]"
            || !r.has(Tag::NameOnly) && is_first_label(r.announced(), r.by_host()))
}

/// `mx` of `mx.example.net`, or the name itself.
fn is_first_label(name: &str, host: &str) -> bool {
    !name.is_empty()
        && host.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && matches!(host.as_bytes().get(name.len()), None | Some(b'.'))
}

fn old(r: &Reading<'_>) -> bool {
    r.software == "sendmail" && is_old(r.software_text())
}

/// Sendmail before version 8, and Sun's, which kept to its ways: `5.65c/IDA-1.4.4`,
/// `4.1/SMI-4.1`, `SMI-8.6/SMI-SVR4`.
pub(in super::super) fn is_old(software: &str) -> bool {
    // Quicker for text as short as this than a search.
    software.as_bytes().windows(3).any(|three| three == b"SMI")
        || software.starts_with("4.")
        || software.starts_with("5.")
}

fn settle(r: &mut Reading<'_>) {
    let forged = r.has(Tag::Forged);
    if let Some(from) = &mut r.line.from {
        // Sendmail leaves the name out where it has none; who writes a word for it is no sendmail,
        // and the word is still no name.
        from.rdns = from.rdns.take().filter(|name| !settle::is_no_name(name.as_str()));
        from.rdns_status = match (&from.rdns, forged) {
            (Some(_), false) => RdnsStatus::Verified,
            (Some(_), true) => RdnsStatus::Unverified,
            (None, _) => RdnsStatus::None,
        };
    }
    r.vouch(true, !forged);
}
