//! Google's servers.

use super::super::RdnsStatus;
use super::super::prod::Step::{self, Any, Many, One, Opt, OptAny};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org (mail.example.org. [192.0.2.1])
///     by mx.google.com with ESMTPS id a1-20020a17090a0b97si3324935pjr.10.2024.01.10.00.09.10
///     for <user@example.net> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
///     Wed, 10 Jan 2024 00:09:10 -0800 (PST)
/// ```
const MX: &[Step] = &[
    Any(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr, Tag::FromEmpty]),
    Any(&[Tag::NameAddr, Tag::Addr]),
    One(Tag::By),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    OptAny(&[Tag::TlsPairs, Tag::Note]),
    One(Tag::Date),
];

/// ```text
/// by 2002:a05:6000:1:b0:2f1:abcd:ef01 with SMTP id a1csp1234567wrb;
///     Wed, 10 Jan 2024 00:09:11 -0800 (PST)
/// by mail-ed1-f52.google.com with SMTP id a1so1234567edx.3 for <user@example.net>;
///     Wed, 10 Jan 2024 00:09:11 -0800 (PST)
/// ```
const INNER: &[Step] = &[
    Any(&[Tag::By, Tag::ByLiteral]),
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    Many(&[Tag::TlsPairs, Tag::Note]),
    One(Tag::Date),
];

/// ```text
/// from 123456789012 named unknown by gmailapi.google.com with HTTPREST;
///     Wed, 10 Jan 2024 00:09:10 -0800
/// ```
const API: &[Step] = &[One(Tag::FromNamed), One(Tag::By), One(Tag::With), One(Tag::Date)];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    let by = r.line.by.as_ref()?;
    let host = by.host.as_ref()?.as_str();
    let google = host.ends_with(".google.com")
        || host.ends_with(".gmail.com")
        || host.ends_with(".googlemail.com");
    if google {
        r.line.claims = Some("gmail");
        if r.is(API) {
            if let Some(from) = &mut r.line.from {
                from.authenticated = true;
            }
            return Some("api");
        }
        if r.is(MX) {
            return Some(mx(r));
        }
        return r.is(INNER).then_some("internal");
    }
    let inner = by.ip.is_some() && r.is(INNER) && matches!(r.with_text(), "SMTP" | "HTTP");
    inner.then_some("internal")
}

fn mx(r: &mut Reading<'_>) -> &'static str {
    let authenticated = r.with_text().ends_with('A');
    if let Some(from) = &mut r.line.from {
        from.authenticated |= authenticated;
        from.rdns_status =
            if from.rdns.is_some() { RdnsStatus::Unverified } else { RdnsStatus::NotStated };
    }
    r.vouch(true, false);
    if authenticated { "submission" } else { "network" }
}
