//! Exim (`received_header_text`, and `host_build_sender_fullhost` of `host.c`).

use super::super::RdnsStatus;
use super::super::forms;
use super::super::prod::Step::{self, Any, Many, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::BY;
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org ([192.0.2.1]:42284 helo=announced.example.org ident=user)
///     by mx.example.net with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384
///     (Exim 4.97) (envelope-from <sender@example.org>)
///     id 1rNSxG-00000001AbC-2CDE for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// from [192.0.2.1] (port=2525 helo=announced.example.org)
///     by mx.example.net with smtp (Exim 3.35 #1 (Debian)) id 16OFHL-0003Cd-00
///     for <user@example.net>; Wed, 09 Jan 2002 08:09:10 +0100
/// from mail.example.org ([192.0.2.1]:3436 helo=announced.example.org) by mx.example.net
///     with esmtpsa (Cipher TLS-1.0:RSA_AES_256_CBC_SHA1:32) (Exim 4.63 #1)
///     id 1rNSxG-0001Ab-2C by authid <user> with plain for <user@example.net>;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from [192.0.2.1] (helo=announced.example.org) by mx.example.net with esmtp (Exim 4.61)
///     id 1rNSxG-0001Ab-2C server-id smtp-in1 message size 2295; Wed, 10 Jan 2024 08:09:10 +0000
/// from [192.0.2.1] (helo=announced.example.org) by mx.example.net with asmtp
///     (TLSv1:AES256-SHA:256) (Example's MTA 4.108 #197) id 1rNSxG-0001Ab-2C;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
/// Many sites change the order of what follows the host (`received_header_text`):
/// ```text
/// from mail.example.org ([192.0.2.1]) by mx.example.net (Exim 4.97) with esmtps
///     (envelope-from <sender@example.org>) id 1rNSxG-00000001AbC-2CDE;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr, Tag::FromText])),
    OptAny(tags(&[Tag::EximPeer, Tag::EximHelo, Tag::Addr])),
    One(Tag::By),
    AFTER_HOST,
    One(Tag::Date),
];

const AFTER_HOST: Step = Many(tags(&[
    Tag::With,
    Tag::TlsColon,
    Tag::TlsClause,
    Tag::AuthBits,
    Tag::Software,
    Tag::EnvelopeFrom,
    Tag::Id,
    Tag::For,
    Tag::Note,
    Tag::Version,
    Tag::Brand,
]));

/// With the client left out:
/// ```text
/// from authenticated user by mx.example.net with esmtpsa (TLS1.3) (Exim 4.97)
///     id 1rNSxG-00000001AbC-2CDE; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const HIDDEN: &[Step] = &[Opt(Tag::FromPickup), One(Tag::By), AFTER_HOST, One(Tag::Date)];

/// ```text
/// from user by mx.example.net with local (Exim 4.97) id 1rNSxG-00000001AbC-2CDE
///     for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// by mx.example.net with local (Exim 4.97) id 1rNSxG-00000001AbC-2CDE;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
/// A gateway from news to mail puts the author's address in the server's place:
/// ```text
/// from user by 192.0.2.1 with local (Gmexim 0.1 (Debian)) id 1rNSxG-0001Ab-2C
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const LOCAL: &[Step] = &[Opt(Tag::FromName), Opt(Tag::EximHelo), BY, AFTER_HOST, One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "exim",
    forms: &[
        Form { name: forms::LOCAL, steps: LOCAL, check: local, settle: settle_local },
        Form { name: forms::HIDDEN, steps: HIDDEN, check: network, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: NETWORK, check: network, settle },
    ],
};

fn fields(r: &Reading<'_>) -> bool {
    r.id_is(id) && !r.with().bytes().any(|b| b.is_ascii_uppercase())
}

/// Some sites put angle brackets round it.
fn id(id: &str) -> bool {
    shapes::exim(id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id))
}

fn network(r: &Reading<'_>) -> bool {
    fields(r) && !r.date().ends_with(')')
}

fn local(r: &Reading<'_>) -> bool {
    let named = !r.has(Tag::ByLiteral) || r.software_text().starts_with("Gmexim");
    named && network(r) && (r.with().is_empty() || r.with().starts_with("local"))
}

fn settle_local(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from
        && from.ident.is_none()
    {
        // The word after `from` is the login of the local user.
        from.ident = from.rdns.take().or_else(|| from.helo.take());
    }
    settle::nothing(r);
}

fn settle(r: &mut Reading<'_>) {
    if r.seq.first().is_some_and(|prod| prod.tag != Tag::FromName) && !r.has(Tag::EximPeer) {
        // `from [192.0.2.1] (helo=x)`: the literal is the server's, and no name was found.
        r.literal_is_peer();
    }
    let named = r.seq.get(1).is_some_and(|prod| matches!(prod.tag, Tag::EximPeer | Tag::Addr));
    if let Some(from) = &mut r.line.from
        && named
    {
        // Exim writes a name before `([address])` only where it verified it; where it says no
        // other, the name was announced as well.
        if from.rdns.is_none() {
            from.rdns.clone_from(&from.helo);
        }
        from.rdns_status = RdnsStatus::Verified;
    }
    r.vouch(true, named);
}
