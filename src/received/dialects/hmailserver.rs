//! hMailServer: no id, and a date on a line of its own.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1])
///     by mx.example.net with ESMTPSA (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256)
///     ; Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[FROM, PEER, BY, One(Tag::With), Opt(Tag::TlsPairs), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "hmailserver",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::unverified,
    }],
};

/// The protocol in capitals, and a blank before the semicolon.
fn fields(r: &Reading<'_>) -> bool {
    matches!(r.with(), "SMTP" | "ESMTP" | "ESMTPA" | "ESMTPS" | "ESMTPSA")
        && r.seq.last().is_some_and(|date| {
            date.start > 0
                && r.value.get(date.start as usize - 1).is_some_and(|b| matches!(b, b' ' | b'\t'))
        })
}
