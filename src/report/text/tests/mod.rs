//! The page as a whole, against files below `tests/text` that were looked at by a person. With
//! HOPCHECK_BLESS set they are written anew.

mod hostile;

use std::fs;
use std::path::Path;

use serde_json::json;

use super::*;
use crate::report::escape::{columns, is_hostile};
use crate::report::model::*;
use crate::report::testing::{self, CLASSIC, cite, dns, empty, finding, hop, place};

fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/text").join(name);
    if std::env::var_os("HOPCHECK_BLESS").is_some() {
        fs::write(&path, actual).expect("written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(actual == expected, "{name} is\n{expected}\nbut should be\n{actual}");
}

/// What holds for every page: it fits, and nothing in it acts.
fn check(page: &str, options: Options) {
    for (number, line) in page.lines().enumerate() {
        // The name of a file is never cut: it is there to be copied.
        let named = number == 0 || line.trim_start().starts_with("--> ");
        assert!(named || columns(line) <= options.width, "{} columns: {line}", columns(line));
        assert!(!line.ends_with(' '), "blanks at the end: {line:?}");
        assert!(!line.chars().any(is_hostile), "{line:?}");
    }
    assert!(page.ends_with('\n') && !page.ends_with("\n\n") && !page.contains("\n\n\n"), "{page}");
}

fn page(report: &Report, message: &[u8]) -> String {
    let page = render(report, message, Options::default());
    check(&page, Options::default());
    for width in [60, 100, 120] {
        let options = Options { width, ..Options::default() };
        check(&render(report, message, options), options);
        let options = Options { ascii: true, ..options };
        let ascii = render(report, message, options);
        check(&ascii, options);
        assert!(ascii.is_ascii(), "{ascii}");
    }
    page
}

#[test]
fn a_forged_chain() {
    golden("classic.out", &page(&testing::classic(), CLASSIC.as_bytes()));
}

#[test]
fn a_forged_chain_in_ascii() {
    let options = Options { ascii: true, ..Options::default() };
    golden("classic-ascii.out", &render(&testing::classic(), CLASSIC.as_bytes(), options));
}

#[test]
fn colour_adds_sequences_and_nothing_else() {
    let report = testing::classic();
    let plain = render(&report, CLASSIC.as_bytes(), Options::default());
    let options = Options { color: true, ..Options::default() };
    let colored = render(&report, CLASSIC.as_bytes(), options);
    golden("classic-color.out", &colored);
    // Blanks at the end of a line can hide behind a sequence, where nobody sees them.
    let stripped = anstream::adapter::strip_str(&colored).to_string();
    let stripped: Vec<&str> = stripped.lines().map(|line| line.trim_end()).collect();
    assert_eq!(stripped.join("\n") + "\n", plain);
}

const FOLDED: &str = "\
Delivered-To: user@example.org\r
Received: from mx.example.org (mx.example.org [192.0.2.25])\r
\tby store.example.org (Dovecot) with LMTP id 8hTfAx==\r
\tfor <user@example.org>; Wed, 4 Mar 2026 10:15:09 +0100\r
Received: from out-42.mail.example.net (out-42.mail.example.net [198.51.100.42])\r
\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r
\t key-exchange X25519 server-signature ECDSA (P-256))\r
\tby mx.example.org (Postfix) with ESMTPS id 4ABCdE0Fgz1\r
\tfor <user@example.org>; Wed,  4 Mar 2026 10:15:07 +0100 (CET)\r
Received: from smtpclient.example (unknown [203.0.113.9])\r
\tby submit.mail.example.net (Postfix) with ESMTPSA id 1234567890\r
\tfor <user@example.org>; Wed,  4 Mar 2026 09:15:12 +0000 (UTC)\r
From: =?utf-8?q?J=C3=B6rg?= <joerg@example.net>\r
Subject: Invoice\r
\r
";

