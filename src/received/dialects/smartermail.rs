//! SmarterMail.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (mail.example.org [192.0.2.1]) by mx.example.net with SMTP
///     (version=TLS\Tls12 cipher=Aes256 bits=256); Wed, 10 Jan 2024 08:09:10 +0100
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    BY,
    Opt(Tag::Software),
    One(Tag::With),
    Opt(Tag::TlsPairs),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "smartermail",
    forms: &[Form {
        name: forms::NETWORK,
        steps: NETWORK,
        check: fields,
        settle: settle::unverified,
    }],
};

fn fields(r: &Reading<'_>) -> bool {
    let version = r.line.tls.as_ref().and_then(|tls| tls.version.as_ref());
    r.software == "smartermail" || version.is_some_and(|v| v.as_str().starts_with("TLS\\"))
}
