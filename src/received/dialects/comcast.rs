//! Comcast's relays of the 2000s: a name and its address without a blank between, and the
//! node in a comment.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (client.example.org[192.0.2.1]) by mx.example.net (rwcrmhc11)
///     with ESMTP id <20070424184035m11005jp2ue>; Wed, 10 Jan 2007 08:09:10 +0000
/// ```
const NETWORK: &[Step] =
    &[FROM, PEER, BY, One(Tag::Brand), One(Tag::With), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "comcast",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

/// The time in fourteen digits and some letters, in angle brackets.
fn id(r: &Reading<'_>) -> bool {
    let Some(id) = r.id().strip_prefix('<').and_then(|id| id.strip_suffix('>')) else {
        return false;
    };
    id.len() > 18
        && id.bytes().take(14).all(|b| b.is_ascii_digit())
        && id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
}
