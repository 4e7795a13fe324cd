//! Does a host fit its address? Pure functions over answers.
//!
//! Everything here has three values: a fact is only yes or no when the DNS said so, and `None`
//! when an answer it needs is missing or silent. Silence is never evidence.
//!
//! The questions come in rounds ([`reverse_questions`], made for [`gather`](super::gather)): what
//! a later one asks depends on what an earlier one brought.

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use super::answer::{Answer, Outcome};
use super::answers::Answers;
use super::question::{Question, RecordType};

/// How many reverse names are looked up forward. An address may have hundreds, and whoever owns
/// it may make up as many as he likes; ten is the limit of RFC 7208 section 4.6.4.
pub const MAX_REVERSE_NAMES: usize = 10;

/// What is worth asking now about a peer's address: its names, and then the addresses of those
/// names. The names the peer goes by (`names`: announced, recorded, …) are looked up first.
pub fn reverse_questions(ip: IpAddr, names: &[&str], answers: &Answers) -> Vec<Question> {
    let question = Question::ptr(ip);
    let Some(answer) = answers.get(&question) else { return vec![question] };
    let family = RecordType::of_address(ip.to_canonical());
    let (chosen, _) = choose(answer, names);
    chosen.iter().filter_map(|name| Question::new(name, family).ok()).collect()
}

/// The reverse names to look up forward, and the rest. Names that somebody goes by come first:
/// among two hundred names the one that matters is the one that was claimed.
fn choose<'a>(answer: &'a Answer, claimed: &[&str]) -> (Vec<&'a str>, Vec<&'a str>) {
    let is_claimed = |name: &str| {
        claimed.iter().any(|c| c.strip_suffix('.').unwrap_or(c).eq_ignore_ascii_case(name))
    };
    let (mut first, others): (Vec<&str>, Vec<&str>) =
        answer.names().partition(|name| is_claimed(name));
    first.extend(others);
    let rest = first.split_off(first.len().min(MAX_REVERSE_NAMES));
    (first, rest)
}

/// The results of RFC 8601 section 2.7.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Iprev {
    /// A reverse name has the address among its own.
    Pass,
    /// There are reverse names, and none has the address.
    Fail,
    /// The DNS could not be asked at the moment.
    TempError,
    /// The address has no reverse name.
    PermError,
}

impl Iprev {
    /// The word of Authentication-Results.
    pub fn as_str(self) -> &'static str {
        match self {
            Iprev::Pass => "pass",
            Iprev::Fail => "fail",
            Iprev::TempError => "temperror",
            Iprev::PermError => "permerror",
        }
    }
}

/// What the DNS says of an address: forward-confirmed reverse DNS over all its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reverse {
    /// `None` where it was not asked, or not enough of it. [`Iprev::TempError`] is an answer of
    /// RFC 8601, and still nothing against anybody.
    pub iprev: Option<Iprev>,
    /// Whether the address has a name at all.
    pub named: Option<bool>,
    /// All names, sorted.
    pub names: Vec<String>,
    /// Those that have the address among their own.
    pub confirmed: Vec<String>,
    /// Those that certainly do not.
    pub refuted: Vec<String>,
    /// Those of which it is not known: no answer, or beyond [`MAX_REVERSE_NAMES`].
    pub undecided: Vec<String>,
}

impl Reverse {
    /// Works out forward-confirmed reverse DNS. `names` must be those the questions were made with.
    pub fn of(ip: IpAddr, names: &[&str], answers: &Answers) -> Self {
        let ip = ip.to_canonical();
        let mut found = Reverse::default();
        let Some(answer) = answers.get(&Question::ptr(ip)) else { return found };
        match &answer.outcome {
            Outcome::Records(_) => found.named = Some(true),
            Outcome::NxDomain | Outcome::NoData => {
                found.named = Some(false);
                found.iprev = Some(Iprev::PermError);
                return found;
            }
            silent => {
                found.iprev = was_asked(silent).then_some(Iprev::TempError);
                return found;
            }
        }
        found.names = answer.names().map(str::to_owned).collect();
        let (chosen, rest) = choose(answer, names);
        let mut failed = false;
        for name in chosen {
            let forward = Forward::of(name, answers);
            let list = match forward.leads_to(ip) {
                Some(true) => &mut found.confirmed,
                Some(false) => &mut found.refuted,
                None => {
                    failed |= forward.failed(ip);
                    &mut found.undecided
                }
            };
            list.push(name.to_owned());
        }
        found.undecided.extend(rest.into_iter().map(str::to_owned));
        found.confirmed.sort_unstable();
        found.refuted.sort_unstable();
        found.undecided.sort_unstable();
        found.iprev = if !found.confirmed.is_empty() {
            Some(Iprev::Pass)
        } else if found.undecided.is_empty() {
            Some(Iprev::Fail)
        } else {
            failed.then_some(Iprev::TempError)
        };
        found
    }
}

