//! The queue on the disk: bounded, of one owner, and open about what it holds.

use crate::index::{Index, Receiver};
use crate::place::Place;
use crate::{ended, mailbox, outage, started};

/// Room for a few documents.
const SMALL: &str = "20000";

fn stored(place: &Place) -> u64 {
    let entries = std::fs::read_dir(place.path().join("q")).expect("the queue").flatten();
    entries.map(|entry| entry.metadata().expect("there").len()).sum()
}

#[test]
fn a_full_queue_says_what_was_left_out_and_loses_nothing_it_took() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 60);
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q"];
    let full = ["--deliver-queue-size", SMALL, "--deliver-timeout", "1", "m", "never-read"];
    let (status, said) = ended(started(place.run(&[&words[..], &full].concat())));
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("cannot deliver: the queue is full ("), "{said}");
    assert!(said.contains(" of 20000 bytes) and nothing is taken: "), "{said}");
    assert!(said.contains("the report on m, and what comes after it, was left out"), "{said}");
    assert!(said.contains("documents wait in q for the next run"), "{said}");
    assert!(!said.contains("never-read"), "{said}");
    let held = place.waiting();
    assert!((2..60).contains(&held), "{held}");
    assert!(stored(&place) <= 20_000, "{}", stored(&place));

    // What it took goes out first; a repeated run brings the rest, and nothing twice.
    let receiver = Receiver::at(address, &index);
    let only = place.run(&[&words[..], &["--deliver-only"]].concat());
    assert_eq!(ended(started(only)), (Some(0), String::new()));
    assert_eq!(receiver.index().documents.len(), held);
    assert_eq!(ended(started(place.run(&[&words[..], &["m"]].concat()))).0, Some(0));
    receiver.index().has_each_once(&messages);
}

#[test]
fn a_full_queue_waits_for_a_receiver_that_comes_back() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 60);
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q", "m"];
    let patience = (outage().as_secs() + 30).to_string();
    let small = ["--deliver-queue-size", SMALL, "--deliver-timeout", &patience];
    let child = started(place.run(&[&words[..], &small].concat()));
    std::thread::sleep(outage());
    assert!(stored(&place) <= 20_000, "{}", stored(&place));
    let receiver = Receiver::at(address, &index);
    assert_eq!(ended(child), (Some(0), String::new()));
    receiver.index().has_each_once(&messages);
}

#[test]
fn a_queue_has_one_owner() {
    let place = Place::new();
    mailbox(&place, "m", 3);
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q", "m"];
    let mut first = started(place.run(&words));
    crate::until("the first one holds it", || place.waiting() > 0);
    let (status, said) = ended(started(place.run(&words)));
    assert_eq!(status, Some(2));
    assert!(said.contains("another process delivers from it"), "{said}");
    first.kill().expect("killed");
    first.wait().expect("ended");
}
