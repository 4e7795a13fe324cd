//! One connection: a session driven over a stream, within its bounds of time and memory.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;

use super::gate::Share;
use super::proxy;
use super::server::Shared;
use super::work::Job;
use crate::report::escape;
use crate::smtp::{Event, Oddity, Outcome, Peer, PeerBasis, Reply, Session, Tls, Transaction};

/// What a connection reads at once while it idles or talks, and while content flows.
const SMALL: usize = 8 << 10;
const LARGE: usize = 64 << 10;
/// A message has to come at this many bytes a second, over its whole length.
const SLOWEST: u64 = 1_000;
/// TLS and PROXY take a moment, not minutes.
const HANDSHAKE: Duration = Duration::from_secs(30);
/// A peer that does not take our replies is waited for this long.
const WRITING: Duration = Duration::from_secs(60);

/// How a stretch of a session ended.
enum End {
    Closed,
    StartTls,
}

struct Connection {
    shared: Arc<Shared>,
    session: Session,
    share: Share,
    via: Option<IpAddr>,
    connected: SystemTime,
    begun: Instant,
    draining: watch::Receiver<bool>,
    messages: u32,
    number: u64,
}

/// Serves a client from its connection to its end.
pub(super) async fn serve(
    shared: Arc<Shared>,
    mut stream: TcpStream,
    address: SocketAddr,
    number: u64,
    draining: watch::Receiver<bool>,
) {
    let (connected, begun) = (SystemTime::now(), Instant::now());
    let options = &shared.options;
    let within = |networks: &[ipnet::IpNet]| {
        let ip = address.ip().to_canonical();
        networks.iter().any(|network| network.contains(&ip))
    };
    let mut peer = Peer::connected(address);
    let mut via = None;
    let mut first = Vec::new();
    if within(&options.proxy_from) {
        match timeout(HANDSHAKE, proxy::read(&mut stream)).await {
            Ok(Ok((client, more))) => {
                first = more;
                if let Some(client) = client {
                    peer = Peer { basis: PeerBasis::Proxy, ..Peer::connected(client) };
                    via = Some(address.ip());
                }
            }
            Ok(Err(error)) => {
                tracing::warn!(connection = number, client = %address, %error, "no PROXY header");
                return;
            }
            Err(_) => {
                tracing::warn!(connection = number, client = %address, "no PROXY header in time");
                return;
            }
        }
    }
    peer.may_forward = within(&options.xclient_from);
    if peer.may_forward {
        via = Some(address.ip());
    }
    tracing::debug!(connection = number, client = %peer.address, "connected");
    let mut session = Session::new(Arc::clone(&shared.smtp), peer);
    if !first.is_empty() || early(&stream, options.greeting_delay).await {
        session.odd(Oddity::EarlyTalker);
    }
    let share = Share::none(&shared.memory);
    let mut connection =
        Connection { shared, session, share, via, connected, begun, draining, messages: 0, number };
    let ended = connection.run(stream, first).await;
    let client = connection.session.peer().address;
    let messages = connection.messages;
    match ended {
        Ok(()) => tracing::debug!(connection = number, %client, messages, "closed"),
        Err(error) => tracing::debug!(connection = number, %client, messages, %error, "lost"),
    }
}

/// Whether the client speaks before it is greeted.
async fn early(stream: &TcpStream, delay: Duration) -> bool {
    let mut byte = [0; 1];
    if delay.is_zero() {
        // What is there already, without waiting.
        return matches!(timeout(Duration::ZERO, stream.peek(&mut byte)).await, Ok(Ok(1..)));
    }
    matches!(timeout(delay, stream.peek(&mut byte)).await, Ok(Ok(1..)))
}

