//! Asking servers.
//!
//! | file | what it does |
//! | --- | --- |
//! | `mod` | [`Live`]: a round of questions in, their answers out, within the budget |
//! | `flights` | a question under way is not sent twice |
//! | `cache` | answers kept within a bound of time and bytes |
//! | `breaker` | a dead server is given up, and tried again |
//! | `exchange` | one question: tries, failures, aliases |
//! | `connect` | how hickory's pool reaches a server |
//! | `reply` | from a message to an outcome |
//! | `trouble` | why nothing was heard, for people |
//!
//! How long a question has, and how often it is sent: [`LiveOptions::patience`].

mod breaker;
mod cache;
mod connect;
mod exchange;
#[cfg(test)]
mod fake;
mod flights;
mod reply;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_encrypted;
mod trouble;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_util::future::{Either, select};
use rustls::ClientConfig;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::{OnceCell, Semaphore};

use self::breaker::{Breaker, Gate};
use self::cache::Cache;
use self::connect::Pace;
use self::exchange::{Exchange, Servers};
use self::flights::{Flights, Waiter};
use self::trouble::Trouble;
use super::{Answer, NotAsked, Outcome, Question, Record, RecordType, ServerSpec, Source};

/// How long a probe of a silent server waits.
const PROBE_TIME: Duration = Duration::from_secs(1);
/// After the budget is over, answers that are just arriving are still taken.
const GRACE: Duration = Duration::from_millis(20);

/// How servers are asked.
#[derive(Clone, Debug)]
pub struct LiveOptions {
    /// How long one question may take in all; the usual budget of a message. In that time it is
    /// sent six times over UDP, a sixth of it apart, as two tries of three: an answer to any
    /// sending of a try counts. Over TCP, TLS and HTTPS it is sent twice.
    pub patience: Duration,
    /// Questions under way at once.
    pub in_flight: usize,
    /// Bound of the cache in bytes.
    pub cache_bytes: u64,
    /// Whom to trust over TLS, instead of the certificates of the system.
    pub tls: Option<ClientConfig>,
}

impl Default for LiveOptions {
    fn default() -> Self {
        LiveOptions {
            patience: Duration::from_secs(3),
            in_flight: 256,
            cache_bytes: 64 << 20,
            tls: None,
        }
    }
}

/// What a [`Live`] has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiveStats {
    /// Questions put to it.
    pub questions: u64,
    /// Of these, answered from the cache.
    pub from_cache: u64,
    /// Questions given to a server.
    pub sent: u64,
    /// Of these, without any answer.
    pub silent: u64,
    /// Left unasked: no time, or the server given up.
    pub unasked: u64,
    /// Answers in the cache, and their bytes.
    pub cached: u64,
    pub cached_bytes: u64,
}

/// Answers from servers, through hickory.
///
/// [`Source::ask`] blocks, may be called from many threads at once, and returns when its budget
/// is over, with what there is by then:
///
/// * a question that was out for at least one sixth of [`LiveOptions::patience`] and got no
///   answer is a [`Outcome::Timeout`];
/// * one that had less time than that, or never got its turn, is [`NotAsked::Budget`];
/// * when the server is given up, or there is none, [`NotAsked::ServerSilent`].
///
/// The hosts file is not read. Names of RFC 6761 and RFC 7686 that are not to be asked for are
/// answered here: `localhost` and what is below it, `invalid`, `onion`.
pub struct Live {
    core: Arc<Core>,
    /// Started with the first question that needs it.
    runtime: OnceLock<Result<Runtime, String>>,
}

struct Core {
    servers: Option<Servers>,
    options: LiveOptions,
    pace: Pace,
    exchange: OnceCell<Exchange>,
    cache: Cache,
    flights: Flights,
    breaker: Breaker,
    permits: Semaphore,
    trouble: Trouble,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    questions: AtomicU64,
    from_cache: AtomicU64,
    sent: AtomicU64,
    silent: AtomicU64,
    unasked: AtomicU64,
}

