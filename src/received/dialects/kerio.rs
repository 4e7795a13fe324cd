//! Kerio Connect and MailServer.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::FROM;
use super::{Dialect, Form, named as others, settle};

/// Told not to name itself:
/// ```text
/// from announced.example.org ([192.0.2.1]) (authenticated user user@example.net)
///     by mx.example.net with ESMTPSA
///     (using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256 bits));
///     Wed, 10 Jan 2024 08:09:10 +0300
/// ```
const UNNAMED: &[Step] = &[
    FROM,
    One(Tag::Addr),
    Opt(Tag::AuthBits),
    One(Tag::By),
    One(Tag::With),
    One(Tag::TlsUsing),
    One(Tag::Date),
];

/// ```text
/// from announced.example.org ([192.0.2.1]) (authenticated user user@example.net)
///     by mx.example.net (Kerio Connect 9.2.12 patch 1) with ESMTPSA
///     (using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256 bits));
///     Wed, 10 Jan 2024 08:09:10 +0200
/// ```
pub(super) const DIALECT: Dialect = Dialect {
    name: "kerio",
    forms: &[
        Form {
            name: forms::NETWORK,
            steps: others::NETWORK,
            check: named,
            settle: settle::perhaps_literal,
        },
        Form { name: forms::LOCAL, steps: others::LOCAL, check: named, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: UNNAMED, check: unnamed, settle: settle::address },
    ],
};

fn named(r: &Reading<'_>) -> bool {
    r.software == "kerio"
}

/// TLS after the protocol and no id.
fn unnamed(r: &Reading<'_>) -> bool {
    r.software.is_empty() && matches!(r.with(), "SMTPS" | "ESMTPS" | "ESMTPSA")
}