impl Connection {
    async fn run(&mut self, mut stream: TcpStream, first: Vec<u8>) -> io::Result<()> {
        match self.drive(&mut stream, first).await? {
            End::Closed => return Ok(()),
            End::StartTls => {}
        }
        let Some(certificates) = &self.shared.certificates else { return Ok(()) };
        let acceptor = TlsAcceptor::from(certificates.get());
        let (number, client) = (self.number, self.session.peer().address);
        let mut stream = match timeout(HANDSHAKE, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                self.shared.metrics.tls_failed.one();
                tracing::info!(connection = number, %client, %error, "TLS failed");
                return Ok(());
            }
            Err(_) => {
                self.shared.metrics.tls_failed.one();
                tracing::info!(connection = number, %client, "TLS was not done in time");
                return Ok(());
            }
        };
        self.shared.metrics.tls.one();
        let (_, tls) = stream.get_ref();
        self.session.tls_started(Tls {
            version: dotted(tls.protocol_version().and_then(|v| v.as_str())),
            cipher: tls
                .negotiated_cipher_suite()
                .and_then(|suite| suite.suite().as_str())
                .map_or_else(String::new, |name| name.replacen("TLS13_", "TLS_", 1)),
            server_name: tls.server_name().map(str::to_owned),
        });
        self.drive(&mut stream, Vec::new()).await.map(|_| ())
    }

    /// Reads, feeds, answers, until the session ends or TLS begins.
    async fn drive<S>(&mut self, stream: &mut S, first: Vec<u8>) -> io::Result<End>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut buffer = first;
        let mut filled = buffer.len();
        if buffer.len() < SMALL {
            buffer.resize(SMALL, 0);
        }
        let mut stretch = Stretch::new(self);
        loop {
            let mut fed = 0;
            while fed < filled {
                let (taken, event) = self.session.feed(&buffer[fed..filled], self.millis());
                fed += taken;
                self.account();
                match event {
                    Event::Wait => {}
                    Event::Message(message) => {
                        self.flush(stream).await?;
                        let outcome = self.judged(message).await;
                        self.session.finish(&outcome);
                        stretch = Stretch::new(self);
                    }
                    Event::StartTls => {
                        self.notes();
                        self.flush(stream).await?;
                        return Ok(End::StartTls);
                    }
                    Event::Close => return self.close(stream).await,
                }
                if self.session.is_closed() {
                    return self.close(stream).await;
                }
            }
            self.notes();
            if self.session.has_output() {
                self.flush(stream).await?;
                stretch.answered();
            }
            // Large pieces while content flows, and no large buffer in idle connections.
            let receiving = self.session.is_receiving();
            if receiving && filled == buffer.len() && filled < LARGE {
                buffer = vec![0; LARGE];
            } else if !receiving && buffer.len() > SMALL {
                buffer = vec![0; SMALL];
            }
            stretch.received(receiving, filled as u64);
            let deadline = stretch.deadline(self);
            let draining = *self.draining.borrow();
            if draining && !self.session.is_amid() {
                let reply = Reply::new(421, "4.3.2", "shutting down, come back later");
                self.session.close_with(&reply);
                return self.close(stream).await;
            }
            let watched = self.draining.changed();
            let read = async {
                tokio::select! {
                    biased;
                    read = stream.read(&mut buffer) => Some(read),
                    // Asked again above; once it is known it does not change any more.
                    _ = watched, if !draining => None,
                }
            };
            match timeout_at(deadline, read).await {
                Ok(Some(Ok(0))) => return Ok(End::Closed),
                Ok(Some(Ok(read))) => filled = read,
                Ok(Some(Err(error))) => return Err(error),
                Ok(None) => filled = 0,
                Err(_) => {
                    self.shared.metrics.cut_slow.one();
                    let why = stretch.too_slow(self);
                    tracing::info!(connection = self.number, client = %self.session.peer().address, "cut off: {why}");
                    self.session.close_with(&Reply::new(421, "4.4.2", why));
                    return self.close(stream).await;
                }
            }
        }
    }

    /// Hands a message to the workers and waits for what becomes of it.
    async fn judged(&mut self, message: Box<Transaction>) -> Outcome {
        let metrics = &self.shared.metrics;
        metrics.received.one();
        metrics.bytes.add(message.body.len() as u64);
        self.messages += 1;
        let id = format!("{:x}-{:x}-{:x}", self.shared.start_millis, self.number, self.messages);
        let (done, answer) = oneshot::channel();
        let basis = message.peer.basis;
        self.shared.bench.push(Job {
            id,
            message,
            via: self.via.filter(|_| basis != PeerBasis::Connection),
            connected: self.connected,
            share: self.share.take(),
            done,
        });
        let outcome = answer.await.unwrap_or_else(|_| {
            Outcome::Refused(Reply::new(451, "4.3.0", "the message was not dealt with"))
        });
        match &outcome {
            Outcome::Taken(_) => metrics.accepted.one(),
            Outcome::Refused(reply) if reply.code < 500 => metrics.deferred.one(),
            Outcome::Refused(_) => metrics.rejected.one(),
        }
        outcome
    }

    /// Memory for what the session holds; where there is none, the message is refused for now.
    fn account(&mut self) {
        if !self.share.resize(self.session.held()) {
            self.session.shed();
            self.share.resize(self.session.held());
            tracing::warn!(connection = self.number, client = %self.session.peer().address, "no memory for a message");
        }
    }

    async fn flush<S: AsyncWrite + Unpin>(&mut self, stream: &mut S) -> io::Result<()> {
        let output = self.session.take_output();
        if output.is_empty() {
            return Ok(());
        }
        let write = async {
            stream.write_all(&output).await?;
            stream.flush().await
        };
        timeout(WRITING, write).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    async fn close<S>(&mut self, stream: &mut S) -> io::Result<End>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        self.notes();
        self.flush(stream).await?;
        let _ = timeout(Duration::from_secs(5), stream.shutdown()).await;
        // What the client still sends is read for a moment: closing on unread bytes would reset
        // the connection, and the client might never see the reply.
        let mut rest = [0; 4_096];
        let until = Instant::now() + Duration::from_secs(1);
        while let Ok(Ok(1..)) = timeout_at(until, stream.read(&mut rest)).await {}
        Ok(End::Closed)
    }

    fn notes(&mut self) {
        for note in self.session.take_notes() {
            if !matches!(note.code, "closed") {
                self.shared.metrics.refusals.one();
            }
            tracing::info!(
                connection = self.number,
                client = %self.session.peer().address,
                what = &*escape::text(&note.what),
                "{}",
                note.code
            );
        }
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// The present command, or the present content: since when, and how much of it came.
struct Stretch {
    since: Instant,
    bytes: u64,
    receiving: bool,
}

impl Stretch {
    fn new(connection: &Connection) -> Self {
        Stretch { since: Instant::now(), bytes: 0, receiving: connection.session.is_receiving() }
    }

    /// A reply went out, so a new command may be waited for.
    fn answered(&mut self) {
        self.since = Instant::now();
        self.bytes = 0;
    }

    fn received(&mut self, receiving: bool, bytes: u64) {
        if receiving {
            self.bytes += bytes;
        }
        self.receiving = receiving;
    }

    /// A command has to be whole within its time, however its bytes dribble in; content has to
    /// keep up a certain rate; and all has to be done within the session's time.
    fn deadline(&self, connection: &Connection) -> Instant {
        let options = &connection.shared.options;
        let earned = Duration::from_secs(self.bytes / SLOWEST);
        let step = self.since + options.command_timeout + earned;
        step.min(connection.begun + options.session_timeout)
    }

    fn too_slow(&self, connection: &Connection) -> &'static str {
        let options = &connection.shared.options;
        match () {
            () if connection.begun.elapsed() >= options.session_timeout => {
                "this session took too long; closing"
            }
            () if self.receiving => "the message came too slowly; closing",
            () => "no command in time; closing",
        }
    }
}

/// `TLSv1_3` is written `TLSv1.3`.
fn dotted(version: Option<&str>) -> String {
    version.unwrap_or_default().replace('_', ".")
}