impl Counts {
    /// Of all that were put at once, so that threads do not fight over the counters.
    fn put(&self, questions: &[Question], from_cache: u64) {
        self.questions.fetch_add(questions.len() as u64, Ordering::Relaxed);
        self.from_cache.fetch_add(from_cache, Ordering::Relaxed);
    }
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Live {
    /// How many threads a batch should analyse on, so that [`LiveOptions::in_flight`] questions
    /// are under way at once: a message asks two or three at a time, in rounds. Most of the
    /// threads wait at any time.
    pub const THREADS: usize = 128;

    /// Nothing is sent, and no thread started, before the first question. A system without a
    /// name server is no error: [`Source::trouble`] says so, and no question is asked.
    pub fn new(spec: ServerSpec, options: LiveOptions) -> Self {
        Live::asking(Servers::new(spec), options)
    }

    fn asking(servers: Result<Servers, String>, options: LiveOptions) -> Self {
        let trouble = Trouble::default();
        let servers = servers.inspect_err(|why| trouble.note(why)).ok();
        let core = Core {
            servers,
            pace: Pace::over(options.patience),
            exchange: OnceCell::new(),
            cache: Cache::new(options.cache_bytes),
            flights: Flights::default(),
            breaker: Breaker::new(),
            permits: Semaphore::new(options.in_flight.clamp(1, Semaphore::MAX_PERMITS)),
            trouble,
            counts: Counts::default(),
            options,
        };
        Live { core: Arc::new(core), runtime: OnceLock::new() }
    }

    pub fn stats(&self) -> LiveStats {
        let counts = &self.core.counts;
        let (cached, cached_bytes) = self.core.cache.size();
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        LiveStats {
            questions: read(&counts.questions),
            from_cache: read(&counts.from_cache),
            sent: read(&counts.sent),
            silent: read(&counts.silent),
            unasked: read(&counts.unasked),
            cached,
            cached_bytes,
        }
    }

    fn handle(&self) -> Option<&Handle> {
        let runtime = self.runtime.get_or_init(|| {
            let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(2));
            Builder::new_multi_thread()
                .worker_threads(threads)
                .thread_name("dns")
                .enable_all()
                .build()
                .map_err(|e| format!("threads for DNS cannot be started: {e}"))
        });
        runtime.as_ref().ok().map(Runtime::handle)
    }

