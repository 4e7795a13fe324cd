//! Mixed load for a long time: memory has to stay flat, and the counts of the senders, the spool,
//! the reports and the metrics have to agree.
//!
//! Besides plain sessions there are pipelined ones, chunks, many recipients, TLS, and clients that
//! go away amid a message, talk nonsense or send what is refused. A mail program's part is played
//! too: it takes messages out of the spool, and reports are rotated with SIGHUP.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::bar;
use super::load::{Connection, Message, SESSIONS};
use super::servers::{Kind, Server, free_port};

/// Between the messages of a session, but for the bursts: some seconds of each minute.
const PAUSE: Duration = Duration::from_millis(100);
const BURST: u64 = 5;
/// Messages of one connection.
const TOGETHER: usize = 40;
/// How far the memory of a later minute may be from that of the first minute that counts.
const MEMORY_BAR: f64 = 0.05;
/// MB of memory at most.
const PEAK_BAR: u64 = 512;

#[derive(Default)]
struct Counts {
    next: AtomicUsize,
    taken: AtomicU64,
    refused: AtomicU64,
    broken: AtomicU64,
    stop: AtomicBool,
}

pub fn run(scratch: &Path, messages: &[Message], minutes: f64) {
    let made = rcgen::generate_simple_self_signed(["mx.example.org".to_owned()]).expect("is made");
    let (cert, key) = (scratch.join("cert.pem"), scratch.join("key.pem"));
    fs::write(&cert, made.cert.pem()).expect("is written");
    fs::write(&key, made.signing_key.serialize_pem()).expect("is written");
    let metrics = free_port();
    let (cert, key) = (cert.display().to_string(), key.display().to_string());
    let more = [
        "--metrics",
        &metrics.to_string(),
        "--tls-cert",
        &cert,
        "--tls-key",
        &key,
        // Senders that talk nonsense do so on purpose.
        "--log-level",
        "warn",
    ];
    let server = Server::start(Kind::OursDurable, scratch, "", &more).expect("is ours");
    let tls = Arc::new(client_config(made.cert.der().clone()));
    let counts = Counts::default();
    let begun = Instant::now();
    let end = Duration::from_secs_f64(minutes * 60.0);
    let (mut stored, mut reported) = (0, 0);
    let mut memory: Vec<(Duration, u64)> = Vec::new();
    std::thread::scope(|scope| {
        for number in 0..SESSIONS {
            let (counts, tls, address) = (&counts, Arc::clone(&tls), server.address);
            scope.spawn(move || sender(address, messages, number, counts, &tls, begun));
        }
        let mut rotated = Instant::now();
        while begun.elapsed() < end {
            std::thread::sleep(Duration::from_secs(2));
            memory.push((begun.elapsed(), server.memory("VmRSS:")));
            stored += take_out(&server.folder);
            if rotated.elapsed() > Duration::from_secs(30) {
                reported += rotate(&server);
                rotated = Instant::now();
            }
        }
        counts.stop.store(true, Ordering::Relaxed);
    });
    stored += take_out(&server.folder);
    reported += rotate(&server);
    let text = get(metrics);
    let metric = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.parse::<u64>().ok()).unwrap_or(u64::MAX)
    };
    let taken = counts.taken.into_inner();
    println!(
        "{minutes} minutes: {taken} messages taken ({} refused, {} broken off)",
        counts.refused.into_inner(),
        counts.broken.into_inner()
    );
    let counted = [
        ("sender", taken),
        ("spool", stored),
        ("reports", reported),
        ("metrics, accepted", metric("hopcheck_messages_total{answer=\"accepted\"}")),
        ("metrics, stored", metric("hopcheck_messages_stored_total")),
        ("metrics, reports", metric("hopcheck_reports_total")),
    ];
    for (who, count) in counted {
        println!("  {who:<18} {count:>9}{}", bar(count == taken));
    }
    flat(&memory);
    let peak = server.memory("VmHWM:") >> 10;
    println!("{peak} MB of memory at most{}", bar(peak < PEAK_BAR));
}

