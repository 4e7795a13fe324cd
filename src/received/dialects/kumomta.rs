//! KumoMTA (`message/src/message.rs`, the `Received:` line of `esmtp_server`).

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (192.0.2.1) by mx.example.net (KumoMTA 2024.06.10-84e84b89)
///     with ESMTPS id 6ab1f1d0af2b11ee9e0a5e7c1d9f3b21 for <user@example.net>;
///     Wed, 10 Jan 2024 08:09:10 +0000
/// ```
const NETWORK: &[Step] = &[
    FROM,
    Any(tags(&[Tag::BareAddr, Tag::NameBareAddr, Tag::NameAddr, Tag::Addr])),
    BY,
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "kumomta",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

fn id(r: &Reading<'_>) -> bool {
    shapes::hex(r.id(), 32) || shapes::uuid(r.id())
}
