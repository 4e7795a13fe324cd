//! Metrics, signals, reload, TLS.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::support::*;

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("is taken");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").expect("is sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("is read");
    text
}

#[test]
fn counters_agree_with_what_happened() {
    let metrics = free_port();
    let server = Server::storing(&["--metrics", &metrics.to_string(), "--log", "json"]);
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(FORGED).0, 250);
    client.envelope();
    assert_eq!(client.content(PLAIN).0, 250);
    let text = get(metrics, "/metrics");
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"));
    for line in [
        "hopcheck_messages_received_total 2",
        "hopcheck_messages_total{answer=\"accepted\"} 2",
        "hopcheck_messages_stored_total 2",
        "hopcheck_reports_total 2",
        "hopcheck_verdicts_total{verdict=\"forged\"} 1",
        "hopcheck_message_memory_bytes 0",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line}\n{text}");
    }
    assert!(get(metrics, "/healthz").ends_with("ok\n"));
    assert_eq!((server.stored().len(), server.reports().len()), (2, 2));
    for line in server.log().lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    }
}

#[test]
fn sigterm_lets_a_message_under_way_end() {
    let mut server = Server::storing(&[]);
    let mut busy = server.client();
    busy.begin();
    let mut idle = server.client();
    server.signal("-TERM");
    assert_eq!(idle.reply().0, 421, "whoever is idle is sent away");
    assert_eq!(busy.content(PLAIN).0, 250);
    assert_eq!(busy.reply().0, 421);
    let until = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = server.child.try_wait().expect("can be asked") {
            break status;
        }
        assert!(Instant::now() < until, "{}", server.log());
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(0));
    assert_eq!((server.stored().len(), server.reports().len()), (1, 1));
}

#[test]
fn sigterm_waits_no_longer_than_the_grace_time() {
    let mut server = Server::storing(&["--grace", "0.5"]);
    let mut stuck = server.client();
    stuck.begin();
    let begun = Instant::now();
    assert_eq!(server.stop(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(server.stored().is_empty());
}

#[test]
fn sighup_opens_files_anew_and_keeps_what_is_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("config.toml");
    fs::write(&config, "").expect("is written");
    let server = Server::with_folder(
        folder,
        &["--spool", "HERE/mail", "--report", "HERE/reports", "--config", "HERE/config.toml"],
    );
    let send = |content| {
        let mut client = server.client();
        client.begin();
        assert_eq!(client.content(content).0, 250);
    };
    send(FORGED);
    fs::rename(server.folder.path().join("reports"), server.folder.path().join("old"))
        .expect("can be moved");
    fs::write(&config, "[verdict]\nforged = \"yes\"\n").expect("is written");
    server.signal("-HUP");
    server.wait_for_log("what was in force stays so");
    send(FORGED);
    let reports = server.reports();
    assert_eq!(reports.len(), 1, "the old file keeps the old report");
    assert_eq!(reports[0]["verdict"], "forged");
    assert_eq!(reports[0]["tool"]["prior"], 0.01);
    fs::write(&config, "[verdict]\nprior = 0.02\n").expect("is written");
    server.signal("-HUP");
    server.wait_for_log("reloaded");
    send(PLAIN);
    assert_eq!(server.reports()[1]["tool"]["prior"], 0.02);
}

#[test]
fn starttls_and_a_certificate_that_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = || {
        let made = rcgen::generate_simple_self_signed(["mx.example.org".to_owned()]).expect("made");
        fs::write(folder.path().join("cert.pem"), made.cert.pem()).expect("is written");
        fs::write(folder.path().join("key.pem"), made.signing_key.serialize_pem())
            .expect("is written");
        made.cert.der().clone()
    };
    let first = make();
    let cert = folder.path().join("cert.pem").display().to_string();
    let key = folder.path().join("key.pem").display().to_string();
    let server = Server::storing(&["--tls-cert", &cert, "--tls-key", &key]);
    deliver_over_tls(&server, first);
    let report = &server.reports()[0];
    assert_eq!(report["envelope"]["tls"]["value"], "TLSv1.3 TLS_AES_256_GCM_SHA384");
    assert_eq!(report["session"]["protocol"], "ESMTPS");
    assert_eq!(report["hops"][0]["tls"]["version"], "TLSv1.3");
    assert_eq!(report["session"]["tls"]["server_name"], "mx.example.org");

    let second = make();
    server.signal("-HUP");
    server.wait_for_log("reloaded");
    deliver_over_tls(&server, second.clone());
    fs::write(&cert, "no certificate").expect("is written");
    server.signal("-HUP");
    server.wait_for_log("what was in force stays so");
    deliver_over_tls(&server, second);

    let mut garbage = server.client();
    assert_eq!(garbage.say("EHLO client.example"), 250);
    assert_eq!(garbage.say("STARTTLS"), 220);
    garbage.send("MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\n");
    assert!(garbage.is_closed());
    server.wait_for_log("TLS failed");
    assert_eq!(server.stored().len(), 3);
}

/// The whole way over TLS, trusting this one certificate.
fn deliver_over_tls(server: &Server, trusted: rustls::pki_types::CertificateDer<'static>) {
    let mut plain = server.client();
    assert_eq!(plain.say("EHLO client.example"), 250);
    assert_eq!(plain.say("STARTTLS"), 220);
    let mut roots = rustls::RootCertStore::empty();
    roots.add(trusted).expect("is one");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("are there")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = "mx.example.org".try_into().expect("is one");
    let tls = rustls::ClientConnection::new(Arc::new(config), name).expect("is made");
    let mut stream = rustls::StreamOwned::new(tls, plain.stream.try_clone().expect("is cloned"));
    let mut buffer = [0; 4_096];
    let mut say = |line: &str| {
        stream.write_all(format!("{line}\r\n").as_bytes()).expect("is sent");
        let read = stream.read(&mut buffer).expect("is answered");
        String::from_utf8_lossy(&buffer[..read.min(3)]).into_owned()
    };
    for (line, code) in [
        ("MAIL FROM:<>", "503"),
        ("EHLO client.example", "250"),
        ("MAIL FROM:<a@b.example>", "250"),
        ("RCPT TO:<c@d.example>", "250"),
        ("DATA", "354"),
        ("Subject: x\r\n\r\nx\r\n.", "250"),
    ] {
        assert_eq!(say(line), code, "{line}");
    }
}

#[test]
fn what_keeps_it_from_starting_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("is free");
    let taken = taken.local_addr().expect("has one").to_string();
    for (words, said) in [
        (&["--listen", taken.as_str()][..], "cannot listen on"),
        (
            &["--listen", "127.0.0.1:0", "--tls-cert", "/nowhere", "--tls-key", "/nowhere"],
            "/nowhere",
        ),
        (&["--listen", "127.0.0.1:0", "--user", "nobody-of-that-name"], "no user"),
        (&["--listen", "127.0.0.1:0", "--report", "/nowhere/reports"], "/nowhere/reports"),
    ] {
        let _held = std::net::TcpListener::bind(&taken);
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_hopcheck"))
            .args(["serve", "--offline", "--host", "mx.example.org"])
            .args(words)
            .output()
            .expect("runs");
        let text = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{text}");
        assert!(text.contains(said), "{text}");
    }
}
