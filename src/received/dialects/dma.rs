//! The DragonFly Mail Agent (`mail.c`), which takes mail from local programs and sends it on.

use super::super::forms;
use super::super::prod::Step::{self, One};
use super::super::prod::{Note, Tag};
use super::super::reading::Reading;
use super::super::shapes;
use super::{Dialect, Form, settle};

/// ```text
/// from user (uid 1000) (envelope-from user@host.example.org) id 2219a3
///     by host.example.org (DragonFly Mail Agent v0.11); Wed, 10 Jan 2024 08:09:10 -0600
/// ```
const LOCAL: &[Step] = &[
    One(Tag::FromName),
    One(Tag::Note),
    One(Tag::EnvelopeFrom),
    One(Tag::Id),
    One(Tag::By),
    One(Tag::Software),
    One(Tag::Date),
];

/// With the user left out:
/// ```text
/// from unknown by host.example.org (DragonFly Mail Agent v0.13); Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const HIDDEN: &[Step] = &[One(Tag::FromName), One(Tag::By), One(Tag::Software), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "dma",
    forms: &[
        Form { name: forms::LOCAL, steps: LOCAL, check: fields, settle: user },
        Form { name: forms::LOCAL, steps: HIDDEN, check: hidden, settle: settle::nothing },
    ],
};

/// The queue id is the inode in hexadecimal and the like of it.
fn fields(r: &Reading<'_>) -> bool {
    let id = |id: &str| id.split('.').all(|field| shapes::hex(field, 1));
    r.id_is(id) && r.seq.get(1).is_some_and(|prod| prod.note == Note::Uid)
}

fn hidden(r: &Reading<'_>) -> bool {
    r.announced() == "unknown"
}

/// The word after `from` is the login of the local user.
fn user(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from {
        from.ident = from.helo.take();
    }
}
