//! The page as a whole, against files below `tests/text` that were looked at by a person. With
//! HOPCHECK_BLESS set they are written anew.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
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
fn hostile_text_is_inert_wherever_it_stands() {
    const HOSTILE: &str =
        "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}moc.elpmaxe\u{2066}\u{200b}\r\n  9  ✓ trusted";
    let message = "Received: from \u{1b}[31mred\u{202e}.example ([203.0.113.7])\r\n\t\u{9b}2J by \u{0}mx.example.org; now\r\n\r\n";
    let mut message = message.as_bytes().to_vec();
    message.splice(18..18, *b"\xff\xfe");
    let mut report = empty();
    let hostile = || Some(HOSTILE.to_owned());
    report.source.path = hostile();
    report.source.part = hostile();
    report.message = MessageInfo {
        message_id: hostile(),
        date: hostile(),
        from: hostile(),
        to: hostile(),
        subject: hostile(),
        return_path: hostile(),
    };
    report.boundary = Some(Boundary {
        line: 1,
        peer_ip: hostile(),
        peer_helo: hostile(),
        peer_rdns: hostile(),
        basis: vec![HOSTILE.into()],
    });
    report.origin =
        Some(Origin { line: 1, ip: hostile(), host: hostile(), confidence: HOSTILE.into() });
    let mut all = hop(1, HOSTILE, HOSTILE);
    all.from = Some(HopFrom {
        helo: hostile(),
        rdns: Some(format!("{HOSTILE}2")),
        rdns_status: "unverified",
        ip: hostile(),
        port: Some(1),
        ident: hostile(),
        auth: hostile(),
    });
    all.via = hostile();
    all.with = hostile();
    all.tls = Some(HopTls { version: hostile(), cipher: hostile() });
    all.id = hostile();
    all.for_ = hostile();
    all.date = hostile();
    all.zone = hostile();
    all.support = vec![HOSTILE.into()];
    all.length = 40;
    let mut undated = hop(2, HOSTILE, HOSTILE);
    undated.date_raw = hostile();
    report.hops = vec![all, undated];
    report.links =
        vec![Link { upper: 1, lower: 2, kind: LinkKind::Unexplained, why: HOSTILE.into() }];
    let mut found = finding(HOSTILE, &[1], Level::High, 3.0, HOSTILE);
    let length = message.len() as u64;
    found.evidence = vec![
        Evidence {
            fact: HOSTILE.into(),
            value: json!([HOSTILE, HOSTILE]),
            read: Read::Bytes { line: Some(1), offset: 15, length: 12 },
        },
        Evidence {
            fact: "all".into(),
            value: json!({ HOSTILE: HOSTILE }),
            read: Read::Bytes { line: Some(1), offset: 0, length },
        },
        Evidence {
            fact: HOSTILE.into(),
            value: json!(HOSTILE),
            read: Read::Dns { question: HOSTILE.into() },
        },
        Evidence {
            fact: "behind the end".into(),
            value: json!(HOSTILE),
            read: Read::Bytes { line: Some(1), offset: length, length: u64::MAX },
        },
    ];
    report.findings = vec![found];
    report.dns = vec![DnsEntry {
        name: HOSTILE.into(),
        rtype: HOSTILE.into(),
        outcome: HOSTILE.into(),
        why: hostile(),
        answers: vec![HOSTILE.into()],
        ttl: None,
        server: hostile(),
    }];
    report.problems = vec![Problem {
        code: HOSTILE.into(),
        what: HOSTILE.into(),
        line: Some(1),
        offset: Some(1),
    }];
    let page = page(&report, &message);
    assert!(!page.contains("\n  9  ✓"), "no line of the page is a stranger's");
    golden("hostile.out", &page);
}

