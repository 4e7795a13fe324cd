//! The load client: sessions that each send message after message over one connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Sessions at once.
pub const SESSIONS: usize = 20;
/// Digits of the number that makes a message's ids its own.
const DIGITS: usize = 10;

/// A message as it goes over the wire, its end included, with the places where its number is put.
pub struct Message {
    wire: Vec<u8>,
    places: Vec<usize>,
}

impl Message {
    /// From a file's bytes: line ends become CRLF, dots are stuffed, and each Message-ID and each
    /// `id` of a Received line gets room for a number.
    pub fn new(bytes: &[u8]) -> Self {
        let mut wire = Vec::with_capacity(bytes.len() + bytes.len() / 30 + 64);
        let mut places = Vec::new();
        let mut header = true;
        // The old line of an mbox is no part of the message.
        let skip = if bytes.starts_with(b"From ") { line_end(bytes) } else { 0 };
        for line in bytes[skip..].split_inclusive(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            header &= !line.is_empty();
            if line.starts_with(b".") {
                wire.push(b'.');
            }
            let named =
                header && line.len() > 13 && line[..12].eq_ignore_ascii_case(b"message-id: ");
            let at = match named {
                true => Some(13),
                false if header => memchr::memmem::find(line, b" id ").map(|at| at + 4),
                false => None,
            };
            let at = at.filter(|at| *at < line.len()).unwrap_or(line.len());
            // A CR that stands alone would be refused, as it is everywhere.
            wire.extend(line[..at].iter().map(tamed));
            if at < line.len() {
                places.push(wire.len());
                wire.extend([b'0'; DIGITS]);
                wire.extend(line[at..].iter().map(tamed));
            }
            wire.extend_from_slice(b"\r\n");
        }
        wire.extend_from_slice(b".\r\n");
        Message { wire, places }
    }

    pub fn len(&self) -> usize {
        self.wire.len()
    }

    /// The message with this number in its ids.
    pub fn numbered<'b>(&self, number: usize, buffer: &'b mut Vec<u8>) -> &'b [u8] {
        buffer.clear();
        buffer.extend_from_slice(&self.wire);
        let digits = format!("{number:0DIGITS$X}");
        for place in &self.places {
            buffer[*place..*place + DIGITS].copy_from_slice(digits.as_bytes());
        }
        buffer
    }
}

fn tamed(byte: &u8) -> u8 {
    if matches!(byte, b'\r' | 0) { b' ' } else { *byte }
}

fn line_end(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1)
}

/// Different messages of about 4 KB: hops, names and texts vary.
pub fn made_up() -> Vec<Message> {
    let made = |number: usize| {
        let mut text = String::new();
        for hop in 0..1 + number % 6 {
            text += &format!(
                "Received: from out{hop}.mail{number}.example.com (out{hop}.mail{number}.example.com [192.0.2.{}])\n\
                 \tby mx{hop}.example.net (Postfix) with ESMTPS id 4XyZ{hop}B2c3D4\n\
                 \tfor <user{number}@example.net>; Wed,  4 Mar 2026 10:15:{:02} +0000 (UTC)\n",
                1 + (number + hop) % 250,
                50 - 5 * hop,
            );
        }
        text += &format!(
            "Message-ID: <20260304101500.{number}@news.example.com>\n\
             Date: Wed, 4 Mar 2026 10:15:00 +0000\n\
             From: News <news{number}@news.example.com>\nTo: <user{number}@example.net>\n\
             Subject: number {number}\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\n\n"
        );
        while text.len() < 4_000 {
            text += &format!(
                "Line {} of the text of message {number}, which nobody reads.\n",
                text.len()
            );
        }
        Message::new(text.as_bytes())
    };
    (0..200).map(made).collect()
}

/// The messages of the files under these folders, of at most `largest` bytes each.
pub fn of_folders(folders: &[PathBuf], largest: u64) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut waiting = folders.to_vec();
    while let Some(folder) = waiting.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                waiting.push(path);
            } else if path.metadata().is_ok_and(|data| data.len() <= largest) {
                messages.extend(std::fs::read(&path).map(|bytes| Message::new(&bytes)));
            }
        }
    }
    messages
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    paths.sort();
    paths
}

