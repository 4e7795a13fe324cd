//! T-Online: the customer's number or a sealed form of it before the address.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (520000000000-0001@[192.0.2.1]) by fwd27.example.net with smtp
///     id 1HqRsr-1HLz3A0; Wed, 10 Jan 2007 08:09:10 +0200
/// ```
const NETWORK: &[Step] =
    &[FROM, One(Tag::NameAddr), BY, One(Tag::With), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

/// ```text
/// from mail.example.org ([192.0.2.1]) by mailin45.example.net
///     with (TLSv1.2:DHE-RSA-AES128-SHA256 encrypted) esmtp id 1YpeZ1-3jxmYK0;
///     Wed, 10 Jan 2024 08:09:10 +0200
/// ```
const MX: &[Step] = &[FROM, PEER, BY, One(Tag::With), One(Tag::Id), Opt(Tag::For), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "t-online",
    forms: &[
        Form { name: forms::SUBMISSION, steps: NETWORK, check: fields, settle },
        Form { name: forms::NETWORK, steps: MX, check: mx, settle: settle::unverified },
    ],
};

/// Six and seven letters and digits.
fn id(r: &Reading<'_>) -> bool {
    r.id().split_once('-').is_some_and(|(a, b)| a.len() == 6 && b.len() == 7)
}

fn mx(r: &Reading<'_>) -> bool {
    id(r) && r.software.is_empty() && matches!(r.with(), "smtp" | "esmtp" | "esmtps")
}

fn fields(r: &Reading<'_>) -> bool {
    id(r) && r.line.from.as_ref().is_some_and(|from| from.ident.is_some() && from.rdns.is_none())
}

fn settle(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from {
        from.auth = from.ident.take();
        from.authenticated = true;
    }
    settle::address(r);
}