fn genuine() -> Report {
    let mut report = empty();
    report.source.path = Some("mail/cur/1772615709.M1.store:2,S".into());
    report.verdict = Verdict::Genuine;
    report.score = 0.000_4;
    report.message.from = Some("Jörg <joerg@example.net>".into());
    report.message.subject = Some("Invoice".into());
    report.envelope.mail_from =
        Some(WithBasis { value: "joerg@example.net".into(), basis: "Return-Path".into() });
    report.boundary = Some(Boundary {
        line: 2,
        peer_ip: Some("198.51.100.42".into()),
        peer_helo: Some("out-42.mail.example.net".into()),
        peer_rdns: Some("out-42.mail.example.net".into()),
        basis: vec!["line 1 names mx.example.org as its peer, an own host".into()],
    });
    report.origin = Some(Origin {
        line: 3,
        ip: Some("203.0.113.9".into()),
        host: None,
        confidence: "medium".into(),
        why: "line 3 is supported and records the address".into(),
    });
    report.envelope.rcpt_to =
        vec![WithBasis { value: "user@example.org".into(), basis: "Delivered-To".into() }];
    let mut top = hop(1, "mx.example.org", "store.example.org");
    let mut middle = hop(2, "out-42.mail.example.net", "mx.example.org");
    let mut bottom = hop(3, "smtpclient.example", "submit.mail.example.net");
    for (hop, rdns, ip, status, date, id, with) in [
        (
            &mut top,
            Some("mx.example.org"),
            "192.0.2.25",
            "verified",
            "2026-03-04T09:15:09Z",
            "8hTfAx==",
            "LMTP",
        ),
        (
            &mut middle,
            Some("out-42.mail.example.net"),
            "198.51.100.42",
            "verified",
            "2026-03-04T09:15:07Z",
            "4ABCdE0Fgz1",
            "ESMTPS",
        ),
        (&mut bottom, None, "203.0.113.9", "none", "2026-03-04T09:15:12Z", "1234567890", "ESMTPSA"),
    ] {
        if let Some(from) = &mut hop.from {
            from.rdns = rdns.map(Into::into);
            from.ip = Some(ip.into());
            from.rdns_status = status;
        }
        hop.date = Some(date.into());
        hop.id = Some(id.into());
        hop.with = Some(with.into());
        hop.for_ = Some("user@example.org".into());
        hop.dialect = "postfix";
    }
    for hop in [&mut top, &mut middle] {
        hop.custody = Custody::Own;
        hop.verdict = HopVerdict::Trusted;
        hop.zone = Some("+0100".into());
    }
    middle.tls = Some(HopTls {
        version: Some("TLSv1.3".into()),
        cipher: Some("TLS_AES_256_GCM_SHA384".into()),
    });
    bottom.verdict = HopVerdict::Supported;
    bottom.zone = Some("+0000".into());
    bottom.support = vec![
        "the hand-over peer out-42.mail.example.net is example.net's by reverse and forward DNS"
            .into(),
        "a verified DKIM signature of example.net".into(),
    ];
    report.hops = vec![top, middle, bottom];
    place(&mut report, FOLDED.as_bytes());
    report.links = vec![
        Link { upper: 1, lower: 2, kind: LinkKind::Exact, why: "mx.example.org".into() },
        Link {
            upper: 2,
            lower: 3,
            kind: LinkKind::Organisation,
            why: "both are names of example.net".into(),
        },
    ];
    report.dns = vec![
        dns("42.100.51.198.in-addr.arpa", "PTR", "records"),
        dns("out-42.mail.example.net", "A", "records"),
    ];
    report
}

#[test]
fn a_genuine_chain() {
    golden("genuine.out", &page(&genuine(), FOLDED.as_bytes()));
}

