//! From sockets to sessions: accepting, reloading, draining.

use std::net::TcpListener as StdListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::commit::{Committer, Order};
use super::engine::{Engines, Load};
use super::gate::{Full, Gate, Memory};
use super::http::{self, Pages};
use super::journal::Journal;
use super::lines::Form;
use super::metrics::{Gauges, Metrics};
use super::report_log::ReportLog;
use super::spool::Spool;
use super::tls::Certificates;
use super::work::{Bench, Store};
use super::{DeliverTo, Options, connection, listen, notify, recover};
use crate::deliver::{Delivery, Left};
use crate::report::escape;
use crate::smtp;

/// What all connections share.
pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) smtp: Arc<smtp::Config>,
    pub(super) certificates: Option<Certificates>,
    pub(super) memory: Arc<Memory>,
    pub(super) bench: Arc<Bench>,
    pub(super) metrics: Arc<Metrics>,
    /// Part of every id, so that ids of different runs differ.
    pub(super) start_millis: u64,
    gate: Arc<Gate>,
    engines: Arc<Engines>,
    reports: Arc<Mutex<ReportLog>>,
    delivery: Option<Arc<Delivery>>,
    orders: Option<Sender<Order>>,
    begun: Instant,
    draining: AtomicBool,
    /// Told at a reload, so that the log's file is opened anew too.
    reopen_log: Reopen,
}

/// Opens the log's file anew.
pub type Reopen = Box<dyn Fn() -> Result<(), String> + Send + Sync>;
/// Begins the log, as the user that the server has become.
pub type StartLog = Box<dyn FnOnce() -> Result<Reopen, String>>;

impl Pages for Shared {
    fn metrics(&self) -> String {
        self.metrics.text(Gauges {
            open: self.gate.open(),
            memory: self.memory.used(),
            queue: self.bench.waiting(),
            delivery: self.delivery.as_ref().map(|delivery| delivery.progress()),
            up: self.begun.elapsed(),
        })
    }

    fn health(&self) -> Result<(), &'static str> {
        if self.draining.load(Ordering::Relaxed) { Err("shutting down") } else { Ok(()) }
    }
}

