//! Postini: what it saw in the place of a name.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// from source ([192.0.2.1]) (using TLSv1) by exprod6ob51.postini.example ([198.51.100.1])
///     with SMTP; Wed, 10 Jan 2007 08:09:10 PST
/// ```
const NETWORK: &[Step] = &[
    One(Tag::FromName),
    One(Tag::Addr),
    Opt(Tag::TlsUsing),
    BY,
    One(Tag::ByAddr),
    One(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "postini",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: source, settle }],
};

fn source(r: &Reading<'_>) -> bool {
    r.announced() == "source"
}

fn settle(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from {
        from.helo = None;
    }
    settle::address(r);
}
