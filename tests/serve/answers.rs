//! What becomes of a message: the stored copy, the report, the reply.

use crate::support::*;

#[test]
fn a_message_is_stored_and_reported_on() {
    let server = Server::storing(&[]);
    let mut client = server.client();
    assert_eq!(client.say("EHLO client.example"), 250);
    assert_eq!(client.say("MAIL FROM:<a@b.example>"), 250);
    assert_eq!(client.say("RCPT TO:<c@d.example>"), 250);
    assert_eq!(client.say("RCPT TO:<hidden@d.example>"), 250);
    assert_eq!(client.say("DATA"), 354);
    let (code, text) = client.content(PLAIN);
    assert_eq!(code, 250, "{text}");
    let id = text.trim_end().rsplit(' ').next().expect("an id").to_owned();

    let [(name, stored)] = &server.stored()[..] else { panic!("one message") };
    let stored = String::from_utf8_lossy(stored);
    assert!(stored.starts_with("X-Hopcheck-Verdict: genuine; score=0.0000"), "{stored}");
    assert!(stored.contains("\r\nAuthentication-Results: mx.example.org; none\r\n"), "{stored}");
    let received = format!(
        "\r\nReturn-Path: <a@b.example>\r\nReceived: from client.example ([127.0.0.1])\r\n\
         \tby mx.example.org (hopcheck) with ESMTP id {id}; "
    );
    assert!(stored.contains(&received), "{stored}");
    assert!(stored.ends_with(&format!("{PLAIN}\r\n")), "{stored}");
    assert!(!stored.contains("hidden"), "recipients are no part of the message");

    let [report] = &server.reports()[..] else { panic!("one report") };
    let path = report["source"]["path"].as_str().expect("a path");
    assert!(path.ends_with(&format!("/new/{name}")));
    let offset = report["source"]["offset"].as_u64().expect("an offset") as usize;
    assert!(stored[offset..].starts_with("Return-Path: "));
    assert_eq!(report["source"]["size"], (stored.len() - offset) as u64);
    let hop = &report["hops"][0];
    let line = hop["offset"].as_u64().expect("is there") as usize + offset;
    assert!(stored[line..].starts_with("Received: from client.example"));
    assert_eq!((&hop["dialect"], &hop["verdict"]), (&"hopcheck".into(), &"trusted".into()));
    assert_eq!(report["envelope"]["mail_from"]["value"], "a@b.example");
    for (field, value) in [("client_ip", "127.0.0.1"), ("helo", "client.example")] {
        assert_eq!(report["envelope"][field]["value"], value);
        assert_eq!(report["envelope"][field]["basis"], "session");
    }
    let to: Vec<_> = report["envelope"]["rcpt_to"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|to| to["value"].as_str().expect("text"))
        .collect();
    assert_eq!(to, ["c@d.example", "hidden@d.example"]);
    assert_eq!(report["session"]["id"], id);
    assert_eq!(report["session"]["commands"][1]["line"], "MAIL FROM:<a@b.example>");
}

#[test]
fn forged_lines_are_found_below_our_own() {
    let server = Server::storing(&[]);
    let mut client = server.client();
    client.begin();
    assert_eq!(client.content(FORGED).0, 250);
    let report = &server.reports()[0];
    assert_eq!(report["verdict"], "forged", "{report}");
    assert_eq!(report["boundary"]["line"], 1);
    assert_eq!(report["boundary"]["peer_ip"], "127.0.0.1");
    assert_eq!(report["hops"][0]["custody"], "own");
    assert_eq!(report["hops"][1]["custody"], "claimed");
}

