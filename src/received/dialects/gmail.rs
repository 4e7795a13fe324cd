//! Google's servers.

use super::super::forms;
use super::super::prod::Step::{self, Any, Many, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::protocol;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, any, settle};

/// ```text
/// from mail.example.org (mail.example.org. [192.0.2.1])
///     by mx.google.com with ESMTPS id a1-20020a17090a0b97si3324935pjr.10.2024.01.10.00.09.10
///     for <user@example.net> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
///     Wed, 10 Jan 2024 00:09:10 -0800 (PST)
/// ```
/// The name before the address is what the address resolves to; it was not confirmed.
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    OptAny(tags(&[Tag::TlsPairs, Tag::Note])),
    One(Tag::Date),
];

/// ```text
/// by 2002:a05:6000:1:b0:2f1:abcd:ef01 with SMTP id a1csp1234567wrb;
///     Wed, 10 Jan 2024 00:09:11 -0800 (PST)
/// by mail-ed1-f52.google.com with SMTP id a1so1234567edx.3 for <user@example.net>;
///     Wed, 10 Jan 2024 00:09:11 -0800 (PST)
/// by fxm19 with SMTP id 19so13876421fxm.13 for <user@example.net>;
///     Wed, 10 Jan 2011 00:09:11 -0800 (PST)
/// by 10.67.15.15 with HTTP; Wed, 10 Jan 2007 00:09:11 -0800 (PST)
/// by 10.14.153.77 with POP3 id e53mf10227544eek.29; Mon, 10 Jan 2011 00:09:11 -0800 (PST)
/// ```
const INNER: &[Step] = &[
    BY,
    Opt(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    Many(tags(&[Tag::TlsPairs, Tag::Note])),
    One(Tag::Date),
];

/// ```text
/// from 123456789012 named unknown by gmailapi.google.com with HTTPREST;
///     Wed, 10 Jan 2024 00:09:10 -0800
/// ```
const API: &[Step] = &[One(Tag::FromNamed), BY, One(Tag::With), One(Tag::Date)];

/// ```text
/// from announced by proxy.google.com with ESMTP id l4VHws6x008262 for <user@example.net>;
///     Wed, 10 Jan 2007 00:09:10 -0800
/// ```
const NO_PEER: &[Step] =
    &[One(Tag::FromName), BY, One(Tag::With), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

/// Taken out of a mailbox elsewhere:
/// ```text
/// from pop.example.org [192.0.2.1] by mx.google.com with POP3 id p13mr1234567edr.12;
///     Wed, 10 Jan 2024 00:09:10 -0800 (PST)
/// ```
const FETCH: &[Step] = &[
    FROM,
    Any(tags(&[Tag::WordAddr, Tag::Addr, Tag::NameAddr])),
    BY,
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    Opt(Tag::TlsPairs),
    One(Tag::Date),
];

/// ```text
/// (from user@example.org) by Google Production id a1-1si123456; Wed, 10 Jan 2024 00:09:10 -0800
/// ```
const PRODUCTION: &[Step] =
    &[Any(tags(&[Tag::LocalUser])), BY, One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "gmail",
    forms: &[
        Form { name: forms::FETCH, steps: FETCH, check: fetch, settle: settle::address },
        Form { name: forms::SUBMISSION, steps: NETWORK, check: login, settle: settle::unverified },
        Form { name: forms::NETWORK, steps: NETWORK, check: google, settle: settle::unverified },
        Form { name: forms::FETCH, steps: INNER, check: fetched, settle: settle::nothing },
        Form { name: forms::HTTP, steps: INNER, check: web, settle: settle::nothing },
        Form { name: forms::INTERNAL, steps: INNER, check: inner, settle: settle::nothing },
        Form { name: forms::HTTP, steps: API, check: google, settle: api },
        Form { name: forms::INTERNAL, steps: NO_PEER, check: google, settle: settle::nothing },
        Form { name: forms::INTERNAL, steps: PRODUCTION, check: any, settle: settle::nothing },
    ],
};

pub(super) fn is_google(host: &str) -> bool {
    [".google.com", ".gmail.com", ".googlemail.com"].iter().any(|end| host.ends_with(end))
        || host == "Google Production"
}

fn google(r: &Reading<'_>) -> bool {
    is_google(r.by_host())
}

fn login(r: &Reading<'_>) -> bool {
    google(r) && r.with().ends_with('A')
}

fn fetch(r: &Reading<'_>) -> bool {
    google(r) && protocol::fetches(r.with())
}

/// A host by its short name, the letters of which end the id: `fxm19` and `19so13876421fxm.13`.
fn short_name(r: &Reading<'_>) -> bool {
    let host = r.by_host();
    let letters = host.trim_end_matches(|c: char| c.is_ascii_digit());
    (2..=5).contains(&letters.len())
        && letters.len() < host.len()
        && letters.bytes().all(|b| b.is_ascii_lowercase())
        && r.id().rsplit_once('.').is_some_and(|(id, _)| id.contains("so") && id.ends_with(letters))
        && r.date().ends_with(')')
}

fn inner(r: &Reading<'_>) -> bool {
    let literal = r.seq.first().is_some_and(|prod| prod.tag == Tag::ByLiteral);
    google(r)
        || short_name(r)
        || literal && matches!(r.with(), "SMTP" | "HTTP") && r.date().ends_with(')')
}

/// From a mailbox elsewhere; the letters `mf` in the id tell the fetcher.
fn fetched(r: &Reading<'_>) -> bool {
    let literal = r.seq.first().is_some_and(|prod| prod.tag == Tag::ByLiteral);
    literal && protocol::fetches(r.with()) && r.id().contains("mf") && r.date().ends_with(')')
}

fn web(r: &Reading<'_>) -> bool {
    inner(r) && r.with() == "HTTP"
}

fn api(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from {
        from.authenticated = true;
    }
}
