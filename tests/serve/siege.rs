//! Hosts of clients that mean no good, all at once: the service goes on, memory stays within its
//! bound, and the log tells what was refused.
//!
//! `HOPCHECK_SIEGE=1` makes them as many as a real siege has; without it they are few enough for
//! every run.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::*;

/// MB of memory at most, whoever comes.
const MEMORY: u64 = 512;

fn real() -> bool {
    std::env::var_os("HOPCHECK_SIEGE").is_some()
}

/// MB that the server had in memory at most.
fn peak(server: &Server) -> u64 {
    let path = format!("/proc/{}/status", server.child.id());
    let status = std::fs::read_to_string(path).expect("is there");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("is told");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") >> 10
}

/// Mail from a client of good will, and how long it took.
fn delivery(server: &Server) -> Duration {
    let begun = Instant::now();
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250);
    assert_eq!(client.say("QUIT"), 221);
    begun.elapsed()
}

/// Sends as much as is taken, and gives what was answered.
fn flood(server: &Server, first: &[u8], piece: &[u8], total: usize) -> String {
    let mut stream = TcpStream::connect(server.address).expect("is taken");
    let mut sent = stream.write_all(first).is_ok();
    let mut left = total;
    while sent && left > 0 {
        sent = stream.write_all(piece).is_ok();
        left = left.saturating_sub(piece.len());
    }
    let _ = stream.write_all(b"\r\n.\r\nQUIT\r\n");
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_slow_in_numbers() {
    let (clients, seconds) = if real() { (2_000, 20) } else { (200, 4) };
    let server = Server::storing(&[
        "--max-connections",
        "3000",
        "--max-per-address",
        "3000",
        "--timeout",
        if real() { "10" } else { "2" },
    ]);
    let mut slow: Vec<TcpStream> =
        (0..clients).map(|_| TcpStream::connect(server.address).expect("is taken")).collect();
    // Some of them dribble commands, some content.
    for stream in slow.iter_mut().step_by(2) {
        let _ = stream.write_all(
            b"EHLO slow.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n",
        );
    }
    let mut worst = Duration::ZERO;
    for _ in 0..seconds {
        let begun = Instant::now();
        for stream in &mut slow {
            // Those that are cut off are refused here.
            let _ = stream.write_all(b"N");
        }
        worst = worst.max(delivery(&server));
        std::thread::sleep(Duration::from_secs(1).saturating_sub(begun.elapsed()));
    }
    assert!(worst < Duration::from_secs(5), "mail took {worst:?} meanwhile");
    for mut stream in slow {
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        // Where a byte crossed the end of the connection, the last words may be lost.
        assert!(answer.is_empty() || answer.starts_with("220 "), "{answer}");
    }
    let log = server.log();
    let cut = log.matches("cut off: ").count();
    assert_eq!(cut, clients, "each is told in the log");
    assert!(log.contains("cut off: no command in time") && log.contains("message came too slowly"));
    assert!(peak(&server) < MEMORY, "{} MB", peak(&server));
    println!("{clients} slow clients: mail took {worst:?} at most, {} MB", peak(&server));
}

#[test]
fn the_endless() {
    let megabytes = if real() { 1_024 } else { 70 };
    let server = Server::storing(&["--max-per-address", "1000"]);
    let envelope =
        b"EHLO big.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n";
    let lines = [b"x".repeat(998), b"\r\n".to_vec()].concat().repeat(64);
    let noise = [b'x'; 64 << 10];
    let noops = b"NOOP\r\n".repeat(1_000);
    std::thread::scope(|scope| {
        let mut floods = Vec::new();
        for _ in 0..4 {
            floods.extend([
                ("552 5.3.4", scope.spawn(|| flood(&server, envelope, &lines, megabytes << 20))),
                // One line without an end, as content and as a command.
                ("552 5.3.4", scope.spawn(|| flood(&server, envelope, &noise, megabytes << 20))),
                ("421 4.7.0", scope.spawn(|| flood(&server, b"", &noise, megabytes << 20))),
                ("421 4.7.0", scope.spawn(|| flood(&server, b"", &noops, 60_000))),
            ]);
        }
        for _ in 0..5 {
            assert!(delivery(&server) < Duration::from_secs(10));
        }
        for (expected, flood) in floods {
            let answer = flood.join().expect("ends");
            // The end of a flood may reset the connection before the last words are read.
            assert!(answer.contains(expected) || !answer.contains("250 2.0.0 taken"), "{answer}");
        }
    });
    delivery(&server);
    let log = server.log();
    for told in ["message-refused", "endless-line", "too-many-commands"] {
        assert_eq!(
            log.matches(told).count(),
            if told == "message-refused" { 8 } else { 4 },
            "{told}"
        );
    }
    assert!(peak(&server) < MEMORY, "{} MB", peak(&server));
    println!("floods of {megabytes} MB: {} MB of memory", peak(&server));
}

/// Where so much is allowed, it is kept only as long as there is memory for it.
#[test]
fn more_than_there_is_memory_for() {
    let megabytes: usize = if real() { 1_000 } else { 30 };
    let server = Server::storing(&[
        "--max-size",
        "1073741824",
        "--max-memory",
        if real() { "134217728" } else { "20000000" },
    ]);
    let lines = [b"x".repeat(998), b"\r\n".to_vec()].concat().repeat(64);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut client = server.client();
                client.begin();
                for _ in 0..(megabytes << 20) / lines.len() {
                    client.send(&lines);
                }
                assert_eq!(client.content("end").0, 452);
                assert_eq!(client.say("NOOP"), 250, "the session goes on");
            });
        }
    });
    delivery(&server);
    assert!(server.log().contains("no memory for a message"));
    assert_eq!(server.stored().len(), 1);
    assert!(peak(&server) < MEMORY, "{} MB", peak(&server));
    println!("messages of {megabytes} MB: {} MB of memory", peak(&server));
}