/// What a run of the load client came to.
pub struct Outcome {
    pub messages: usize,
    pub refused: usize,
    pub bytes: u64,
    pub wall: Duration,
    /// Of each message, from its first command to its last reply; sorted.
    pub latencies: Vec<Duration>,
}

impl Outcome {
    pub fn rate(&self) -> f64 {
        self.messages as f64 / self.wall.as_secs_f64()
    }

    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        let at = (last as f64 * share) as usize;
        self.latencies.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1e3)
    }
}

/// Sends `total` messages over [`SESSIONS`] connections. A message counts once it is acknowledged.
/// `settled` is called after the last reply, before the clock stops.
pub fn run(
    address: SocketAddr,
    messages: &[Message],
    total: usize,
    pipelined: bool,
    settled: impl FnOnce(),
) -> Outcome {
    let (next, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let bytes = AtomicUsize::new(0);
    let begun = Instant::now();
    let mut latencies: Vec<Duration> = std::thread::scope(|scope| {
        let session = || {
            let mut latencies = Vec::new();
            let mut buffer = Vec::new();
            let mut connection = Connection::open(address).expect("the server answers");
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= total {
                    let _ = connection.quit();
                    return latencies;
                }
                let wire = messages[number % messages.len()].numbered(number, &mut buffer);
                let start = Instant::now();
                match connection.send(wire, pipelined) {
                    Ok(true) => {
                        latencies.push(start.elapsed());
                        bytes.fetch_add(wire.len(), Ordering::Relaxed);
                    }
                    _ => {
                        refused.fetch_add(1, Ordering::Relaxed);
                        connection = Connection::open(address).expect("the server answers");
                    }
                }
            }
        };
        let sessions: Vec<_> = (0..SESSIONS).map(|_| scope.spawn(session)).collect();
        sessions.into_iter().flat_map(|session| session.join().expect("ends well")).collect()
    });
    settled();
    let wall = begun.elapsed();
    latencies.sort_unstable();
    Outcome {
        messages: latencies.len(),
        refused: refused.into_inner(),
        bytes: bytes.into_inner() as u64,
        wall,
        latencies,
    }
}

/// One session, in plain text or over TLS.
pub struct Connection<S> {
    stream: BufReader<S>,
}

impl Connection<TcpStream> {
    /// Connected, greeted, and EHLO said.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let mut connection = Connection::greeted(address)?;
        connection.say(b"EHLO load.example\r\n", b'2')?;
        Ok(connection)
    }

    /// Connected and greeted, nothing said.
    pub fn greeted(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut connection = Connection::over(stream);
        connection.reply(b'2')?;
        Ok(connection)
    }
}

impl<S: Read + Write> Connection<S> {
    pub fn over(stream: S) -> Self {
        Connection { stream: BufReader::with_capacity(512, stream) }
    }

    pub fn into_inner(self) -> S {
        self.stream.into_inner()
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// Reads a whole reply, and says whether it is of this kind.
    pub fn reply(&mut self, kind: u8) -> io::Result<bool> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.stream.read_until(b'\n', &mut line)? < 4 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if line[3] != b'-' {
                return Ok(line[0] == kind);
            }
        }
    }

    pub fn say(&mut self, line: &[u8], kind: u8) -> io::Result<bool> {
        self.write(line)?;
        self.reply(kind)
    }

    /// One message; true where it is acknowledged.
    pub fn send(&mut self, wire: &[u8], pipelined: bool) -> io::Result<bool> {
        const MAIL: &[u8] = b"MAIL FROM:<a@b.example>\r\n";
        const RCPT: &[u8] = b"RCPT TO:<c@d.example>\r\n";
        const DATA: &[u8] = b"DATA\r\n";
        let ready = if pipelined {
            self.write(&[MAIL, RCPT, DATA].concat())?;
            self.reply(b'2')? & self.reply(b'2')? & self.reply(b'3')?
        } else {
            self.say(MAIL, b'2')? && self.say(RCPT, b'2')? && self.say(DATA, b'3')?
        };
        Ok(ready && self.say(wire, b'2')?)
    }

    pub fn quit(&mut self) -> io::Result<()> {
        self.write(b"QUIT\r\n")?;
        let mut rest = Vec::new();
        self.stream.read_to_end(&mut rest).map(|_| ())
    }
}
