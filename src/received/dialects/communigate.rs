//! CommuniGate Pro.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};

/// ```text
/// from [192.0.2.1] (account user@example.org HELO announced.example.org)
///     by mx.example.net (CommuniGate Pro SMTP 6.2.14) with ESMTPSA id 58047160
///     for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// from [192.0.2.1] (account user HELO [127.0.0.1]) by mx.example.net
///     (CommuniGate Pro SMTP 5.4.2) with ESMTPA id 23911624
///     for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// from mail.example.org ([192.0.2.1] verified) by mx.example.net (CommuniGate Pro SMTP 6.2.14)
///     with ESMTP id 58047160 for user@example.net; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
/// The literal in front is the address it saw; where a name stands there, it was looked up.
const NETWORK: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::GatePeer, Tag::Helo, Tag::Addr])),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// by mx.example.net (CommuniGate Pro PIPE 6.2.14) with PIPE id 58047160;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const LOCAL: &[Step] =
    &[BY, One(Tag::Software), One(Tag::With), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "communigate",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: peer },
        Form { name: forms::LOCAL, steps: LOCAL, check: any, settle: settle::nothing },
    ],
};

/// `verified`: the name in front leads to the address.
fn peer(r: &mut Reading<'_>) {
    settle::literal(r);
    let said = r.has(Tag::GatePeer) && memchr::memmem::find(r.value, b"] verified)").is_some();
    if let Some(from) = r.line.from.as_mut().filter(|from| said && from.rdns.is_none()) {
        from.rdns.clone_from(&from.helo);
    }
    if said {
        settle::verified(r);
    }
}
