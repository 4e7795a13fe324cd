//! The bulk interface: each report once, whatever the receiver does.

use crate::index::{Index, Mood, Receiver};
use crate::place::Place;
use crate::{away_and_back, ended, mailbox, patience, started, tls};

/// More than two full batches.
const MANY: usize = 1_100;

#[test]
fn a_receiver_of_every_mood_that_vanishes_gets_each_report_once() {
    let place = Place::new();
    let messages = mailbox(&place, "m", MANY);
    let moods = [
        Mood::Answer(429),
        Mood::Partial,
        Mood::LoseAnswer,
        Mood::Answer(503),
        Mood::HalfAnswer,
        Mood::ShortAnswer,
        Mood::NotJson,
        Mood::BreakInRequest,
        Mood::Partial,
    ];
    let index = Index::with(&moods);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let patience = patience();
    let mut words = vec!["--format", "ecs", "--deliver", &url, "--deliver-timeout", &patience];
    words.extend(["--deliver-queue", "q", "m"]);
    let child = started(place.run(&words));

    let receiver = away_and_back(receiver, &index);

    assert_eq!(ended(child), (Some(0), String::new()));
    assert_eq!(place.waiting(), 0);
    let index = receiver.index();
    index.has_each_once(&messages);
    assert!(index.requests > moods.len(), "every mood had its turn: {}", index.requests);
    assert!(index.conflicts > 0, "answers got lost, and what was taken was offered again");
}

#[test]
fn without_a_queue_on_disk_it_is_the_same() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 40);
    let index = Index::with(&[Mood::Partial, Mood::LoseAnswer, Mood::Answer(429)]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let child = started(place.run(&["--format", "json", "--deliver", &url, "m"]));
    assert_eq!(ended(child), (Some(0), String::new()));
    receiver.index().has_each_once(&messages);
}

#[test]
fn what_is_sent_twice_by_two_runs_is_there_once() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 30);
    let index = Index::with(&[]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    for clock in ["2026-03-04T12:00:00Z", "2026-03-04T12:00:07Z"] {
        let words = ["--format", "ecs", "--now", clock, "--deliver", &url, "m"];
        assert_eq!(ended(started(place.run(&words))), (Some(0), String::new()));
    }
    receiver.index().has_each_once(&messages);
    assert_eq!(receiver.index().conflicts, 30);
}

#[test]
fn a_request_that_is_too_large_is_made_smaller() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 60);
    let index = Index::with(&[Mood::NoLonger(24_000)]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let child = started(place.run(&["--format", "ecs", "--deliver", &url, "m"]));
    assert_eq!(ended(child), (Some(0), String::new()));
    receiver.index().has_each_once(&messages);
    assert!(receiver.index().requests > 4);
}

#[test]
fn what_is_refused_for_good_is_told_and_kept() {
    let place = Place::new();
    mailbox(&place, "m", 9);
    let index = Index::with(&[Mood::RefuseSome]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q", "m"];
    let (status, said) = ended(started(place.run(&words)));
    assert_eq!(status, Some(2), "{said}");
    assert_eq!(said.matches("a document was refused").count(), 3, "{said}");
    assert!(said.contains("because of document_parsing_exception"), "{said}");
    assert_eq!(receiver.index().documents.len(), 6);
    assert_eq!(place.waiting(), 0);
    let kept = std::fs::read_to_string(place.path().join("q/refused.ndjson")).expect("kept");
    assert_eq!(kept.lines().count(), 3);
}

#[test]
fn a_receiver_that_lets_nobody_in_is_named_with_its_reason() {
    let place = Place::new();
    mailbox(&place, "m", 3);
    let index = Index::with(&[Mood::Answer(401); 9]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-timeout", "1", "m"];
    let (status, said) = ended(started(place.run(&words)));
    assert_eq!(status, Some(2));
    assert!(said.contains("3 documents were not delivered: the server answered 401"), "{said}");
}

#[test]
fn over_tls_with_a_password() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 5);
    let own = tls::Identity::new(&place, "root.pem");
    let index = Index::with(&[]);
    let anywhere = "127.0.0.1:0".parse().expect("an address");
    let receiver = Receiver::wrapped(anywhere, &index, own.wrap());
    let url = format!("https://user:pa@localhost:{}/mail", receiver.address.port());
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-timeout", "1", "m"];

    // A certificate that the system does not trust is none.
    let (status, said) = ended(started(place.run(&words)));
    assert_eq!(status, Some(2), "{said}");
    assert_eq!(receiver.index().requests, 0);

    let mut command = place.run(&words);
    command.env("SSL_CERT_FILE", &own.root);
    assert_eq!(ended(started(command)), (Some(0), String::new()));
    let index = receiver.index();
    index.has_each_once(&messages);
    assert_eq!(index.authorization.iter().collect::<Vec<_>>(), ["Basic dXNlcjpwYQ=="]);
}
