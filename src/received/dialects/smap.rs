//! smap of the TIS firewall toolkit and its descendant csmap: the client's address directly after
//! its name, no blank between.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::{Dialect, Form, settle};

/// ```text
/// from client.example.org(192.0.2.1) by mx.example.net via smap (V1.3) id xma093673;
///     Wed, 10 Jan 01 08:09:10 -0600
/// from client.example.org(192.0.2.1, HELO announced.example.org) by mx.example.net
///     via smap (V1.3) id xma002908; Wed, 10 Jan 01 08:09:10 -0600
/// from unknown(192.0.2.1) by mx.example.net via csmap (V4.1) id srcAAAyHaywy;
///     Wed, 10 Jan 01 08:09:10 -0600
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromAddr, Tag::FromLiteral])),
    One(Tag::BareAddr),
    One(Tag::By),
    One(Tag::Via),
    Opt(Tag::SvcVersion),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "smap",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::looked_up_first,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    matches!(r.via(), "smap" | "csmap") && r.id().bytes().all(|b| b.is_ascii_alphanumeric())
}
