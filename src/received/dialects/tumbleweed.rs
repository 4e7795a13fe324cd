//! Tumbleweed's Email Firewall (later Axway MailGate).

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::steps::{BY, FROM, OPT_PEER};
use super::{Dialect, Form, any, settle};
/// ```text
/// from 192.0.2.1 by mx.example.net with ESMTP (Email Firewall SMTP Relay (Email Firewall v6.2.1));
///     Wed, 10 Jan 2007 08:09:10 -0600
/// ```
const NETWORK: &[Step] =
    &[FROM, OPT_PEER, BY, One(Tag::With), One(Tag::Software), Opt(Tag::Id), One(Tag::Date)];

pub(super) const DIALECT: Dialect = Dialect {
    name: "tumbleweed",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: any, settle: settle::literal }],
};
