//! Postfix (`smtpd.c`, `pickup.c`, `cleanup`, `qmqpd.c`): every line has a queue id and ends in
//! a date with the zone's name in a comment.

use super::super::RdnsStatus;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1])
///     (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
///      key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
///     (Client CN "mail.example.org", Issuer "Example CA" (verified OK))
///     (Authenticated sender: user)
///     by mx.example.net (Postfix) with ESMTPS id 4Xh2Yq0sVBz1xN
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const NETWORK: &[Step] = &[
    Any(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr]),
    Any(&[Tag::NameAddr, Tag::Addr]),
    Opt(Tag::TlsUsing),
    Opt(Tag::Cert),
    Opt(Tag::AuthSender),
    One(Tag::By),
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// Postfix told to hide the client (`smtpd_hide_client_session`), or a message that a local
/// program put back into the queue:
/// ```text
/// by mx.example.net (Postfix) with ESMTPSA id 4Xh2Yq0sVBz1xN; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// by mx.example.net (Postfix) id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const NO_CLIENT: &[Step] = &[
    OptAny(&[Tag::TlsUsing]),
    Opt(Tag::Cert),
    Opt(Tag::AuthSender),
    One(Tag::By),
    One(Tag::Software),
    Opt(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// by mx.example.net (Postfix, from userid 1000) id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const PICKUP: &[Step] =
    &[One(Tag::By), One(Tag::Pickup), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    if r.is(PICKUP) {
        return Some("pickup");
    }
    let form = if r.is(NETWORK) {
        "network"
    } else if r.is(NO_CLIENT) {
        if r.line.with.is_some() { "network" } else { "requeue" }
    } else {
        return None;
    };
    settle(r);
    Some(form)
}

fn settle(r: &mut Reading<'_>) {
    let authenticated = r.with_text().ends_with('A');
    let Some(from) = &mut r.line.from else { return };
    from.authenticated |= authenticated;
    // `unknown`: no name, a name that does not lead back to the address, or a failed lookup.
    if from.rdns.as_ref().is_some_and(|name| name.as_str() == "unknown") {
        from.rdns = None;
        from.rdns_status = RdnsStatus::None;
    } else if from.rdns.is_some() {
        from.rdns_status = RdnsStatus::Verified;
    }
    let verified = from.rdns.is_some();
    r.vouch(true, verified);
}
