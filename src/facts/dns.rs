//! Which DNS questions a chain makes worth asking, and what their answers say of each hop.

use std::borrow::Cow;
use std::net::IpAddr;

use super::{FactSet, border};
use crate::chain::{Hop, NameKind};
use crate::data::Data;
use crate::dns::identity::{Forward, Iprev, Reverse, reverse_questions};
use crate::dns::{Answers, Question, RecordType};
use crate::received::RdnsStatus;

/// Claimed hops whose writers are looked up: the forged lines that matter stand near the top,
/// and a chain of a thousand lines must not cost a thousand questions.
const MAX_CLAIMED: usize = 6;

/// Claimed hops whose recorded names are looked up: so many from the top, and so many from the
/// bottom, where what a forger put below an honest chain stands.
const MAX_RECORDED: usize = 2;

/// So many seconds after the hand-over a name that a server had just looked up should still be
/// there. Later nothing is asked: names of customers and of spammers come and go.
const RECORDED_LASTS: i64 = 7 * 86_400;

/// Whether a name exists today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existence {
    /// Has an address.
    Exists,
    /// Exists, and has no address.
    NoAddress,
    NxDomain,
}

impl Existence {
    fn of(forward: &Forward) -> Option<Self> {
        match (forward.exists?, forward.resolves) {
            (false, _) => Some(Existence::NxDomain),
            (true, Some(true)) => Some(Existence::Exists),
            (true, Some(false)) => Some(Existence::NoAddress),
            (true, None) => None,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Existence::Exists => "exists",
            Existence::NoAddress => "no-address",
            Existence::NxDomain => "nxdomain",
        }
    }
}

/// What DNS says of one hop. `None` is unknown: not asked, or no answer.
#[derive(Clone, Debug, Default)]
pub struct HopDns {
    pub iprev: Option<Iprev>,
    pub ptr: Option<Vec<Cow<'static, str>>>,
    pub helo: Option<Existence>,
    pub helo_is_peer: Option<bool>,
    pub rdns: Option<Existence>,
    pub rdns_is_peer: Option<bool>,
    pub by: Option<Existence>,
    pub by_is_peer_above: Option<bool>,
    /// The sender's domain lets the peer's address send for it.
    pub in_sender_spf: Option<bool>,
    /// The peer receives mail for the sender's domain.
    pub in_sender_mx: Option<bool>,
    /// The peer receives mail for the recipient's domain.
    pub in_recipient_mx: Option<bool>,
    /// One of our own lines is by a server that receives mail for the recipient's domain.
    pub by_takes_mail: Option<bool>,
    /// Days from the stamp at the hand-over to the answers.
    pub age_days: Option<i64>,
    pub asked: Asked,
}

/// The questions whose answers the facts rest on, as `NAME TYPE`.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub peer: Option<String>,
    pub helo: Option<String>,
    pub rdns: Option<String>,
    pub by: Option<String>,
    pub sender_spf: Option<String>,
    pub sender_mx: Option<String>,
    pub recipient_mx: Option<String>,
}

/// The questions that the chain makes worth asking, given what was answered so far: the peer at
/// the hand-over and the names it goes by, the servers that the first claimed lines name, and who
/// sends and receives for the domains concerned. Those that depend on no answer come once, in the
/// first round.
pub fn questions(facts: &FactSet<'_>, answers: &Answers) -> Vec<Question> {
    let mut wanted = Vec::new();
    let first = answers.is_empty();
    if let Some(index) = facts.handover {
        let hop = facts.hop(index);
        let names = names(hop);
        wanted.extend(asked_ip(hop).iter().flat_map(|ip| reverse_questions(*ip, &names, answers)));
        if first {
            wanted.extend(names.into_iter().flat_map(Question::addresses));
        }
    }
    if first {
        let written = claimed(facts).filter_map(|index| writer(facts.hop(index)));
        let recorded = recorded(facts).filter_map(|index| facts.hop(index).rdns_text());
        wanted.extend(written.chain(recorded).flat_map(Question::addresses));
    }
    border::questions(facts, answers, &mut wanted);
    wanted
}

fn claimed(facts: &FactSet<'_>) -> std::ops::Range<usize> {
    facts.own..facts.chain.hops.len().min(facts.own + MAX_CLAIMED)
}

/// The claimed hops whose recorded names are worth asking for: the server says that it verified
/// the name of a peer outside, and a short time ago. Inside an organisation names need not be
/// known to the world.
fn recorded<'f>(facts: &'f FactSet<'_>) -> impl Iterator<Item = usize> + 'f {
    let stamped = facts.handover.and_then(|at| facts.hop(at).unix());
    let age = facts.settings.now.zip(stamped).map(|(now, stamp)| now.saturating_sub(stamp));
    let fresh = age.is_some_and(|age| (-RECORDED_LASTS..=RECORDED_LASTS).contains(&age));
    let all = facts.own..facts.chain.hops.len();
    let looked_at = if fresh { all.clone() } else { 0..0 };
    let wanted = looked_at
        .filter(move |index| index - all.start < MAX_RECORDED || all.end - index <= MAX_RECORDED);
    wanted.filter(|index| {
        let hop = facts.hop(*index);
        let verified = hop
            .line
            .from
            .as_ref()
            .is_some_and(|from| from.vouched.rdns && from.rdns_status == RdnsStatus::Verified);
        verified
            && hop.rdns_text().is_some_and(|_| is_asked(hop.rdns.kind))
            && asked_ip(hop).is_some()
            && hop.rdns.org.is_some()
            && hop.rdns.org != hop.by.org
    })
}