#[test]
fn folded_lines_and_spans_across_them() {
    let message = FOLDED.as_bytes();
    let mut report = genuine();
    report.verdict = Verdict::Suspicious;
    report.score = 0.7;
    report.hops[2].verdict = HopVerdict::Suspicious;
    let mut found = finding(
        "time/runs-back",
        &[2, 3],
        Level::Low,
        1.5,
        "line 2 was stamped 5 s before line 3, which it lies above",
    );
    let mut early = cite(message, 2, "hop.date.unix", "Wed,  4 Mar 2026 10:15:07 +0100 (CET)", 0);
    early.value = json!(1_772_615_707);
    found.evidence = vec![
        early,
        cite(message, 3, "below.date.raw", "Wed,  4 Mar 2026 09:15:12 +0000 (UTC)", 0),
        cite(message, 2, "hop.by.host", "mx.example.org", 2),
        cite(
            message,
            2,
            "hop.tls",
            "using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\t key-exchange X25519 server-signature ECDSA (P-256)",
            0,
        ),
        Evidence { fact: "link.lag".into(), value: json!(-5), read: Read::Derived },
    ];
    let mut close = finding(
        "host/three-facts-side-by-side",
        &[2],
        Level::Info,
        -2.0,
        "line 2 has three facts side by side",
    );
    close.evidence = vec![
        cite(message, 2, "hop.from.helo", "out-42.mail.example.net", 0),
        cite(message, 2, "hop.from.rdns", "out-42.mail.example.net", 1),
        cite(message, 2, "hop.from.ip", "198.51.100.42", 0),
    ];
    report.findings = vec![close, found];
    golden("folded.out", &page(&report, message));
}

#[test]
fn silence_and_problems_are_said() {
    let mut report = empty();
    report.hops = vec![hop(1, "a.example", "mx.example.org")];
    report.dns = (0..7)
        .map(|number| {
            let mut entry = dns(&format!("h{number}.example"), "A", "not-asked");
            entry.why = Some("budget".into());
            entry.server = None;
            entry
        })
        .collect();
    report.dns[0].outcome = "timeout".into();
    report.dns[0].why = None;
    report.problems = vec![
        Problem {
            code: "byte-order-mark".into(),
            what: "a byte order mark stands before the first field".into(),
            line: None,
            offset: Some(0),
        },
        Problem {
            code: "date".into(),
            what: "the date of this line could not be read".into(),
            line: Some(1),
            offset: Some(100),
        },
    ];
    golden("silent.out", &page(&report, b""));

    report.tool.offline = true;
    report.dns.clear();
    assert!(page(&report, b"").contains("DNS  not asked (offline)"));
    report.tool.offline = false;
    assert!(page(&report, b"").contains("DNS  no question arose"));
}

#[test]
fn a_message_without_received_lines() {
    let mut report = empty();
    report.message.from = Some("a@example.org".into());
    golden("no-lines.out", &page(&report, b"From: a@example.org\r\n\r\n"));
}

#[test]
fn a_peer_without_a_name_and_a_line_without_a_peer() {
    let mut report = empty();
    let mut nameless = hop(1, "", "mx.example.org");
    if let Some(from) = &mut nameless.from {
        from.helo = None;
        from.ip = Some("2001:db8::1".into());
        from.rdns_status = "failed";
    }
    nameless.unparsed = vec![[10, 4], [40, 8]];
    let mut local = hop(2, "", "");
    local.from = None;
    local.by = None;
    local.date_raw = Some("yesterday".into());
    let mut wide = hop(
        3,
        "mail-am0eur02on20701.outbound.protection.exchange-of-a-long-name.example.com",
        "vi1pr08mb5678.eurprd08.prod.another-rather-long-name-for-a-server.example.net",
    );
    if let Some(from) = &mut wide.from {
        from.ip = Some("2001:db8:1111:2222:3333:4444:5555:6666".into());
    }
    wide.by.as_mut().expect("has one").software = Some("Exim 4.97".into());
    wide.id = Some("1abcde-0000000000f-1234".into());
    wide.id_time = Some("2026-03-04T08:00:00Z".into());
    wide.date = Some("2026-03-04T09:15:12Z".into());
    wide.envelope_from = Some("<>".into());
    report.hops = vec![nameless, local, wide];
    golden("odd-peers.out", &page(&report, b""));
}
