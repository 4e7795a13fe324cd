//! The borders that mail crosses: A, the sender's (who may send for his domain, and who receives
//! for it), and B, the recipient's (who receives for his). Says of the peer at the hand-over which
//! of them it belongs to.

use std::net::IpAddr;

use super::FactSet;
use super::dns::{HopDns, asked, asked_ip, is_asked};
use crate::chain::{Hop, Match, Org};
use crate::data::{Data, same_name};
use crate::dns::identity::Forward;
use crate::dns::route::{Route, RoutedBy, mail_questions, route_questions};
use crate::dns::spf::Senders;
use crate::dns::{Answers, Question, RecordType};

/// What is worth asking now about both borders.
///
/// The sender's is asked about only where it can matter: lines of the sender's side follow, and
/// the first is not by the name that our server recorded.
pub(super) fn questions(facts: &FactSet<'_>, answers: &Answers, wanted: &mut Vec<Question>) {
    let Some(index) = facts.handover else { return };
    let hop = facts.hop(index);
    if asked_ip(hop).is_none() {
        return;
    }
    if let Some(domain) = facts.message.sender_domain.as_deref().filter(|_| is_stranger(facts)) {
        wanted.extend(mail_questions(domain, answers));
    }
    let Some(domain) = facts.message.recipient_domain.as_deref() else { return };
    wanted.extend(route_questions(domain, answers));
    if answers.is_empty() {
        wanted.extend(writers(facts).flat_map(Question::addresses));
    }
}

/// Nothing that our own server recorded ties the peer to the line below.
fn is_stranger(facts: &FactSet<'_>) -> bool {
    let link = facts.own.checked_sub(1).and_then(|link| facts.chain.links.get(link));
    link.is_some_and(|link| !matches!(link.recorded, Match::Same | Match::Organisation))
}

/// The names of our own servers, as their lines state them: the last few before the hand-over.
fn writers<'f>(facts: &'f FactSet<'_>) -> impl Iterator<Item = &'f str> {
    let own = &facts.chain.hops[facts.own.saturating_sub(3)..facts.own];
    own.iter().filter(|hop| is_asked(hop.by.kind)).filter_map(Hop::by_text)
}

/// Fills in what the answers say of the hop at the hand-over.
pub(super) fn measure(
    facts: &FactSet<'_>,
    hop: &Hop<'_>,
    answers: &Answers,
    data: &Data,
    dns: &mut HopDns,
) {
    let Some(ip) = asked_ip(hop) else { return };
    if let Some(domain) = facts.message.sender_domain.as_deref().filter(|_| is_stranger(facts)) {
        dns.in_sender_spf = Senders::of(domain, answers).permits(ip);
        dns.in_sender_mx = receives(&Route::of(domain, answers), hop, ip, data);
        dns.asked.sender_spf = asked(domain, RecordType::Txt);
        dns.asked.sender_mx = asked(domain, RecordType::Mx);
    }
    if let Some(domain) = facts.message.recipient_domain.as_deref() {
        let route = Route::of(domain, answers);
        dns.in_recipient_mx = receives(&route, hop, ip, data);
        dns.by_takes_mail = takes_mail(facts, &route, answers, data);
        dns.asked.recipient_mx = asked(domain, RecordType::Mx);
    }
}

/// Whether the peer is one of the hosts that receive mail there: by its address, or by the name
/// that our server recorded.
fn receives(route: &Route, hop: &Hop<'_>, ip: IpAddr, data: &Data) -> Option<bool> {
    let named = || hop.rdns_text().is_some_and(|name| is_of_hosts(route, name, data));
    match route.leads_to(ip) {
        Some(false) if named() => Some(true),
        known => known,
    }
}

fn is_of_hosts(route: &Route, name: &str, data: &Data) -> bool {
    let org = Org::of(name, data);
    route.hosts.iter().any(|host| {
        same_name(&host.name, name) || org.is_some() && Org::of(&host.name, data) == org
    })
}

