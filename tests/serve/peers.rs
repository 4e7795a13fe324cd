//! Hosts in front of us that say who the client is.

use crate::support::*;

#[test]
fn the_proxy_protocol_names_the_client() {
    let server = Server::storing(&["--proxy-from", "127.0.0.1"]);
    let mut one = Client::silent(server.address);
    one.send("PROXY TCP4 203.0.113.9 198.51.100.1 4000 25\r\n");
    assert_eq!(one.reply().0, 220);
    one.begin();
    assert_eq!(one.content(PLAIN).0, 250);

    let mut two = Client::silent(server.address);
    let header =
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xcb\x00\x71\x0a\xc6\x33\x64\x01\x0f\xa0\x00\x19";
    two.send(header);
    assert_eq!(two.reply().0, 220);
    two.begin();
    assert_eq!(two.content(PLAIN).0, 250);

    let mut none = Client::silent(server.address);
    none.send("EHLO client.example\r\n");
    assert_eq!(none.reply().0, 0, "without a header nobody is let in");

    let mut ips: Vec<_> = server
        .reports()
        .iter()
        .map(|r| (r["session"]["ip"].to_string(), r["session"]["via"].to_string()))
        .collect();
    ips.sort();
    let via = "\"127.0.0.1\"".to_owned();
    assert_eq!(
        ips,
        [("\"203.0.113.10\"".to_owned(), via.clone()), ("\"203.0.113.9\"".to_owned(), via)]
    );
    let stored = String::from_utf8_lossy(&server.stored()[0].1).into_owned();
    assert!(stored.contains("(hopcheck)") && stored.contains("[203.0.113."), "{stored}");
}

#[test]
fn nobody_else_is_believed() {
    let server = Server::storing(&[]);
    let mut proxy = server.client();
    assert_eq!(proxy.say("PROXY TCP4 203.0.113.9 198.51.100.1 4000 25"), 500);
    assert_eq!(proxy.say("EHLO client.example"), 250);
    assert_eq!(proxy.say("XCLIENT ADDR=203.0.113.9"), 550);
}

#[test]
fn xclient_names_the_client() {
    let server = Server::storing(&["--xclient-from", "127.0.0.0/8"]);
    let mut client = server.client();
    client.send("EHLO front.example\r\n");
    assert!(client.reply().1.contains("XCLIENT"));
    let line = "XCLIENT ADDR=203.0.113.9 PORT=4000 NAME=far.example HELO=far.example PROTO=ESMTP LOGIN=joe";
    assert_eq!(client.say(line), 220);
    client.begin();
    assert_eq!(client.content(PLAIN).0, 250);
    let report = &server.reports()[0];
    assert_eq!(report["session"]["basis"], "xclient");
    assert_eq!(report["session"]["login"], "joe");
    assert_eq!(report["envelope"]["client_ip"]["value"], "203.0.113.9");
    assert_eq!(report["envelope"]["helo"]["value"], "far.example");
    assert_eq!(report["hops"][0]["from"]["rdns"], "far.example");
    assert_eq!(report["boundary"]["peer_ip"], "203.0.113.9");
}
