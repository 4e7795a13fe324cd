//! The program is killed, and runs again with the same queue.

use crate::index::{Index, Mood, Receiver};
use crate::place::Place;
use crate::{ended, mailbox, started, until};

/// Killed while a batch is under way that the receiver took and did not acknowledge.
#[test]
fn a_run_that_is_killed_and_repeated_delivers_each_report_once() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 1_100);
    let index = Index::with(&[Mood::Answer(503), Mood::Partial, Mood::Hold]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q", "m"];
    let mut child = started(place.run(&words));
    until("a batch that is not acknowledged", || receiver.index().holding);
    child.kill().expect("killed");
    child.wait().expect("ended");

    let before = receiver.index().ids();
    assert!(before.len() >= 500 && before.len() < 1_100, "{}", before.len());
    assert!(place.waiting() > 0, "what was not acknowledged is in the queue");

    assert_eq!(ended(started(place.run(&words))), (Some(0), String::new()));
    assert_eq!(place.waiting(), 0);
    let index = receiver.index();
    index.has_each_once(&messages);
    assert!(index.conflicts >= before.len(), "what was there was offered again under its id");
}

/// What was queued by a run that was killed goes out without its messages being read again.
#[test]
fn what_a_killed_run_left_goes_out_by_itself() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 80);
    let index = Index::with(&[]);
    let address = Receiver::start(&index).vanish();
    let url = format!("http://{address}/mail");
    let words = ["--deliver", &url, "--deliver-queue", "q"];
    let mut child = started(place.run(&[&words[..], &["--format", "ecs", "m"]].concat()));
    until("all are queued", || place.waiting() == 80);
    child.kill().expect("killed");
    child.wait().expect("ended");
    std::fs::remove_file(place.path().join("m")).expect("removed");

    let receiver = Receiver::at(address, &index);
    let child = started(place.run(&[&words[..], &["--deliver-only"]].concat()));
    assert_eq!(ended(child), (Some(0), String::new()));
    assert_eq!(place.waiting(), 0);
    receiver.index().has_each_once(&messages);
    assert_eq!(receiver.index().conflicts, 0);
}

/// Killed again and again, wherever it happens to be.
#[test]
fn kills_at_any_time_lose_nothing() {
    let place = Place::new();
    let messages = mailbox(&place, "m", 300);
    let index = Index::with(&[]);
    let receiver = Receiver::start(&index);
    let url = receiver.url();
    let words = ["--format", "ecs", "--deliver", &url, "--deliver-queue", "q", "m"];
    for pause in [20, 60, 110, 170, 240, 320, 410, 510] {
        let mut child = started(place.run(&words));
        std::thread::sleep(std::time::Duration::from_millis(pause));
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    assert_eq!(ended(started(place.run(&words))), (Some(0), String::new()));
    assert_eq!(place.waiting(), 0);
    receiver.index().has_each_once(&messages);
}