#[test]
fn silence_and_problems_are_said() {
    let mut report = empty();
    report.hops = vec![hop(1, "a.example", "mx.example.org")];
    report.dns = (0..7)
        .map(|number| {
            let mut entry = dns(&format!("h{number}.example"), "A", "not-asked");
            entry.why = Some("the budget was spent".into());
            entry.server = None;
            entry
        })
        .collect();
    report.dns[0].outcome = "timeout".into();
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
fn a_line_of_five_megabytes() {
    let mut message = b"Received: from ".to_vec();
    message.resize(5 << 20, b'a');
    message.extend(b" by mx.example.org; now\r\n\r\n");
    let length = message.len() as u64;
    let name = String::from_utf8(message[15..5 << 20].to_vec()).expect("ASCII");
    let mut report = empty();
    report.hops = vec![hop(1, &name, "mx.example.org")];
    report.message.subject = Some(name.clone());
    let mut found = finding("host/long", &[1], Level::Medium, 5.0, "a name is long");
    found.evidence = (0..50)
        .map(|number| Evidence {
            fact: "hop.from.helo".into(),
            value: json!("a"),
            read: Read::Bytes { line: Some(1), offset: 15 + number * 100_000, length: 90_000 },
        })
        .collect();
    found.evidence.push(cite(&message, 1, "hop.by.host", "mx.example.org", 0));
    found.evidence.push(Evidence {
        fact: "all".into(),
        value: json!(true),
        read: Read::Bytes { line: Some(1), offset: 0, length },
    });
    report.findings = vec![found.clone(); 100];
    let begin = Instant::now();
    let options = Options::default();
    let shown = render(&report, &message, options);
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    check(&shown, options);
    assert!(shown.len() < 20_000, "{} bytes", shown.len());

    report.findings = vec![found];
    report.findings[0].evidence.drain(2..50);
    report.findings[0].evidence[0].value = json!(name);
    report.findings[0].message = format!("{name} is long");
    golden("long-line.out", &page(&report, &message));
}

#[test]
fn ten_thousand_lines() {
    let mut report = empty();
    report.hops =
        (1..=10_000).map(|line| hop(line, &format!("h{line}.example"), "mx.example.org")).collect();
    report.hops[4999].verdict = HopVerdict::Suspicious;
    report.hops[0].custody = Custody::Own;
    report.links = (1..10_000)
        .map(|upper| Link {
            upper,
            lower: upper + 1,
            kind: LinkKind::Unknown,
            why: format!("link {upper}"),
        })
        .collect();
    report.boundary = Some(Boundary {
        line: 1,
        peer_ip: None,
        peer_helo: None,
        peer_rdns: None,
        basis: Vec::new(),
    });
    report.findings = (1..=10_000)
        .map(|line| finding("chain/long", &[line], Level::Info, 0.0, "one of many lines"))
        .collect();
    golden("many-lines.out", &page(&report, b""));
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
    report.hops = vec![nameless, local, wide];
    golden("odd-peers.out", &page(&report, b""));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,40}", any::<String>(), "[a-z.]{0,300}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever the bytes and wherever the spans: the page fits and nothing in it acts.
    #[test]
    fn pages_fit_and_are_inert(
        piece in "([a-z<> .\\t\\x00-\\x1f\u{80}-\u{9f}\u{202e}\u{301}é你]|\r?\n[\t ]?){0,200}",
        noise in proptest::collection::vec(any::<u8>(), 0..40),
        times in 1usize..30,
        spans in proptest::collection::vec((0u64..7000, 0u64..3000, 0usize..4), 0..12),
        texts in proptest::collection::vec(any_text(), 6),
        width in 60usize..120,
        ascii in any::<bool>(),
    ) {
        let message = [piece.as_bytes(), &noise].concat().repeat(times);
        let mut report = empty();
        let mut one = hop(1, &texts[0], &texts[1]);
        one.id = Some(texts[2].clone());
        report.hops = vec![one, hop(2, &texts[1], &texts[0])];
        report.message.subject = Some(texts[3].clone());
        let mut found = finding(&texts[4], &[1, 2], Level::Low, 1.0, &texts[5]);
        found.evidence = spans
            .iter()
            .map(|&(offset, length, line)| Evidence {
                fact: texts[line].clone(),
                value: json!(texts[line]),
                read: Read::Bytes { line: line.checked_sub(1), offset, length },
            })
            .collect();
        report.findings = vec![found];
        let options = Options { width, ascii, color: false };
        check(&render(&report, &message, options), options);
    }
}
