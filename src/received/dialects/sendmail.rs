//! sendmail 8 and servers built on it.

use super::super::RdnsStatus;
use super::super::prod::Step::{self, Any, Many, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org (IDENT:user@mail.example.org [192.0.2.1] (may be forged))
///     (authenticated bits=0)
///     by mx.example.net (8.17.1/8.17.1) with ESMTPS id 40A89AZN014573
///     (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const NETWORK: &[Step] = &[
    Any(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr, Tag::FromEmpty]),
    Any(&[Tag::NameAddr, Tag::Addr, Tag::Forged]),
    Many(&[Tag::AuthBits]),
    One(Tag::By),
    One(Tag::Software),
    Opt(Tag::Via),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::TlsPairs),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// (from user@localhost) by mx.example.net (8.17.1/8.17.1/Submit) id 40A89AZN014573
///     for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const LOCAL: &[Step] = &[
    One(Tag::LocalUser),
    One(Tag::By),
    One(Tag::Software),
    Opt(Tag::Via),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    if r.is(LOCAL) {
        return Some("local");
    }
    if !r.is(NETWORK) {
        return None;
    }
    let forged = r.seq.get(1).is_some_and(|prod| prod.tag == Tag::Forged);
    let authenticated = r.with_text().ends_with('A');
    if let Some(from) = &mut r.line.from {
        from.authenticated |= authenticated;
        from.rdns_status = match (&from.rdns, forged) {
            (Some(_), false) => RdnsStatus::Verified,
            (Some(_), true) => RdnsStatus::Unverified,
            (None, _) => RdnsStatus::None,
        };
    }
    let verified = !forged && r.line.from.as_ref().is_some_and(|from| from.rdns.is_some());
    r.vouch(true, verified);
    Some("network")
}
