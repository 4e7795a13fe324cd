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

/// What a client says in its session and in its message is in the log, the reports, our own fields
/// and perhaps a reply: nowhere does it end a line or act.
#[test]
fn what_a_client_says_is_inert_wherever_it_is_told() {
    use crate::evil::{EVIL, inert, message};
    for (number, form) in ["text", "json"].into_iter().enumerate() {
        let metrics = free_port().to_string();
        let mut server = Server::storing(&[
            "--log",
            form,
            "--log-level",
            "debug",
            "--metrics",
            &metrics,
            "--reject-on",
            if number == 0 { "never" } else { "suspicious" },
            "--max-errors",
            "1000",
            "--bare-newline",
            "record",
        ]);
        for evil in EVIL {
            let mut client = server.client();
            let mut heard = String::new();
            for line in [
                format!("EHLO {evil}"),
                format!("HELO [{evil}]"),
                format!("{evil} x"),
                format!("VRFY {evil}"),
                format!("XCLIENT NAME={evil}"),
                "EHLO client.example".to_owned(),
                format!("MAIL FROM:<{evil}@a.example> {evil}={evil}"),
                format!("MAIL FROM:<\"{evil}\"@a.example>"),
                "RSET".to_owned(),
                "MAIL FROM:<a@a.example>".to_owned(),
                format!("RCPT TO:<{evil}@b.example>"),
                format!("RCPT TO:<\"{evil}\"@b.example> {evil}"),
                "RCPT TO:<b@b.example>".to_owned(),
                "DATA".to_owned(),
            ] {
                client.send(format!("{line}\r\n"));
                heard.push_str(&client.reply().1);
            }
            let (code, text) = client.content(&message(evil));
            assert!(matches!(code, 250 | 550), "{text}");
            heard.push_str(&text);
            inert(evil, "replies", heard.replace("\r\n", "\n").as_bytes());
            client.say("QUIT");
        }
        let mut page = std::net::TcpStream::connect(&metrics).expect("listens");
        std::io::Write::write_all(&mut page, b"GET /metrics HTTP/1.0\r\n\r\n").expect("sent");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut page, &mut text).expect("read");
        inert("all", "metrics", text.replace("\r\n", "\n").as_bytes());
        assert!(text.contains("hopcheck_messages_received_total 2"), "{text}");
        assert_eq!(server.stop(), Some(0));

        let log = server.log();
        inert("all", "log", log.as_bytes());
        for line in log.lines() {
            match form {
                "json" => drop(serde_json::from_str::<serde_json::Value>(line).expect("JSON")),
                // Every line begins with a time: none was begun by a client.
                _ => assert!(line.starts_with("20") && line.contains("Z "), "{line}"),
            }
        }
        let reports = std::fs::read(server.folder.path().join("reports")).expect("written");
        inert("all", "reports", &reports);
        assert_eq!(server.reports().len(), EVIL.len());
        for (name, stored) in server.stored() {
            // Our own fields stand in front; what follows is as it was sent.
            let text = String::from_utf8_lossy(&stored).into_owned();
            let ours: Vec<&str> = text.split("\r\nReceived: ").take(2).collect();
            inert(
                &name,
                "our own fields",
                ours.join("\n").replace("\r\n", "\n").replace('\t', " ").as_bytes(),
            );
        }
    }
}
