//! Openwave InterMail (later Email Mx): ids of time, process, host and announced name.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced ([192.0.2.1]) by mx.example.net
///     (InterMail vM.7.08.02.00 201-2186-121-20061213) with ESMTP
///     id <20070416113840.BVEG12677.mx.example.net@announced> for <user@example.net>;
///     Wed, 10 Jan 2007 08:09:10 -0600
/// from announced.example.org ([192.0.2.1] [192.0.2.1]) by mx.example.net with ESMTP
///     id <20020403141004.PXBK1795.mx.example.net@announced.example.org>;
///     Wed, 10 Jan 2002 08:09:10 -0500
/// from [192.0.2.1] by mx.example.net (InterMail vM.7.08.02.00 201-2186-121-20061213) with ESMTP
///     id <20070416113840.BVEG12677.mx.example.net@[192.0.2.1]>; Wed, 10 Jan 2007 08:09:10 -0600
/// ```
const NETWORK: &[Step] = &[
    FROM,
    OPT_PEER,
    BY,
    Opt(Tag::Software),
    One(Tag::With),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "intermail",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::literal }],
};

/// `<20070416113840.BVEG12677.host@announced>`
fn id(r: &Reading<'_>) -> bool {
    let Some(id) = r.id().strip_prefix('<') else { return false };
    let mut fields = id.splitn(3, '.');
    let time = fields.next().unwrap_or_default();
    let process = fields.next().unwrap_or_default();
    time.len() == 14
        && time.bytes().all(|b| b.is_ascii_digit())
        && process.bytes().take_while(u8::is_ascii_uppercase).count() >= 3
        && id.contains('@')
}