/// Whether one of our own lines was written by a host that receives mail there: by name, by
/// organisation, or by an address (its own or a neighbour's: inbound servers stand side by side).
/// `None` where the way of mail or a writer's addresses are not known, and where none of our lines
/// names its writer in a way that means something outside.
fn takes_mail(facts: &FactSet<'_>, route: &Route, answers: &Answers, data: &Data) -> Option<bool> {
    if !matches!(route.by, RoutedBy::Mx | RoutedBy::Address) || route.addresses().is_empty() {
        return None;
    }
    let exchanges = route.addresses();
    let mut any = false;
    for name in writers(facts) {
        any = true;
        if is_of_hosts(route, name, data) {
            return Some(true);
        }
        let forward = Forward::of(name, answers);
        if forward.addresses.iter().any(|own| exchanges.iter().any(|ip| side_by_side(*own, *ip))) {
            return Some(true);
        }
        // A name that leads nowhere from outside is one behind a gateway, or behind translation.
        if forward.resolves != Some(true) {
            return None;
        }
    }
    any.then_some(false)
}

/// In one network of 256 addresses, or one site's of IPv6 (RFC 6177 section 2).
fn side_by_side(a: IpAddr, b: IpAddr) -> bool {
    match (a, b) {
        (IpAddr::V4(a), IpAddr::V4(b)) => a.octets()[..3] == b.octets()[..3],
        (IpAddr::V6(a), IpAddr::V6(b)) => a.octets()[..6] == b.octets()[..6],
        _ => false,
    }
}

/// The domain of whoever is said to have sent the mail: that of the reverse-path, as our server
/// noted it, else the author's.
pub(super) fn sender<'f>(facts: &'f FactSet<'_>) -> Option<&'f str> {
    let message = &facts.message;
    noted_path(facts)
        .and_then(domain_of)
        .or(message.mail_from_domain.as_deref())
        .or(message.from_domain.as_deref())
}

/// The reverse-path, as our own server noted it, else as delivery did.
pub(super) fn reverse_path<'f>(facts: &'f FactSet<'_>) -> Option<&'f str> {
    noted_path(facts).or(facts.message.mail_from.as_deref())
}

/// The reverse-path that a line of ours notes; the lowest that notes one with a domain.
fn noted_path<'f>(facts: &'f FactSet<'_>) -> Option<&'f str> {
    let own = facts.chain.hops[..facts.own].iter().rev();
    let mut noted = own.filter_map(|hop| hop.line.envelope_from.as_ref().map(|p| p.as_str()));
    noted.find(|path| domain_of(path).is_some())
}

/// The first line of the sender's side that is for another recipient than the line of the
/// hand-over.
pub(super) fn other_recipient(facts: &FactSet<'_>) -> Option<usize> {
    let ours = recipient_of(facts.hop(facts.handover?))?;
    let claimed = facts.own..facts.chain.hops.len();
    claimed.into_iter().find(|index| {
        recipient_of(facts.hop(*index)).is_some_and(|other| !other.eq_ignore_ascii_case(ours))
    })
}

/// The recipient that a line is for, where it is one whole address.
pub(super) fn recipient_of<'h>(hop: &'h Hop<'_>) -> Option<&'h str> {
    let only = hop.line.for_.first().filter(|_| hop.line.for_.len() == 1)?;
    let address = only.as_str().trim_matches(['<', '>', ' ', ';']);
    domain_of(address).map(|_| address)
}

/// The domain that our own servers took the mail for, as their lines say.
pub(super) fn recipient<'f>(facts: &'f FactSet<'_>) -> Option<&'f str> {
    let own = facts.chain.hops[..facts.own].iter().rev();
    own.filter_map(|hop| hop.line.for_.first()).find_map(|piece| domain_of(piece.as_str()))
}

/// What follows the last `@` of an address, angle brackets left out.
fn domain_of(address: &str) -> Option<&str> {
    let (_, domain) = address.rsplit_once('@')?;
    let domain = domain.trim_end_matches(['>', ' ', '.', ';']);
    (!domain.is_empty()).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_side_by_side() {
        for (a, b, expected) in [
            ("192.0.2.1", "192.0.2.254", true),
            ("192.0.2.1", "192.0.3.1", false),
            ("2001:db8:1::1", "2001:db8:1:2::9", true),
            ("2001:db8:1::1", "2001:db8:2::1", false),
            ("192.0.2.1", "2001:db8::1", false),
        ] {
            assert_eq!(side_by_side(a.parse().unwrap(), b.parse().unwrap()), expected, "{a} {b}");
        }
    }

    #[test]
    fn domains_of_addresses() {
        for (address, expected) in [
            ("<a@example.org>", Some("example.org")),
            ("a@b@example.org.", Some("example.org")),
            ("postmaster", None),
            ("<>", None),
            ("a@", None),
        ] {
            assert_eq!(domain_of(address), expected, "{address}");
        }
    }
}
