//! Mimecast: the data centre and the host in the id.

use super::super::forms;
use super::super::prod::Step::{self, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;
use super::steps::{BY, FROM, PEER};
use super::{Dialect, Form, settle};
/// ```text
/// from mail.example.org (mail.example.org [192.0.2.1]) by relay.mimecast.com
///     with ESMTP with STARTTLS (version=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384)
///     id us-mta-313-Zq_Vm6iDM7K1__0pSDPZkA-1; Wed, 10 Jan 2024 08:09:10 -0500
/// from mail.example.org (mail.example.org [192.0.2.1]) (Using TLS) by relay.mimecast.com
///     with ESMTP id us-mta-279-1jb36_tyOwGWo-Ic6pxSSA-1; Wed, 10 Jan 2024 08:09:10 -0500
/// ```
const NETWORK: &[Step] = &[
    FROM,
    PEER,
    Opt(Tag::TlsUsing),
    BY,
    One(Tag::With),
    Opt(Tag::TlsPairs),
    One(Tag::Id),
    Opt(Tag::For),
    One(Tag::Date),
];

pub(super) const DIALECT: Dialect = Dialect {
    name: "mimecast",
    forms: &[Form { name: forms::NETWORK, steps: NETWORK, check: id, settle: settle::unverified }],
};

fn id(r: &Reading<'_>) -> bool {
    r.id().contains("-mta-")
}
