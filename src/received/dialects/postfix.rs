//! Postfix (`smtpd.c`, `pickup.c`, `qmqpd.c`, `cleanup`): the date ends in the zone's name in a
//! comment, and the id is a queue id.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1])
///     (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
///      key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
///     (Client CN "mail.example.org", Issuer "Example CA" (verified OK))
///     (Authenticated sender: user)
///     by mx.example.net (Postfix) with ESMTPS id 4Xh2Yq0sVBz1xN
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
/// Without an id where a filter stands before the queue (`smtpd_proxy_filter`):
/// ```text
/// from mail.example.org (unknown [IPv6:2001:db8::1])
///     by mx.example.net (Postfix) with ESMTP; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::NameAddr, Tag::Addr])),
    Opt(Tag::TlsUsing),
    Opt(Tag::Cert),
    OptAny(tags(&[Tag::AuthSender, Tag::AuthBits])),
    BY,
    SOFTWARE,
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
    Opt(Tag::EnvelopeFrom),
];

/// `(Postfix)`, or what the site calls it (`mail_name`).
const SOFTWARE: Step = OptAny(tags(&[Tag::Software, Tag::Version, Tag::Brand]));

/// Postfix told to hide the client (`smtpd_hide_client_session`), with or without the TLS part:
/// ```text
/// by mx.example.net (Postfix) with ESMTPSA id 4Xh2Yq0sVBz1xN; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
/// Before that option was, sites rewrote the line (`smtp_header_checks`):
/// ```text
/// from unknown by mx.example.net (Postfix) with ESMTPSA id 4Xh2Yq0sVBz1xN;
///     Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// from [HIDDEN] (Authenticated sender: user@example.org) by mx.example.net (Postfix) with ESMTPA
///     id BAE4020029; Wed, 10 Jan 2024 08:09:10 +0000 (UTC)
/// ```
const HIDDEN: &[Step] = &[
    OptAny(tags(&[Tag::FromName, Tag::FromLiteral])),
    Opt(Tag::TlsUsing),
    Opt(Tag::Cert),
    Opt(Tag::AuthSender),
    BY,
    SOFTWARE,
    One(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// A message put back into the queue (alias expansion, forwarding):
/// ```text
/// by mx.example.net (Postfix) id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
/// The first Postfixes said so of what they sent back:
/// ```text
/// by mx.example.net (Postfix) via BOUNCE id 7CE611CE55; Wed, 10 Jan 2001 08:09:10 -0400 (EDT)
/// by mx.example.net (Examplemail) via BOUNCE id 438064082; Wed, 10 Jan 2001 08:09:10 -0400 (EDT)
/// ```
const REQUEUE: &[Step] = &[
    BY,
    Any(tags(&[Tag::Software, Tag::Version, Tag::Brand])),
    Opt(Tag::Via),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// by mx.example.net (Postfix, from userid 1000) id 4F57189D; Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// by mx.example.net (Example mail service, from userid 1004) id AD5AC100A954;
///     Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const PICKUP: &[Step] = &[BY, One(Tag::Pickup), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "postfix",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: fields, settle: settle::verified },
        Form { name: forms::PICKUP, steps: PICKUP, check: fields, settle: settle::nothing },
        Form { name: forms::HIDDEN, steps: HIDDEN, check: hidden, settle: hide },
        Form { name: forms::REQUEUE, steps: REQUEUE, check: fields, settle: settle::nothing },
    ],
};

fn hidden(r: &Reading<'_>) -> bool {
    fields(r)
        && (r.line.from.as_ref().is_none_or(|from| from.helo.is_none())
            || matches!(r.announced(), "unknown" | "[HIDDEN]") && r.with().ends_with('A'))
}

/// The word stands in the place of the client, and it was the server that left the client out.
fn hide(r: &mut Reading<'_>) {
    if r.announced() == "[HIDDEN]" {
        r.line.redacted = None;
    }
    if let Some(from) = &mut r.line.from {
        from.helo = None;
    }
}

/// A queue id, a zone comment and a protocol in capitals. Postfix may go by another name
/// (`mail_name`), and then these are all that tells it.
pub(super) fn fields(r: &Reading<'_>) -> bool {
    let id = r.id();
    let named = r.software == "postfix";
    let told = named || r.has(Tag::With) || r.via() == "BOUNCE";
    (if id.is_empty() { named } else { r.id_is(shapes::postfix) && told })
        && (named || r.software.is_empty())
        && !r.software_text().contains(" from userid ")
        && r.date().ends_with(')')
        && matches!(
            r.with(),
            "" | "SMTP"
                | "ESMTP"
                | "ESMTPA"
                | "ESMTPS"
                | "ESMTPSA"
                | "QMQP"
                | "UTF8SMTP"
                | "UTF8SMTPA"
                | "UTF8SMTPS"
                | "UTF8SMTPSA"
                | "SMTPS"
        )
}
