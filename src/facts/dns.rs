//! Which DNS questions a chain makes worth asking, and what their answers say of each hop.

use std::borrow::Cow;
use std::net::IpAddr;

use super::FactSet;
use crate::chain::{Hop, NameKind};
use crate::dns::{Answers, Outcome, Question, Record, RecordType};

/// Reverse names of one address that are followed up; RFC 8601 section 2.7.3 asks that all be
/// tried, and a hostile zone can have thousands.
const MAX_PTR: usize = 10;
/// Claimed hops whose names are asked for.
const MAX_CLAIMED: usize = 6;

/// Whether a name exists today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existence {
    Exists,
    /// Exists, and has no address.
    NoData,
    NxDomain,
}

impl Existence {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Existence::Exists => "exists",
            Existence::NoData => "nodata",
            Existence::NxDomain => "nxdomain",
        }
    }
}

/// What DNS says of one hop. `None` is unknown: not asked, or no answer.
#[derive(Clone, Debug, Default)]
pub struct HopDns {
    pub iprev: Option<&'static str>,
    pub ptr: Option<Vec<Cow<'static, str>>>,
    pub helo: Option<Existence>,
    pub helo_is_peer: Option<bool>,
    pub rdns_is_peer: Option<bool>,
    pub by: Option<Existence>,
    pub by_is_peer_above: Option<bool>,
    pub asked: Asked,
}

/// The questions whose answers the facts rest on, as `NAME TYPE`.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub peer: Option<String>,
    pub helo: Option<String>,
    pub rdns: Option<String>,
    pub by: Option<String>,
}