    /// Asks what is neither known here nor in the cache; by number, each question once.
    fn fly(
        &self,
        open: &HashMap<&Question, Vec<usize>>,
        start: Instant,
        budget: Duration,
    ) -> Vec<(usize, Arc<Answer>)> {
        let refuse = |why| open.values().map(|at| (at[0], Answer::not_asked(why).into())).collect();
        let (Some(_), Some(handle)) = (&self.core.servers, self.handle()) else {
            return refuse(NotAsked::ServerSilent);
        };
        if budget.is_zero() {
            return refuse(NotAsked::Budget);
        }
        match self.core.breaker.gate(budget) {
            Gate::Pass => {}
            Gate::Refuse => return refuse(NotAsked::ServerSilent),
            Gate::RefuseAndProbe => {
                handle.spawn(probe(self.core.clone()));
                return refuse(NotAsked::ServerSilent);
            }
        }
        let until = start + budget;
        let (to, answers) = mpsc::channel();
        for (question, at) in open {
            let waiter = Waiter { to: to.clone(), index: at[0] };
            let cached = || self.core.cache.get(question, Instant::now());
            if self.core.flights.join(question, waiter, until, cached) {
                handle.spawn(flight(self.core.clone(), (*question).clone()));
            }
        }
        drop(to);
        let mut landed = Vec::with_capacity(open.len());
        while landed.len() < open.len() {
            let left = (until + GRACE).saturating_duration_since(Instant::now());
            match answers.recv_timeout(left) {
                Ok(answer) => landed.push(answer),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        landed
    }

    /// What to say of a question whose answer did not come within the budget.
    fn missing(&self, question: &Question) -> Answer {
        match self.core.flights.out_for(question) {
            Some(time) if time >= self.core.pace.interval => {
                self.core.stamp(Answer::new(Outcome::Timeout))
            }
            _ => Answer::not_asked(NotAsked::Budget),
        }
    }
}

impl Source for Live {
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>> {
        let start = Instant::now();
        let core = &self.core;
        let mut answers: Vec<Option<Arc<Answer>>> = Vec::with_capacity(questions.len());
        let mut open: HashMap<&Question, Vec<usize>> = HashMap::new();
        let mut from_cache = 0;
        for (index, question) in questions.iter().enumerate() {
            let known = core.known(question, start, &mut from_cache);
            if known.is_none() {
                open.entry(question).or_default().push(index);
            }
            answers.push(known);
        }
        core.counts.put(questions, from_cache);
        if !open.is_empty() {
            for (index, answer) in self.fly(&open, start, budget) {
                if let Some(slot) = answers.get_mut(index) {
                    *slot = Some(answer);
                }
            }
        }
        for (question, at) in open {
            let answer = at.iter().find_map(|&index| answers.get(index).cloned().flatten());
            let answer = answer.unwrap_or_else(|| self.missing(question).into());
            if matches!(answer.outcome, Outcome::NotAsked(_)) {
                count(&core.counts.unasked);
            }
            for index in at {
                if let Some(slot) = answers.get_mut(index) {
                    *slot = Some(answer.clone());
                }
            }
        }
        let unasked = || Answer::not_asked(NotAsked::Budget).into();
        answers.into_iter().map(|answer| answer.unwrap_or_else(unasked)).collect()
    }

    fn at_hand(&self, questions: &[Question]) -> Option<Vec<Arc<Answer>>> {
        let (now, mut from_cache) = (Instant::now(), 0);
        let known = questions.iter().map(|q| self.core.known(q, now, &mut from_cache));
        let answers = known.collect::<Option<_>>()?;
        self.core.counts.put(questions, from_cache);
        Some(answers)
    }

    /// The last failure on the way to a server, or that it was never heard or is given up.
    fn trouble(&self) -> Option<String> {
        if let Some(Err(why)) = self.runtime.get() {
            return Some(why.clone());
        }
        self.core.trouble.text().or_else(|| {
            let LiveStats { sent, silent, .. } = self.stats();
            let dead = sent > 0 && silent == sent || self.core.breaker.is_open();
            let servers = self.core.servers.as_ref().filter(|_| dead)?;
            Some(format!("no answer from {}", servers.label))
        })
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // Without waiting: a lookup of the server's own name may hang, and this may be dropped
        // inside another runtime, where waiting is not allowed.
        if let Some(Ok(runtime)) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Core {
    /// The answer to a question that no server has to be asked.
    fn known(
        &self,
        question: &Question,
        now: Instant,
        from_cache: &mut u64,
    ) -> Option<Arc<Answer>> {
        if let Some(kept) = self.cache.get(question, now) {
            *from_cache += 1;
            return Some(kept);
        }
        // Never in the cache, since no server was asked.
        question.unaskable().or_else(|| special(question)).map(Arc::new)
    }

    async fn exchange(&self) -> Option<&Exchange> {
        let servers = self.servers.as_ref()?;
        let made = self.exchange.get_or_try_init(|| {
            Exchange::new(servers, self.pace, self.options.tls.clone(), self.trouble.clone())
        });
        match made.await {
            Ok(exchange) => Some(exchange),
            Err(why) => {
                self.trouble.note(why);
                None
            }
        }
    }

    /// Says who answered, or should have, and when.
    fn stamp(&self, mut answer: Answer) -> Answer {
        answer.server = self.servers.as_ref().map(|servers| servers.label.clone());
        answer.time = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|time| i64::try_from(time.as_secs()).ok());
        answer
    }
}

/// Takes one question to the server and back.
async fn flight(core: Arc<Core>, question: Question) {
    let start = Instant::now();
    let answer = match core.permits.acquire().await {
        Ok(_permit) if core.breaker.is_open() => Answer::not_asked(NotAsked::ServerSilent),
        Ok(_permit) if core.flights.set_off(&question) => sent(&core, &question).await,
        _ => Answer::not_asked(NotAsked::Budget),
    };
    let answer = Arc::new(answer);
    // Silence is the name's own fault only when the server answered others meanwhile.
    if answer.outcome != Outcome::Timeout || core.breaker.answered_since(start) {
        core.cache.put(&question, &answer);
    }
    core.flights.land(&question, &answer);
}

async fn sent(core: &Arc<Core>, question: &Question) -> Answer {
    count(&core.counts.sent);
    let start = Instant::now();
    let until = tokio::time::Instant::from_std(start + core.options.patience);
    let asking = async {
        match tokio::time::timeout_at(until, core.exchange()).await {
            Ok(Some(exchange)) => Some(exchange.ask(question, until).await),
            _ => None,
        }
    };
    let heard = match select(std::pin::pin!(asking), std::pin::pin!(core.breaker.opened())).await {
        Either::Left((heard, _)) => heard,
        // The server was found dead while this waited for it.
        Either::Right(((), _)) => {
            count(&core.counts.silent);
            return core.stamp(Answer::new(Outcome::Timeout));
        }
    };
    let alive = heard.as_ref().is_some_and(|heard| heard.alive);
    if alive {
        core.breaker.answered();
    } else {
        count(&core.counts.silent);
        if core.breaker.silent() {
            tokio::spawn(probe(core.clone()));
        }
    }
    let Some(heard) = heard else { return core.stamp(Answer::new(Outcome::Timeout)) };
    let mut answer = core.stamp(Answer::new(heard.outcome));
    answer.aliases = heard.aliases;
    answer.ttl = heard.ttl;
    answer
}

/// Finds out whether a silent server is dead.
async fn probe(core: Arc<Core>) {
    let until = tokio::time::Instant::now() + PROBE_TIME;
    let alive = match tokio::time::timeout_at(until, core.exchange()).await {
        Ok(Some(exchange)) => exchange.probe(until).await,
        _ => false,
    };
    if alive { core.breaker.answered() } else { core.breaker.probe_failed() }
}

/// The answer to a question that is not to be put to a server.
fn special(question: &Question) -> Option<Answer> {
    let top = question.name.rsplit('.').next()?;
    let outcome = match (top, question.rtype) {
        ("invalid" | "onion", _) => Outcome::NxDomain,
        ("localhost", RecordType::A) => {
            Outcome::Records(vec![Record::Addr(IpAddr::V4(Ipv4Addr::LOCALHOST))])
        }
        ("localhost", RecordType::Aaaa) => {
            Outcome::Records(vec![Record::Addr(IpAddr::V6(Ipv6Addr::LOCALHOST))])
        }
        ("localhost", _) => Outcome::NoData,
        _ => return None,
    };
    Some(Answer::new(outcome))
}