#[test]
fn forged_mail_is_refused_where_that_is_wanted() {
    let server = Server::storing(&["--reject-on", "forged"]);
    let mut client = server.client();
    client.begin();
    let (code, text) = client.content(FORGED);
    assert_eq!(code, 550);
    let report = &server.reports()[0];
    let sentences: Vec<_> = report["findings"].as_array().expect("a list").iter().collect();
    let said = |f: &&serde_json::Value| text.contains(f["message"].as_str().expect("text"));
    assert!(text.starts_with("550 5.7.1 ") && sentences.iter().any(said), "{text}");
    assert!(server.stored().is_empty());
    client.envelope();
    assert_eq!(client.content(PLAIN).0, 250, "the session goes on");
}

#[test]
fn a_trusted_peer_is_on_our_side() {
    let server = Server::storing(&["--trusted-network", "127.0.0.0/8"]);
    let mut client = server.client();
    client.begin();
    let gateway = "Received: from far.example (far.example [203.0.113.9])\r\n\tby gw.example.org (Postfix) with ESMTP id 71AA04C121; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\r\nSubject: x\r\n\r\nx";
    assert_eq!(client.content(gateway).0, 250);
    let report = &server.reports()[0];
    assert_eq!(report["boundary"]["line"], 2, "{report}");
    assert_eq!(report["boundary"]["peer_ip"], "203.0.113.9");
}

#[test]
fn fields_that_claim_to_be_ours_are_taken_out_and_told() {
    let server = Server::storing(&[]);
    let mut client = server.client();
    client.begin();
    let lies = "X-Hopcheck-Verdict: genuine\r\nAuthentication-Results: mx.example.org; dkim=pass header.d=bank.example\r\nReturn-Path: <ceo@bank.example>\r\n";
    assert_eq!(client.content(&format!("{lies}{PLAIN}")).0, 250);
    let stored = String::from_utf8_lossy(&server.stored()[0].1).into_owned();
    assert!(!stored.contains("bank.example"), "{stored}");
    assert_eq!(stored.matches("X-Hopcheck-Verdict").count(), 1);
    let report = &server.reports()[0];
    let told = report["problems"].as_array().expect("a list");
    assert_eq!(told.iter().filter(|p| p["code"] == "own-field").count(), 2);
    assert_eq!(told.iter().filter(|p| p["code"] == "return-path").count(), 1);
    let found = report["findings"].as_array().expect("a list");
    let finding = found.iter().find(|f| f["rule"] == "session/own-field").expect("is found");
    assert_eq!(finding["evidence"][0]["read"], "session");
}

#[test]
fn lmtp_answers_for_each_recipient() {
    let server = Server::storing(&["--lmtp"]);
    let mut client = server.client();
    assert_eq!(client.say("EHLO a"), 500);
    assert_eq!(client.say("LHLO client.example"), 250);
    assert_eq!(client.say("MAIL FROM:<>"), 250);
    assert_eq!(client.say("RCPT TO:<a@d.example>"), 250);
    assert_eq!(client.say("RCPT TO:<b@d.example>"), 250);
    assert_eq!(client.say("DATA"), 354);
    assert_eq!(client.content(PLAIN).0, 250);
    assert_eq!(client.reply().0, 250);
    assert_eq!(client.say("QUIT"), 221);
    assert_eq!(server.stored().len(), 1);
    assert!(String::from_utf8_lossy(&server.stored()[0].1).contains("with LMTP id"));
}

#[test]
fn chunks_are_stored_as_they_came() {
    let server = Server::storing(&[]);
    let mut client = server.client();
    assert_eq!(client.say("EHLO client.example"), 250);
    assert_eq!(client.say("MAIL FROM:<a@b.example> BODY=BINARYMIME"), 250);
    assert_eq!(client.say("RCPT TO:<c@d.example>"), 250);
    let first = b"Subject: x\r\n\r\n\0\n.\n";
    client.send([&b"BDAT 18\r\n"[..], &first[..], b"BDAT 5 LAST\r\n\r\n.\r\n"].concat());
    assert_eq!((client.reply().0, client.reply().0), (250, 250));
    assert!(server.stored()[0].1.ends_with(b"Subject: x\r\n\r\n\0\n.\n\r\n.\r\n"));
}
