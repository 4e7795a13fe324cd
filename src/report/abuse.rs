//! Whom to complain to about the origin, worked out from the report alone: nothing is looked up.
//!
//! A wrong address accuses a stranger, so a name counts only where it is confirmed: recorded by
//! the server that took the mail and leading back to the address, as that server found or as the
//! DNS answers in the report show. What the peer called itself is never used.

use std::net::IpAddr;

use ipnet::IpNet;

use super::model::{Origin, Report};

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
        matches!(entry.rtype.as_str(), "A" | "AAAA")
            && entry.name.trim_end_matches('.').eq_ignore_ascii_case(&name)
            && entry.answers.iter().any(|answer| answer == ip)
    });
    // What DNS says today outweighs what the server found then, where it says otherwise.
    let denied = report.dns.iter().any(|entry| {
        entry.name.trim_end_matches('.').eq_ignore_ascii_case(&name)
            && entry.rtype == if ip.contains(':') { "AAAA" } else { "A" }
            && matches!(entry.outcome.as_str(), "records" | "nodata" | "nxdomain")
    });
    (leads_back || (from.rdns_status == "verified" && !denied)).then_some(name)
}
