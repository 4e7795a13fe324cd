//! Zones made to waste time or to mislead: each costs a message its budget at most, and accuses
//! nobody it should not.

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use super::nameserver::NameServer;
use super::{Ran, folder, hopcheck};

/// A message whose peer, names and domains are all in the attacker's hands.
fn message(helo: &str, rdns: &str, domain: &str) -> String {
    format!(
        "Return-Path: <x@{domain}>\r\n\
         Received: from {helo} ({rdns} [203.0.113.7]) by mx.example.org (Postfix) with ESMTP id 71AA04C121 for <b@example.org>; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\r\n\
         Received: from pc.{domain} (pc.{domain} [198.51.100.9]) by {helo} (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\r\n\
         From: x@{domain}\r\n\r\nhello\r\n"
    )
}

fn run(zone: &str, message: &str, timeout: &str) -> (Ran, Duration) {
    let folder = folder();
    fs::write(folder.path().join("m.eml"), message).expect("written");
    let server = NameServer::of_records(zone);
    let dns = server.address.to_string();
    let start = Instant::now();
    let words = [
        "m.eml",
        "--format",
        "json",
        "--now",
        "2026-03-05T00:00:00Z",
        "--dns",
        &dns,
        "--dns-timeout",
        timeout,
    ];
    let ran = hopcheck(folder.path(), &words);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    (ran, start.elapsed())
}

#[test]
fn a_hostile_zone_costs_a_message_its_budget_at_most() {
    let mut zone = String::new();
    // Aliases that go round, and a chain of forty.
    zone += "round.a.test. CNAME about.a.test.\nabout.a.test. CNAME round.a.test.\n";
    for i in 0..40 {
        let _ = writeln!(zone, "c{i}.a.test. CNAME c{}.a.test.", i + 1);
    }
    // Two hundred names for one address, the bank's among them.
    for i in 0..200 {
        let _ = writeln!(zone, "7.113.0.203.in-addr.arpa. PTR h{i}.a.test.");
        let _ = writeln!(zone, "h{i}.a.test. A 192.0.2.{i}");
    }
    zone += "7.113.0.203.in-addr.arpa. PTR mail.bank.example.\nmail.bank.example. A 192.0.2.99\n";
    // Answers as long as DNS can carry.
    for i in 0..240 {
        let _ = writeln!(zone, "a.test. TXT \"{i:03}{}\"", "x".repeat(240));
    }
    // SPF that includes fifty, of which each includes fifty.
    for domain in ["s.test", "i0.s.test", "i1.s.test"] {
        let includes: Vec<String> = (0..50).map(|i| format!(" include:i{i}.s.test")).collect();
        let strings: Vec<String> =
            includes.chunks(5).map(|c| format!("\"{}\"", c.concat())).collect();
        let _ = writeln!(zone, "{domain}. TXT \"v=spf1\" {} \" -all\"", strings.join(" "));
    }
    for i in 2..50 {
        let _ = writeln!(zone, "i{i}.s.test. TXT \"v=spf1 -all\"");
    }
    for i in 0..60 {
        let _ = writeln!(zone, "m.test. MX {i} x{i}.m.test.");
    }
    for (helo, rdns, domain) in [
        ("round.a.test", "round.a.test", "round.a.test"),
        ("c0.a.test", "c0.a.test", "c0.a.test"),
        ("h1.a.test", "h1.a.test", "a.test"),
        ("mail.s.test", "unknown", "s.test"),
        ("mail.m.test", "unknown", "m.test"),
    ] {
        let (ran, took) = run(&zone, &message(helo, rdns, domain), "2");
        let report = &ran.json()[0];
        let asked = report["dns"].as_array().map_or(0, Vec::len);
        assert!(took < Duration::from_secs(4), "{helo}: {took:?} for {asked} questions");
        assert!(asked < 150, "{helo}: {asked} questions");
    }
}

#[test]
fn a_reverse_name_that_lies_is_no_witness() {
    let zone =
        "7.113.0.203.in-addr.arpa. PTR mail.bank.example.\nmail.bank.example. A 192.0.2.99\n";
    let (ran, _) = run(zone, &message("mail.bank.example", "unknown", "bank.example"), "2");
    let report = &ran.json()[0];
    let rules: Vec<&str> = report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert!(rules.contains(&"identity/recorded-unconfirmed"), "{rules:?}");
    assert!(rules.contains(&"identity/unnamed-announces-elsewhere"), "{rules:?}");
    assert_ne!(report["hops"][1]["verdict"], "supported");
}

#[test]
fn a_server_that_refuses_or_is_dead_accuses_nobody() {
    let folder = folder();
    fs::write(folder.path().join("m.eml"), message("mail.a.test", "mail.a.test", "a.test"))
        .expect("written");
    let offline = hopcheck(folder.path(), &["m.eml", "--offline", "--format", "json"]);
    let server = NameServer::of_zone("other.example.", "x.other.example. A 192.0.2.1\n");
    let refusing = server.address.to_string();
    let deaf = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
    let dead = deaf.local_addr().expect("an address").to_string();
    for dns in [&refusing, &dead] {
        let words = ["m.eml", "--format", "json", "--dns", dns, "--dns-timeout", "0.5"];
        let start = Instant::now();
        let ran = hopcheck(folder.path(), &words);
        assert!(start.elapsed() < Duration::from_secs(3));
        let (live, without) = (&ran.json()[0], &offline.json()[0]);
        assert_eq!(live["verdict"], without["verdict"]);
        assert_eq!(live["findings"], without["findings"]);
    }
}
