//! MIMEsweeper (Content Technologies), later MailMarshal and Trustwave SEG.

use super::super::forms;
use super::super::prod::Step::{self, Any, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::{BY, FROM};
use super::{Dialect, Form, settle};
/// ```text
/// from announced.example.org (unverified) by mx.example.net
///     (Content Technologies SMTPRS 4.2.10) with ESMTP
///     id <T5cde81f695ac1d100407d@mx.example.net> for <user@example.net>;
///     Wed, 10 Jan 2001 08:09:10 +0100
/// from mail.example.org (Not Verified[192.0.2.1]) by mx.example.net with Trustwave SEG
///     (v8,2,6,11305) id <B69f931b90001>; Wed, 10 Jan 2024 08:09:10 +1200
/// ```
const SCAN: &[Step] = &[
    FROM,
    Any(tags(&[Tag::NameOnly, Tag::NameAddr, Tag::Addr, Tag::BareAddr])),
    BY,
    OptAny(tags(&[Tag::Software, Tag::TlsUsing])),
    Opt(Tag::With),
    Opt(Tag::SvcVersion),
    OptAny(tags(&[Tag::TlsUsing, Tag::TlsPairs])),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mimesweeper",
    forms: &[Form { name: forms::SCAN, steps: SCAN, check: id, settle: settle::unverified }],
};

/// In angle brackets: `T` or `B` and hexadecimal digits.
fn id(r: &Reading<'_>) -> bool {
    let Some(id) = r.id().strip_prefix('<').and_then(|id| id.strip_suffix('>')) else {
        return false;
    };
    let digits = id.split('@').next().unwrap_or_default();
    digits.strip_prefix(['T', 'B']).is_some_and(|digits| shapes::hex(digits, 8))
}
