//! Clients that mean no good: the service goes on.

use std::time::{Duration, Instant};

use crate::support::*;

fn still_serves(server: &Server) {
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250);
}

#[test]
fn bounds_hold_and_service_goes_on() {
    let server = Server::storing(&["--max-size", "20000", "--max-errors", "3"]);

    let mut errors = server.client();
    assert_eq!([errors.say("A"), errors.say("B"), errors.say("C")], [500, 500, 500]);
    assert_eq!(errors.reply().0, 421);

    let mut endless = server.client();
    endless.send(vec![b'x'; 200_000]);
    assert_eq!(endless.reply().0, 421);

    let mut big = server.client();
    big.begin();
    assert_eq!(big.content(&"x".repeat(30_000)).0, 552);
    assert_eq!(big.say("MAIL FROM:<> SIZE=30000"), 552);

    let mut huge = server.client();
    huge.begin();
    huge.send("x\r\n".repeat(100_000));
    assert_eq!(huge.reply().0, 552);

    let mut http = server.client();
    http.send("POST / HTTP/1.1\r\nHost: x\r\n\r\nMAIL FROM:<>\r\n");
    assert_eq!(http.reply().0, 421);

    let mut binary = server.client();
    binary.send([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, b'\r', b'\n']);
    assert_eq!(binary.reply().0, 421);

    still_serves(&server);
    for told in ["too-many-errors", "endless-line", "message-refused", "other-protocol"] {
        server.wait_for_log(told);
    }
}

#[test]
fn recipients_beyond_the_bound_are_refused_one_by_one() {
    let server = Server::storing(&[]);
    let mut client = server.client();
    assert_eq!(client.say("EHLO client.example"), 250);
    assert_eq!(client.say("MAIL FROM:<>"), 250);
    let mut codes = [0, 0];
    for _ in 0..1_500 {
        match client.say("RCPT TO:<c@d.example>") {
            250 => codes[0] += 1,
            452 => codes[1] += 1,
            code => panic!("{code}"),
        }
    }
    assert_eq!(codes, [1_000, 500]);
    assert_eq!(client.say("DATA"), 354);
    assert_eq!(client.content(PLAIN).0, 250);
    let to = server.reports()[0]["envelope"]["rcpt_to"].as_array().map(Vec::len);
    assert_eq!(to, Some(1_000));
}

#[test]
fn the_slow_are_cut_off() {
    let server = Server::storing(&["--timeout", "1"]);
    let begun = Instant::now();
    let mut idle = server.client();
    let mut dribble = server.client();
    let mut content = server.client();
    content.begin();
    // A byte now and then does not count as a command.
    for byte in b"NOOP".iter().cycle().take(8) {
        dribble.send([*byte]);
        content.send([*byte]);
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!([idle.reply().0, dribble.reply().0, content.reply().0], [421; 3]);
    assert!(begun.elapsed() < Duration::from_secs(10));
    still_serves(&server);
}

#[test]
fn connections_are_bounded() {
    let server = Server::storing(&["--max-per-address", "2"]);
    // The connection that found out whether the server listens may still be closing.
    let mut one = server.client();
    std::thread::sleep(Duration::from_millis(100));
    let _two = server.client();
    let mut three = Client::silent(server.address);
    assert_eq!(three.reply().0, 421);
    assert_eq!(one.say("QUIT"), 221);
    assert!(one.is_closed());
    let until = Instant::now() + PATIENCE;
    while Client::silent(server.address).reply().0 != 220 {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn without_memory_messages_are_put_off() {
    let server = Server::storing(&["--max-memory", "100000"]);
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(&"x\r\n".repeat(100_000)).0, 452);
    client.envelope();
    assert_eq!(client.content(PLAIN).0, 250);
}
