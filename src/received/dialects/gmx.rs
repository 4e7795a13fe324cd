//! GMX's older servers, a relative of qmail.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Note, Tag, tags};
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

/// Its web mail:
/// ```text
/// from [192.0.2.1] ([192.0.2.1]) by web-mail.gmx.example (3c-app-gmx-bs61.server.lan [10.0.0.1])
///     (via HTTP); Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const WEB: &[Step] = &[
    Any(tags(&[Tag::FromLiteral, Tag::FromAddr])),
    OptAny(tags(&[Tag::Addr, Tag::NameAddr])),
    BY,
    One(Tag::ByNameAddr),
    One(Tag::Note),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "gmx",
    forms: &[
        Form {
            name: forms::NETWORK,
            steps: NETWORK,
            check: fields,
            settle: settle::looked_up_first,
        },
        Form { name: forms::HTTP, steps: WEB, check: web, settle: settle::literal },
    ],
};

fn fields(r: &Reading<'_>) -> bool {
    let node = r.software_text();
    node.starts_with("mp") && node.len() < 8 && r.date().starts_with(|c: char| c.is_ascii_digit())
}

fn web(r: &Reading<'_>) -> bool {
    r.seq.iter().any(|prod| prod.note == Note::Protocol)
}
