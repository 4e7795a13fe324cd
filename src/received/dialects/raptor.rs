//! The mail proxy of the Raptor firewall.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from ANNOUNCED by firewall.example.net via smtpd (for mx.example.net [192.0.2.1]) with SMTP;
///     10 Jan 2002 08:09:10 UT
/// from announced.example.org ([192.0.2.1]) by firewall.example.net via smtpd
///     (for [198.51.100.1]) with SMTP; Wed, 10 Jan 2002 08:09:10 -0400
/// ```
const NETWORK: &[Step] =
    &[FROM, OPT_PEER, BY, One(Tag::Via), Opt(Tag::Note), One(Tag::With), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "raptor",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: smtpd, settle: settle::address }],
};

fn smtpd(r: &Reading<'_>) -> bool {
    r.via() == "smtpd" && (r.has(Tag::Note) || r.date().ends_with("UT"))
}