/// The means of each minute; those after the first five, or the first quarter, have to be alike.
fn flat(memory: &[(Duration, u64)]) {
    let last = memory.last().map_or(Duration::ZERO, |(at, _)| *at);
    let from = Duration::from_secs(300).min(last / 4);
    let step = Duration::from_secs(60).min(last / 8).max(Duration::from_secs(1));
    let mut means = Vec::new();
    let mut at = Duration::ZERO;
    while at < last {
        let here = memory.iter().filter(|(when, _)| *when >= at && *when < at + step);
        let (sum, count) = here.fold((0, 0), |(sum, count), (_, kb)| (sum + kb, count + 1));
        means.extend(u64::checked_div(sum, count).map(|mean| (at, mean)));
        at += step;
    }
    let shown: Vec<String> = means.iter().map(|(_, kb)| kb.to_string()).collect();
    println!("KB of memory by minute: {}", shown.join(" "));
    let counted: Vec<u64> = means.iter().filter(|(at, _)| *at >= from).map(|(_, kb)| *kb).collect();
    let Some(first) = counted.first().map(|kb| *kb as f64) else { return };
    let worst = counted.iter().map(|kb| *kb as f64 / first - 1.0).max_by(f64::total_cmp);
    let worst = worst.unwrap_or(0.0);
    println!(
        "after the first {} s it grew by {:.1} % at most{}",
        from.as_secs(),
        worst * 100.0,
        bar(worst <= MEMORY_BAR)
    );
}

/// What a mail program does: it takes the messages away.
fn take_out(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder.join("mail/new")).expect("is there");
    entries.flatten().filter(|entry| fs::remove_file(entry.path()).is_ok()).count() as u64
}

/// What logrotate does; gives the number of reports in the file that was moved away.
fn rotate(server: &Server) -> u64 {
    let (now, old) = (server.folder.join("reports"), server.folder.join("reports.1"));
    fs::rename(&now, &old).expect("is there");
    server.signal("-HUP");
    let until = Instant::now() + Duration::from_secs(30);
    while !now.exists() {
        assert!(Instant::now() < until, "the reports are not opened anew");
        std::thread::sleep(Duration::from_millis(10));
    }
    let bytes = fs::read(&old).expect("is there");
    fs::remove_file(old).expect("can be removed");
    assert!(bytes.is_empty() || bytes.ends_with(b"\n"), "the last report is whole");
    memchr::memchr_iter(b'\n', &bytes).count() as u64
}

/// One session after another until it is told to stop.
fn sender(
    address: SocketAddr,
    messages: &[Message],
    number: usize,
    counts: &Counts,
    tls: &Arc<rustls::ClientConfig>,
    begun: Instant,
) {
    let mut round = number;
    while !counts.stop.load(Ordering::Relaxed) {
        round += 1;
        if round.is_multiple_of(10) {
            nuisance(address, round / 10);
            counts.broken.fetch_add(1, Ordering::Relaxed);
        }
        let Ok(connection) = Connection::open(address) else { continue };
        if !number.is_multiple_of(5) {
            session(connection, messages, round, counts, begun);
        } else if let Some(connection) = over_tls(connection, tls) {
            session(connection, messages, round, counts, begun);
        }
    }
}

