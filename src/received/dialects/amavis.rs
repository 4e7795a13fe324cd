//! amavis, which hands mail back to the server after a scan.

use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from mail.example.org ([127.0.0.1]) by localhost (mail.example.org [127.0.0.1])
///     (amavisd-new, port 10024) with ESMTP id 01118-10 for <user@example.org>;
///     Wed, 10 Jan 2024 08:09:10 +0100 (CET)
/// ```
const SCAN: &[Step] = &[
    Any(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr]),
    Any(&[Tag::Addr, Tag::NameAddr]),
    One(Tag::By),
    One(Tag::ByNameAddr),
    One(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    if !r.is(SCAN) {
        return None;
    }
    r.vouch(true, false);
    Some("scan")
}