/// Serves until SIGTERM, then until the sessions under way are done or their time is up.
///
/// # Errors
/// With one sentence: what keeps it from beginning.
pub fn run(options: Options, load: Load, start_log: StartLog) -> Result<(), String> {
    listen::raise_file_limit();
    // What needs root comes first, while there is one thread and no mail.
    let sockets = listen::sockets(&options.listen)?;
    if sockets.is_empty() {
        return Err("there is nothing to listen on".to_owned());
    }
    let metrics_socket = options.metrics.map(listen::bind).transpose()?;
    let certificates = options.tls.clone().map(Certificates::load).transpose()?;
    if let Some(user) = &options.user {
        listen::become_user(user)?;
    }
    let reopen_log = start_log()?;
    let engines = Arc::new(Engines::new(load)?);
    let metrics = Arc::new(Metrics::default());
    let delivery = options.deliver.as_ref().map(delivery).transpose()?;
    let form = Form { siem: options.form, delivered: delivery.is_some() };
    let log = ReportLog::open(options.report.as_deref(), delivery.clone())
        .map_err(|e| cannot("write reports to", options.report.as_ref(), &e))?;
    let reports = Arc::new(Mutex::new(log));
    let mut committer = None;
    let store = match &options.spool {
        None => None,
        Some(path) => {
            let host = &options.smtp.host;
            let fail = |e: std::io::Error| cannot("use the spool", Some(path), &e);
            let spool = Arc::new(Spool::open(path, host).map_err(fail)?);
            let journal = recovered(&spool, &reports, &engines, &metrics, form).map_err(fail)?;
            let started = Committer::start(
                Arc::clone(&spool),
                journal,
                Arc::clone(&reports),
                Arc::clone(&metrics),
            );
            let (orders, thread) = started.map_err(fail)?;
            committer = Some(thread);
            Some(Store { spool, orders })
        }
    };
    let orders = store.as_ref().map(|store| store.orders.clone());
    let bench = Bench::new(
        options.smtp.host.clone(),
        form,
        Arc::clone(&engines),
        Arc::clone(&reports),
        store,
        Arc::clone(&metrics),
    );
    let workers = bench.start(options.workers).map_err(|e| format!("cannot start threads: {e}"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(network_threads())
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start threads: {e}"))?;
    let options_deliver = options.deliver.clone();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let shared = Shared {
        smtp: Arc::new(options.smtp.clone()),
        certificates,
        memory: Memory::new(options.max_memory),
        bench: Arc::clone(&bench),
        metrics,
        start_millis: u64::try_from(since.as_millis()).unwrap_or_default(),
        gate: Gate::new(options.max_connections, options.max_per_address),
        engines,
        reports,
        delivery: delivery.clone(),
        orders,
        begun: Instant::now(),
        draining: AtomicBool::new(false),
        reopen_log,
        options,
    };
    let served = runtime.block_on(serve(Arc::new(shared), sockets, metrics_socket));
    runtime.shutdown_timeout(Duration::from_secs(1));
    // Whatever was handed in is finished, whether or not somebody still waits for the answer.
    bench.close();
    for worker in workers {
        let _ = worker.join();
    }
    drop(bench);
    if let Some(thread) = committer {
        let _ = thread.join();
    }
    if let (Some(delivery), Some(to)) = (delivery, &options_deliver) {
        delivered(&delivery, to);
    }
    tracing::info!("ended");
    served
}

fn delivery(to: &DeliverTo) -> Result<Arc<Delivery>, String> {
    let opened = Delivery::open(&to.target, Some(&to.queue), to.most);
    opened.map(Arc::new).map_err(|e| cannot("keep a queue in", Some(&to.queue), &e))
}

/// Brings away what waits, and says what is left for the next start.
fn delivered(delivery: &Delivery, to: &DeliverTo) {
    match delivery.finish(std::time::Instant::now() + to.patience) {
        Ok(Left { waiting: 0, .. }) => {}
        Ok(Left { waiting, why, .. }) => {
            let why = escape::text(why.as_deref().unwrap_or_default()).into_owned();
            tracing::warn!(waiting, why, "reports wait for the next start");
        }
        Err(error) => tracing::error!(%error, "cannot deliver"),
    }
}

/// Half of the processors: the others analyse. More threads than that mostly wake each other.
fn network_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |all| all.get().div_ceil(2))
}

fn cannot(what: &str, path: Option<&PathBuf>, error: &std::io::Error) -> String {
    let shown = path.map_or_else(|| "standard output".to_owned(), |p| p.display().to_string());
    format!("cannot {what} {shown}: {error}")
}

/// Takes up what the last run left in the spool.
fn recovered(
    spool: &Spool,
    reports: &Mutex<ReportLog>,
    engines: &Engines,
    metrics: &Metrics,
    form: Form,
) -> std::io::Result<Journal> {
    let (mut journal, left) = Journal::open(spool.root())?;
    let removed = spool.clean()?;
    let mut log = reports.lock().unwrap_or_else(PoisonError::into_inner);
    let done = recover::reports(&left, spool, &mut log, &engines.get(), form)?;
    metrics.recovered.add(done.reports);
    metrics.reports.add(done.reports);
    if done != recover::Recovered::default() || removed > 0 {
        tracing::warn!(
            reports = done.reports,
            undelivered = done.gone,
            unfinished = removed,
            "took up what the last run left"
        );
    }
    journal.restart(log.mark()?)?;
    Ok(journal)
}

