//! Receivers that refuse, lose answers and vanish: each document is there once in the end.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::*;

const MUCH: u64 = 1 << 20;

fn document(number: usize) -> Document {
    let body = json!({"number": number}).to_string().into_bytes();
    Document { id: format!("{number:032x}"), severity: 5, body }
}

fn soon(seconds: u64) -> Instant {
    Instant::now() + Duration::from_secs(seconds)
}

/// What a receiver does with one request.
#[derive(Clone, Copy)]
enum Mood {
    Take,
    /// Answers with this status and takes nothing.
    Answer(u16),
    /// Takes all and breaks off before the answer.
    LoseAnswer,
    /// Takes every second one; the others are too many for now.
    TakeSome,
    /// Refuses every document with an odd number for good.
    RefuseOdd,
}

/// An index: documents by id, and how often one was offered that was there.
#[derive(Default)]
struct Index {
    documents: BTreeMap<String, Value>,
    conflicts: usize,
    requests: usize,
}

fn read_request(stream: &TcpStream) -> Option<(String, Vec<u8>)> {
    let mut reader = BufReader::new(stream.try_clone().expect("cloned"));
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let mut length = 0;
    let mut chunked = false;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a number");
        }
        chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
    }
    assert!(!chunked, "the length is known");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((first.trim_end().to_owned(), body))
}

fn answer(index: &mut Index, body: &[u8], mood: Mood) -> Value {
    let text = std::str::from_utf8(body).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let mut items = Vec::new();
    for (number, pair) in lines.chunks(2).enumerate() {
        let action: Value = serde_json::from_str(pair[0]).expect("an action");
        let document: Value = serde_json::from_str(pair[1]).expect("a document");
        let id = action["create"]["_id"].as_str().expect("an id").to_owned();
        let odd = document["number"].as_u64().is_some_and(|number| number % 2 == 1);
        let status = match mood {
            Mood::TakeSome if number % 2 == 1 => 429,
            Mood::RefuseOdd if odd => 400,
            _ if index.documents.contains_key(&id) => {
                index.conflicts += 1;
                409
            }
            _ => {
                index.documents.insert(id, document);
                201
            }
        };
        items.push(json!({"create": {"status": status, "error": {"reason": "why"}}}));
    }
    json!({"took": 1, "errors": true, "items": items})
}

/// Serves the requests in the moods given, one connection each, and takes all after them.
fn receiver(listener: TcpListener, moods: Vec<Mood>) -> Arc<Mutex<Index>> {
    let index = Arc::new(Mutex::new(Index::default()));
    let shared = Arc::clone(&index);
    std::thread::spawn(move || {
        let mut moods = moods.into_iter();
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let Some((first, body)) = read_request(&stream) else { continue };
            assert_eq!(first, "POST /mail/_bulk HTTP/1.1");
            let mood = moods.next().unwrap_or(Mood::Take);
            let mut index = shared.lock().expect("no panic before");
            index.requests += 1;
            let (status, text) = match mood {
                Mood::Answer(status) => (status, "{}".to_owned()),
                mood => (200, answer(&mut index, &body, mood).to_string()),
            };
            drop(index);
            if matches!(mood, Mood::LoseAnswer) {
                continue;
            }
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n",
                text.len()
            );
            let _ =
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(text.as_bytes()));
        }
    });
    index
}

fn target(port: u16) -> Target {
    format!("http://127.0.0.1:{port}/mail").parse().expect("a target")
}

#[test]
fn a_receiver_of_many_moods_gets_each_document_once() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let moods = vec![
        Mood::Answer(429),
        Mood::LoseAnswer,
        Mood::Answer(503),
        Mood::TakeSome,
        Mood::Answer(429),
    ];
    let index = receiver(listener, moods);
    let delivery = Delivery::open(&target(port), None, MUCH).expect("opened");
    for number in 0..1200 {
        delivery.add(&[document(number)], soon(30)).expect("taken");
    }
    let left = delivery.finish(soon(30)).expect("no disk");
    assert_eq!(left, Left { waiting: 0, why: None, refused: Vec::new(), refused_count: 0 });
    let index = index.lock().expect("no panic");
    assert_eq!(index.documents.len(), 1200);
    assert!(index.conflicts >= 500, "the lost answer was for a batch that was taken");
    for number in 0..1200 {
        assert_eq!(index.documents[&document(number).id]["number"], number);
    }
}

#[test]
fn a_receiver_that_is_away_gets_all_once_it_is_back() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let folder = tempfile::tempdir().expect("a folder");
    let delivery =
        Delivery::open(&target(address.port()), Some(folder.path()), MUCH).expect("opened");
    for number in 0..20 {
        delivery.add(&[document(number)], soon(5)).expect("queued");
    }
    let left = delivery.finish(soon(1)).expect("the disk works");
    assert_eq!(left.waiting, 20);
    assert!(left.why.is_some());
    drop(delivery);

    // The next run delivers what the first one left, before its own.
    let index = receiver(TcpListener::bind(address).expect("the same port"), Vec::new());
    let delivery =
        Delivery::open(&target(address.port()), Some(folder.path()), MUCH).expect("opened");
    delivery.add(&[document(20)], soon(5)).expect("queued");
    assert_eq!(delivery.finish(soon(10)).expect("the disk works").waiting, 0);
    let index = index.lock().expect("no panic");
    assert_eq!(index.documents.len(), 21);
    assert_eq!(index.conflicts, 0);
}

