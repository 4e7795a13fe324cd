//! Many messages: a batch recorded and replayed, authentication where it is asked for.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::nameserver::NameServer;
use super::{Ran, folder, hopcheck};

/// Signed by a.example, handed over by out.a.example.
const SIGNED: &str = include_str!("../../src/auth/testdata/ed25519.eml");
const MESSAGES: usize = 40;

/// A name server that knows half of the hosts, and the key of a.example.
fn server() -> NameServer {
    let mut zone = String::from(
        "ed._domainkey.a.example. TXT \"v=DKIM1; k=ed25519; p=GYQWKLf0c66JJtFD/x/2DfCRpKhyKYGzi1x8/NTZXaQ=\"\n\
         a.example. TXT \"v=spf1 ip4:192.0.2.5 -all\"\n\
         _dmarc.a.example. TXT \"v=DMARC1; p=reject\"\n\
         out.a.example. A 192.0.2.5\n\
         5.2.0.192.in-addr.arpa. PTR out.a.example.\n",
    );
    for i in (0..MESSAGES).step_by(2) {
        let _ = writeln!(zone, "mail.n{i}.test. A 203.0.113.{i}\n");
        let _ = writeln!(zone, "{i}.113.0.203.in-addr.arpa. PTR mail.n{i}.test.");
    }
    NameServer::of_records(&zone)
}

/// Forty messages of as many peers, and signed ones: whole, altered behind their first 64 KB, and
/// as long without being altered (blank lines at the end are not signed, RFC 6376 section 3.4.4).
fn store(folder: &Path) {
    for i in 0..MESSAGES {
        let text = format!(
            "Return-Path: <x@n{i}.test>\r\n\
             Received: from mail.n{i}.test (mail.n{i}.test [203.0.113.{i}]) by mx.example.org (Postfix) with ESMTP id 71AA04C121 for <b@example.org>; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\r\n\
             Received: from pc.n{i}.test (pc.n{i}.test [198.51.100.9]) by mail.n{i}.test (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\r\n\
             From: x@n{i}.test\r\n\r\nhello\r\n"
        );
        fs::write(folder.join(format!("n{i:02}.eml")), text).expect("written");
    }
    let signed = format!("Return-Path: <ann@a.example>\r\n{SIGNED}");
    let blank = "\r\n".repeat(50_000);
    for (name, text) in [
        ("signed.eml", signed.clone()),
        ("signed-altered.eml", format!("{signed}{blank}P.S.\r\n")),
        ("signed-long.eml", format!("{signed}{blank}")),
    ] {
        fs::write(folder.join(name), text).expect("written");
    }
}

fn scan(folder: &Path, words: &[&str]) -> Ran {
    let ran = hopcheck(folder, &[&["scan", "mail"], words].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran
}

/// `METHOD RESULT DOMAIN` of what was verified of a message.
fn verified(reports: &[Value], name: &str) -> Option<Vec<String>> {
    let report = reports
        .iter()
        .find(|report| report["source"]["path"].as_str().is_some_and(|path| path.ends_with(name)))
        .expect("a report");
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or("-").to_owned();
    let entries = report["authentication"].as_array()?;
    Some(
        entries
            .iter()
            .map(|e| [text(e, "method"), text(e, "result"), text(e, "domain")].join(" "))
            .collect(),
    )
}

#[test]
fn a_batch_replays_to_the_same_bytes_whatever_its_threads() {
    let folder = folder();
    fs::create_dir(folder.path().join("mail")).expect("made");
    store(&folder.path().join("mail"));
    for auth in [&[][..], &["--auth"]] {
        let live = {
            let server = server();
            let dns = server.address.to_string();
            let words = ["--jobs", "2", "--dns", &dns, "--dns-record", "r.json"];
            scan(folder.path(), &[auth, &words].concat())
        };
        let file = fs::read(folder.path().join("r.json")).expect("a recording");
        let file: Value = serde_json::from_slice(&file).expect("JSON");
        assert_eq!(live.json()[0]["tool"]["now"], file["now"]);
        assert_eq!(file["settings"]["auth"].as_bool(), (!auth.is_empty()).then_some(true));
        for jobs in ["1", "4"] {
            let words = ["--jobs", jobs, "--dns-replay", "r.json"];
            let replayed = scan(folder.path(), &[auth, &words].concat());
            assert!(replayed.out == live.out, "{jobs} jobs: another output");
            assert!(!replayed.err.contains("other settings"), "{}", replayed.err);
        }
    }
}

#[test]
fn a_batch_verifies_whole_messages_and_only_where_it_is_asked_to() {
    let folder = folder();
    fs::create_dir(folder.path().join("mail")).expect("made");
    store(&folder.path().join("mail"));
    let server = server();
    let dns = server.address.to_string();
    let without = scan(folder.path(), &["--dns", &dns]);
    assert!(!without.out.contains("\"authentication\"") && !without.out.contains("_domainkey"));
    let with = scan(folder.path(), &["--dns", &dns, "--auth"]).json();
    let pass = ["spf pass a.example", "dkim pass a.example", "arc none -", "dmarc pass a.example"];
    assert_eq!(verified(&with, "signed.eml").as_deref(), Some(&pass.map(String::from)[..]));
    assert_eq!(verified(&with, "signed-long.eml").as_deref(), Some(&pass.map(String::from)[..]));
    let altered = verified(&with, "signed-altered.eml").expect("verified");
    assert!(altered.contains(&"dkim fail a.example".to_owned()), "{altered:?}");
    let none = verified(&with, "n01.eml").expect("verified");
    assert!(none.contains(&"dkim none -".to_owned()), "{none:?}");

    // A single message is verified always, and the same is said of it.
    let words = ["mail/signed-long.eml", "--format", "json", "--dns", &dns];
    let check = hopcheck(folder.path(), &words);
    let report = &check.json()[0];
    let dkim = report["authentication"][1].clone();
    assert_eq!(dkim["selector"], "ed");
    assert_eq!(dkim["signed"], "2026-03-04T10:15:02Z");
    assert_eq!(dkim["expires"], "2026-03-05T10:15:02Z");
    assert_eq!(dkim["line"], 1);
    let offset = dkim["offset"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a place");
    let bytes = fs::read(folder.path().join("mail/signed-long.eml")).expect("read");
    assert!(bytes[..offset].ends_with(b"DKIM-Signature:"), "{offset}");
    let text = hopcheck(folder.path(), &["mail/signed-long.eml", "--dns", &dns]).out;
    assert!(text.contains("DKIM pass for a.example (made 2026-03-04 10:15:02 UTC)"), "{text}");

    // What contradicts itself is refused; what a recording was not asked with is told.
    let refused = hopcheck(folder.path(), &["scan", "mail", "--auth", "--offline"]);
    assert_eq!(refused.code, Some(2));
    scan(folder.path(), &["--dns", &dns, "--dns-record", "r.json"]);
    let other = scan(folder.path(), &["--dns-replay", "r.json", "--auth"]);
    let note = "note: r.json was recorded with other settings (auth); the report may differ\n";
    assert!(other.err.contains(note), "{}", other.err);
}
