//! Delivery by the program, to receivers that refuse, lose answers, break off and vanish.
//!
//! `HOPCHECK_OUTAGE=60` makes the receivers stay away for a full minute; without it they do for
//! three seconds.

mod bulk;
mod index;
mod killed;
#[path = "../common/place.rs"]
mod place;
mod queue;
mod scan;
mod serve;
#[allow(dead_code, reason = "the tests of the sink need more of it")]
#[path = "../serve/support.rs"]
mod support;
mod syslog;
mod tls;

use std::collections::BTreeSet;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use index::{Index, Receiver};
use place::Place;

/// How long a receiver stays away.
fn outage() -> Duration {
    let seconds = std::env::var("HOPCHECK_OUTAGE")
        .ok()
        .map_or(3, |seconds| seconds.parse().expect("HOPCHECK_OUTAGE is a number of seconds"));
    Duration::from_secs(seconds)
}

/// How long the program is told to wait for a receiver that stays away, in seconds.
fn patience() -> String {
    (outage() + Duration::from_secs(120)).as_secs().to_string()
}

/// Lets the receiver go away after three requests, and come back at the same address.
fn away_and_back(receiver: Receiver, index: &Arc<Mutex<Index>>) -> Receiver {
    until("three requests", || receiver.index().requests >= 3);
    let address = receiver.vanish();
    std::thread::sleep(outage());
    Receiver::at(address, index)
}

/// An mbox of so many messages, each with a Message-ID of its own, and those ids.
fn mailbox(place: &Place, name: &str, count: usize) -> BTreeSet<String> {
    let mut mbox = String::new();
    let mut ids = BTreeSet::new();
    for number in 0..count {
        let id = format!("{number}.{name}@client.example");
        mbox.push_str(&format!(
            "From a@client.example Wed Mar  4 10:15:05 2026\n\
             Received: from client.example (client.example [203.0.113.9])\n\
             \tby mx.example.org (Postfix) with ESMTP id 4fQ{number:04}abc1z2\n\
             \tfor <b@example.org>; Wed, 4 Mar 2026 10:15:05 +0000 (UTC)\n\
             From: a@client.example\nMessage-ID: <{id}>\nSubject: number {number}\n\nx\n\n"
        ));
        ids.insert(id);
    }
    place.file(name, mbox);
    ids
}

impl Place {
    /// The program with all it says kept for later.
    fn run(&self, words: &[&str]) -> Command {
        let mut process = self.process();
        process.arg("--offline").args(words);
        process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        process
    }

    /// How many documents wait in the queue `q`.
    fn waiting(&self) -> usize {
        let Ok(entries) = std::fs::read_dir(self.path().join("q")) else { return 0 };
        let names = entries.flatten().map(|entry| entry.file_name());
        names.filter(|name| name.to_string_lossy().ends_with(".doc")).count()
    }
}

fn started(mut command: Command) -> Child {
    command.spawn().expect("starts")
}

fn ended(child: Child) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = child.wait_with_output().expect("ends");
    assert_eq!(String::from_utf8_lossy(&stdout), "", "reports go nowhere else");
    (status.code(), String::from_utf8(stderr).expect("UTF-8"))
}

/// Waits for what another thread or process brings about.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