fn session<S: Read + Write>(
    mut connection: Connection<S>,
    messages: &[Message],
    round: usize,
    counts: &Counts,
    begun: Instant,
) {
    let mut buffer = Vec::new();
    for _ in 0..TOGETHER {
        if counts.stop.load(Ordering::Relaxed) {
            break;
        }
        let number = counts.next.fetch_add(1, Ordering::Relaxed);
        let wire = messages[number % messages.len()].numbered(number, &mut buffer);
        let sent = match (number + round) % 4 {
            0 => connection.send(wire, false),
            1 => chunks(&mut connection, wire),
            2 => many(&mut connection, wire),
            _ => connection.send(wire, true),
        };
        match sent {
            Ok(true) => counts.taken.fetch_add(1, Ordering::Relaxed),
            Ok(false) => counts.refused.fetch_add(1, Ordering::Relaxed),
            // Refused with the connection closed, or lost: no acknowledgement in any case.
            Err(_) => {
                counts.refused.fetch_add(1, Ordering::Relaxed);
                return;
            }
        };
        if begun.elapsed().as_secs() % 60 >= BURST {
            std::thread::sleep(PAUSE);
        }
    }
    let _ = connection.quit();
}

/// By BDAT in two pieces; the end of DATA and its stuffing are no part of it.
fn chunks<S: Read + Write>(connection: &mut Connection<S>, wire: &[u8]) -> std::io::Result<bool> {
    let body = wire.strip_suffix(b".\r\n").unwrap_or(wire);
    let (first, rest) = body.split_at(body.len() / 2);
    connection.write(b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n")?;
    connection.write(&[format!("BDAT {}\r\n", first.len()).as_bytes(), first].concat())?;
    connection.write(&[format!("BDAT {} LAST\r\n", rest.len()).as_bytes(), rest].concat())?;
    Ok(connection.reply(b'2')?
        & connection.reply(b'2')?
        & connection.reply(b'2')?
        & connection.reply(b'2')?)
}

fn many<S: Read + Write>(connection: &mut Connection<S>, wire: &[u8]) -> std::io::Result<bool> {
    let mut good = connection.say(b"MAIL FROM:<>\r\n", b'2')?;
    for number in 0..20 {
        good &= connection.say(format!("RCPT TO:<c{number}@d.example>\r\n").as_bytes(), b'2')?;
    }
    Ok(good && connection.say(b"DATA\r\n", b'3')? && connection.say(wire, b'2')?)
}

/// A client that does no good, and gets no message acknowledged.
fn nuisance(address: SocketAddr, kind: usize) {
    let Ok(mut connection) = Connection::open(address) else { return };
    let envelope = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";
    let _ = match kind % 6 {
        0 => connection.write(&[&envelope[..], b"Subject: cut off\r\n\r\nin the mid"].concat()),
        1 => connection.write(b"NONSENSE\r\nMAIL FROM:broken\r\n\0\0\0\r\n"),
        2 => connection.write(&[b'x'; 200_000]),
        3 => connection.write(b"STARTTLS\r\nthis is no handshake\r\n"),
        4 => connection.write(&[&envelope[..], b"Subject: bare\n\nlines\r\n.\r\n"].concat()),
        _ => connection.write(b"MAIL FROM:<a@b.example> SIZE=99999999999\r\nQUIT\r\n"),
    };
    let stream = connection.into_inner();
    let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
    let _ = (&stream).read(&mut [0; 4_096]);
}

fn client_config(trusted: rustls::pki_types::CertificateDer<'static>) -> rustls::ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(trusted).expect("is one");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("are there")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

type Secured = rustls::StreamOwned<rustls::ClientConnection, TcpStream>;

fn over_tls(
    mut connection: Connection<TcpStream>,
    config: &Arc<rustls::ClientConfig>,
) -> Option<Connection<Secured>> {
    if !connection.say(b"STARTTLS\r\n", b'2').ok()? {
        return None;
    }
    let name = "mx.example.org".try_into().ok()?;
    let tls = rustls::ClientConnection::new(Arc::clone(config), name).ok()?;
    let mut connection = Connection::over(rustls::StreamOwned::new(tls, connection.into_inner()));
    connection.say(b"EHLO load.example\r\n", b'2').ok()?.then_some(connection)
}

fn get(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).expect("is taken");
    write!(stream, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").expect("is sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("is read");
    text
}
