//! Isode M-Switch: the channel that a message came in by in the place of the software.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{FROM, PEER};
use super::{Dialect, Form, settle};

/// ```text
/// from announced.example.org (client.example.org [192.0.2.1])
///     by mx.example.net (submission channel) via TCP with ESMTPA
///     id <TA1N5gBeGX=L@mx.example.net> for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    One(Tag::By),
    One(Tag::Brand),
    One(Tag::Via),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "m-switch",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::unverified,
    }],
};

/// The id ends in the server's own name.
fn fields(r: &Reading<'_>) -> bool {
    let own = r
        .id()
        .strip_prefix('<')
        .and_then(|id| id.strip_suffix('>'))
        .and_then(|id| id.rsplit_once('@'))
        .is_some_and(|(_, host)| host.eq_ignore_ascii_case(r.by_host()));
    let channel = r.software_text();
    own && r.via() == "TCP"
        && (channel.ends_with(" channel")
            || matches!(channel, "smtp internal" | "smtp external" | "smtp submission"))
}
