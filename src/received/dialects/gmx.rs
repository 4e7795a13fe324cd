//! GMX's older servers, a relative of qmail.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// from client.example.org (EHLO announced.example.org) [192.0.2.1]
///     by mail.gmx.example (mp048) with SMTP; 10 Jan 2007 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    One(Tag::FromName),
    Opt(Tag::Helo),
    One(Tag::WordAddr),
    BY,
    One(Tag::Brand),
    One(Tag::With),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "gmx",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::looked_up_first,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    let node = r.software_text();
    node.starts_with("mp") && node.len() < 8 && r.date().starts_with(|c: char| c.is_ascii_digit())
}
