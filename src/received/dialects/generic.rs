//! What no particular server's grammar explained: RFC 5321 section 4.4, or the best that can
//! be done.

use super::super::RdnsStatus;
use super::super::prod::Step::{self, Many, OptAny};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.net via TCP with ESMTP
///     id abc123 for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const STAMP: &[Step] = &[
    OptAny(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr, Tag::FromEmpty]),
    Many(&[
        Tag::NameAddr,
        Tag::Addr,
        Tag::Forged,
        Tag::BareAddr,
        Tag::NameOnly,
        Tag::UserAddr,
        Tag::WordAddr,
        Tag::EximPeer,
        Tag::EximHelo,
        Tag::Helo,
        Tag::ZmailerPeer,
        Tag::GatePeer,
        Tag::TlsUsing,
        Tag::Cert,
        Tag::AuthSender,
        Tag::AuthBits,
        Tag::TlsPairs,
    ]),
    OptAny(&[Tag::By, Tag::ByLiteral]),
    Many(&[
        Tag::ByAddr,
        Tag::ByNameAddr,
        Tag::Software,
        Tag::Via,
        Tag::With,
        Tag::WithVersion,
        Tag::Id,
        Tag::TlsPairs,
        Tag::TlsColon,
        Tag::TlsClause,
        Tag::For,
        Tag::EnvelopeFrom,
        Tag::Orcpt,
        Tag::Note,
        Tag::Drop,
    ]),
    OptAny(&[Tag::Date]),
    OptAny(&[Tag::EnvelopeFrom]),
];

pub(super) fn read(r: &mut Reading<'_>) -> (&'static str, &'static str) {
    let forged = r.seq.iter().any(|prod| prod.tag == Tag::Forged);
    if let Some(from) = &mut r.line.from {
        if from.rdns.as_ref().is_some_and(|name| name.as_str() == "unknown") {
            from.rdns = None;
            from.rdns_status = RdnsStatus::None;
        } else if from.rdns.is_some() {
            from.rdns_status = RdnsStatus::Unverified;
        }
        let _ = forged;
    }
    r.vouch(true, false);
    let form = if r.line.from.is_some() { "network" } else { "internal" };
    let explained = r.line.by.is_some() && r.line.date.is_some() && r.is(STAMP);
    (if explained { "generic" } else { "unknown" }, form)
}