/// The questions that the chain makes worth asking, given what was answered so far: first the
/// peer at the hand-over and the names round it, then what the reverse names lead to. Empty when
/// there is nothing more to ask.
pub fn questions(facts: &FactSet<'_>, answers: &Answers) -> Vec<Question> {
    let mut wanted = Vec::new();
    for index in asked_hops(facts) {
        let hop = facts.hop(index);
        let writer_is_ours = index < facts.own;
        if writer_is_ours {
            if let Some(ip) = public_ip(hop) {
                wanted.push(Question::ptr(ip));
                for name in ptr_names(answers, ip).into_iter().flatten().take(MAX_PTR) {
                    push_addresses(&mut wanted, &name, Some(ip));
                }
            }
            for name in [hop.helo_text(), hop.rdns_text()].into_iter().flatten() {
                push_addresses(&mut wanted, name, hop.ip());
            }
        } else if hop.by.kind == NameKind::Public || hop.by.kind == NameKind::Documentation {
            let above = index.checked_sub(1).and_then(|a| facts.hop(a).ip());
            if let Some(name) = hop.by_text() {
                push_addresses(&mut wanted, name, above);
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    wanted.retain(|q| answers.get(q).is_none() && seen.insert(q.clone()));
    wanted
}

/// The hand-over and the first claimed hops below it.
fn asked_hops(facts: &FactSet<'_>) -> impl Iterator<Item = usize> + use<> {
    let handover = facts.handover;
    let below = facts.own..facts.chain.hops.len().min(facts.own + MAX_CLAIMED);
    handover.into_iter().chain(below)
}

fn public_ip(hop: &Hop<'_>) -> Option<IpAddr> {
    // Documentation networks are asked for too: recorded answers may well know them.
    hop.ip().filter(|_| matches!(hop.ip_kind, Some("public" | "documentation")))
}

/// A for an IPv4 peer, AAAA for an IPv6 one, both where the peer's address is unknown.
fn push_addresses(wanted: &mut Vec<Question>, name: &str, peer: Option<IpAddr>) {
    let types: &[RecordType] = match peer {
        Some(IpAddr::V4(_)) => &[RecordType::A],
        Some(IpAddr::V6(_)) => &[RecordType::Aaaa],
        None => &[RecordType::A, RecordType::Aaaa],
    };
    if !name.contains('.') || name.starts_with('[') || name.parse::<IpAddr>().is_ok() {
        return;
    }
    wanted.extend(types.iter().filter_map(|t| Question::new(name, *t).ok()));
}

fn ptr_names(answers: &Answers, ip: IpAddr) -> Option<Vec<String>> {
    match &answers.get(&Question::ptr(ip))?.outcome {
        Outcome::Records(records) => Some(
            records
                .iter()
                .filter_map(|r| match r {
                    Record::Name(name) => Some(name.clone()),
                    _ => None,
                })
                .collect(),
        ),
        Outcome::NxDomain | Outcome::NoData => Some(Vec::new()),
        _ => None,
    }
}

/// The first question asked for a name's addresses.
fn asked(name: &str, peer: Option<IpAddr>) -> Option<String> {
    let mut wanted = Vec::new();
    push_addresses(&mut wanted, name, peer);
    wanted.first().map(Question::to_string)
}

/// Addresses of a name in the family of `peer`; `None` where the DNS was silent.
fn addresses(
    answers: &Answers,
    name: &str,
    peer: Option<IpAddr>,
) -> Option<(Existence, Vec<IpAddr>)> {
    let mut wanted = Vec::new();
    push_addresses(&mut wanted, name, peer);
    let mut found = Vec::new();
    let mut exists = None;
    for question in &wanted {
        match &answers.get(question)?.outcome {
            Outcome::Records(records) => {
                exists = Some(Existence::Exists);
                found.extend(records.iter().filter_map(|r| match r {
                    Record::Addr(ip) => Some(*ip),
                    _ => None,
                }));
            }
            Outcome::NxDomain => exists = exists.or(Some(Existence::NxDomain)),
            Outcome::NoData if exists != Some(Existence::Exists) => {
                exists = Some(Existence::NoData);
            }
            Outcome::NoData => {}
            _ => return None,
        }
    }
    Some((exists?, found))
}

pub(super) fn measure(facts: &FactSet<'_>, answers: &Answers) -> Vec<HopDns> {
    let mut all = vec![HopDns::default(); facts.chain.hops.len()];
    for index in asked_hops(facts) {
        let hop = facts.hop(index);
        let Some(dns) = all.get_mut(index) else { continue };
        if index < facts.own {
            at_handover(dns, hop, answers);
        } else if let Some(name) = hop.by_text() {
            let above = index.checked_sub(1).and_then(|a| facts.hop(a).ip());
            let found = addresses(answers, name, above);
            dns.asked.by = asked(name, above);
            dns.by = found.as_ref().map(|f| f.0);
            dns.by_is_peer_above = found.zip(above).map(|(f, ip)| f.1.contains(&ip));
        }
    }
    all
}

fn at_handover(dns: &mut HopDns, hop: &Hop<'_>, answers: &Answers) {
    let ip = public_ip(hop);
    if let Some(ip) = ip {
        dns.asked.peer = Some(Question::ptr(ip).to_string());
        let names = ptr_names(answers, ip);
        dns.iprev = names.as_ref().and_then(|names| iprev(names, ip, answers));
        dns.ptr = names.map(|names| names.into_iter().map(Cow::Owned).collect());
    }
    if let Some(name) = hop.helo_text() {
        let found = addresses(answers, name, hop.ip());
        dns.asked.helo = asked(name, hop.ip());
        dns.helo = found.as_ref().map(|f| f.0);
        dns.helo_is_peer = found.zip(ip).map(|(f, ip)| f.1.contains(&ip));
    }
    if let Some(name) = hop.rdns_text() {
        dns.asked.rdns = asked(name, hop.ip());
        dns.rdns_is_peer = addresses(answers, name, hop.ip()).zip(ip).map(|(f, ip)| f.1.contains(&ip));
    }
}

/// RFC 8601 section 2.7.3 over all names: `pass` if any leads back, `fail` if none does,
/// `permerror` if there is no name, unknown (`None`) while an answer is missing.
fn iprev(names: &[String], ip: IpAddr, answers: &Answers) -> Option<&'static str> {
    if names.is_empty() {
        return Some("permerror");
    }
    let mut silent = names.len() > MAX_PTR;
    for name in names.iter().take(MAX_PTR) {
        match addresses(answers, name, Some(ip)) {
            Some((_, found)) if found.contains(&ip) => return Some("pass"),
            Some(_) => {}
            None => silent = true,
        }
    }
    (!silent).then_some("fail")
}
