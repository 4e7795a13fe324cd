//! `--deliver`: what it needs, and what is said where the other side is away.

use std::net::{TcpListener, UdpSocket};
use std::time::Duration;

use super::*;

#[test]
fn a_report_arrives_by_syslog_and_nowhere_else() {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
    socket.set_read_timeout(Some(Duration::from_secs(10))).expect("set");
    let url = format!("syslog+udp://{}", socket.local_addr().expect("bound"));
    let place = Place::new();
    place.file("m", CLASSIC);
    let words = ["--offline", "--format", "cef", "--deliver", &url, "m"];
    let run = place.hopcheck(&words).assert().code(0);
    assert_eq!((stdout(&run), stderr(&run)), (String::new(), String::new()));
    let mut bytes = vec![0; 65_536];
    let length = socket.recv(&mut bytes).expect("a datagram");
    let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
    assert!(text.starts_with("<20>1 ") && text.contains("\u{feff}CEF:0|hopcheck|"), "{text}");
}

#[test]
fn what_is_not_taken_is_told_or_waits_for_the_next_run() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    drop(listener);
    let url = format!("http://127.0.0.1:{port}/mail");
    let place = Place::new();
    place.file("m", CLASSIC);
    let words =
        ["--offline", "--format", "ecs", "--deliver", &url, "--deliver-timeout", "0.5", "m"];
    let run = place.hopcheck(&words).assert().code(2);
    assert!(stderr(&run).contains("1 documents were not delivered"), "{}", stderr(&run));
    let run = place.hopcheck(&words).args(["--deliver-queue", "q"]).assert().code(0);
    assert!(stderr(&run).contains("1 documents wait in q"), "{}", stderr(&run));
    assert!(place.path().join("q/000000000001-1.doc").exists());
}

#[test]
fn a_form_that_cannot_be_delivered_is_refused() {
    let place = Place::new();
    place.file("m", BARE);
    for (form, url) in [
        ("text", "syslog+udp://127.0.0.1"),
        ("html", "http://127.0.0.1:1/x"),
        ("cef", "http://127.0.0.1:1/x"),
        ("ecs", "http://127.0.0.1:1/"),
        ("ecs", "nowhere"),
    ] {
        let words = ["--offline", "--format", form, "--deliver", url, "m"];
        let run = place.hopcheck(&words).assert().code(2);
        assert_eq!(stdout(&run), "");
    }
    let run = place.hopcheck(&["--deliver-queue", "q", "m"]).assert().code(2);
    assert!(stderr(&run).contains("--deliver"));
}
