//! The report on one domain: who receives mail for it, and who may send it. [`RouteReport`] is
//! the shape (`hopcheck/route/1`), [`text`] its form for people.

mod text;

use serde::Serialize;

use super::model::DnsEntry;
use crate::dns::Answers;
use crate::dns::route::{MailHost, Route, RouteProblem};
use crate::dns::spf::{Qualifier, Sender, Senders, SpfProblem};

pub use text::render;

pub const SCHEMA: &str = "hopcheck/route/1";

/// Who receives for a domain and who may send for it. Unknown is `null`, never an empty list.
#[derive(Clone, Debug, Serialize)]
pub struct RouteReport {
    pub schema: &'static str,
    pub tool: Tool,
    /// As it was asked for: lower case, without the final dot.
    pub domain: String,
    pub exists: Option<bool>,
    /// The names passed by CNAME from the domain on; mail goes to the last.
    pub aliases: Vec<String>,
    /// `mx`, `address`, `null-mx`, `nothing`, `unknown`.
    pub routed_by: &'static str,
    /// In the order in which they are tried (RFC 5321 section 5.1).
    pub hosts: Vec<Host>,
    pub spf: Spf,
    pub problems: Vec<RouteDefect>,
    pub dns: Vec<DnsEntry>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
    /// The clock, RFC 3339 in UTC.
    pub now: Option<String>,
}

/// A host that takes the domain's mail.
#[derive(Clone, Debug, Serialize)]
pub struct Host {
    /// `null` where the domain has no MX.
    pub preference: Option<u16>,
    pub name: String,
    pub aliases: Vec<String>,
    pub addresses: Vec<String>,
    pub usable: Option<bool>,
}

/// Who may send (RFC 7208).
#[derive(Clone, Debug, Serialize)]
pub struct Spf {
    pub published: Option<bool>,
    /// The domain's own record, as written.
    pub record: Option<String>,
    /// Terms that need the DNS, of the ten that are allowed (RFC 7208 section 4.6.4).
    pub lookups: usize,
    pub senders: Vec<SpfSender>,
    /// What holds for every other address: `pass`, `fail`, `softfail`, `neutral`; `null` where no
    /// term says so, or the record has no effect.
    pub all: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SpfSender {
    pub network: String,
    /// `pass`, `fail`, `softfail`, `neutral`.
    pub result: &'static str,
    /// The terms that lead to it, from the domain's own record on.
    pub by: Vec<String>,
}

/// What is wrong, or kept from being known.
#[derive(Clone, Debug, Serialize)]
pub struct RouteDefect {
    /// `routing` or `spf`.
    pub about: &'static str,
    pub code: &'static str,
    pub what: String,
    /// The section that is broken; `null` where something is only not known.
    pub reference: Option<&'static str>,
}

impl RouteReport {
    /// Lays out what the answers say of a domain. `now` is the clock as RFC 3339.
    pub fn of(domain: &str, answers: &Answers, now: Option<String>) -> Self {
        let route = Route::of(domain, answers);
        let senders = Senders::of(domain, answers);
        let mut problems: Vec<RouteDefect> = route.problems.iter().map(RouteDefect::from).collect();
        // What is no domain at all is said once.
        let spf = senders.problems.iter().filter(|p| **p != SpfProblem::BadDomain);
        problems.extend(spf.map(RouteDefect::from));
        RouteReport {
            schema: SCHEMA,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION"), now },
            domain: route.domain,
            exists: route.exists,
            aliases: route.aliases,
            routed_by: route.by.as_str(),
            hosts: route.hosts.into_iter().map(Host::from).collect(),
            spf: Spf {
                published: senders.published,
                record: senders.record.clone(),
                lookups: senders.lookups,
                senders: senders.networks().into_iter().map(SpfSender::from).collect(),
                all: senders.all().map(Qualifier::as_str),
            },
            problems,
            dns: super::dns_entries(answers),
        }
    }
}

impl From<MailHost> for Host {
    fn from(host: MailHost) -> Self {
        Host {
            preference: host.preference,
            name: host.name,
            aliases: host.aliases,
            addresses: host.addresses.iter().map(ToString::to_string).collect(),
            usable: host.usable,
        }
    }
}

impl From<Sender> for SpfSender {
    fn from(sender: Sender) -> Self {
        SpfSender {
            network: sender.network.to_string(),
            result: sender.qualifier.as_str(),
            by: sender.by,
        }
    }
}

impl From<&RouteProblem> for RouteDefect {
    fn from(problem: &RouteProblem) -> Self {
        RouteDefect {
            about: "routing",
            code: problem.as_str(),
            what: problem.to_string(),
            reference: problem.reference(),
        }
    }
}

impl From<&SpfProblem> for RouteDefect {
    fn from(problem: &SpfProblem) -> Self {
        RouteDefect {
            about: "spf",
            code: problem.as_str(),
            what: problem.to_string(),
            reference: problem.reference(),
        }
    }
}
