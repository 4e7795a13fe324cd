//! The SMTP service of Windows (IIS, Exchange 2000 and 2003, Hotmail).

use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org ([192.0.2.1]) by mx.example.net with Microsoft SMTPSVC(6.0.3790.4675);
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    Any(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr]),
    Any(&[Tag::Addr, Tag::NameAddr]),
    One(Tag::By),
    One(Tag::With),
    Opt(Tag::WithVersion),
    One(Tag::Date),
];

/// ```text
/// from mail pickup service by mx.example.net with Microsoft SMTPSVC;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const PICKUP: &[Step] =
    &[One(Tag::FromPickup), One(Tag::By), One(Tag::With), Opt(Tag::WithVersion), One(Tag::Date)];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    if r.with_text() != "Microsoft SMTPSVC" {
        return None;
    }
    r.line.claims = Some("smtpsvc");
    version(r);
    if r.is(PICKUP) {
        return Some("pickup");
    }
    if !r.is(NETWORK) {
        return None;
    }
    r.vouch(true, false);
    Some("network")
}

/// `(6.0.3790.4675)` after the protocol is the version of the service.
fn version(r: &mut Reading<'_>) {
    for prod in &mut r.seq {
        let text = r.value.get(prod.start as usize..prod.end as usize).unwrap_or_default();
        if prod.tag == Tag::Unknown
            && text.len() > 2
            && text[1..text.len() - 1].iter().all(|b| b.is_ascii_digit() || *b == b'.')
            && text[0] == b'('
        {
            prod.tag = Tag::WithVersion;
            prod.name = Tag::WithVersion.name();
        }
    }
}
