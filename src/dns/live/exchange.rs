//! One question, asked until it is answered or its time is over.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverOpts};
use hickory_resolver::net::xfer::{DnsHandle, FirstAnswer};
use hickory_resolver::net::{DnsError, NetError, NoRecords};
use hickory_resolver::proto::op::{DnsRequestOptions, DnsResponse, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RecordType as WireType};
use hickory_resolver::{NameServerPool, PoolContext, TlsConfig, system_conf};
use rustls::{ClientConfig, RootCertStore};
use tokio::time::{Instant, sleep, timeout_at};

use super::connect::{Connector, Pace, STREAM_LIMIT};
use super::reply::{Chain, Step, wire_name, wire_type};
use super::trouble::Trouble;
use crate::dns::{Endpoint, Host, Outcome, Question, ServerSpec};

/// Addresses tried of a server given by name.
const MAX_ADDRESSES: usize = 4;
/// How often a question may fail on our side (no route, connection refused) before it is given
/// up; each time after twice the wait.
const MAX_FAILURES: u32 = 4;
const FIRST_WAIT: Duration = Duration::from_millis(20);
/// Questions to one server when it has to be asked for an alias's target: more than a chain has.
const MAX_STEPS: usize = 20;

/// What came of one question.
#[derive(Debug)]
pub(super) struct Heard {
    pub outcome: Outcome,
    pub aliases: Vec<String>,
    pub ttl: Option<u32>,
    /// The server said something, whatever it was: it is alive.
    pub alive: bool,
}

/// Asks one set of servers.
pub(super) struct Exchange {
    pool: NameServerPool<Connector>,
    trouble: Trouble,
}

/// The servers a spec names, as far as it can be told without asking anybody.
pub(super) struct Servers {
    /// As the settings name them.
    pub label: Arc<str>,
    known: Result<Vec<NameServerConfig>, Endpoint>,
    spec: ServerSpec,
}

impl Servers {
    /// # Errors
    /// When the system has no name server configured.
    pub fn new(spec: ServerSpec) -> Result<Self, String> {
        let known = match &spec {
            ServerSpec::System => Ok(system_servers()?),
            ServerSpec::Plain(address) => Ok(vec![plain(address.ip(), address.port())]),
            ServerSpec::Tls(endpoint) | ServerSpec::Https { endpoint, .. } => match endpoint.host {
                Host::Address(ip) => Ok(vec![encrypted(&spec, endpoint, ip)]),
                Host::Name(_) => Err(endpoint.clone()),
            },
        };
        let label = match (&spec, &known) {
            (ServerSpec::System, Ok(servers)) => {
                let addresses: Vec<String> = servers.iter().map(|s| s.ip.to_string()).collect();
                addresses.join(",")
            }
            _ => spec.to_string(),
        };
        Ok(Servers { label: label.into(), known, spec })
    }

    /// The servers by address; a server given by name is looked up as the system does it.
    async fn addresses(&self) -> Result<Vec<NameServerConfig>, String> {
        let endpoint = match &self.known {
            Ok(servers) => return Ok(servers.clone()),
            Err(endpoint) => endpoint,
        };
        let Host::Name(name) = &endpoint.host else { return Ok(Vec::new()) };
        let found = tokio::net::lookup_host((name.as_str(), endpoint.port)).await;
        let found = found.map_err(|e| format!("{name} cannot be looked up: {e}"))?;
        let mut servers: Vec<NameServerConfig> = Vec::new();
        for ip in found.map(|address| address.ip()) {
            if servers.len() < MAX_ADDRESSES && servers.iter().all(|s| s.ip != ip) {
                servers.push(encrypted(&self.spec, endpoint, ip));
            }
        }
        if servers.is_empty() { Err(format!("{name} has no address")) } else { Ok(servers) }
    }

    fn tls(&self) -> bool {
        matches!(self.spec, ServerSpec::Tls(_) | ServerSpec::Https { .. })
    }
}

fn system_servers() -> Result<Vec<NameServerConfig>, String> {
    match system_conf::read_system_conf() {
        Ok((config, _)) => {
            let port = |server: &NameServerConfig| server.connections.first().map(|c| c.port);
            let servers = config.name_servers.iter();
            Ok(servers.map(|server| plain(server.ip, port(server).unwrap_or(53))).collect())
        }
        Err(e) => Err(format!("no name server is configured on this system: {e}")),
    }
}

/// UDP alone, as far as the pool is concerned: TCP belongs to the connection itself.
fn plain(ip: IpAddr, port: u16) -> NameServerConfig {
    let mut udp = ConnectionConfig::udp();
    udp.port = port;
    NameServerConfig::new(ip, true, vec![udp])
}

fn encrypted(spec: &ServerSpec, endpoint: &Endpoint, ip: IpAddr) -> NameServerConfig {
    let name: Arc<str> = endpoint.certificate_name().into();
    let mut connection = match spec {
        ServerSpec::Https { path, .. } => {
            ConnectionConfig::https(name, Some(Arc::from(path.as_str())))
        }
        _ => ConnectionConfig::tls(name),
    };
    connection.port = endpoint.port;
    NameServerConfig::new(ip, true, vec![connection])
}

