//! Syslog over UDP, TCP and TLS to receivers that go away: nothing is lost that can be told.

use std::collections::BTreeSet;
use std::io::Read;
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::index::{Stream, Wrap};
use crate::place::Place;
use crate::{ended, mailbox, outage, started, tls};

/// The messages in what came over one connection (RFC 6587 section 3.4.1); one that was broken
/// off is none.
fn frames(mut bytes: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(blank) = bytes.iter().position(|byte| *byte == b' ') {
        let length = std::str::from_utf8(&bytes[..blank]).expect("digits");
        let end = blank + 1 + length.parse::<usize>().expect("a length");
        let Some(frame) = bytes.get(blank + 1..end) else { break };
        all.push(String::from_utf8(frame.to_vec()).expect("UTF-8"));
        bytes = &bytes[end..];
    }
    all
}

/// Header of RFC 5424, id, and the document.
fn parsed(message: &str) -> (String, Value) {
    let (head, body) = message.split_once('\u{feff}').expect("a byte order mark");
    let (_, id) = head.split_once("[hopcheck@32473 id=\"").expect("structured data");
    let id = id.strip_suffix("\"] ").expect("its end");
    assert!(head.starts_with('<') && head.contains(">1 20"), "{head}");
    (id.to_owned(), serde_json::from_str(body).expect("JSON"))
}

fn message_id(document: &Value) -> String {
    document["email"]["message_id"].as_str().expect("a Message-ID").to_owned()
}

/// Every message is there under an id of its own, however often it came.
fn each_is_there(messages: &[String], expected: &BTreeSet<String>) {
    let all: Vec<(String, Value)> = messages.iter().map(|message| parsed(message)).collect();
    let ids: BTreeSet<&String> = all.iter().map(|(id, _)| id).collect();
    let found: BTreeSet<String> = all.iter().map(|(_, document)| message_id(document)).collect();
    assert_eq!(&found, expected);
    assert_eq!(ids.len(), expected.len(), "the same report has the same id");
}

/// A receiver that breaks off after so many bytes of its first connection, is away, comes back,
/// and reads one connection after the other to its end until `enough`.
fn restless(
    address: SocketAddr,
    wrap: &Wrap,
    enough: usize,
) -> (SocketAddr, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind(address).expect("a port");
    let address = listener.local_addr().expect("bound");
    let wrap = Arc::clone(wrap);
    let thread = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        let mut first = vec![0; 5_000];
        let mut stream: Box<dyn Stream> = wrap(stream);
        stream.read_exact(&mut first).expect("something comes");
        let mut messages = frames(&first);
        // With bytes unread this is a break, not an end.
        drop(stream);
        drop(listener);
        std::thread::sleep(outage());
        let listener = TcpListener::bind(address).expect("the same port");
        let ids = |messages: &[String]| -> usize {
            messages.iter().map(|message| parsed(message).0).collect::<BTreeSet<_>>().len()
        };
        while ids(&messages) < enough {
            let (stream, _) = listener.accept().expect("a connection");
            let mut bytes = Vec::new();
            // A client that has no certificate to believe in breaks off.
            let _ = wrap(stream).read_to_end(&mut bytes);
            messages.extend(frames(&bytes));
        }
        messages
    });
    (address, thread)
}

fn anywhere() -> SocketAddr {
    "127.0.0.1:0".parse().expect("an address")
}

fn patience() -> String {
    (outage() + Duration::from_secs(60)).as_secs().to_string()
}

#[test]
fn over_tcp_what_was_under_way_comes_again() {
    let place = Place::new();
    let expected = mailbox(&place, "m", 600);
    let plain: Wrap = Arc::new(|stream| Box::new(stream));
    let (address, receiver) = restless(anywhere(), &plain, 600);
    let url = format!("syslog+tcp://{address}");
    let patience = patience();
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-timeout", &patience, "m"];
    assert_eq!(ended(started(place.run(&words))), (Some(0), String::new()));
    each_is_there(&receiver.join().expect("no panic"), &expected);
}

#[test]
fn over_tls_what_was_under_way_comes_again() {
    let place = Place::new();
    let expected = mailbox(&place, "m", 60);
    let own = tls::Identity::new(&place, "root.pem");
    let (address, receiver) = restless(anywhere(), &own.wrap(), 60);
    let url = format!("syslog+tls://localhost:{}", address.port());
    let patience = patience();
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-timeout", &patience, "m"];
    let mut command = place.run(&words);
    command.env("SSL_CERT_FILE", &own.root);
    assert_eq!(ended(started(command)), (Some(0), String::new()));
    each_is_there(&receiver.join().expect("no panic"), &expected);
}

