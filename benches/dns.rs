//! What the DNS costs a batch: `cargo bench --bench dns -- [MESSAGES]` (10,000 where nothing is
//! said), against a name server in this process that takes 50 ms an answer. Prints, one a line:
//! the questions alone next to the whole run, the same with a warm cache next to offline (the
//! analysis alone, and a scan of files), a server that loses packets, and a dead one.
//! `cargo bench --bench dns -- scan DIR...` does only the scan, with the messages of those folders.

#[allow(dead_code, reason = "only the messages are wanted, not their fields")]
mod mail;
mod typical;

use std::collections::{BinaryHeap, HashSet};
use std::fs;
use std::net::{SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use hopcheck::analyzer::Analyzer;
use hopcheck::dns::{
    Answer, Live, LiveOptions, LiveStats, Offline, Outcome, Question, Record, RecordType,
    ServerSpec, Source,
};
use hopcheck::report::model;
use hopcheck::settings::Settings;

const DELAY: Duration = Duration::from_millis(50);
const BUDGET: Duration = Duration::from_secs(3);
/// How often what takes no waiting is measured.
const ROUNDS: usize = 5;
/// How often a scan is measured, of which the middle counts.
const TURNS: usize = 9;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [first, folders @ ..] = words.as_slice()
        && first == "scan"
    {
        return scanned("read", &read(folders));
    }
    let count = words.iter().find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let settings = Settings { now: Some(1_772_700_000), ..Settings::default() };
    let analyzer = Analyzer::new(settings, &[]).unwrap_or_else(|error| panic!("{error}"));
    let messages: Vec<Vec<u8>> = (0..count).map(message).collect();

    // What will be asked, found out with answers that cost nothing.
    let book = Book::default();
    run(&analyzer, &messages, &book, 4);
    let questions: Vec<Question> = book.0.into_inner().expect("whole").into_iter().collect();
    println!("{count} messages, {} distinct questions, {DELAY:?} an answer", questions.len());

    let cores = thread::available_parallelism().map_or(1, |n| n.get());
    let offline = quickest(|| run(&analyzer, &messages, &Offline, cores));
    println!("offline, {cores} threads: {offline:.2?}");

    let server = Server::start(0);
    let alone = live(server.address);
    let start = Instant::now();
    let silent = ask_all(&alone, &questions);
    let alone_time = start.elapsed();
    println!("questions alone, 256 in flight: {alone_time:.2?}, {silent} without an answer");

    let whole = live(server.address);
    let whole_time = run(&analyzer, &messages, &whole, Live::THREADS);
    let stats = whole.stats();
    println!(
        "whole run, {} threads: {whole_time:.2?}, {:.2} times the questions alone; {} sent, {} silent, {} unasked",
        Live::THREADS,
        ratio(whole_time, alone_time),
        stats.sent,
        stats.silent,
        stats.unasked
    );
    println!(
        "cache: {} answers, {:.1} MiB of {} MiB",
        stats.cached,
        stats.cached_bytes as f64 / f64::from(1 << 20),
        LiveOptions::default().cache_bytes >> 20
    );
    for threads in [cores, Live::THREADS] {
        // Side by side, so that a busy machine is as busy for both.
        let (mut offline, mut warm) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            offline = offline.min(run(&analyzer, &messages, &Offline, cores));
            warm = warm.min(run(&analyzer, &messages, &whole, threads));
        }
        println!(
            "warm cache, {threads} threads: {warm:.2?}, {:.2} times offline ({offline:.2?})",
            ratio(warm, offline)
        );
    }
    let given = quickest(|| run(&analyzer, &messages, &At, cores));
    println!("answers at hand without a cache, {cores} threads: {given:.2?}");
    drop(server);
    println!("as a scan of {count} files, their answers in the cache:");
    scanned("of two lines", &messages);
    let whole = typical::many_dialects();
    scanned("of 5 KB and six lines", &(0..count).map(|n| typical(&whole, n)).collect::<Vec<_>>());

    let lossy = Server::start(2);
    let names: Vec<Question> = (0..100_000)
        .map(|i| Question::new(&format!("n{i}.lossy.test"), RecordType::A).expect("a name"))
        .collect();
    let source = live(lossy.address);
    let start = Instant::now();
    let silent = ask_all(&source, &names);
    println!(
        "2 % loss: {silent} of 100000 questions without an answer in {:.2?}; six sendings, {:?} apart, fit the budget of {BUDGET:?}",
        start.elapsed(),
        BUDGET / 6
    );
    let source = live(lossy.address);
    let time = run(&analyzer, &messages, &source, Live::THREADS);
    let LiveStats { sent, silent, unasked, .. } = source.stats();
    println!(
        "2 % loss, whole run: {time:.2?}; of {sent} sent {silent} silent, {unasked} cut off by the budget"
    );
    drop(lossy);

    let deaf = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let dead = live(deaf.local_addr().expect("an address"));
    let dead_time = run(&analyzer, &messages, &dead, Live::THREADS);
    let allowed = offline.mul_f64(1.2) + Duration::from_secs(5);
    println!("dead server: {dead_time:.2?}, allowed {allowed:.2?}");
}

