//! What the fields of a from part mean, for the servers that write it one way or another.

use super::super::RdnsStatus;
use super::super::reading::Reading;

/// Nothing to settle.
pub(super) fn nothing(_: &mut Reading<'_>) {}

/// The name was looked up and led back to the address; `unknown` says it did not.
pub(super) fn verified(r: &mut Reading<'_>) {
    status(r, RdnsStatus::Verified);
}

/// The name was looked up, but not confirmed.
pub(super) fn unverified(r: &mut Reading<'_>) {
    status(r, RdnsStatus::Unverified);
}

/// The server writes the address alone.
pub(super) fn address(r: &mut Reading<'_>) {
    r.vouch(true, false);
}

/// The literal after `from` is the address the server saw.
pub(super) fn literal(r: &mut Reading<'_>) {
    r.literal_is_peer();
    status(r, RdnsStatus::Unverified);
}

/// As [`literal`], from servers of which it is not known whether the address in front is what
/// they saw or what the peer announced.
pub(super) fn perhaps_literal(r: &mut Reading<'_>) {
    let told = r.line.from.as_ref().is_some_and(|from| from.ip.is_some());
    literal(r);
    if !told {
        r.vouch(false, false);
    }
}

/// qmail and its relatives: `from NAME (HELO x) (address)`, where NAME was looked up and, with
/// no HELO comment, was announced as well.
pub(super) fn looked_up_first(r: &mut Reading<'_>) {
    if let Some(from) = &mut r.line.from
        && from.rdns.is_none()
    {
        from.rdns.clone_from(&from.helo);
    }
    status(r, RdnsStatus::Unverified);
}

/// `from NAME ([address] … x)`, where NAME was looked up and confirmed.
pub(super) fn name_in_front(r: &mut Reading<'_>) {
    verified(r);
}

fn status(r: &mut Reading<'_>, named: RdnsStatus) {
    if let Some(from) = &mut r.line.from {
        match from.rdns.as_ref().map(|name| name.as_str()) {
            Some(name) if is_no_name(name) => {
                from.rdns = None;
                from.rdns_status = RdnsStatus::None;
            }
            Some(_) => from.rdns_status = named,
            None => {}
        }
        if from.failed_lookup {
            from.rdns_status = RdnsStatus::Failed;
        }
    }
    r.vouch(true, named == RdnsStatus::Verified);
}

/// Words that servers write where they found no name.
pub(super) fn is_no_name(name: &str) -> bool {
    ["unknown", "<unknown>", "unverified", "not verified", "no reverse dns", "none"]
        .iter()
        .any(|word| name.eq_ignore_ascii_case(word))
}