#[test]
fn a_certificate_that_is_not_trusted_gets_nothing() {
    let place = Place::new();
    mailbox(&place, "m", 3);
    let own = tls::Identity::new(&place, "root.pem");
    let other = tls::Identity::new(&place, "other.pem");
    let listener = TcpListener::bind(anywhere()).expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let wrap = own.wrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut bytes = Vec::new();
            let _ = wrap(stream).read_to_end(&mut bytes);
            assert!(bytes.is_empty(), "nothing may come");
        }
    });
    let url = format!("syslog+tls://localhost:{port}");
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-timeout", "1", "m"];
    let mut command = place.run(&[&words[..], &["--deliver-queue", "q"]].concat());
    command.env("SSL_CERT_FILE", &other.root);
    let (status, said) = ended(started(command));
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("3 documents wait in q for the next run: "), "{said}");
    assert!(said.contains("certificate"), "{said}");
    assert_eq!(place.waiting(), 3);
}

#[test]
fn over_udp_nobody_listening_is_told() {
    let place = Place::new();
    let expected = mailbox(&place, "m", 20);
    let socket = UdpSocket::bind(anywhere()).expect("a port");
    let address = socket.local_addr().expect("bound");
    drop(socket);
    let url = format!("syslog+udp://{address}");
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q"];
    let away = place.run(&[&words[..], &["--deliver-timeout", "1", "m"]].concat());
    let (status, said) = ended(started(away));
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains(" documents wait in q for the next run: "), "{said}");
    assert!(said.contains("refused"), "{said}");

    let socket = UdpSocket::bind(address).expect("the same port");
    socket.set_read_timeout(Some(Duration::from_secs(10))).expect("set");
    let child = started(place.run(&[&words[..], &["m"]].concat()));
    let mut messages = Vec::new();
    let mut bytes = vec![0; 70_000];
    while messages.iter().map(|m: &String| parsed(m).0).collect::<BTreeSet<_>>().len() < 20 {
        let length = socket.recv(&mut bytes).expect("a datagram");
        messages.push(String::from_utf8(bytes[..length].to_vec()).expect("UTF-8"));
    }
    assert_eq!(ended(child), (Some(0), String::new()));
    each_is_there(&messages, &expected);
}

/// What a stranger wrote ends no record, begins none, and acts on nothing.
#[test]
fn hostile_headers_stay_inside_their_message() {
    let place = Place::new();
    let evil = "x\r\n <script>alert(1)</script>\u{1b}[2J\u{202e}\n <20>1 2026-03-04T10:15:05Z \
                evil evil - - [hopcheck@32473 id=\"0\"] forged";
    let message = format!(
        "Received: from {evil} ({evil} [203.0.113.9]) by {evil}; {evil}\r\n\
         From: {evil}\r\nTo: {evil}\r\nMessage-ID: <{evil}>\r\nSubject: {evil}\r\n\r\n"
    );
    place.file("m", message);
    place.file("long", format!("Received: from {} by x\r\n\r\n", "a".repeat(100_000)));
    for form in ["json", "ecs", "ocsf", "cef", "stix", "misp", "sarif"] {
        let listener = TcpListener::bind(anywhere()).expect("a port");
        let url = format!("syslog+tcp://{}", listener.local_addr().expect("bound"));
        let reader = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            listener.accept().expect("a connection").0.read_to_end(&mut bytes).expect("read");
            bytes
        });
        let words = ["--format", form, "--deliver", &url, "m", "long"];
        assert_eq!(ended(started(place.run(&words))), (Some(0), String::new()));
        let messages = frames(&reader.join().expect("no panic"));
        assert!((2..=4).contains(&messages.len()), "{form}: {}", messages.len());
        for message in messages {
            let (head, body) = message.split_once('\u{feff}').expect("a byte order mark");
            assert!(!head.contains("evil"), "{form}: {head}");
            let hostile = |c: char| hopcheck::report::escape::is_hostile(c);
            assert!(!body.contains(hostile) && !body.contains('\n'), "{form}: {body}");
        }
    }
}
