//! Where mail for a domain goes: alias, MX by preference, address (RFC 5321 section 5.1), and all
//! that is wrong on the way.
//!
//! Pure functions over answers, as `identity`: [`route_questions`] says what is worth asking now,
//! [`Route::of`] what is known.

mod problem;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

pub use self::problem::RouteProblem;
use super::answer::{Answer, Outcome};
use super::answers::Answers;
use super::identity::Forward;
use super::question::{Question, RecordType};
use super::spf::spf_questions;

/// How many exchanges are looked up. No honest domain has so many.
pub const MAX_EXCHANGES: usize = 20;
/// How many aliases are followed to see whether they go round in a circle.
const MAX_ALIASES: usize = 16;

/// What is worth asking now about who receives for a domain and who may send for it: the
/// questions of [`route_questions`] and those of SPF. Includes what was asked before.
pub fn mail_questions(domain: &str, answers: &Answers) -> Vec<Question> {
    let mut questions = route_questions(domain, answers);
    questions.extend(spf_questions(domain, answers));
    questions
}

/// What is worth asking now about the way of mail to a domain. Includes what was asked before.
pub fn route_questions(domain: &str, answers: &Answers) -> Vec<Question> {
    let Ok(mx) = Question::new(domain, RecordType::Mx) else { return Vec::new() };
    let mut questions = vec![mx.clone()];
    let Some(answer) = answers.get(&mx) else { return questions };
    match answer.outcome {
        Outcome::Records(_) => {
            for (_, exchange) in answer.exchanges().take(MAX_EXCHANGES) {
                questions.extend(Question::addresses(exchange));
            }
        }
        Outcome::NoData => questions.extend(Question::addresses(&mx.name)),
        // Servers fail in this way when aliases go round in a circle: take them one by one.
        Outcome::ServFail => questions.extend(aliases(&mx.name, answers).next),
        _ => {}
    }
    questions
}

/// Aliases followed one by one.
#[derive(Default)]
struct Aliases {
    names: Vec<String>,
    /// They come back to a name that was passed.
    loops: bool,
    /// The alias to ask for, where the end is not known yet.
    next: Option<Question>,
}

fn aliases(name: &str, answers: &Answers) -> Aliases {
    let mut found = Aliases::default();
    let mut current = name.to_owned();
    while found.names.len() < MAX_ALIASES {
        let Ok(question) = Question::new(&current, RecordType::Cname) else { break };
        let Some(answer) = answers.get(&question) else {
            found.next = Some(question);
            break;
        };
        let Some(target) = answer.names().next() else { break };
        found.loops = target == name || found.names.iter().any(|seen| seen == target);
        found.names.push(target.to_owned());
        if found.loops {
            break;
        }
        current = target.to_owned();
    }
    found
}

/// Addresses that nobody outside the host or its site can reach (RFC 6890).
fn leads_nowhere(ip: IpAddr) -> bool {
    let common = ip.is_loopback() || ip.is_unspecified();
    common
        || match ip {
            IpAddr::V4(ip) => ip.is_private() || ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local(),
        }
}

/// What decides where mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoutedBy {
    Mx,
    /// No MX: the domain's own address (RFC 5321 section 5.1).
    Address,
    /// The domain takes no mail, and says so (RFC 7505).
    NullMx,
    /// No MX and no address, or no such domain.
    Nothing,
    /// The DNS did not say.
    Unknown,
}

impl RoutedBy {
    pub fn as_str(self) -> &'static str {
        match self {
            RoutedBy::Mx => "mx",
            RoutedBy::Address => "address",
            RoutedBy::NullMx => "null-mx",
            RoutedBy::Nothing => "nothing",
            RoutedBy::Unknown => "unknown",
        }
    }
}

/// The way of mail to a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// As it was asked for: lower case, without the final dot.
    pub domain: String,
    /// Whether there is such a domain.
    pub exists: Option<bool>,
    /// The names passed by CNAME; mail for the domain is mail for the last of them.
    pub aliases: Vec<String>,
    pub by: RoutedBy,
    /// In the order in which they are tried; those of one preference are equal.
    pub hosts: Vec<MailHost>,
    pub problems: Vec<RouteProblem>,
}

/// A host that takes the domain's mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailHost {
    /// `None` where there is no MX.
    pub preference: Option<u16>,
    pub name: String,
    pub aliases: Vec<String>,
    pub addresses: Vec<IpAddr>,
    /// Whether mail can be brought there: it has an address. `None` while that is not known.
    pub usable: Option<bool>,
}

impl Route {
    /// Works out the way of mail to a domain as somebody wrote it.
    pub fn of(domain: &str, answers: &Answers) -> Self {
        let mut route = Route {
            domain: domain.to_owned(),
            exists: None,
            aliases: Vec::new(),
            by: RoutedBy::Unknown,
            hosts: Vec::new(),
            problems: Vec::new(),
        };
        let Ok(mx) = Question::new(domain, RecordType::Mx) else {
            route.exists = Some(false);
            route.by = RoutedBy::Nothing;
            route.problems.push(RouteProblem::BadDomain);
            return route;
        };
        route.domain.clone_from(&mx.name);
        let Some(answer) = answers.get(&mx) else {
            route.silent(mx, "not-asked");
            return route;
        };
        route.aliases.clone_from(&answer.aliases);
        match &answer.outcome {
            Outcome::Records(_) => {
                route.exists = Some(true);
                route.by_exchanges(answer, answers);
            }
            Outcome::NoData => {
                route.exists = Some(true);
                route.by_address(answers);
            }
            Outcome::NxDomain => {
                route.exists = Some(!route.aliases.is_empty());
                route.by = RoutedBy::Nothing;
                route.problems.push(RouteProblem::Undeliverable);
            }
            silent => {
                let followed = aliases(&mx.name, answers);
                route.silent(mx, silent.as_str());
                if !followed.names.is_empty() {
                    route.exists = Some(true);
                    route.aliases = followed.names;
                }
                if followed.loops {
                    route.by = RoutedBy::Nothing;
                    route.problems.push(RouteProblem::AliasLoop);
                }
            }
        }
        route
    }

