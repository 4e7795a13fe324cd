//! Microsoft Exchange and Exchange Online. The id is the build number of the server.

use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org (192.0.2.1) by MX1.example.net (198.51.100.1) with Microsoft SMTP Server
///     (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.7002.19
///     via Frontend Transport; Wed, 10 Jan 2024 08:09:10 +0000
/// from MB1.example.net ([fe80::1]) by MB2.example.net ([fe80::2%4]) with mapi id 15.20.7002.019;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from MB1.example.net (::1) by MB2.example.net with HTTPS; Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const LINE: &[Step] = &[
    Any(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr]),
    Any(&[Tag::BareAddr, Tag::Addr]),
    One(Tag::By),
    Opt(Tag::ByAddr),
    One(Tag::With),
    OptAny(&[Tag::TlsPairs, Tag::TlsColon]),
    Opt(Tag::Id),
    Opt(Tag::Via),
    One(Tag::Date),
];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    let with = r.with_text();
    if !matches!(with, "Microsoft SMTP Server" | "mapi" | "HTTPS") {
        return None;
    }
    if with != "HTTPS" {
        r.line.claims = Some("exchange");
    }
    if !r.is(LINE) {
        return None;
    }
    let form = match r.with_text() {
        "mapi" => "local",
        "HTTPS" => "internal",
        _ => "network",
    };
    r.vouch(true, false);
    Some(form)
}
