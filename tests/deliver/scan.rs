//! A scan that delivers: each report once, also where it was interrupted and goes on.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::index::{Index, Mood, Receiver};
use crate::place::Place;
use crate::{away_and_back, ended, mailbox, patience, started, until};

/// A folder with an mbox, a Maildir and an archive inside, so that many workers have something.
fn store(place: &Place) -> BTreeSet<String> {
    let mut ids = mailbox(place, "m/a", 900);
    ids.extend(mailbox(place, "m/b", 300));
    for number in 0..100 {
        let id = format!("{number}.single@client.example");
        place.file(
            &format!("m/dir/cur/{number}.host:2,S"),
            format!(
                "Received: from client.example (client.example [203.0.113.9])\n\
                 \tby mx.example.org (Postfix) with ESMTP id 4fQ{number:04}abc1z2;\n\
                 \tWed, 4 Mar 2026 10:15:05 +0000 (UTC)\n\
                 Message-ID: <{id}>\nSubject: number {number}\n\nx\n"
            ),
        );
        std::fs::create_dir_all(place.path().join("m/dir/new")).expect("made");
        ids.insert(id);
    }
    ids
}

fn scan(place: &Place, words: &[&str]) -> Command {
    let mut process = place.process();
    process.args(["scan", "--offline", "--now", "2026-03-04T12:00:00Z"]).args(words);
    process.stdin(std::process::Stdio::null());
    process.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    process
}

#[test]
fn a_receiver_of_every_mood_that_vanishes_gets_each_report_of_a_scan_once() {
    let place = Place::new();
    let messages = store(&place);
    let moods = [
        Mood::Answer(429),
        Mood::Partial,
        Mood::LoseAnswer,
        Mood::Answer(503),
        Mood::HalfAnswer,
        Mood::ShortAnswer,
    ];
    let index = Index::with(&moods);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let patience = patience();
    let mut words = vec!["--format", "ecs", "--deliver", &url, "--deliver-timeout", &patience];
    words.extend(["--deliver-queue", "q", "m"]);
    let child = started(scan(&place, &words));
    let receiver = away_and_back(receiver, &index);
    assert_eq!(ended(child).0, Some(0));
    assert_eq!(place.waiting(), 0);
    let index = receiver.index();
    index.has_each_once(&messages);
    assert!(index.requests > moods.len() && index.conflicts > 0);
}

/// Killed at any time, also while a batch is under way, and resumed from its own output.
#[test]
fn a_scan_that_is_killed_and_resumed_delivers_each_report_once() {
    let place = Place::new();
    let messages = store(&place);
    let index = Index::with(&[Mood::Answer(503), Mood::Partial, Mood::Hold]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let words = ["--deliver", &url, "--deliver-queue", "q", "--jobs", "2", "m"];
    place.file("out.ndjson", "");
    let resumed = [&["--resume", "out.ndjson"], &words[..]].concat();
    for pause in [0, 90, 160, 250] {
        let mut child = started(scan(&place, &resumed));
        match pause {
            0 => until("a batch that is not acknowledged", || receiver.index().holding),
            pause => std::thread::sleep(Duration::from_millis(pause)),
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let child = started(scan(&place, &resumed));
    let (status, said) = ended(child);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(place.waiting(), 0);

    // The output is whole, and the index has what is in it: each report, and what concerns several.
    let text = std::fs::read_to_string(place.path().join("out.ndjson")).expect("is there");
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |schema: &str| lines.iter().filter(|line| line["schema"] == schema).count();
    assert_eq!(of("hopcheck/report/1"), messages.len());
    let index = receiver.index();
    let (reports, batch): (Vec<&Value>, Vec<&Value>) =
        index.documents.values().partition(|document| document["schema"] == "hopcheck/report/1");
    let ids: BTreeSet<String> = reports
        .iter()
        .filter_map(|report| report["message"]["message_id"].as_str())
        .map(|id| id.trim_matches(['<', '>']).to_owned())
        .collect();
    assert_eq!(ids, messages);
    assert_eq!(reports.len(), messages.len(), "none is there twice");
    assert!(index.conflicts > 0, "what was not acknowledged was offered again");
    assert_eq!(batch.len(), of("hopcheck/batch/1"));
    assert!(lines.iter().all(|line| index.documents.values().any(|document| document == line)));
}

/// Flags and folder of a message in a Maildir change as it is read; it stays the same message.
#[test]
fn a_message_that_was_read_meanwhile_is_not_delivered_twice() {
    let place = Place::new();
    let messages = store(&place);
    let index = Index::with(&[]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let words = ["--format", "ecs", "--deliver", &url, "m"];
    assert_eq!(ended(started(scan(&place, &words))).0, Some(0));
    let folder = place.path().join("m/dir");
    for number in 0..50 {
        let old = folder.join(format!("cur/{number}.host:2,S"));
        let new = match number % 2 {
            0 => folder.join(format!("cur/{number}.host:2,RS")),
            _ => folder.join(format!("new/{number}.host")),
        };
        std::fs::rename(old, new).expect("renamed");
    }
    assert_eq!(ended(started(scan(&place, &words))).0, Some(0));
    receiver.index().has_each_once(&messages);
}

#[test]
fn an_interrupted_scan_leaves_the_rest_in_its_queue() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 6_000);
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let words = ["--format", "json", "--deliver", &url, "--deliver-queue", "q", "m"];
    let child = started(scan(&place, &words));
    until("some are queued", || place.waiting() > 0);
    let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(signal.expect("kill runs").success());
    let (status, said) = ended(child);
    assert_eq!(status, Some(130), "{said}");
    assert!(said.contains(" documents wait in q for the next run"), "{said}");
    let receiver = Receiver::at(address, &index);
    assert_eq!(ended(started(scan(&place, &words))).0, Some(0));
    let found = receiver.index().documents.len();
    assert!(found >= messages.len(), "{found}");
}

#[test]
fn what_cannot_be_delivered_is_said_at_the_start() {
    let place = Place::new();
    mailbox(&place, "m", 3);
    let url = "syslog+tcp://127.0.0.1:9";
    for (words, why) in [
        (&["--format", "csv", "--deliver", url, "m"][..], "in lines"),
        (&["--format", "html", "--deliver", url, "m"], "in lines"),
        (&["--deliver", url, "--output", "out", "m"], "--deliver-queue"),
        (&["--format", "cef", "--deliver", "http://127.0.0.1:9/i", "m"], "JSON"),
    ] {
        let (status, said) = ended(started(scan(&place, words)));
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains(why), "{said}");
    }
    assert!(!place.path().join("out").exists());
}

#[test]
fn a_full_queue_ends_a_scan_with_what_was_left_out() {
    let place = Place::new();
    let messages = store(&place);
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q", "m"];
    let small = ["--deliver-queue-size", "20000", "--deliver-timeout", "1"];
    let (status, said) = ended(started(scan(&place, &[&words[..], &small].concat())));
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("cannot deliver: the queue is full ("), "{said}");
    assert!(said.contains("was left out"), "{said}");
    let receiver = Receiver::at(address, &index);
    assert_eq!(ended(started(scan(&place, &words))).0, Some(0));
    receiver.index().has_each_once(&messages);
}
