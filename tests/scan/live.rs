//! A scan that asks a name server, which answers from the test process.

use super::nameserver::NameServer;
use super::*;

/// What the messages of [`message`] would ask for.
const ZONE: &str = "\
7.113.0.203.in-addr.arpa. PTR mail.a.example.
mail.a.example. A 203.0.113.7
a.example. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"
a.example. MX 10 mail.a.example.
example.org. MX 10 mx.example.org.
mx.example.org. A 198.51.100.40
";

fn words<'w>(server: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    let fixed = ["scan", "--now", "2026-03-04T12:00:00Z", "--dns", server];
    fixed.iter().chain(more).copied().collect()
}

fn run(place: &Place, words: &[&str]) -> Done {
    Done::of(place.hopcheck(words).output().expect("runs"))
}

/// The answer to a question, as the report gives it.
fn entry<'l>(line: &'l Value, name: &str, kind: &str) -> Option<&'l Value> {
    line["dns"].as_array()?.iter().find(|entry| entry["name"] == name && entry["type"] == kind)
}

#[test]
fn each_message_has_its_answers_and_stands_in_its_place() {
    let place = Place::new();
    place.file("m/box", mbox(0..60));
    for number in 60..90 {
        place.file(&format!("m/z/{number}.eml"), message(number));
    }
    let server = NameServer::of_records(ZONE);
    let address = server.address.to_string();
    let done = run(&place, &words(&address, &["--jobs", "2", "m"]));
    assert_eq!(done.code, Some(0), "{}", done.errors);
    assert_eq!(done.subjects(), subjects(0..90));
    for line in done.lines().iter().filter(|line| line["schema"] == "hopcheck/report/1") {
        let ptr = entry(line, "7.113.0.203.in-addr.arpa", "PTR").expect("the peer was looked up");
        assert_eq!(ptr["answers"][0], "mail.a.example");
        assert_eq!(ptr["outcome"], "records");
        assert_eq!(line["tool"]["offline"], false);
    }
    // What was recorded answers a second scan, which gives the same bytes.
    let recorded = run(&place, &words(&address, &["--dns-record", "r.json", "m"]));
    assert_eq!(recorded.code, Some(0), "{}", recorded.errors);
    drop(server);
    let replay = run(&place, &["scan", "--dns-replay", "r.json", "m"]);
    assert_eq!((replay.code, replay.out == recorded.out), (Some(0), true), "{}", replay.errors);
}

/// Messages wait for a server that says nothing beside each other, not one after the other.
#[test]
fn a_silent_server_does_not_hold_up_the_scan() {
    let place = Place::new();
    place.file("box", mbox(0..40));
    let deaf = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
    let address = deaf.local_addr().expect("an address").to_string();
    let started = std::time::Instant::now();
    let done = run(&place, &words(&address, &["--jobs", "2", "--dns-timeout", "1", "box"]));
    assert_eq!(done.code, Some(0), "{}", done.errors);
    assert_eq!(done.subjects(), subjects(0..40));
    assert!(started.elapsed().as_secs() < 20, "{:?} for 40 messages", started.elapsed());
    // Silence accuses nobody.
    for line in done.lines() {
        assert!(line["verdict"] != "forged" && line["verdict"] != "suspicious", "{line}");
    }
}
