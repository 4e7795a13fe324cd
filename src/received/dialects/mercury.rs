//! Mercury/32 and Mercury for NetWare.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::steps::{BY, FROM};
use super::{Dialect, Form, any, settle};
/// ```text
/// from announced.example.org (192.0.2.1) by mx.example.net (Mercury 1.44) with ESMTP;
///     10 Jan 02 08:09:10 +0000
/// from SpoolDir by EXAMPLE-SRV0 (Mercury 1.44); 10 Jan 02 08:09:10 +0000
/// from announced.example.org (192.0.2.1) by mx.example.net (Mercury/32 v4.52) with ESMTP
///     ID MG000001; 10 Jan 2024 08:09:10 +0200
/// from Spooler by mx.example.net (Mercury/32 v4.52) ID MO0042CF; 10 Jan 2024 08:09:10 +0200
/// ```
const LINE: &[Step] = &[
    FROM,
    OptAny(tags(&[Tag::BareAddr, Tag::Addr, Tag::NameAddr])),
    BY,
    One(Tag::Software),
    Opt(Tag::With),
    Opt(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mercury",
    forms: &[
        Form { name: forms::PICKUP, steps: LINE, check: spool, settle: settle::nothing },
        Form { name: forms::NETWORK, steps: LINE, check: any, settle: settle::address },
    ],
};

fn spool(r: &Reading<'_>) -> bool {
    r.announced().ends_with("SpoolDir") || r.announced().eq_ignore_ascii_case("spooler")
}
