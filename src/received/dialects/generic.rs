//! What no particular server's grammar explained: RFC 5321 section 4.4, or the best that can
//! be done.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, Opt, OptAny};
use super::super::prod::{Tag, Tags, tags};
use super::super::protocol;
use super::super::reading::Reading;
use super::settle;
use super::steps::{BY, CLAUSES};

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.net via TCP with ESMTP
///     id abc123 for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const STAMP: &[Step] = &[
    OptAny(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr, Tag::FromEmpty])),
    Opt(Tag::Helo),
    OptAny(tags(&[
        Tag::NameAddr,
        Tag::Addr,
        Tag::BareAddr,
        Tag::NameBareAddr,
        Tag::WordAddr,
        Tag::NameOnly,
    ])),
    Many(tags(&[Tag::TlsUsing, Tag::Cert, Tag::AuthSender, Tag::AuthBits, Tag::TlsPairs])),
    BY,
    Many(tags(&[Tag::ByAddr, Tag::ByNameAddr, Tag::Version])),
    CLAUSES,
    Many(tags(&[Tag::Version, Tag::Note])),
    CLAUSES,
    One(Tag::Date),
];

pub(super) fn read(r: &mut Reading<'_>) {
    let stamp = r.is(STAMP);
    let missing = r.line.from.as_ref().is_some_and(|from| from.ip.is_none());
    if missing && r.has(Tag::FromLiteral) {
        r.literal_is_peer();
    }
    let named = r.has(Tag::Forged) || r.line.from.as_ref().is_some_and(|from| from.rdns.is_some());
    if named {
        settle::unverified(r);
    }
    // RFC 5321 section 4.1.3: in TCP-info the server writes the address it took from the
    // connection. Nothing is known of lines that do not keep to it.
    const TOLD: Tags = tags(&[Tag::NameAddr, Tag::Addr, Tag::BareAddr, Tag::NameBareAddr]);
    let told = r.tags.has_any(TOLD);
    r.vouch(stamp && told, false);
    r.line.dialect = if stamp { "generic" } else { "unknown" };
    r.line.form = match (
        &r.line.from,
        r.has(Tag::Injected) || r.has(Tag::Invoked) || r.has(Tag::LocalUser),
    ) {
        (_, true) => forms::LOCAL,
        _ if protocol::fetches(r.with()) => forms::FETCH,
        (Some(_), _) => forms::NETWORK,
        (None, _) => forms::INTERNAL,
    };
}
