//! Strato's servers.

use super::super::forms;
use super::super::prod::Step::{self, Many, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (client.example.org [192.0.2.1]) by post.example.net
///     (fruni mo1) (RZmta 5.6) with ESMTP id L01562j3N8DUCW for <user@example.net>;
///     Wed, 10 Jan 2007 08:09:10 +0100 (MET) (envelope-from: <sender@example.org>)
/// from sender by smtp.example.net (RZmta 48.1.1 AUTH) with ESMTPSA id 5c8007y8Q7v0Agb
///     (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256 bits))
///     (Client did not present a certificate); Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::NameAddr, Tag::Addr])),
    BY,
    Opt(Tag::Brand),
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Many(tags(&[Tag::TlsUsing, Tag::Cert])),
    Opt(Tag::For),
    One(Tag::Date),
    Opt(Tag::EnvelopeFrom),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "rzmta",
    forms: &[
        Form { name: forms::HIDDEN, steps: NETWORK, check: hidden, settle: hide },
        Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::unverified },
    ],
};

fn hidden(r: &Reading<'_>) -> bool {
    r.announced() == "sender" && !r.has(Tag::NameAddr)
}

/// `sender` stands in the place of the client.
fn hide(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from {
        from.helo = None;
    }
}