async fn serve(
    shared: Arc<Shared>,
    sockets: Vec<StdListener>,
    metrics_socket: Option<StdListener>,
) -> Result<(), String> {
    let signals = |kind| signal(kind).map_err(|e| format!("cannot take signals: {e}"));
    let mut terminate = signals(SignalKind::terminate())?;
    let mut hangup = signals(SignalKind::hangup())?;
    let (drain, draining) = watch::channel(false);
    let mut accepting = JoinSet::new();
    let connections = Arc::new(tokio::sync::Mutex::new(JoinSet::new()));
    let number = Arc::new(AtomicU64::new(0));
    for socket in sockets {
        let listener = TcpListener::from_std(socket).map_err(|e| format!("cannot listen: {e}"))?;
        let address = listener.local_addr().map_err(|e| format!("cannot listen: {e}"))?;
        tracing::info!(%address, lmtp = shared.smtp.lmtp, "listening");
        let (shared, draining) = (Arc::clone(&shared), draining.clone());
        let (connections, number) = (Arc::clone(&connections), Arc::clone(&number));
        accepting.spawn(accept(shared, listener, draining, connections, number));
    }
    if let Some(socket) = metrics_socket {
        let listener = TcpListener::from_std(socket).map_err(|e| format!("cannot listen: {e}"))?;
        tokio::spawn(http::serve(listener, Arc::clone(&shared) as Arc<dyn Pages>));
    }
    notify::tell("READY=1");
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = hangup.recv() => {
                notify::tell("RELOADING=1");
                let shared = Arc::clone(&shared);
                let _ = tokio::task::spawn_blocking(move || reload(&shared)).await;
                notify::tell("READY=1");
            }
        }
    }
    notify::tell("STOPPING=1");
    tracing::info!(open = shared.gate.open(), "shutting down");
    shared.draining.store(true, Ordering::Relaxed);
    let _ = drain.send(true);
    accepting.shutdown().await;
    let mut connections = connections.lock().await;
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(shared.options.grace, all).await.is_err() {
        tracing::warn!(open = shared.gate.open(), "sessions cut off, their time was up");
        connections.shutdown().await;
    }
    Ok(())
}

type Connections = Arc<tokio::sync::Mutex<JoinSet<()>>>;

async fn accept(
    shared: Arc<Shared>,
    listener: TcpListener,
    draining: watch::Receiver<bool>,
    connections: Connections,
    number: Arc<AtomicU64>,
) {
    loop {
        let (stream, address) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // A client that went away again is nothing; no more files is, and passes.
                if !matches!(error.kind(), std::io::ErrorKind::ConnectionAborted) {
                    tracing::warn!(%error, "cannot take a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                continue;
            }
        };
        let place = match shared.gate.enter(address.ip()) {
            Ok(place) => place,
            Err(full) => {
                match full {
                    Full::All => shared.metrics.refused_all.one(),
                    Full::Address => shared.metrics.refused_address.one(),
                }
                tracing::info!(client = %address, limit = full.as_str(), "connection refused");
                turn_away(stream);
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        shared.metrics.connections.one();
        let number = number.fetch_add(1, Ordering::Relaxed) + 1;
        let (shared, draining) = (Arc::clone(&shared), draining.clone());
        let mut connections = connections.lock().await;
        // Those that have ended are forgotten.
        while connections.try_join_next().is_some() {}
        connections.spawn(async move {
            connection::serve(shared, stream, address, number, draining).await;
            drop(place);
        });
    }
}

/// Says why and closes, without waiting for anybody.
fn turn_away(mut stream: TcpStream) {
    tokio::spawn(async move {
        let farewell = stream.write_all(b"421 4.7.0 too many connections, come back later\r\n");
        let _ = tokio::time::timeout(Duration::from_secs(1), farewell).await;
    });
}

/// Reads rules, configuration and certificates anew and opens files anew. What is wrong stays as
/// it was.
fn reload(shared: &Shared) {
    let mut wrong = Vec::new();
    if let Err(error) = (shared.reopen_log)() {
        wrong.push(error);
    }
    if let Some(certificates) = &shared.certificates {
        wrong.extend(certificates.reload().err());
    }
    wrong.extend(shared.engines.reload().err());
    let reopened = match &shared.orders {
        None => shared.reports.lock().unwrap_or_else(PoisonError::into_inner).reopen(),
        Some(orders) => {
            let (done, answer) = mpsc::channel();
            let sent = orders.send(Order::Reopen(done)).is_ok();
            match answer.recv() {
                Ok(result) if sent => result,
                _ => Err(std::io::Error::other("the spool's thread has ended")),
            }
        }
    };
    wrong.extend(
        reopened.err().map(|e| cannot("write reports to", shared.options.report.as_ref(), &e)),
    );
    if wrong.is_empty() {
        shared.metrics.reloads.one();
        tracing::info!("reloaded");
        return;
    }
    shared.metrics.reloads_failed.one();
    for error in wrong {
        tracing::error!("reload: {error}; what was in force stays so");
    }
}