    /// All addresses that take the domain's mail, sorted.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let mut all: Vec<IpAddr> =
            self.hosts.iter().flat_map(|host| host.addresses.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether an address takes the domain's mail. `None` while not all is known.
    pub fn leads_to(&self, ip: IpAddr) -> Option<bool> {
        let ip = ip.to_canonical();
        if self.hosts.iter().any(|host| host.addresses.contains(&ip)) {
            return Some(true);
        }
        let other_family = match ip {
            IpAddr::V4(_) => RecordType::Aaaa,
            IpAddr::V6(_) => RecordType::A,
        };
        let unknown = self.by == RoutedBy::Unknown
            || self.problems.iter().any(|problem| match problem {
                RouteProblem::Silent { question, .. } => question.rtype != other_family,
                RouteProblem::TooManyExchanges(_) => true,
                _ => false,
            });
        (!unknown).then_some(false)
    }

    fn by_exchanges(&mut self, answer: &Answer, answers: &Answers) {
        let total = answer.exchanges().count();
        let nulls: Vec<u16> =
            answer.exchanges().filter(|(_, name)| *name == ".").map(|(p, _)| p).collect();
        for &preference in nulls.iter().filter(|&&preference| preference != 0) {
            self.problems.push(RouteProblem::NullMxPreference(preference));
        }
        if nulls.len() == total {
            self.by = RoutedBy::NullMx;
            return;
        }
        if !nulls.is_empty() {
            self.problems.push(RouteProblem::NullMxNotAlone);
        }
        if total > MAX_EXCHANGES {
            self.problems.push(RouteProblem::TooManyExchanges(total));
        }
        self.by = RoutedBy::Mx;
        for (preference, exchange) in answer.exchanges().take(MAX_EXCHANGES) {
            if exchange != "." {
                self.host(Some(preference), exchange, answers);
            }
        }
        if total <= MAX_EXCHANGES && self.hosts.iter().all(|host| host.usable == Some(false)) {
            self.problems.push(RouteProblem::NoUsableExchange);
        }
    }

    fn by_address(&mut self, answers: &Answers) {
        let domain = self.domain.clone();
        let forward = Forward::of(&domain, answers);
        self.by = match forward.resolves {
            Some(true) => RoutedBy::Address,
            Some(false) => RoutedBy::Nothing,
            None => RoutedBy::Unknown,
        };
        if self.by == RoutedBy::Nothing {
            self.problems.push(RouteProblem::Undeliverable);
        }
        self.note_silence(&domain, answers);
        if self.by == RoutedBy::Address {
            self.hosts.push(MailHost {
                preference: None,
                name: domain,
                aliases: forward.aliases,
                addresses: forward.addresses,
                usable: Some(true),
            });
        }
    }

    fn host(&mut self, preference: Option<u16>, exchange: &str, answers: &Answers) {
        let forward = Forward::of(exchange, answers);
        let name = exchange.to_owned();
        match Question::new(exchange, RecordType::A) {
            Ok(_) => {
                self.note_silence(exchange, answers);
                if let Some(target) = forward.aliases.last() {
                    let (exchange, target) = (name.clone(), target.clone());
                    self.problems.push(RouteProblem::ExchangeIsAlias { exchange, target });
                }
                if forward.exists == Some(false) {
                    self.problems.push(RouteProblem::ExchangeDoesNotExist(name.clone()));
                } else if forward.resolves == Some(false) {
                    self.problems.push(RouteProblem::ExchangeHasNoAddress(name.clone()));
                }
                if let Some(&ip) = forward.addresses.iter().find(|ip| leads_nowhere(**ip)) {
                    let exchange = name.clone();
                    self.problems.push(RouteProblem::ExchangeUnreachable { exchange, ip });
                }
            }
            Err(super::NameError::Address) => {
                self.problems.push(RouteProblem::ExchangeIsAddress(name.clone()));
            }
            Err(_) => self.problems.push(RouteProblem::ExchangeIsNoName(name.clone())),
        }
        self.hosts.push(MailHost {
            preference,
            name,
            aliases: forward.aliases,
            addresses: forward.addresses,
            usable: forward.resolves,
        });
    }

    fn note_silence(&mut self, name: &str, answers: &Answers) {
        for question in Question::addresses(name) {
            match answers.get(&question).map(|answer| &answer.outcome) {
                None => self.silent(question, "not-asked"),
                Some(outcome) if outcome.is_silent() => self.silent(question, outcome.as_str()),
                Some(_) => {}
            }
        }
    }

    fn silent(&mut self, question: Question, outcome: &'static str) {
        self.problems.push(RouteProblem::Silent { question, outcome });
    }
}
