//! qmail (`received.c`) and its family: UTC dates without a weekday, and mostly no id.

use super::super::RdnsStatus;
use super::super::prod::Step::{self, Any, One, Opt};
use super::super::prod::Tag;
use super::super::reading::Reading;

/// ```text
/// from unknown (HELO announced.example.org) (user@192.0.2.1)
///     by mx.example.net with SMTP; 10 Jan 2024 08:09:10 -0000
/// ```
const NETWORK: &[Step] = &[
    One(Tag::FromName),
    Opt(Tag::Helo),
    Any(&[Tag::BareAddr, Tag::UserAddr]),
    One(Tag::By),
    One(Tag::With),
    One(Tag::Date),
];

/// ```text
/// (qmail 4141 invoked by uid 104); 10 Jan 2024 08:09:10 -0000
/// ```
const INVOKED: &[Step] = &[One(Tag::Invoked), One(Tag::Date)];

pub(super) fn read(r: &mut Reading<'_>) -> Option<&'static str> {
    if r.is(INVOKED) {
        r.line.claims = Some("qmail");
        return Some("local");
    }
    if !r.is(NETWORK) {
        return None;
    }
    let Some(from) = &mut r.line.from else { return None };
    if from.rdns.is_none() {
        // Without a HELO comment the name looked up is also the one announced.
        from.rdns.clone_from(&from.helo);
    }
    if from.rdns.as_ref().is_some_and(|name| name.as_str() == "unknown") {
        from.rdns = None;
        from.rdns_status = RdnsStatus::None;
    } else {
        from.rdns_status = RdnsStatus::Unverified;
    }
    r.vouch(true, false);
    Some("network")
}
