//! SpamAssassin, which wraps what it takes for spam into a message of its own.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};

/// ```text
/// from localhost by mx.example.net with SpamAssassin (version 3.4.6);
///     Wed, 10 Jan 2024 08:09:10 +0000
/// from localhost [127.0.0.1] by mx.example.net with SpamAssassin (2.60 1.212-2003-09-23-exp);
///     Sat, 10 Jan 2004 08:09:10 +0000
/// ```
const SCAN: &[Step] = &[
    Any(tags(&[Tag::FromName])),
    OptAny(tags(&[Tag::WordAddr, Tag::Addr])),
    BY,
    One(Tag::With),
    OptAny(tags(&[Tag::Version, Tag::SvcVersion])),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "spamassassin",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: with, settle: settle::address }],
};

fn with(r: &Reading<'_>) -> bool {
    r.with() == "SpamAssassin"
}
