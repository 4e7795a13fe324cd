//! The servers of GMX, WEB.DE and 1&1 (kundenserver).

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org ([192.0.2.1]) by mail.gmx.net (mrgmx104 [198.51.100.1])
///     with ESMTPSA (Nemesis) id 1MN5if-1tr6wA2NCH-00WL5H for <user@example.net>;
///     Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::ByNameAddr),
    One(Tag::With),
    One(Tag::Software),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// from [192.0.2.1] (helo=announced.example.org) by mrelayeu.example.net (node=mrelayeu6)
///     with ESMTP (Nemesis), id 0ML29c-1HiSEb2Wpc-0001Xl; Wed, 10 Jan 2007 08:09:10 +0200
/// from [192.0.2.1] (helo=announced.example.org) by mx.example.net with ESMTP (Nemesis),
///     id 0MKpdM-1CkRpr14PF-000608; Mon, 10 Jan 2005 08:09:10 +0100
/// ```
const NODE: &[Step] = &[
    FROM,
    Any(tags(&[Tag::EximHelo, Tag::EximPeer])),
    BY,
    Opt(Tag::Brand),
    One(Tag::With),
    One(Tag::Software),
    Opt(Tag::Comma),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

/// ```text
/// from [10.0.0.1] (client.example.org [192.0.2.1]) by mrelayeu.example.net (node=mreue002)
///     with ESMTP (Nemesis) id 0LkQ3u-1YuXo41fKU-00cPhq; Wed, 10 Jan 2024 08:09:10 +0200
/// ```
const LATER_NODE: &[Step] = &[
    FROM,
    PEER,
    BY,
    One(Tag::Brand),
    One(Tag::With),
    One(Tag::Software),
    Opt(Tag::Comma),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "nemesis",
    forms: &[
        Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::address },
        Form { name: forms::NETWORK, steps: LATER_NODE, check: id, settle: settle::unverified },
        Form { name: forms::NETWORK, steps: NODE, check: id, settle: settle::literal },
    ],
};

/// Six, ten and six letters and digits.
fn id(r: &Reading<'_>) -> bool {
    if r.redacted_id && r.software == "nemesis" {
        return true;
    }
    let mut fields = r.id().split('-').map(str::len);
    fields.next() == Some(6) && fields.next() == Some(10) && fields.next() == Some(6)
}
