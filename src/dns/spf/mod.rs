//! Who may send for a domain: the senders its SPF records name (RFC 7208).
//!
//! This is not the check of a message, which needs its sender: it lays out the networks that the
//! records name, as far as they do not depend on a message, and says of an address what they
//! say. Pure functions over answers, as `identity`: [`spf_questions`] says what is worth asking
//! now, [`Senders::of`] what is known.

mod expand;
mod problem;
mod record;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

use ipnet::IpNet;

use self::expand::Expansion;
pub use self::problem::SpfProblem;
pub use self::record::{BadTerm, Qualifier};
use super::answers::Answers;
use super::question::Question;

/// Terms that need the DNS, in all records together (RFC 7208 section 4.6.4).
pub const MAX_LOOKUPS: usize = 10;
/// Exchanges of one `mx` term (same section).
pub const MAX_EXCHANGES: usize = 10;
/// Terms whose lookup brought nothing (same section). More are reported, but change no result:
/// the limit is a recommendation, and receivers differ.
pub const MAX_VOID_LOOKUPS: usize = 2;

/// What is worth asking now about a domain's senders. Includes what was asked before.
pub fn spf_questions(domain: &str, answers: &Answers) -> Vec<Question> {
    Expansion::of(domain, answers).questions
}

/// The first term of a record that the grammar does not have: the whole record is then in error
/// (RFC 7208 section 4.6).
pub fn bad_term(record: &str) -> Option<BadTerm> {
    // Whose record it is decides what macros mean, and not whether they can be read.
    record::parse(record, "invalid", "invalid").err()
}

/// The senders of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Senders {
    /// As it was asked for: lower case, without the final dot.
    pub domain: String,
    /// Whether the domain publishes SPF. `None` while that is not known.
    pub published: Option<bool>,
    /// Its own record, as written.
    pub record: Option<String>,
    /// Terms that need the DNS, as far as they were followed.
    pub lookups: usize,
    pub problems: Vec<SpfProblem>,
    record_tree: Option<Record>,
}

/// A network that a record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    pub network: IpNet,
    /// What it means that an address lies in it, seen from the domain asked about.
    pub qualifier: Qualifier,
    /// The terms that lead there, from the domain's own record on: `include:_spf.x.example`,
    /// `ip4:192.0.2.0/24`.
    pub by: Vec<String>,
}

/// A record with its terms followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Record {
    terms: Vec<Term>,
    /// Written as the last term; taken when no other matches.
    redirect: Option<(String, Inner)>,
    /// The record is without effect: this result comes of every check.
    broken: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    qualifier: Qualifier,
    text: String,
    meaning: Meaning,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    All,
    /// These networks; where a family is not `whole` there may be more.
    Networks {
        networks: Vec<IpNet>,
        whole: Whole,
    },
    Include(Inner),
    /// Depends on the message, or the DNS did not say.
    Unknown,
    /// Evaluation ends here with an error: too many lookups.
    Error,
}

/// Of which families all networks are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Whole {
    v4: bool,
    v6: bool,
}

impl Whole {
    const YES: Whole = Whole { v4: true, v6: true };

    fn of(self, ip: IpAddr) -> bool {
        if ip.is_ipv4() { self.v4 } else { self.v6 }
    }
}

/// The record of another domain.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Inner {
    Record(Box<Record>),
    /// There is none, or more than one: an error for whoever points there.
    None,
    Unknown,
}

/// What a domain's records say of an address (RFC 7208 section 2.6), as far as it can be said
/// without a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpfResult {
    /// The domain publishes no SPF.
    None,
    Pass,
    Fail,
    SoftFail,
    Neutral,
    /// The records cannot be understood, or lead too far.
    PermError,
    /// Depends on the message, or on what the DNS did not say.
    Unknown,
}

impl SpfResult {
    pub fn as_str(self) -> &'static str {
        match self {
            SpfResult::None => "none",
            SpfResult::Pass => "pass",
            SpfResult::Fail => "fail",
            SpfResult::SoftFail => "softfail",
            SpfResult::Neutral => "neutral",
            SpfResult::PermError => "permerror",
            SpfResult::Unknown => "unknown",
        }
    }
}

impl From<Qualifier> for SpfResult {
    fn from(qualifier: Qualifier) -> Self {
        match qualifier {
            Qualifier::Pass => SpfResult::Pass,
            Qualifier::Fail => SpfResult::Fail,
            Qualifier::SoftFail => SpfResult::SoftFail,
            Qualifier::Neutral => SpfResult::Neutral,
        }
    }
}

impl Senders {
    /// Works out the senders of a domain as somebody wrote it.
    pub fn of(domain: &str, answers: &Answers) -> Self {
        Expansion::of(domain, answers).senders
    }