/// The question went out, and nothing usable came back.
fn was_asked(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::ServFail | Outcome::Refused | Outcome::Timeout)
}

/// What the DNS says of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forward {
    /// Whether there is such a name. A name of which nothing but an alias to nowhere exists,
    /// exists; one that cannot be in the DNS does not.
    pub exists: Option<bool>,
    /// Whether it has an address of either family.
    pub resolves: Option<bool>,
    /// All addresses known, sorted.
    pub addresses: Vec<IpAddr>,
    /// The names passed by CNAME on the way there.
    pub aliases: Vec<String>,
    v4: Family,
    v6: Family,
}

/// How well the addresses of one family are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Family {
    #[default]
    NotAsked,
    Failed,
    Known,
}

impl Family {
    fn of(answer: Option<&Answer>) -> Self {
        match answer.map(|answer| &answer.outcome) {
            Some(outcome) if !outcome.is_silent() => Family::Known,
            Some(outcome) if was_asked(outcome) => Family::Failed,
            _ => Family::NotAsked,
        }
    }
}

impl Forward {
    /// Works out what is known of a name as somebody wrote it.
    pub fn of(name: &str, answers: &Answers) -> Self {
        let Ok(mut question) = Question::new(name, RecordType::A) else {
            // No such name can be: that is an answer, and needs no server.
            return Forward {
                exists: Some(false),
                resolves: Some(false),
                v4: Family::Known,
                v6: Family::Known,
                ..Forward::default()
            };
        };
        let a = answers.get(&question);
        question.rtype = RecordType::Aaaa;
        let aaaa = answers.get(&question);
        let both = || [a, aaaa].into_iter().flatten();
        let mut forward = Forward { v4: Family::of(a), v6: Family::of(aaaa), ..Forward::default() };
        forward.addresses = both().flat_map(Answer::addresses).collect();
        let aliases = both().map(|answer| &answer.aliases).find(|aliases| !aliases.is_empty());
        forward.aliases = aliases.cloned().unwrap_or_default();
        let any = |wanted: fn(&Outcome) -> bool| both().any(|answer| wanted(&answer.outcome));
        forward.exists = if !forward.aliases.is_empty()
            || any(|outcome| matches!(outcome, Outcome::Records(_) | Outcome::NoData))
        {
            Some(true)
        } else {
            // RFC 8020: of a name that does not exist there is nothing of any type.
            any(|outcome| *outcome == Outcome::NxDomain).then_some(false)
        };
        forward.resolves = match (forward.addresses.is_empty(), forward.exists) {
            (false, _) => Some(true),
            (true, Some(false)) => Some(false),
            _ if forward.v4 == Family::Known && forward.v6 == Family::Known => Some(false),
            _ => None,
        };
        forward
    }

    /// Whether the name has this address. `None` while the addresses of its family are unknown.
    pub fn leads_to(&self, ip: IpAddr) -> Option<bool> {
        let ip = ip.to_canonical();
        if self.addresses.contains(&ip) {
            return Some(true);
        }
        (self.exists == Some(false) || self.family(ip) == Family::Known).then_some(false)
    }

    /// Whether the addresses of this family were asked for in vain.
    fn failed(&self, ip: IpAddr) -> bool {
        self.family(ip) == Family::Failed
    }

    fn family(&self, ip: IpAddr) -> Family {
        match ip {
            IpAddr::V4(_) => self.v4,
            IpAddr::V6(_) => self.v6,
        }
    }
}