impl Exchange {
    /// Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// When a server's name has no address now, or TLS has no certificates to trust.
    pub async fn new(
        servers: &Servers,
        pace: Pace,
        tls: Option<ClientConfig>,
        trouble: Trouble,
    ) -> Result<Self, String> {
        let addresses = servers.addresses().await?;
        let mut options = ResolverOpts::default();
        options.timeout = pace.try_time;
        options.max_active_requests = STREAM_LIMIT;
        // Reading the system's certificates takes time and fails where there are none: without
        // TLS neither is wanted.
        let config = match tls {
            Some(config) => config,
            None if servers.tls() => TlsConfig::new().map_err(|e| e.to_string())?.config,
            None => trusting_nobody().map_err(|e| e.to_string())?,
        };
        let context = Arc::new(PoolContext::new(options, TlsConfig { config }));
        let connector = Connector::new(pace, context.clone(), trouble.clone());
        Ok(Exchange { pool: NameServerPool::from_config(addresses, context, connector), trouble })
    }

    /// Asks until there is an answer, or `until`.
    pub async fn ask(&self, question: &Question, until: Instant) -> Heard {
        let heard = |outcome, chain: Option<&Chain>, alive| Heard {
            outcome,
            aliases: chain.map(Chain::aliases).unwrap_or_default(),
            ttl: chain.and_then(Chain::ttl),
            alive,
        };
        let Some(mut name) = wire_name(&question.name) else {
            return heard(Outcome::NxDomain, None, false);
        };
        let mut chain = Chain::new(name.clone(), question.rtype);
        let mut alive = false;
        for _ in 0..MAX_STEPS {
            let step = match self.one(name, wire_type(question.rtype), until).await {
                Reply::Message(message) => chain.read(&message),
                Reply::Negative(outcome, ttl) => {
                    chain.negative(ttl);
                    Step::Done(outcome)
                }
                Reply::Failed(outcome) => {
                    alive |= outcome != Outcome::Timeout;
                    return heard(outcome, Some(&chain), alive);
                }
            };
            alive = true;
            match step {
                Step::Done(outcome) => return heard(outcome, Some(&chain), true),
                Step::Ask(next) => name = next,
            }
        }
        heard(Outcome::ServFail, Some(&chain), true)
    }

    /// Whether any answer comes at all.
    pub async fn probe(&self, until: Instant) -> bool {
        let reply = self.one(Name::root(), WireType::NS, until).await;
        !matches!(reply, Reply::Failed(Outcome::Timeout))
    }

    async fn one(&self, name: Name, rtype: WireType, until: Instant) -> Reply {
        let query = Query::query(name, rtype);
        let mut options = DnsRequestOptions::default();
        let mut failures = 0;
        let mut unusable = 0;
        loop {
            let answer = self.pool.lookup(query.clone(), options).first_answer();
            let error = match timeout_at(until, answer).await {
                Ok(Ok(response)) => return Reply::Message(response),
                Ok(Err(error)) => error,
                Err(_) => return Reply::Failed(Outcome::Timeout),
            };
            let wait = match Failure::of(error) {
                Failure::Reply(reply) => return reply,
                // Servers of old know no EDNS, and say so in one of these ways.
                Failure::Code(ResponseCode::FormErr | ResponseCode::NotImp) if options.use_edns => {
                    options.use_edns = false;
                    Duration::ZERO
                }
                Failure::Code(ResponseCode::Refused) => return Reply::Failed(Outcome::Refused),
                // Once more: what failed upstream may have come meanwhile.
                Failure::Code(_) | Failure::Unusable(_) if unusable > 0 => {
                    return Reply::Failed(Outcome::ServFail);
                }
                Failure::Code(_) => {
                    unusable += 1;
                    FIRST_WAIT
                }
                Failure::Unusable(what) => {
                    self.trouble.note(what);
                    unusable += 1;
                    FIRST_WAIT
                }
                // Some way of failing takes no time, so there is always a wait.
                Failure::Silence => FIRST_WAIT,
                Failure::Ours(what) => {
                    self.trouble.note_if_none(what);
                    failures += 1;
                    if failures == MAX_FAILURES {
                        return Reply::Failed(Outcome::Timeout);
                    }
                    FIRST_WAIT * (1 << failures)
                }
            };
            if Instant::now() + wait >= until {
                return Reply::Failed(Outcome::Timeout);
            }
            if !wait.is_zero() {
                sleep(wait).await;
            }
        }
    }
}

enum Reply {
    Message(DnsResponse),
    /// No such name or no such data, and how long that may be kept.
    Negative(Outcome, Option<u32>),
    Failed(Outcome),
}

/// What hickory calls an error.
enum Failure {
    Reply(Reply),
    Code(ResponseCode),
    /// The server said something that cannot be used.
    Unusable(String),
    Silence,
    /// Nothing reached the server.
    Ours(String),
}

impl Failure {
    fn of(error: NetError) -> Self {
        match error {
            NetError::Dns(DnsError::NoRecordsFound(none)) => Failure::Reply(negative(&none)),
            NetError::Dns(DnsError::ResponseCode(code)) => Failure::Code(code),
            NetError::Timeout => Failure::Silence,
            NetError::Dns(_)
            | NetError::Proto(_)
            | NetError::Truncated
            | NetError::ForeignClassRecord { .. }
            | NetError::QueryCaseMismatch => Failure::Unusable(error.to_string()),
            other => Failure::Ours(other.to_string()),
        }
    }
}

fn negative(none: &NoRecords) -> Reply {
    let ttl = none.negative_ttl;
    match none.response_code {
        ResponseCode::NXDomain => Reply::Negative(Outcome::NxDomain, ttl),
        // A referral (RFC 2308 section 2.2): this server does not look up for others.
        ResponseCode::NoError if none.soa.is_none() && none.ns.is_some() => {
            Reply::Failed(Outcome::ServFail)
        }
        ResponseCode::NoError => Reply::Negative(Outcome::NoData, ttl),
        _ => Reply::Failed(Outcome::ServFail),
    }
}

fn trusting_nobody() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}
