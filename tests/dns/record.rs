//! What a recording holds, and that a run can be repeated from it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::nameserver::NameServer;
use super::{folder, hopcheck};

const MESSAGE: &str = "\
Return-Path: <ann@a.example>\r
Received: from out.a.example (vps7.rented.test [203.0.113.7]) by mx.example.org (Postfix) with ESMTP id 71AA04C121 for <b@example.org>; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\r
Received: from pc.a.example (pc.a.example [198.51.100.9]) by out.a.example (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\r
From: Ann <ann@a.example>\r
Subject: hello\r
\r
hello\r
";

const ZONE: &str = "\
7.113.0.203.in-addr.arpa. PTR vps7.rented.test.
vps7.rented.test. A 203.0.113.7
out.a.example. A 192.0.2.5
a.example. TXT \"v=spf1 ip4:192.0.2.0/28 -all\"
a.example. MX 10 in.a.example.
in.a.example. A 192.0.2.3
example.org. MX 10 mx.example.org.
mx.example.org. A 198.51.100.40
";

/// A message and its recording, and what the live run said.
fn recorded(folder: &Path, words: &[&str]) -> (String, Value) {
    fs::write(folder.join("m.eml"), MESSAGE).expect("written");
    let server = NameServer::of_records(ZONE);
    let dns = server.address.to_string();
    let words = [words, &["m.eml", "--dns", &dns, "--dns-record", "r.json"]].concat();
    let ran = hopcheck(folder, &words);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    let file = fs::read(folder.join("r.json")).expect("the recording");
    (ran.out, serde_json::from_slice(&file).expect("JSON"))
}

#[test]
fn a_replayed_run_gives_the_same_bytes_and_takes_its_clock() {
    let folder = folder();
    for format in ["json", "text"] {
        let words = ["--format", format, "--own-host", "mx.example.org"];
        let (live, file) = recorded(folder.path(), &words);
        let words = [&words[..], &["m.eml", "--dns-replay", "r.json"]].concat();
        let replay = hopcheck(folder.path(), &words);
        assert_eq!((replay.code, replay.err.as_str()), (Some(0), ""));
        assert_eq!(replay.out, live);
        if format == "json" {
            assert_eq!(replay.json()[0]["tool"]["now"], file["now"]);
            assert!(live.contains("chain/foreign-relay"), "{live}");
        }
        // And recording what is replayed gives the same recording.
        let again = [&words[..], &["--dns-record", "again.json"]].concat();
        assert_eq!(hopcheck(folder.path(), &again).out, live);
        let bytes = |name| fs::read(folder.path().join(name)).expect("a recording");
        assert_eq!(bytes("again.json"), bytes("r.json"));
    }
}

#[test]
fn a_recording_holds_all_that_it_takes() {
    let folder = folder();
    let (_, file) = recorded(folder.path(), &["--own-host", "mx.example.org"]);
    assert_eq!(file["schema"], "hopcheck/dns/1");
    assert!(file["now"].is_string());
    assert_eq!(file["settings"]["own-hosts"][0], "mx.example.org");
    assert_eq!(file["settings"]["auth"], true);
    let entries = file["entries"].as_array().expect("entries");
    let entry = entries
        .iter()
        .find(|e| e["name"] == "a.example" && e["type"] == "TXT")
        .expect("SPF was asked for");
    assert_eq!(entry["answers"][0], "v=spf1 ip4:192.0.2.0/28 -all");
    assert_eq!(entry["ttl"], 300);
    assert!(entry["server"].as_str().is_some_and(|s| s.starts_with("127.0.0.1:")));
    assert!(entry["time"].as_str().is_some_and(|t| t.ends_with('Z')));
    assert!(entries.iter().any(|e| e["outcome"] == "nxdomain" || e["outcome"] == "nodata"));
}

#[test]
fn what_was_left_unasked_is_recorded_as_that() {
    let folder = folder();
    fs::write(folder.path().join("m.eml"), MESSAGE).expect("written");
    let deaf = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
    let dns = deaf.local_addr().expect("an address").to_string();
    let words = ["m.eml", "--format", "json"];
    let live = ["--dns", &dns, "--dns-timeout", "0.4", "--dns-record", "r.json"];
    let live = hopcheck(folder.path(), &[&words[..], &live].concat());
    assert_eq!(live.code, Some(0), "{}", live.err);
    let file: Value =
        serde_json::from_slice(&fs::read(folder.path().join("r.json")).expect("read"))
            .expect("JSON");
    let silent = file["entries"].as_array().expect("entries");
    // Which of the two a question is depends on how busy the machine is.
    assert!(silent.iter().all(|e| e["outcome"] == "timeout"), "{file}");
    let unasked = file["unasked"].as_array().expect("unasked");
    assert!(silent.len() + unasked.len() > 5, "{file}");
    assert!(unasked.iter().all(|e| e["why"] == "budget" || e["why"] == "server-silent"));
    let replay = hopcheck(folder.path(), &[&words[..], &["--dns-replay", "r.json"]].concat());
    assert_eq!(replay.out, live.out);
    // Silence accuses nobody.
    assert!(
        !live.out.contains("chain/foreign-relay") && !live.out.contains("iprev"),
        "{}",
        live.out
    );
}

#[test]
fn other_settings_than_those_recorded_are_told() {
    let folder = folder();
    recorded(folder.path(), &["--own-host", "mx.example.org"]);
    let other = hopcheck(folder.path(), &["m.eml", "--dns-replay", "r.json"]);
    assert_eq!(other.code, Some(0));
    assert_eq!(
        other.err,
        "note: r.json was recorded with other settings (own-hosts); the report may differ\n"
    );
}
