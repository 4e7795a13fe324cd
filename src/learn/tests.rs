use std::path::Path;
use std::time::Duration;

use super::*;
use crate::analyzer::Analyzer;
use crate::config::Config;
use crate::dns::Offline;
use crate::report::model::Source;
use crate::settings::Settings;

/// Two servers of ours, mail from many sides, a list, and one that makes up names.
fn learned(count: usize) -> (Learned, String) {
    let analyzer = Analyzer::new(Settings::default(), &[]).expect("loads");
    let mut learning = Learning::default();
    for number in 0..count {
        let inner = "Received: from mx.example.org (mx.example.org [192.0.2.10]) by store.example.org \
             (Postfix) with ESMTP id 71AA04C129; Wed, 4 Mar 2026 10:15:09 +0000 (UTC)\n";
        let peer = match number % 4 {
            0 => "lists.example.net (lists.example.net [198.51.100.5])".to_owned(),
            _ => format!(
                "mail.s{number}.example (mail.s{number}.example [203.0.113.{}])",
                number % 200
            ),
        };
        let border = format!(
            "Received: from {peer} by mx.example.org (Postfix) with ESMTP id 71AA04C121; \
             Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\n"
        );
        let below = format!(
            "Received: from pc{number}.example.com (pc.example.com [198.51.100.9]) by \
             lists.example.net (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 10:15:03 +0000\n"
        );
        let below = if number % 4 == 0 { below.repeat(2) } else { String::new() };
        let message = format!("{inner}{border}{below}From: a@example.com\n\nbody\n");
        let report =
            analyzer.analyze(message.as_bytes(), Source::default(), &Offline, Duration::ZERO);
        learning.add(&Seen::of(&report), analyzer.data());
    }
    let learned = learning.learned(analyzer.data());
    let text = configuration(&learned);
    (learned, text)
}

#[test]
fn our_side_ends_where_the_peers_begin_to_differ() {
    let (learned, text) = learned(200);
    let names: Vec<&str> = learned.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, ["store.example.org", "mx.example.org"]);
    assert_eq!(learned.addresses, [("192.0.2.10".to_owned(), 200)]);
    assert!(learned.peers > 100);
    let forwarders: Vec<(&str, u64)> =
        learned.forwarders.iter().map(|f| (f.name.as_str(), f.messages)).collect();
    assert_eq!(forwarders, [("example.net", 50)]);

    let config = Config::parse(Path::new("learned.toml"), text.clone()).expect("can be read");
    let hosts: Vec<&str> = config.own_hosts.iter().map(|host| host.as_str()).collect();
    assert_eq!(hosts, names);
    assert_eq!(config.trusted_networks.len(), 1, "the list is left to its owner: {text}");
    assert!(text.contains("198.51.100.5"), "{text}");
}

#[test]
fn a_few_messages_teach_nothing() {
    let (learned, text) = learned(FEWEST as usize - 1);
    assert!(learned.hosts.is_empty());
    assert!(text.contains("too few"), "{text}");
    Config::parse(Path::new("learned.toml"), text).expect("can be read");
}

#[test]
fn names_that_are_none_do_not_get_out_of_their_line() {
    let learned = Learned {
        messages: 100,
        travelled: 100,
        hosts: vec![
            Host { name: "a\"]\nx = 1 #".to_owned(), line: 1, messages: 100 },
            Host { name: "mx.example.org".to_owned(), line: 2, messages: 90 },
        ],
        addresses: vec![("1.2.3.4\"\n".to_owned(), 1)],
        forwarders: vec![Forwarder {
            name: "x\ny".to_owned(),
            messages: 50,
            passed_on: 40,
            addresses: vec!["\n[rules]".to_owned()],
        }],
        peers: 3,
    };
    let config = Config::parse(Path::new("l.toml"), configuration(&learned)).expect("can be read");
    assert_eq!(config.own_hosts.len(), 1);
}
