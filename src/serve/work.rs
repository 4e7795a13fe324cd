//! Threads that analyse messages and write them. Network threads never wait for any of it.

use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::oneshot;

use super::commit::{Order, Written, failed};
use super::engine::{Engine, Engines};
use super::gate::Share;
use super::journal::Entry;
use super::lines::{self, Form};
use super::metrics::Metrics;
use super::report_log::ReportLog;
use super::spool::Spool;
use super::stamp;
use crate::analyzer::Witnessed;
use crate::dns::identity::{Reverse, reverse_questions};
use crate::dns::{Answers, gather};
use crate::report::escape;
use crate::report::model::{Report, Session, SessionCommand, SessionOddity, SessionTls, Source};
use crate::smtp::{Oddity, Outcome, Reply, Transaction};

/// A message that waits for a worker.
pub(super) struct Job {
    pub(super) id: String,
    pub(super) message: Box<Transaction>,
    /// The host that said who the client is.
    pub(super) via: Option<IpAddr>,
    pub(super) connected: SystemTime,
    pub(super) share: Share,
    pub(super) done: oneshot::Sender<Outcome>,
}

/// What workers share.
pub(super) struct Bench {
    pub(super) host: String,
    pub(super) form: Form,
    pub(super) engines: Arc<Engines>,
    pub(super) reports: Arc<Mutex<ReportLog>>,
    pub(super) store: Option<Store>,
    pub(super) metrics: Arc<Metrics>,
    queue: Mutex<Queue>,
    filled: Condvar,
}

pub(super) struct Store {
    pub(super) spool: Arc<Spool>,
    pub(super) orders: Sender<Order>,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    /// Workers that wait for a job.
    idle: usize,
    closed: bool,
}

impl Bench {
    pub(super) fn new(
        host: String,
        form: Form,
        engines: Arc<Engines>,
        reports: Arc<Mutex<ReportLog>>,
        store: Option<Store>,
        metrics: Arc<Metrics>,
    ) -> Arc<Self> {
        let (queue, filled) = Default::default();
        Arc::new(Bench { host, form, engines, reports, store, metrics, queue, filled })
    }

    /// At most one job waits for each connection, so the queue is bounded by these.
    pub(super) fn push(&self, job: Job) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.jobs.push_back(job);
        let somebody_waits = queue.idle > 0;
        drop(queue);
        // Waking is a system call, and under load nobody sleeps.
        if somebody_waits {
            self.filled.notify_one();
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).jobs.len()
    }

    /// Lets workers go once nothing is left to do.
    pub(super) fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.filled.notify_all();
    }

    pub(super) fn start(
        self: &Arc<Self>,
        workers: usize,
    ) -> io::Result<Vec<std::thread::JoinHandle<()>>> {
        let start = |number| {
            let bench = Arc::clone(self);
            std::thread::Builder::new().name(format!("work-{number}")).spawn(move || bench.run())
        };
        (0..workers.max(1)).map(start).collect()
    }

    fn run(&self) {
        loop {
            let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            let job = loop {
                if let Some(job) = queue.jobs.pop_front() {
                    break job;
                }
                if queue.closed {
                    return;
                }
                queue.idle += 1;
                queue = self.filled.wait(queue).unwrap_or_else(PoisonError::into_inner);
                queue.idle -= 1;
            };
            drop(queue);
            let begun = Instant::now();
            self.work(job);
            let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.metrics.work_micros.add(micros);
        }
    }

    fn work(&self, job: Job) {
        let engine = self.engines.get();
        let Job { id, message, via, connected, share, done } = job;
        let mut message = *message;
        let now = SystemTime::now();
        let clock = engine.now.unwrap_or_else(|| seconds(now));
        let settings = engine.analyzer.settings();
        let size = message.body.len() as u64;
        let problems = stamp::take_out(&mut message.body, &self.host, settings);
        let claims = problems.iter().filter(|problem| problem.code == stamp::OWN_FIELD).count();
        message.oddities.add(Oddity::OwnField, u32::try_from(claims).unwrap_or(u32::MAX));
        self.metrics.oddities(&message.oddities);
        let (rdns, iprev) = reverse(&engine, &message);
        let session = Session { rdns, iprev, size, ..session(&id, &message, via, connected) };
        let trace = stamp::trace(
            &self.host,
            &session,
            &message.mail_from,
            &message.recipients,
            &message.body,
            !engine.dns.is_offline() || session.rdns.is_some(),
            &rfc5322(clock),
        );
        let mut bytes = Vec::with_capacity(trace.len() + message.body.len());
        bytes.extend_from_slice(trace.as_bytes());
        bytes.append(&mut message.body);
        let witnessed = Witnessed {
            now: clock,
            mail_from: message.mail_from,
            rcpt_to: message.recipients,
            session,
            problems,
        };
        let source = Source { size: bytes.len() as u64, ..Source::default() };
        let mut report = engine.analyzer.analyze_session(
            &bytes,
            source,
            &witnessed,
            &*engine.dns,
            engine.budget,
        );
        self.metrics.verdict(report.verdict);
        let refused = engine.reject_on.applies(report.verdict);
        log(&report, refused);
        match &self.store {
            Some(store) if !refused => {
                let waiting = Waiting { id, done, share };
                self.write(store, &bytes, &witnessed, &mut report, waiting);
            }
            _ => {
                let written = self.form.lines(&report, &bytes).and_then(|lines| {
                    self.reports.lock().unwrap_or_else(PoisonError::into_inner).append(&lines)
                });
                let outcome = match written {
                    Err(error) => failed(&error),
                    Ok(()) => {
                        self.metrics.reports.one();
                        if refused {
                            Outcome::Refused(rejection(&report))
                        } else {
                            Outcome::Taken(id)
                        }
                    }
                };
                let _ = done.send(outcome);
            }
        }
    }

    /// Writes and syncs the file, and hands the rest to the committer, who answers.
    fn write(
        &self,
        store: &Store,
        bytes: &[u8],
        witnessed: &Witnessed,
        report: &mut Report,
        waiting: Waiting,
    ) {
        let name = store.spool.name();
        let head = stamp::verdict(&self.host, report, &witnessed.session);
        let offset = head.len() as u64;
        report.source.path = Some(store.spool.path(&name).to_string_lossy().into_owned());
        report.source.offset = offset;
        let written = self.form.lines(report, bytes).and_then(|report| {
            let marks = lines::marks(&report.bytes);
            let entry =
                Entry { name: name.clone(), offset, marks, witnessed: witnessed.clone() }.line()?;
            store.spool.write(&name, [head.as_bytes(), bytes])?;
            Ok((entry, report))
        });
        let Waiting { id, done, share } = waiting;
        match written {
            Ok((entry, report)) => {
                let order = Order::Commit(Written { name, entry, report, id, done, share });
                if store.orders.send(order).is_err() {
                    tracing::error!("the spool's thread has ended");
                }
            }
            Err(error) => {
                let _ = done.send(failed(&error));
            }
        }
    }
}