    /// All networks that the records name, in the order in which they are looked at.
    pub fn networks(&self) -> Vec<Sender> {
        let mut networks = Vec::new();
        if let Some(record) = &self.record_tree {
            record.list(None, &mut Vec::new(), &mut networks);
        }
        networks
    }

    /// What a match of no network means: the domain's `all`, if it has one.
    pub fn all(&self) -> Option<Qualifier> {
        self.record_tree.as_ref().and_then(Record::all)
    }

    /// What the records say of an address.
    pub fn check(&self, ip: IpAddr) -> SpfResult {
        match (&self.record_tree, self.published) {
            (Some(record), _) => record.check(ip.to_canonical()),
            (None, Some(false)) => SpfResult::None,
            (None, Some(true)) => SpfResult::PermError,
            (None, None) => SpfResult::Unknown,
        }
    }

    /// Whether an address may send for the domain. `None` while that is not known, and where the
    /// records are broken or none: then they say nothing of anybody.
    pub fn permits(&self, ip: IpAddr) -> Option<bool> {
        match self.check(ip) {
            SpfResult::Pass => Some(true),
            SpfResult::Fail | SpfResult::SoftFail | SpfResult::Neutral => Some(false),
            SpfResult::None | SpfResult::PermError | SpfResult::Unknown => None,
        }
    }
}

impl Record {
    fn all(&self) -> Option<Qualifier> {
        if self.broken {
            return None;
        }
        let own = self.terms.iter().find(|term| term.meaning == Meaning::All);
        match (own, &self.redirect) {
            (Some(all), _) => Some(all.qualifier),
            (None, Some((_, Inner::Record(record)))) => record.all(),
            _ => None,
        }
    }

    /// `outer` is what a pass means to whoever includes this record; of an included record
    /// nothing but its passes counts.
    fn list(&self, outer: Option<Qualifier>, path: &mut Vec<String>, into: &mut Vec<Sender>) {
        if self.broken {
            return;
        }
        for term in &self.terms {
            let qualifier = match outer {
                None => term.qualifier,
                Some(outer) if term.qualifier == Qualifier::Pass => outer,
                Some(_) => continue,
            };
            path.push(term.text.clone());
            match &term.meaning {
                Meaning::Networks { networks, .. } => {
                    into.extend(networks.iter().map(|&network| Sender {
                        network,
                        qualifier,
                        by: path.clone(),
                    }));
                }
                Meaning::Include(Inner::Record(record)) => {
                    record.list(Some(qualifier), path, into);
                }
                _ => {}
            }
            path.pop();
        }
        if let Some((text, Inner::Record(record))) = &self.redirect {
            path.push(text.clone());
            record.list(outer, path, into);
            path.pop();
        }
    }

    /// RFC 7208 section 4.6.2: the first term that matches decides.
    fn check(&self, ip: IpAddr) -> SpfResult {
        if self.broken {
            return SpfResult::PermError;
        }
        // What the result would be if a term of which it is not known matched.
        let mut perhaps: Vec<SpfResult> = Vec::new();
        let mut decided = None;
        for term in &self.terms {
            match term.matches(ip) {
                Some(Ok(true)) => decided = Some(term.qualifier.into()),
                Some(Ok(false)) => {}
                Some(Err(())) => decided = Some(SpfResult::PermError),
                None => perhaps.push(term.qualifier.into()),
            }
            if decided.is_some() {
                break;
            }
        }
        let decided = decided.unwrap_or_else(|| match &self.redirect {
            None => SpfResult::Neutral,
            Some((_, Inner::Record(record))) => record.check(ip),
            Some((_, Inner::None)) => SpfResult::PermError,
            Some((_, Inner::Unknown)) => SpfResult::Unknown,
        });
        if perhaps.iter().all(|result| *result == decided) { decided } else { SpfResult::Unknown }
    }
}

impl Term {
    /// Whether an address matches; an error ends the whole check.
    fn matches(&self, ip: IpAddr) -> Option<Result<bool, ()>> {
        match &self.meaning {
            Meaning::All => Some(Ok(true)),
            Meaning::Networks { networks, whole } => {
                let contains = networks.iter().any(|network| network.contains(&ip));
                (contains || whole.of(ip)).then_some(Ok(contains))
            }
            Meaning::Include(Inner::Record(record)) => match record.check(ip) {
                SpfResult::Pass => Some(Ok(true)),
                SpfResult::Unknown => None,
                SpfResult::None | SpfResult::PermError => Some(Err(())),
                SpfResult::Fail | SpfResult::SoftFail | SpfResult::Neutral => Some(Ok(false)),
            },
            Meaning::Include(Inner::None) | Meaning::Error => Some(Err(())),
            Meaning::Include(Inner::Unknown) | Meaning::Unknown => None,
        }
    }
}