#[test]
fn recipients_and_garbage_in_place_of_tls() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = rcgen::generate_simple_self_signed(["mx.example.org".to_owned()]).expect("made");
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).expect("is written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("is written");
    let (cert, key) = (cert.display().to_string(), key.display().to_string());
    let server = Server::storing(&[
        "--tls-cert",
        &cert,
        "--tls-key",
        &key,
        "--max-per-address",
        "1000",
        "--max-commands",
        "20000",
    ]);
    let garbage: Vec<Client> = (0..if real() { 200 } else { 20 })
        .map(|number| {
            let mut client = server.client();
            assert_eq!(client.say("EHLO client.example"), 250);
            assert_eq!(client.say("STARTTLS"), 220);
            client.send(vec![b'a' + number as u8 % 26; 20_000]);
            client
        })
        .collect();
    let mut client = server.client();
    assert_eq!(client.say("EHLO client.example"), 250);
    assert_eq!(client.say("MAIL FROM:<>"), 250);
    let mut taken = 0;
    for number in 0..10_000 {
        match client.say(&format!("RCPT TO:<c{number}@d.example>")) {
            250 => taken += 1,
            code => assert_eq!(code, 452),
        }
    }
    assert_eq!(taken, 1_000);
    assert_eq!(client.say("DATA"), 354);
    assert_eq!(client.content(PLAIN).0, 250);
    let failed = garbage.len();
    for mut client in garbage {
        // With a reset or an alert: nothing else is heard.
        client.is_closed();
    }
    let until = Instant::now() + PATIENCE;
    while server.log().matches("TLS failed").count() < failed {
        assert!(Instant::now() < until, "each is told in the log");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(server.log().contains("too-many-recipients"));
    delivery(&server);
    assert!(peak(&server) < MEMORY, "{} MB", peak(&server));
}
