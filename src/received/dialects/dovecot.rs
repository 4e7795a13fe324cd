//! Dovecot: its LMTP server, and the submission service that stands before another server.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::BY;
use super::{Dialect, Form, settle};

/// ```text
/// from mail.example.org by mail.example.org with LMTP id 4EhDAgHub2m+UQAAu9opvQ
///     (envelope-from <sender@example.org>) for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// from mail.example.org ([192.0.2.1]) by mail.example.org (Dovecot) with LMTP id 4EhDAgHub2m+UQAAu9opvQ
///     for <user@example.net>; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const LMTP: &[Step] = &[
    Any(tags(&[Tag::FromName, Tag::FromLiteral])),
    OptAny(tags(&[Tag::Addr, Tag::NameAddr])),
    BY,
    Opt(Tag::Software),
    One(Tag::With),
    Opt(Tag::TlsUsing),
    One(Tag::Id),
    Opt(Tag::EnvelopeFrom),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "dovecot",
    forms: &[
        Form { name: forms::LMTP, steps: LMTP, check: lmtp, settle: settle::address },
        Form { name: forms::SUBMISSION, steps: LMTP, check: submission, settle: settle::address },
    ],
};

/// Dovecot's session ids are base 64 without padding, of the time and a random part.
fn session(r: &Reading<'_>) -> bool {
    let id = r.id();
    (16..=34).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b':'))
}

fn lmtp(r: &Reading<'_>) -> bool {
    matches!(r.with(), "LMTP" | "LMTPS" | "UTF8LMTP" | "UTF8LMTPS") && session(r)
}

fn submission(r: &Reading<'_>) -> bool {
    matches!(r.with(), "ESMTP" | "ESMTPA" | "ESMTPS" | "ESMTPSA")
        && session(r)
        && r.has(Tag::EnvelopeFrom)
        && r.has(Tag::Addr)
}
