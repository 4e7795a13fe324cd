//! Whom to complain to about the origin, worked out from the report alone: nothing is looked up.
//!
//! A wrong address accuses a stranger, so a name counts only where it is confirmed: recorded by
//! the server that took the mail and leading back to the address, as that server found or as the
//! DNS answers in the report show. What the peer called itself is never used.

use std::net::IpAddr;

use ipnet::IpNet;

use super::formats::mailbox;
use super::model::{Origin, Report};
use crate::settings::{HostPattern, parse_network};

/// Somebody who takes complaints for a network or a domain, from the user's own table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub whose: Whose,
    /// The address to write to.
    pub address: String,
}

/// What a [`Contact`] answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Network(IpNet),
    /// A domain and all below it, in lower case.
    Domain(String),
}

/// A key of the table of contacts: a network, an address, or a domain.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse_whose(text: &str) -> Result<Whose, String> {
    match parse_network(text) {
        Ok(network) => return Ok(Whose::Network(network)),
        Err(what) if text.contains('/') => return Err(what),
        Err(_) => {}
    }
    let domain = text.trim().trim_matches('.').to_ascii_lowercase();
    match text.parse::<HostPattern>() {
        Ok(_) if domain.contains('.') => Ok(Whose::Domain(domain)),
        Ok(_) => Err("here should be a network or a domain such as example.org".to_owned()),
        Err(what) => Err(what),
    }
}

/// An address to write from or to.
///
/// # Errors
/// A sentence that says what is wrong with the text.
pub fn parse_mailbox(text: &str) -> Result<String, String> {
    mailbox(text).ok_or_else(|| "an address of mail is meant, such as abuse@example.org".to_owned())
}

/// Where a complaint goes, and why there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    pub address: String,
    pub basis: String,
}

/// The addressee for the origin: the most specific of the contacts, else the role address
/// (RFC 2142 section 4) of the confirmed name's organisation.
///
/// # Errors
/// A sentence that says why there is none.
pub fn addressee(report: &Report, contacts: &[Contact]) -> Result<Addressee, String> {
    let Some(origin) = &report.origin else {
        return Err("no line that can be believed names a sender".to_owned());
    };
    let ip: Option<IpAddr> = origin.ip.as_deref().and_then(|ip| ip.parse().ok());
    let name = confirmed_name(report, origin);
    let by_network = contacts
        .iter()
        .filter_map(|contact| match &contact.whose {
            Whose::Network(network) if ip.is_some_and(|ip| network.contains(&ip)) => {
                Some((network.prefix_len(), contact, network.to_string()))
            }
            _ => None,
        })
        .max_by_key(|(length, ..)| *length);
    if let Some((_, contact, network)) = by_network {
        let basis = format!("the table of contacts names it for {network}");
        return Ok(Addressee { address: contact.address.clone(), basis });
    }
    if let Some(name) = &name {
        let below = |domain: &str| {
            name == domain || name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
        };
        let by_domain = contacts
            .iter()
            .filter_map(|contact| match &contact.whose {
                Whose::Domain(domain) if below(domain) => Some((domain, contact)),
                _ => None,
            })
            .max_by_key(|(domain, _)| domain.len());
        if let Some((domain, contact)) = by_domain {
            let basis = format!("the table of contacts names it for {domain}");
            return Ok(Addressee { address: contact.address.clone(), basis });
        }
    }
    let Some(name) = name else {
        return Err(match ip {
            Some(ip) => format!(
                "no name of {ip} is confirmed; the registry of its network (RIPE, ARIN, APNIC, \
                 LACNIC, AFRINIC) names a contact, which hopcheck does not look up"
            ),
            None => "the address of the sender is not known".to_owned(),
        });
    };
    let Some(domain) = psl::domain_str(&name) else {
        return Err(format!("{name} belongs to no organisation's domain"));
    };
    Ok(Addressee {
        address: format!("abuse@{domain}"),
        basis: format!("role address (RFC 2142) of {domain}, whose {name} handed the mail over"),
    })
}

