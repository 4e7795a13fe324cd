//! How hickory's pool reaches a server: its own transports, steadied.
//!
//! As they come, four things do not fit: UDP questions are sent again after an interval that
//! grows with every NXDOMAIN (such answers count as failures of the server); after a UDP question
//! without an answer the pool prefers a TCP connection that happens to be open, for ever; a burst
//! of first questions opens one TCP or TLS connection each; and more than 32 questions at once on
//! one connection are refused. Here the interval is fixed, TCP is used for truncated answers
//! and nothing else, and a connection is opened once, shared, queued for, and opened again when
//! it broke.

use std::collections::HashMap;
use std::future::ready;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::trouble::Trouble;
use futures_util::stream::{self, Stream};
use hickory_resolver::config::{ConnectionConfig, ProtocolConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::udp::UdpClientStream;
use hickory_resolver::net::xfer::{DnsExchange, DnsHandle, DnsRequestSender, FirstAnswer};
use hickory_resolver::proto::op::{DnsRequest, DnsResponse};
use hickory_resolver::{ConnectionProvider, PoolContext};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};
use tokio::time::{Instant, timeout};

/// Questions at once on one connection; hickory's queues hold 32.
const STREAM_IN_FLIGHT: usize = 32;
/// What hickory is told that limit is. It counts answered questions too, for a little while, and
/// refuses more as if they were still open.
pub(super) const STREAM_LIMIT: usize = 8 * STREAM_IN_FLIGHT;
/// How long a connection that could not be opened is left alone.
const RECONNECT_AFTER: Duration = Duration::from_millis(200);

/// When a question is sent again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Between two sendings of one UDP question.
    pub interval: Duration,
    /// Sendings in one try.
    pub sends: u8,
    /// How long one try waits for an answer.
    pub try_time: Duration,
}

impl Pace {
    /// Six sendings in the time one question may take, as two tries of three: even where one
    /// packet in twenty-five is lost, all six are lost once in two hundred million questions.
    /// An answer to any sending of a try counts, so that a slow server is not cut off.
    pub fn over(patience: Duration) -> Self {
        let interval = (patience / 6).max(Duration::from_millis(20));
        Pace { interval, sends: 3, try_time: interval * 3 }
    }
}

/// Makes the connections of a pool.
#[derive(Clone)]
pub(super) struct Connector {
    tokio: TokioRuntimeProvider,
    pace: Pace,
    context: Arc<PoolContext>,
    lines: Arc<Mutex<HashMap<SocketAddr, Arc<Line>>>>,
    trouble: Trouble,
}

impl Connector {
    pub fn new(pace: Pace, context: Arc<PoolContext>, trouble: Trouble) -> Self {
        let tokio = TokioRuntimeProvider::default();
        Connector { tokio, pace, context, lines: Arc::default(), trouble }
    }

    fn line(&self, server: SocketAddr, config: &ConnectionConfig) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry(server).or_insert_with(|| {
            Arc::new(Line {
                tokio: self.tokio.clone(),
                context: self.context.clone(),
                ip: server.ip(),
                config: config.clone(),
                try_time: self.pace.try_time,
                permits: Semaphore::new(STREAM_IN_FLIGHT),
                state: AsyncMutex::default(),
                trouble: self.trouble.clone(),
            })
        });
        line.clone()
    }
}

impl ConnectionProvider for Connector {
    type Conn = Link;
    type FutureConn = std::future::Ready<Result<Link, NetError>>;
    type RuntimeProvider = TokioRuntimeProvider;

    fn new_connection(
        &self,
        ip: IpAddr,
        config: &ConnectionConfig,
        _context: &PoolContext,
    ) -> Result<Self::FutureConn, NetError> {
        let server = SocketAddr::new(ip, config.port);
        Ok(ready(Ok(match config.protocol {
            ProtocolConfig::Udp => {
                let mut tcp = ConnectionConfig::tcp();
                tcp.port = config.port;
                let line = self.line(server, &tcp);
                Link::Datagram { server, tokio: self.tokio.clone(), pace: self.pace, line }
            }
            _ => Link::Stream(self.line(server, config)),
        })))
    }

    fn runtime_provider(&self) -> &TokioRuntimeProvider {
        &self.tokio
    }
}