#[test]
fn a_full_queue_waits_and_says_so_in_the_end() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let delivery = Delivery::open(&target(address.port()), None, 100).expect("opened");
    delivery.add(&[document(1)], soon(1)).expect("one has room");
    let error = (2..10)
        .find_map(|number| delivery.add(&[document(number)], soon(1)).err())
        .expect("the queue is full");
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}

#[test]
fn what_is_refused_for_good_is_told_and_kept() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let index = receiver(listener, vec![Mood::RefuseOdd]);
    let folder = tempfile::tempdir().expect("a folder");
    let delivery = Delivery::open(&target(port), Some(folder.path()), MUCH).expect("opened");
    for number in 0..4 {
        delivery.add(&[document(number)], soon(5)).expect("queued");
    }
    let left = delivery.finish(soon(5)).expect("the disk works");
    assert_eq!((left.waiting, left.refused.len()), (0, 2));
    assert!(left.refused[0].ends_with(": why"), "{:?}", left.refused);
    assert_eq!(index.lock().expect("no panic").documents.len(), 2);
    let kept = std::fs::read_to_string(folder.path().join("refused.ndjson")).expect("kept");
    assert_eq!(kept, "{\"number\":1}\n{\"number\":3}\n");
}

/// The frames of octet counting (RFC 6587 section 3.4.1).
fn frames(mut bytes: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let blank = bytes.iter().position(|byte| *byte == b' ').expect("a length");
        let length: usize =
            std::str::from_utf8(&bytes[..blank]).expect("digits").parse().expect("n");
        let end = blank + 1 + length;
        all.push(String::from_utf8(bytes[blank + 1..end].to_vec()).expect("UTF-8"));
        bytes = &bytes[end..];
    }
    all
}

fn is_message_of(text: &str, number: usize) {
    let document = document(number);
    assert!(text.starts_with("<21>1 20"), "{text}");
    let (header, body) = text.split_once('\u{feff}').expect("a byte order mark");
    let fields: Vec<&str> = header.splitn(7, ' ').collect();
    assert!(fields[1].parse::<jiff::Timestamp>().is_ok(), "{header}");
    assert_eq!(fields[3], "hopcheck");
    assert_eq!(fields[6], format!("[hopcheck@32473 id=\"{}\"] ", document.id));
    assert_eq!(body.as_bytes(), document.body);
}

#[test]
fn syslog_over_udp() {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
    socket.set_read_timeout(Some(Duration::from_secs(5))).expect("set");
    let port = socket.local_addr().expect("bound").port();
    let target = format!("syslog+udp://127.0.0.1:{port}").parse().expect("a target");
    let delivery = Delivery::open(&target, None, MUCH).expect("opened");
    delivery.add(&[document(7)], soon(5)).expect("queued");
    let huge = Document { body: vec![b'x'; 70_000], ..document(8) };
    delivery.add(&[huge], soon(5)).expect("queued");
    let left = delivery.finish(soon(5)).expect("no disk");
    assert_eq!((left.waiting, left.refused.len()), (0, 1));
    let mut bytes = [0; 2000];
    let length = socket.recv(&mut bytes).expect("a datagram");
    is_message_of(std::str::from_utf8(&bytes[..length]).expect("UTF-8"), 7);
}

#[test]
fn syslog_over_tcp_comes_back_after_a_break() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    drop(listener);
    let target = format!("syslog+tcp://{address}").parse().expect("a target");
    let delivery = Delivery::open(&target, None, MUCH).expect("opened");
    for number in 0..3 {
        delivery.add(&[document(number)], soon(5)).expect("queued");
    }
    let server = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(600));
        let listener = TcpListener::bind(address).expect("the same port");
        let mut bytes = Vec::new();
        listener.accept().expect("a connection").0.read_to_end(&mut bytes).expect("read");
        bytes
    });
    assert_eq!(delivery.finish(soon(10)).expect("no disk").waiting, 0);
    let frames = frames(&server.join().expect("no panic"));
    assert_eq!(frames.len(), 3);
    frames.iter().enumerate().for_each(|(number, frame)| is_message_of(frame, number));
}

#[test]
fn syslog_over_tls() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("made");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let server = rustls::ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a certificate");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("a root");
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let reader = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        let connection = rustls::ServerConnection::new(Arc::new(server)).expect("a connection");
        let mut bytes = Vec::new();
        // The client closes without a word of TLS, which ends the reading with an error.
        let _ = rustls::StreamOwned::new(connection, stream).read_to_end(&mut bytes);
        bytes
    });
    let address = target::SyslogAddress {
        transport: target::Transport::Tls,
        host: "localhost".to_owned(),
        port,
    };
    let mut syslog = syslog::Syslog::with_tls(address, client);
    let outcome = syslog.send(&[document(1), document(2)]);
    assert_eq!(outcome.taken, [0, 1], "{:?}", outcome.later);
    drop(syslog);
    let frames = frames(&reader.join().expect("no panic"));
    is_message_of(&frames[0], 1);
    is_message_of(&frames[1], 2);
}