/// The sentence for a reader: an address and why, or why there is none.
pub fn whom(report: &Report) -> String {
    match addressee(report, &[]) {
        Ok(found) => format!("{} ({})", found.address, found.basis),
        Err(why) => format!("nobody that could be named: {why}"),
    }
}

/// The name of the origin, in lower case, where it is confirmed.
fn confirmed_name(report: &Report, origin: &Origin) -> Option<String> {
    let hop = report.hops.iter().find(|hop| hop.line == origin.line)?;
    let from = hop.from.as_ref()?;
    let name = from.rdns.as_deref()?.trim_end_matches('.').to_ascii_lowercase();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'.';
    if name.parse::<IpAddr>().is_ok() || name.len() > 253 || !name.bytes().all(plain) {
        return None;
    }
    let ip = origin.ip.as_deref()?;
    let leads_back = report.dns.iter().any(|entry| {
        matches!(&*entry.rtype, "A" | "AAAA")
            && entry.name.trim_end_matches('.').eq_ignore_ascii_case(&name)
            && entry.answers.iter().any(|answer| answer == ip)
    });
    // What DNS says today outweighs what the server found then, where it says otherwise.
    let denied = report.dns.iter().any(|entry| {
        entry.name.trim_end_matches('.').eq_ignore_ascii_case(&name)
            && entry.rtype == if ip.contains(':') { "AAAA" } else { "A" }
            && matches!(&*entry.outcome, "records" | "nodata" | "nxdomain")
    });
    (leads_back || (from.rdns_status == "verified" && !denied)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn verified() -> Report {
        let mut report = testing::classic();
        report.dns.clear();
        if let Some(from) = &mut report.hops[0].from {
            from.rdns_status = "verified";
        }
        report
    }

    #[test]
    fn only_a_confirmed_name_is_written_to() {
        let found = addressee(&verified(), &[]).expect("verified by the server");
        assert_eq!(found.address, "abuse@turmeric.example");
        let mut denied = verified();
        denied.dns.push(testing::dns("turmeric.example", "A", "nxdomain"));
        assert!(addressee(&denied, &[]).is_err(), "DNS says otherwise");
        let mut found_today = testing::classic();
        found_today.dns = vec![testing::dns("turmeric.example", "A", "records")];
        assert!(addressee(&found_today, &[]).is_ok(), "DNS leads back to the address");
        found_today.dns.clear();
        let why = addressee(&found_today, &[]).expect_err("not confirmed by anything");
        assert!(why.contains("203.0.113.115"), "{why}");
    }

    #[test]
    fn what_the_peer_called_itself_is_never_written_to() {
        let mut report = verified();
        if let Some(from) = &mut report.hops[0].from {
            from.rdns = None;
        }
        report.origin.as_mut().expect("one").host = Some("galangal.example".into());
        assert!(addressee(&report, &[]).is_err());
    }

    #[test]
    fn the_table_wins_and_the_nearest_entry_in_it() {
        let contact = |whose: &str, address: &str| Contact {
            whose: parse_whose(whose).expect(whose),
            address: address.into(),
        };
        let table = [
            contact("203.0.0.0/8", "wide@example.org"),
            contact("203.0.113.0/24", "near@example.org"),
            contact("turmeric.example", "domain@example.org"),
        ];
        let to = |table: &[Contact]| addressee(&verified(), table).map(|found| found.address);
        assert_eq!(to(&table).as_deref(), Ok("near@example.org"));
        assert_eq!(to(&table[2..]).as_deref(), Ok("domain@example.org"));
        let other = [contact("meric.example", "x@example.org")];
        assert_eq!(to(&other).as_deref(), Ok("abuse@turmeric.example"), "not by part of a label");
    }

    #[test]
    fn keys_of_the_table() {
        assert!(matches!(parse_whose("192.0.2.1"), Ok(Whose::Network(_))));
        assert_eq!(parse_whose("Example.ORG."), Ok(Whose::Domain("example.org".into())));
        for wrong in ["org", "a@b.example", "", "192.0.2.0/40"] {
            assert!(parse_whose(wrong).is_err(), "{wrong}");
        }
    }
}