/// Addresses that mean something to the DNS. Documentation networks are asked for too: recorded
/// answers may well know them.
pub(super) fn asked_ip(hop: &Hop<'_>) -> Option<IpAddr> {
    hop.ip().filter(|_| matches!(hop.ip_kind, Some("public" | "documentation")))
}

/// The names that the peer goes by.
fn names<'h>(hop: &'h Hop<'_>) -> Vec<&'h str> {
    let known = [(hop.helo_text(), &hop.helo), (hop.rdns_text(), &hop.rdns)];
    let mut names: Vec<&str> = known
        .into_iter()
        .filter(|(_, name)| is_asked(name.kind))
        .filter_map(|(text, _)| text)
        .collect();
    names.dedup();
    names
}

fn writer<'h>(hop: &'h Hop<'_>) -> Option<&'h str> {
    hop.by_text().filter(|_| is_asked(hop.by.kind))
}

pub(super) fn is_asked(kind: NameKind) -> bool {
    matches!(kind, NameKind::Public | NameKind::Documentation)
}

/// The question for a name's addresses of the peer's family.
fn asked_address(name: &str, peer: Option<IpAddr>) -> Option<String> {
    asked(name, peer.map_or(RecordType::A, RecordType::of_address))
}

/// A question as it is shown.
pub(super) fn asked(name: &str, rtype: RecordType) -> Option<String> {
    Question::new(name, rtype).ok().map(String::from)
}

pub(super) fn measure(facts: &FactSet<'_>, answers: &Answers, data: &Data) -> Vec<HopDns> {
    let mut all = vec![HopDns::default(); facts.chain.hops.len()];
    if let Some(index) = facts.handover {
        all[index] = at_handover(facts.hop(index), answers);
        border::measure(facts, facts.hop(index), answers, data, &mut all[index]);
        let age = age_days(facts, facts.hop(index), answers);
        all.iter_mut().for_each(|dns| dns.age_days = age);
    }
    for index in claimed(facts) {
        let Some(name) = writer(facts.hop(index)) else { continue };
        let above = index.checked_sub(1).and_then(|above| facts.hop(above).ip());
        let forward = Forward::of(name, answers);
        let dns = &mut all[index];
        dns.by = Existence::of(&forward);
        dns.by_is_peer_above = above.and_then(|ip| forward.leads_to(ip));
        dns.asked.by = asked_address(name, above);
    }
    for index in recorded(facts) {
        let Some(name) = facts.hop(index).rdns_text() else { continue };
        let forward = Forward::of(name, answers);
        let ip = facts.hop(index).ip();
        all[index].rdns = Existence::of(&forward);
        all[index].rdns_is_peer = ip.and_then(|ip| forward.leads_to(ip));
        all[index].asked.rdns = asked_address(name, ip);
    }
    all
}

/// Days from our own stamp at the hand-over to the clock of the analysis, which a recording brings
/// along; without a clock, to the newest answer.
fn age_days(facts: &FactSet<'_>, hop: &Hop<'_>, answers: &Answers) -> Option<i64> {
    let newest = || answers.iter().filter_map(|(_, answer)| answer.time).max();
    let asked = facts.settings.now.or_else(newest)?;
    Some(asked.saturating_sub(hop.unix()?).div_euclid(86_400))
}

fn at_handover(hop: &Hop<'_>, answers: &Answers) -> HopDns {
    let mut dns = HopDns::default();
    let ip = asked_ip(hop);
    let names = names(hop);
    if let Some(ip) = ip {
        let reverse = Reverse::of(ip, &names, answers);
        dns.iprev = reverse.iprev;
        dns.ptr = reverse.named.map(|_| reverse.names.into_iter().map(Cow::Owned).collect());
        dns.asked.peer = Some(Question::ptr(ip).into());
    }
    if let Some(name) = hop.helo_text().filter(|_| is_asked(hop.helo.kind)) {
        let forward = Forward::of(name, answers);
        dns.helo = Existence::of(&forward);
        dns.helo_is_peer = ip.and_then(|ip| forward.leads_to(ip));
        dns.asked.helo = asked_address(name, ip);
    }
    if let Some(name) = hop.rdns_text().filter(|_| is_asked(hop.rdns.kind)) {
        let forward = Forward::of(name, answers);
        dns.rdns = Existence::of(&forward);
        dns.rdns_is_peer = ip.and_then(|ip| forward.leads_to(ip));
        dns.asked.rdns = asked_address(name, ip);
    }
    dns
}
