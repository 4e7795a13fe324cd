//! Cellopoint's mail firewall, also as `Generic MTA`: the client's address in brackets and
//! parentheses, and TLS told beside the name of the software.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::FROM;
use super::{Dialect, Form, settle};

/// ```text
/// from announced.example.org [(192.0.2.1)] by mx.example.net (envelope-from <sender@example.org>)
///     (Generic MTA with TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384 256/256) with ESMTP id 604541160;
///     Wed, 10 Jan 2024 08:09:10 +0800
/// from announced.example.org [(192.0.2.1)] by mx.example.net (envelope-from <sender@example.org>)
///     (mx.example.net ESMTP with TLS) with ESMTP id 604541160; Wed, 10 Jan 2024 08:09:10 +0800
/// from announced.example.org [(192.0.2.1)] by mx.example.net (envelope-from <sender@example.org>)
///     (Cellopoint E-mail Firewall v4.1.10 Build 0809 with TLS) with ESMTP id 604541160;
///     Wed, 10 Jan 2024 08:09:10 +0800
/// ```
const NETWORK: &[Step] = &[
    FROM,
    One(Tag::WordAddr),
    One(Tag::By),
    Opt(Tag::EnvelopeFrom),
    Any(tags(&[Tag::Software, Tag::Brand])),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "cellopoint",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: fields, settle: settle::address }],
};

fn fields(r: &Reading<'_>) -> bool {
    let text = r.software_text();
    let named = r.software == "cellopoint"
        || text.split_once(" ESMTP with TLS").is_some_and(|(host, _)| host.contains('.'));
    named && r.id_is(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
}