/// What a scan of files takes for messages whose answers are in the cache, next to the same scan
/// offline. A scan's cache ends with it, so the messages come first once and then, in other files,
/// some times more; what the more of them took is what counts.
fn scanned(kind: &str, messages: &[Vec<u8>]) {
    const COPIES: u32 = 4;
    let place = tempfile::tempdir().expect("a folder");
    let folders: Vec<PathBuf> = (0..=COPIES).map(|n| place.path().join(n.to_string())).collect();
    for folder in &folders {
        fs::create_dir(folder).expect("a folder");
        for (number, message) in messages.iter().enumerate() {
            fs::write(folder.join(format!("{number}.eml")), message).expect("a file");
        }
    }
    let server = Server::with_delay(0, Duration::ZERO);
    let address = server.address.to_string();
    let took = |dns: &[&str], folders: &[PathBuf]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hopcheck"));
        command.args(["scan", "--now", "2026-03-05T10:00:00Z"]).args(dns).args(folders);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        assert!(command.status().expect("starts").success(), "{command:?}");
        start.elapsed()
    };
    // In turns, so that a machine whose speed changes is as quick for all of them.
    let (offline, live): (&[&str], &[&str]) = (&["--offline"], &["--dns", &address]);
    let runs = [(offline, 1), (offline, folders.len()), (live, 1), (live, folders.len())];
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..TURNS {
        for ((dns, count), times) in runs.iter().zip(&mut times) {
            times.push(took(dns, &folders[..*count]));
        }
    }
    let [once, offline, first, warm] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    let more = |all: Duration, once: Duration| all.saturating_sub(once) / COPIES;
    let (offline, warm) = (more(offline, once), more(warm, first));
    println!(
        "{} messages {kind}: {warm:.2?}, {:.2} times offline ({offline:.2?})",
        messages.len(),
        ratio(warm, offline)
    );
}

/// The quickest of some runs: what the work takes where nothing else wants the processor.
fn quickest(mut run: impl FnMut() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| run()).min().unwrap_or_default()
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn live(server: SocketAddr) -> Live {
    Live::new(ServerSpec::Plain(server), LiveOptions::default())
}

/// A message of a peer and a name of its own: two names or addresses that no other has.
fn message(number: usize) -> Vec<u8> {
    format!(
        "Received: from mail.n{number}.test (mail.n{number}.test [IPv6:2001:db8::{number:x}]) by mx.example.org (Postfix) with ESMTP id 71AA04C121; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\r\n\
         Received: from pc (pc [10.0.0.9]) by mail.n{number}.test (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\r\n\
         From: a@n{number}.test\r\nSubject: hello\r\n\r\nhello\r\n"
    )
    .into_bytes()
}

/// The messages below the folders.
fn read(folders: &[String]) -> Vec<Vec<u8>> {
    let mut messages = Vec::new();
    for folder in folders {
        mail::visit(Path::new(folder), &mut |bytes, _| messages.push(bytes.to_vec()));
    }
    messages
}

/// The same message with a peer and a sender of its own.
fn typical(text: &str, number: usize) -> Vec<u8> {
    text.replace("out-7.mail.example.net", &format!("out-{number}.mail.example.net"))
        .replace("[198.51.100.7]", &format!("[IPv6:2001:db8::{number:x}]"))
        .replace("news.example.com", &format!("n{number}.example.com"))
        .into_bytes()
}

/// Analyses all messages on so many threads.
fn run(analyzer: &Analyzer, messages: &[Vec<u8>], source: &dyn Source, threads: usize) -> Duration {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(message) = messages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let from = model::Source::default();
                    std::hint::black_box(analyzer.analyze(message, from, source, BUDGET));
                }
            });
        }
    });
    start.elapsed()
}

/// Asks for all, as many at once as the source allows; says how many had no answer.
fn ask_all(source: &Live, questions: &[Question]) -> usize {
    let answers = source.ask(questions, Duration::from_secs(600));
    answers.iter().filter(|answer| answer.is_silent()).count()
}

