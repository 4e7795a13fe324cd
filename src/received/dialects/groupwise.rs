//! Novell GroupWise.

use super::super::forms;
use super::super::prod::Step::{self, Any, One};
use super::super::prod::{Note, Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from EXAMPLE-MTA by example.org with Novell_GroupWise; Wed, 10 Jan 2007 08:09:10 -0700
/// ```
const INTERNAL: &[Step] = &[One(Tag::FromName), BY, One(Tag::With), One(Tag::Date)];

/// Its Internet agent says of every connection whether it was encrypted, and gives no id:
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net
///     with ESMTP (NOT encrypted); Wed, 10 Jan 2024 08:09:10 +0200
/// from announced.example.org ([192.0.2.1]) by mx.example.net with ESMTP (TLS encrypted);
///     Wed, 10 Jan 2024 08:09:10 +0200
/// ```
const AGENT: &[Step] =
    &[FROM, PEER, BY, One(Tag::With), Any(tags(&[Tag::TlsColon, Tag::Note])), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "groupwise",
    forms: &[
        Form { name: forms::INTERNAL, steps: INTERNAL, check: fields, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: AGENT, check: agent, settle: settle::unverified },
    ],
};

/// The comment says no more than this: no version and no cipher.
fn agent(r: &Reading<'_>) -> bool {
    let bare = r.line.tls.as_ref().is_none_or(|tls| tls.version.is_none() && tls.cipher.is_none());
    let noted = |note| r.seq.iter().any(|prod| prod.note == note);
    matches!(r.with(), "SMTP" | "ESMTP")
        && bare
        && (r.has(Tag::TlsColon) || noted(Note::Tls))
        && !r.date().ends_with(')')
}

fn fields(r: &Reading<'_>) -> bool {
    r.with() == "Novell_GroupWise"
}
