//! The sink with a name server: what it asked is recorded when it ends, and can be replayed.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::nameserver::NameServer;
use super::{folder, hopcheck};

const SIGNED: &str = include_str!("../../src/auth/testdata/ed25519.eml");
const ZONE: &str = "\
ed._domainkey.a.example. TXT \"v=DKIM1; k=ed25519; p=GYQWKLf0c66JJtFD/x/2DfCRpKhyKYGzi1x8/NTZXaQ=\"
a.example. TXT \"v=spf1 ip4:192.0.2.5 -all\"
out.a.example. A 192.0.2.5
5.2.0.192.in-addr.arpa. PTR out.a.example.
";
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends a message through a sink that is started with these words, and ends it; its report, and what it wrote on standard error.
fn sent(folder: &Path, words: &[&str]) -> (Value, String) {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port");
    let log = fs::File::create(folder.join("log")).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_hopcheck"))
        .args(["serve", "--host", "mx.example.org", "--xclient-from", "127.0.0.0/8"])
        .args(["--spool", "mail", "--report", "reports", "--listen", &address.to_string()])
        .args(words)
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("LISTEN_FDS")
        .stdin(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("starts");
    session(address);
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
    let log = || fs::read_to_string(folder.join("log")).expect("read");
    assert_eq!(child.wait().expect("ends").code(), Some(0), "{}", log());
    let reports = fs::read_to_string(folder.join("reports")).expect("reports");
    let last = reports.lines().last().expect("a report");
    (serde_json::from_str(last).expect("JSON"), log())
}

fn session(address: SocketAddr) {
    let until = Instant::now() + PATIENCE;
    let stream = loop {
        match TcpStream::connect(address) {
            Ok(stream) => break stream,
            Err(error) => assert!(Instant::now() < until, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    stream.set_read_timeout(Some(PATIENCE)).expect("set");
    let mut replies = BufReader::new(stream.try_clone().expect("cloned")).lines();
    let mut reply = |expected: &str| loop {
        let line = replies.next().expect("a reply").expect("a line");
        assert!(line.starts_with(expected), "{line}");
        if line.as_bytes().get(3) != Some(&b'-') {
            return;
        }
    };
    let message = SIGNED.split_once("DKIM-Signature:").expect("signed").1;
    let message = format!("DKIM-Signature:{message}.");
    reply("220");
    for (line, expected) in [
        ("EHLO front.example.org", "250"),
        ("XCLIENT ADDR=192.0.2.5 NAME=out.a.example HELO=out.a.example PROTO=ESMTP", "220"),
        ("EHLO out.a.example", "250"),
        ("MAIL FROM:<ann@a.example>", "250"),
        ("RCPT TO:<b@example.org>", "250"),
        ("DATA", "354"),
        (&message, "250"),
        ("QUIT", "221"),
    ] {
        (&stream).write_all(format!("{line}\r\n").as_bytes()).expect("sent");
        reply(expected);
    }
}

#[test]
fn what_a_sink_asked_is_recorded_and_replayed() {
    let folder = folder();
    let now = ["--now", "2026-03-04T10:15:30Z"];
    let (live, _) = {
        let server = NameServer::of_records(ZONE);
        let dns = server.address.to_string();
        let words = [&now[..], &["--dns", &dns, "--dns-record", "r.json"]].concat();
        sent(folder.path(), &words)
    };
    let results = |report: &Value| -> Vec<String> {
        let entries = report["authentication"].as_array().cloned().unwrap_or_default();
        entries.iter().map(|e| format!("{} {}", e["method"], e["result"])).collect()
    };
    assert!(results(&live).contains(&"\"dkim\" \"pass\"".to_owned()), "{live}");
    assert!(results(&live).contains(&"\"spf\" \"pass\"".to_owned()), "{live}");
    let file: Value =
        serde_json::from_slice(&fs::read(folder.path().join("r.json")).expect("a recording"))
            .expect("JSON");
    assert_eq!(file["now"], "2026-03-04T10:15:30Z");
    assert_eq!(file["settings"]["auth"], true);

    // The clock is the recording's, too; ids and times of the session are of the moment.
    let (replayed, log) = sent(folder.path(), &["--dns-replay", "r.json"]);
    for key in ["verdict", "score", "findings", "authentication", "dns", "tool"] {
        assert_eq!(replayed[key], live[key], "{key}");
    }
    assert!(!log.contains("other settings"), "{log}");
    let (_, log) = sent(folder.path(), &["--dns-replay", "r.json", "--own-host", "mx.example.org"]);
    assert!(log.contains("r.json was recorded with other settings (own-hosts)"), "{log}");

    // What was stored can be checked later with the same recording.
    let stored = fs::read_dir(folder.path().join("mail/new")).expect("a spool");
    let path = stored.map(|entry| entry.expect("read").path()).next().expect("a message");
    let path = path.to_str().expect("UTF-8");
    let check = hopcheck(folder.path(), &[path, "--format", "json", "--dns-replay", "r.json"]);
    assert_eq!(check.code, Some(0), "{}", check.err);
    assert_eq!(results(&check.json()[0]), results(&live));
}

#[test]
fn without_a_clock_of_its_own_a_recording_takes_that_of_its_end() {
    let folder = folder();
    let server = NameServer::of_records(ZONE);
    let dns = server.address.to_string();
    let (live, _) = sent(folder.path(), &["--dns", &dns, "--dns-record", "r.json"]);
    let file: Value =
        serde_json::from_slice(&fs::read(folder.path().join("r.json")).expect("a recording"))
            .expect("JSON");
    assert!(file["now"].as_str() >= live["tool"]["now"].as_str(), "{}", file["now"]);
    assert!(file["now"].is_string());
}