/// Who waits for the answer.
struct Waiting {
    id: String,
    done: oneshot::Sender<Outcome>,
    share: Share,
}

/// The sentence of the heaviest finding.
fn rejection(report: &Report) -> Reply {
    let heaviest = report.findings.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
    let why =
        heaviest.map_or("its Received lines are not believed", |found| found.message.as_str());
    Reply::with_text(550, "5.7.1", why)
}

/// The client's verified name, and the result of RFC 8601 section 2.7.3; what XCLIENT said of the
/// name counts.
fn reverse(engine: &Engine, message: &Transaction) -> (Option<String>, Option<String>) {
    if let Some(name) = &message.peer.forwarded.name {
        return (name.clone(), None);
    }
    if engine.dns.is_offline() {
        return (None, None);
    }
    let ip = message.peer.address.ip().to_canonical();
    let helo = [message.hello.as_str()];
    let mut answers = Answers::new();
    gather(&*engine.dns, &mut answers, engine.budget, |known| reverse_questions(ip, &[], known));
    let found = Reverse::of(ip, &helo, &answers);
    let same = found.confirmed.iter().find(|name| name.eq_ignore_ascii_case(helo[0]));
    let name = same.or_else(|| found.confirmed.first()).cloned();
    (name, found.iprev.map(|iprev| iprev.as_str().to_owned()))
}

fn session(id: &str, message: &Transaction, via: Option<IpAddr>, connected: SystemTime) -> Session {
    let peer = &message.peer;
    let shown = |text: &str| escape::text(text).into_owned();
    Session {
        id: id.to_owned(),
        ip: peer.address.ip().to_canonical().to_string(),
        port: peer.address.port(),
        basis: peer.basis.as_str().to_owned(),
        via: via.map(|ip| ip.to_canonical().to_string()),
        rdns: None,
        iprev: None,
        helo: message.hello.clone(),
        protocol: message.protocol.to_owned(),
        login: peer.forwarded.login.as_deref().map(shown),
        tls: message.tls.as_ref().map(|tls| SessionTls {
            version: tls.version.clone(),
            cipher: tls.cipher.clone(),
            server_name: tls.server_name.clone(),
        }),
        connected: rfc3339(connected),
        mail_ms: message.times.mail,
        data_ms: message.times.data,
        end_ms: message.times.end,
        size: 0,
        commands: message
            .typed
            .iter()
            .map(|typed| SessionCommand {
                ms: typed.at,
                line: String::from_utf8_lossy(&typed.line).into_owned(),
                code: typed.code,
            })
            .collect(),
        commands_left_out: message.left_out,
        oddities: message
            .oddities
            .iter()
            .map(|(kind, count)| SessionOddity { code: kind.code().to_owned(), count })
            .collect(),
    }
}

fn log(report: &Report, refused: bool) {
    let Some(session) = &report.session else { return };
    tracing::info!(
        id = session.id,
        client = session.ip,
        helo = &*escape::text(&session.helo),
        protocol = session.protocol,
        size = session.size,
        verdict = report.verdict.as_str(),
        refused,
        "message"
    );
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn rfc3339(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}

/// The date form of RFC 5322 section 3.3, in UTC.
fn rfc5322(unix: i64) -> String {
    let time = jiff::Timestamp::from_second(unix).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%a, %-d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(rfc5322(1_772_619_305), "Wed, 4 Mar 2026 10:15:05 +0000");
    }
}