/// Answers at once, and keeps what it was asked.
#[derive(Default)]
struct Book(Mutex<HashSet<Question>>);

impl Source for Book {
    fn ask(&self, questions: &[Question], _: Duration) -> Vec<Arc<Answer>> {
        self.0.lock().expect("whole").extend(questions.iter().cloned());
        questions.iter().map(|question| answer(question).into()).collect()
    }
}

/// Answers at once.
struct At;

impl Source for At {
    fn ask(&self, questions: &[Question], _: Duration) -> Vec<Arc<Answer>> {
        questions.iter().map(|question| answer(question).into()).collect()
    }
}

/// What the server says, too: addresses for names, names for addresses, and nothing else.
fn answer(question: &Question) -> Answer {
    Answer::new(match (question.rtype, question.address()) {
        (RecordType::A, _) => Outcome::Records(vec![Record::Addr([192, 0, 2, 1].into())]),
        (RecordType::Ptr, Some(_)) => Outcome::Records(vec![Record::Name("host.test".into())]),
        _ => Outcome::NoData,
    })
}

/// A name server over UDP, whose every answer takes its time: [`DELAY`] where nothing is said.
struct Server {
    address: SocketAddr,
    stop: Arc<AtomicUsize>,
}

impl Server {
    /// `loss` is in percent of the questions.
    fn start(loss: u64) -> Self {
        Self::with_delay(loss, DELAY)
    }

    fn with_delay(loss: u64, delay: Duration) -> Self {
        let socket = Arc::new(UdpSocket::bind("127.0.0.1:0").expect("a port"));
        let address = socket.local_addr().expect("an address");
        let stop = Arc::new(AtomicUsize::new(0));
        type Due = (std::cmp::Reverse<Instant>, Vec<u8>, SocketAddr);
        let queue: Arc<(Mutex<BinaryHeap<Due>>, Condvar)> = Arc::default();
        thread::spawn({
            let (socket, queue, stop) = (socket.clone(), queue.clone(), stop.clone());
            move || {
                let mut buffer = [0; 2048];
                let mut random = 0x9e37_79b9_7f4a_7c15_u64;
                while let Ok((length, from)) = socket.recv_from(&mut buffer) {
                    if stop.load(Ordering::Relaxed) > 0 {
                        return;
                    }
                    random ^= random << 13;
                    random ^= random >> 7;
                    random ^= random << 17;
                    if random % 100 < loss {
                        continue;
                    }
                    if let Some(reply) = reply(&buffer[..length]) {
                        if delay.is_zero() {
                            let _ = socket.send_to(&reply, from);
                            continue;
                        }
                        let due = std::cmp::Reverse(Instant::now() + delay);
                        queue.0.lock().expect("whole").push((due, reply, from));
                        queue.1.notify_one();
                    }
                }
            }
        });
        thread::spawn({
            let stop = stop.clone();
            move || {
                let mut waiting = queue.0.lock().expect("whole");
                while stop.load(Ordering::Relaxed) == 0 {
                    let now = Instant::now();
                    let next = waiting.peek().map(|(due, ..)| due.0.saturating_duration_since(now));
                    match next {
                        Some(Duration::ZERO) => {
                            if let Some((_, reply, to)) = waiting.pop() {
                                let _ = socket.send_to(&reply, to);
                            }
                        }
                        wait => {
                            let wait = wait.unwrap_or(DELAY);
                            waiting = queue.1.wait_timeout(waiting, wait).expect("whole").0;
                        }
                    }
                }
            }
        });
        Server { address, stop }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(1, Ordering::Relaxed);
        let _ = UdpSocket::bind("127.0.0.1:0").and_then(|s| s.send_to(b"", self.address));
    }
}

/// The answer to a question as it came over the wire (RFC 1035 section 4.1).
fn reply(query: &[u8]) -> Option<Vec<u8>> {
    let mut end = 12;
    while *query.get(end)? != 0 {
        end += 1 + usize::from(*query.get(end)?);
    }
    let rtype = *query.get(end + 2)?;
    let question = query.get(12..end + 5)?;
    let data: &[u8] = match rtype {
        1 => &[192, 0, 2, 1],
        12 => b"\x04host\x04test\x00",
        _ => &[],
    };
    let mut reply = query.get(..2)?.to_vec();
    reply.extend([0x81, 0x80, 0, 1, 0, u8::from(!data.is_empty()), 0, 0, 0, 0]);
    reply.extend(question);
    if !data.is_empty() {
        reply.extend([0xc0, 12, 0, rtype, 0, 1, 0, 0, 0x0e, 0x10, 0, data.len() as u8]);
        reply.extend(data);
    }
    Some(reply)
}
