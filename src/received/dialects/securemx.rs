//! IIJ's secureMX.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt, OptAny};
use super::super::prod::{Tag, tags};
use super::super::reading::Reading;
use super::super::shapes;
use super::steps::BY;
use super::{Dialect, Form, settle};
/// ```text
/// by mo-csw.securemx.example (mx-mo-csw1802) id 45K1MDMS2579653; Wed, 10 Jan 2024 08:09:10 +0900
/// from announced.example.org ([192.0.2.1]) by relay.securemx.example (mx-mr1800)
///     id 45K1MCug3938314 (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT);
///     Wed, 10 Jan 2024 08:09:10 +0900
/// ```
const LINE: &[Step] = &[
    OptAny(tags(&[Tag::FromName, Tag::FromLiteral, Tag::FromAddr])),
    OptAny(tags(&[Tag::NameAddr, Tag::Addr])),
    BY,
    One(Tag::Brand),
    One(Tag::Id),
    Opt(Tag::TlsPairs),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "securemx",
    forms: &[
        Form { name: forms::NETWORK, steps: LINE, check: network, settle: settle::unverified },
        Form { name: forms::HIDDEN, steps: LINE, check: fields, settle: settle::nothing },
    ],
};

fn fields(r: &Reading<'_>) -> bool {
    r.software_text().starts_with("mx-m") && shapes::sendmail_new(r.id())
}

fn network(r: &Reading<'_>) -> bool {
    r.line.from.is_some() && fields(r)
}
