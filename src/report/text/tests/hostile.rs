//! Text that is meant to do harm, and messages that are meant to be too much.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

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
    report.origin = Some(Origin {
        line: 1,
        ip: hostile(),
        host: hostile(),
        confidence: HOSTILE.into(),
        why: HOSTILE.into(),
    });
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
        why: Some(HOSTILE.into()),
        answers: vec![HOSTILE.into()],
        ttl: None,
        server: Some(HOSTILE.into()),
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