/// A way to one server.
#[derive(Clone)]
pub(super) enum Link {
    /// A socket of its own for each sending; TCP when the answer did not fit.
    Datagram {
        server: SocketAddr,
        tokio: TokioRuntimeProvider,
        pace: Pace,
        line: Arc<Line>,
    },
    Stream(Arc<Line>),
}

type Answers = Pin<Box<dyn Stream<Item = Result<DnsResponse, NetError>> + Send>>;

impl DnsHandle for Link {
    type Response = Answers;
    type Runtime = TokioRuntimeProvider;

    fn send(&self, mut request: DnsRequest) -> Answers {
        match self {
            Link::Datagram { server, tokio, pace, line } => {
                request.options_mut().retry_interval = pace.interval;
                let floor = u64::try_from(pace.interval.as_millis()).unwrap_or(u64::MAX);
                let mut socket = UdpClientStream::builder(*server, tokio.clone())
                    .with_timeout(Some(pace.try_time))
                    .with_max_retries(pace.sends)
                    .with_retry_interval_floor(floor)
                    .build();
                let line = line.clone();
                Box::pin(stream::once(async move {
                    match socket.send_message(request.clone()).first_answer().await {
                        Ok(response) if response.truncation => line.ask(request).await,
                        other => other,
                    }
                }))
            }
            Link::Stream(line) => {
                let line = line.clone();
                Box::pin(stream::once(async move { line.ask(request).await }))
            }
        }
    }
}

/// One connection over TCP, TLS or HTTPS, opened when it is needed.
pub(super) struct Line {
    tokio: TokioRuntimeProvider,
    context: Arc<PoolContext>,
    ip: IpAddr,
    config: ConnectionConfig,
    try_time: Duration,
    permits: Semaphore,
    state: AsyncMutex<LineState>,
    trouble: Trouble,
}

#[derive(Default)]
struct LineState {
    exchange: Option<DnsExchange<TokioRuntimeProvider>>,
    /// Counts the connections, so that only the one that broke is thrown away.
    generation: u64,
    /// When, and why, it could not be opened.
    failed: Option<(Instant, NetError)>,
}

impl Line {
    async fn ask(&self, request: DnsRequest) -> Result<DnsResponse, NetError> {
        let _permit = self.permits.acquire().await.map_err(|_| NetError::NoConnections)?;
        let mut last = NetError::NoConnections;
        // Servers close idle connections without a word, so one broken connection is no failure.
        for _ in 0..2 {
            let (exchange, generation) = self.connected().await?;
            let answer = exchange.send(request.clone()).first_answer();
            last = match timeout(self.try_time, answer).await {
                Ok(Ok(response)) => return Ok(response),
                Ok(Err(e)) => e,
                Err(_) => NetError::Timeout,
            };
            self.drop_connection(generation).await;
            if matches!(last, NetError::Timeout) {
                break;
            }
        }
        Err(last)
    }

    /// The open connection; opens it when there is none. Others wait meanwhile.
    async fn connected(&self) -> Result<(DnsExchange<TokioRuntimeProvider>, u64), NetError> {
        let mut state = self.state.lock().await;
        if let Some(exchange) = &state.exchange {
            return Ok((exchange.clone(), state.generation));
        }
        if let Some((when, why)) = &state.failed
            && when.elapsed() < RECONNECT_AFTER
        {
            return Err(why.clone());
        }
        let opening = self.tokio.new_connection(self.ip, &self.config, &self.context)?;
        let opened = match timeout(self.try_time, opening).await {
            Ok(opened) => opened,
            Err(_) => Err(NetError::Timeout),
        };
        match opened {
            Ok(exchange) => {
                state.generation += 1;
                state.failed = None;
                state.exchange = Some(exchange.clone());
                Ok((exchange, state.generation))
            }
            Err(why) => {
                // Noted here, since the pool passes on only that there is no connection.
                self.trouble.note(format_args!(
                    "no connection to {}: {why}",
                    SocketAddr::new(self.ip, self.config.port)
                ));
                state.failed = Some((Instant::now(), why.clone()));
                Err(why)
            }
        }
    }

    /// The next question gets a new connection; those still waiting on this one keep it.
    async fn drop_connection(&self, generation: u64) {
        let mut state = self.state.lock().await;
        if state.generation == generation {
            state.exchange = None;
        }
    }
}
