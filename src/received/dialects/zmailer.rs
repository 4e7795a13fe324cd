//! ZMailer as the kernel's list server ran it, and its Majordomo.

use super::super::forms;
use super::super::prod::Step::{self, Any, Many, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org ([192.0.2.1]:35786 "EHLO mail.example.org" rhost-flags-OK-OK-OK-OK)
///     by vger.example.net with ESMTP id S1725813AbfEFDbM (ORCPT <rfc822;list@example.net>);
///     Sun, 5 May 2019 23:31:12 -0400
/// from [192.0.2.1]:18436 ("EHLO mail.example.org") by mx.example.net with ESMTP
///     id <S8225460AbTJTVAA>; Mon, 20 Oct 2003 22:00:00 +0100
/// ```
const NETWORK: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr])),
    Any(tags(&[Tag::ZmailerPeer])),
    BY,
    One(Tag::With),
    One(Tag::Id),
    Many(tags(&[Tag::Orcpt, Tag::Note])),
    One(Tag::Date),
];

/// ```text
/// (majordomo@vger.example.net) by vger.example.net via listexpand
///     id S1726024AbfD3T3M (ORCPT <rfc822;user@example.org>); Tue, 30 Apr 2019 15:29:12 -0400
/// (majordomo@vger.example.net) by vger.example.net id S1763356AbYCXSjL
///     (ORCPT <rfc822;list-outgoing>); Mon, 24 Mar 2008 14:39:11 -0400
/// ```
const LIST: &[Step] = &[
    One(Tag::UserHost),
    BY,
    Opt(Tag::Via),
    One(Tag::Id),
    Many(tags(&[Tag::Orcpt, Tag::Note])),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "zmailer",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: name_in_front },
        Form { name: forms::LIST, steps: LIST, check: listexpand, settle: settle::nothing },
    ],
};

/// `S`, the inode, and the time in base 64 (`libc/taspoolid.c`).
fn id(r: &Reading<'_>) -> bool {
    let id = r.id();
    let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    id.starts_with('S') && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'-')
}

/// Without a name the address stands in front.
fn name_in_front(r: &mut Reading<'_>) {
    if r.seq.first().is_some_and(|prod| prod.tag != Tag::FromName) {
        r.literal_is_peer();
    }
    settle::name_in_front(r);
}

fn listexpand(r: &Reading<'_>) -> bool {
    matches!(r.via(), "listexpand" | "") && id(r)
}
