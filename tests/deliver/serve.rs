//! A sink that delivers: what it acknowledged is there once, whoever was killed or away.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use crate::index::{Index, Mood, Receiver};
use crate::place::Place;
use crate::support::{Client, PLAIN, Server, files};
use crate::until;

/// Messages with numbers, over several sessions at once, until told to stop; those that were
/// acknowledged.
fn load(
    server: &Server,
    stop: &AtomicBool,
    next: &AtomicU32,
    taken: &Mutex<BTreeSet<String>>,
) -> bool {
    let Some(mut client) = Client::perhaps(server.address) else { return false };
    if client.reply().0 != 220 || client.say("EHLO load.example") != 250 {
        return false;
    }
    while !stop.load(Ordering::Relaxed) {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let id = format!("{number}@load.example");
        let ready = client.say("MAIL FROM:<a@b.example>") == 250
            && client.say("RCPT TO:<c@d.example>") == 250
            && client.say("DATA") == 354;
        if !ready {
            return false;
        }
        let content = format!("Message-ID: <{id}>\r\nSubject: {number}\r\n\r\nx");
        if client.content(&content).0 != 250 {
            return false;
        }
        taken.lock().expect("no panic").insert(id);
    }
    true
}

#[test]
fn killed_under_load_each_report_is_there_once() {
    let index = Index::with(&[
        Mood::Answer(429),
        Mood::Partial,
        Mood::LoseAnswer,
        Mood::Answer(503),
        Mood::Partial,
    ]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let mut receiver = Some(receiver);
    let words = ["--deliver", &url, "--deliver-queue", "HERE/q", "--deliver-timeout", "60"];
    let mut server = Server::storing(&words);
    let taken = Mutex::new(BTreeSet::new());
    let next = AtomicU32::new(0);
    for round in 0..4_u64 {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| load(&server, &stop, &next, &taken));
            }
            std::thread::sleep(Duration::from_millis(700 + 230 * round));
            // In one round it is the receiver that goes away, and comes back.
            if round == 1 {
                let address = receiver.take().expect("it is there").vanish();
                std::thread::sleep(Duration::from_millis(900));
                receiver.replace(Receiver::at(address, &index));
            }
            server.signal("-KILL");
            stop.store(true, Ordering::Relaxed);
        });
        server.kill();
        server.restart();
    }
    assert_eq!(server.stop(), Some(0));
    assert_eq!(waiting(&server), 0, "{}", server.log());

    let taken = taken.into_inner().expect("no panic");
    assert!(taken.len() > 20, "{} messages are no load", taken.len());
    let messages = receiver.as_ref().expect("it is there").index().messages();
    let once: BTreeSet<String> = messages.iter().cloned().collect();
    assert_eq!(once.len(), messages.len(), "none is there twice");
    let missing: Vec<&String> = taken.difference(&once).collect();
    assert!(missing.is_empty(), "{missing:?}");
    // What is stored, what is in the file of reports and what was delivered is the same.
    assert_eq!(server.stored().len(), messages.len());
    assert_eq!(server.reports().len(), messages.len());
}

fn waiting(server: &Server) -> usize {
    let names = files(&server.folder.path().join("q")).into_iter().map(|(name, _)| name);
    names.filter(|name| name.ends_with(".doc")).count()
}

#[test]
fn what_a_receiver_that_is_away_cannot_take_waits_for_the_next_start() {
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let mut server = Server::start(&[
        "--format",
        "ecs",
        "--deliver",
        &url,
        "--deliver-queue",
        "HERE/q",
        "--deliver-timeout",
        "1",
    ]);
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250, "nobody waits for the other side");
    server.wait_for_log("reports wait for the other side");
    assert_eq!(server.stop(), Some(0));
    assert!(server.log().contains("reports wait for the next start"), "{}", server.log());
    assert_eq!(waiting(&server), 1);

    let receiver = Receiver::at(address, &index);
    server.restart();
    until("it is delivered", || receiver.index().documents.len() == 1);
    // A message that comes while all is well is not kept waiting for others.
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250);
    until("the next one is delivered", || receiver.index().documents.len() == 2);
    assert_eq!(server.stop(), Some(0));
}

/// What has no room in the queue is not acknowledged, and not stored.
#[test]
fn a_full_queue_defers_mail() {
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let server = Server::storing(&[
        "--deliver",
        &url,
        "--deliver-queue",
        "HERE/q",
        "--deliver-queue-size",
        "9000",
    ]);
    let mut client = server.client();
    assert_eq!(client.say("EHLO client.example"), 250);
    let mut codes = Vec::new();
    for _ in 0..6 {
        client.envelope();
        codes.push(client.content(PLAIN).0);
    }
    let taken = codes.iter().filter(|code| **code == 250).count();
    assert!((1..6).contains(&taken) && codes[5] == 452, "{codes:?}");
    assert_eq!(server.stored().len(), taken);
    assert_eq!(server.reports().len(), taken);
    let receiver = Receiver::at(address, &index);
    until("there is room again", || receiver.index().documents.len() == taken);
    client.envelope();
    assert_eq!(client.content(PLAIN).0, 250);
}

#[test]
fn a_sink_without_a_place_for_what_waits_does_not_start() {
    let place = Place::new();
    for (words, why) in [
        (&["--deliver", "syslog+tcp://127.0.0.1:9"][..], "--deliver-queue"),
        (
            &["--spool", "m", "--deliver", "syslog+tcp://127.0.0.1:9", "--deliver-queue", "q"],
            "--report FILE",
        ),
    ] {
        let mut command = place.process();
        command.args(["serve", "--offline", "--listen", "127.0.0.1:0"]).args(words);
        let output = command.output().expect("runs");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(why), "{said}");
    }
}
