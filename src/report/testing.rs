//! Finished reports made by hand, for the tests of the forms a report takes.

use serde_json::json;

use super::model::*;

/// A chain of three lines of which the lower two are forged: the hand-over host never was
/// galangal.example.
pub(crate) const CLASSIC: &str = "\
Received: from galangal.example (turmeric.example [203.0.113.115]) by mail.bieberdorf.example (8.8.5) id 004B32; Wed, 30 Jul 1997 16:39:50 -0800 (PST)\r
Received: from lemongrass.example by galangal.example (8.7.3) id XAA12345; Wed, 30 Jul 1997 16:36:28 -0800 (PST)\r
Received: from graprao.example by lemongrass.example (8.6.4) id LAA12741; Wed, 30 Jul 1997 16:36:24 -0800 (PST)\r
From: Rosemary <rosemary@graprao.example>\r
To: tarragon@bieberdorf.example\r
Subject: Make money\r
Message-ID: <19970730163624.AA12@graprao.example>\r
\r
Buy.\r
";

/// A report that says nothing yet.
pub(crate) fn empty() -> Report {
    Report {
        schema: SCHEMA,
        tool: Tool {
            name: "hopcheck",
            version: "0.1.0",
            rules: "0".repeat(64),
            now: Some("2026-03-04T12:00:00Z".into()),
            offline: false,
            settings: json!({}),
            prior: 0.01,
            thresholds: Thresholds { suspicious: 0.5, forged: 0.95 },
        },
        source: Source { path: Some("message.eml".into()), ..Source::default() },
        message: MessageInfo::default(),
        session: None,
        envelope: Envelope::default(),
        verdict: Verdict::Unverified,
        score: 0.01,
        boundary: None,
        origin: None,
        hops: Vec::new(),
        links: Vec::new(),
        findings: Vec::new(),
        authentication: None,
        dns: Vec::new(),
        problems: Vec::new(),
    }
}

/// A line that names its two hosts and nothing else.
pub(crate) fn hop(line: usize, from: &str, by: &str) -> Hop {
    Hop {
        line,
        offset: 0,
        length: 0,
        custody: Custody::Claimed,
        verdict: HopVerdict::Unverified,
        score: 0.01,
        support: Vec::new(),
        dialect: "generic",
        from: Some(HopFrom {
            helo: Some(from.into()),
            rdns: None,
            rdns_status: "not-stated",
            ip: None,
            port: None,
            ident: None,
            auth: None,
        }),
        by: Some(HopBy { host: Some(by.into()), ip: None, software: None }),
        via: None,
        with: None,
        tls: None,
        id: None,
        id_time: None,
        for_: None,
        envelope_from: None,
        date: None,
        date_raw: None,
        zone: None,
        unparsed: Vec::new(),
    }
}

/// A piece of the message as evidence; `nth` counts its occurrences from 0.
pub(crate) fn cite(message: &[u8], line: usize, fact: &str, piece: &str, nth: usize) -> Evidence {
    let mut places = memchr::memmem::find_iter(message, piece.as_bytes());
    let offset = places.nth(nth).expect("the message has the piece") as u64;
    Evidence {
        fact: fact.into(),
        value: json!(piece),
        read: Read::Bytes { line: Some(line), offset, length: piece.len() as u64 },
    }
}

pub(crate) fn finding(
    rule: &str,
    lines: &[usize],
    level: Level,
    weight: f64,
    says: &str,
) -> Finding {
    Finding {
        rule: rule.into(),
        lines: lines.to_vec(),
        level,
        weight,
        overlapped_by: None,
        title: "a title".into(),
        attack: None,
        message: says.into(),
        evidence: Vec::new(),
    }
}

/// Puts offsets and lengths of the message's Received lines into the hops.
pub(crate) fn place(report: &mut Report, message: &[u8]) {
    let starts: Vec<usize> = memchr::memmem::find_iter(message, b"Received:")
        .filter(|&at| at == 0 || message[at - 1] == b'\n')
        .collect();
    report.source.size = message.len() as u64;
    for (hop, start) in report.hops.iter_mut().zip(starts) {
        hop.offset = start as u64;
        hop.length = memchr::memchr(b'\r', &message[start..]).unwrap_or(0) as u64;
    }
}

/// The report on [`CLASSIC`].
pub(crate) fn classic() -> Report {
    let message = CLASSIC.as_bytes();
    let mut report = empty();
    report.source.path = Some("classic.eml".into());
    report.message = MessageInfo {
        message_id: Some("19970730163624.AA12@graprao.example".into()),
        date: None,
        from: Some("Rosemary <rosemary@graprao.example>".into()),
        to: Some("tarragon@bieberdorf.example".into()),
        subject: Some("Make money".into()),
        return_path: None,
    };
    report.verdict = Verdict::Forged;
    report.score = 0.998_734_821_7;
    report.boundary = Some(Boundary {
        line: 1,
        peer_ip: Some("203.0.113.115".into()),
        peer_helo: Some("galangal.example".into()),
        peer_rdns: Some("turmeric.example".into()),
        basis: vec!["the topmost line records a public peer, and no setting says otherwise".into()],
    });
    report.origin = Some(Origin {
        line: 1,
        ip: Some("203.0.113.115".into()),
        host: Some("turmeric.example".into()),
        confidence: "high".into(),
        why: "our side recorded the address".into(),
    });
    let mut top = hop(1, "galangal.example", "mail.bieberdorf.example");
    top.custody = Custody::Own;
    top.verdict = HopVerdict::Trusted;
    top.score = 0.0;
    if let Some(from) = &mut top.from {
        from.ip = Some("203.0.113.115".into());
        from.rdns = Some("turmeric.example".into());
        from.rdns_status = "unverified";
    }
    top.id = Some("004B32".into());
    top.date = Some("1997-07-31T00:39:50Z".into());
    let mut middle = hop(2, "lemongrass.example", "galangal.example");
    middle.id = Some("XAA12345".into());
    middle.date = Some("1997-07-31T00:36:28Z".into());
    let mut bottom = hop(3, "graprao.example", "lemongrass.example");
    bottom.id = Some("LAA12741".into());
    bottom.date = Some("1997-07-31T00:36:24Z".into());
    for hop in [&mut middle, &mut bottom] {
        hop.verdict = HopVerdict::Forged;
        hop.score = 0.998;
        hop.dialect = "sendmail";
    }
    report.hops = vec![top, middle, bottom];
    for hop in &mut report.hops {
        hop.zone = Some("-0800".into());
    }
    place(&mut report, message);
    report.links = vec![
        Link {
            upper: 1,
            lower: 2,
            kind: LinkKind::Unexplained,
            why: "galangal.example was announced by turmeric.example, another organisation".into(),
        },
        Link { upper: 2, lower: 3, kind: LinkKind::Exact, why: "lemongrass.example".into() },
    ];
    let mut relay = finding(
        "chain/foreign-relay",
        &[1, 2],
        Level::High,
        14.0,
        "the host that handed over is turmeric.example, but line 2 says that galangal.example \
         wrote it",
    );
    relay.evidence = vec![
        cite(message, 1, "hop.from.rdns", "turmeric.example", 0),
        cite(message, 1, "hop.from.helo", "galangal.example", 0),
        cite(message, 2, "below.by.host", "galangal.example", 1),
        Evidence {
            fact: "dns.helo.addresses".into(),
            value: json!([]),
            read: Read::Dns { question: "galangal.example A: nxdomain".into() },
        },
    ];
    let mut below = finding(
        "appended/below-refuted",
        &[3],
        Level::Medium,
        9.5,
        "line 3 lies below line 2, which is itself refuted",
    );
    below.evidence =
        vec![Evidence { fact: "above.refuted".into(), value: json!(true), read: Read::Derived }];
    report.findings = vec![below, relay];
    report.dns = vec![
        dns("galangal.example", "A", "nxdomain"),
        dns("turmeric.example", "A", "records"),
        dns("115.113.0.203.in-addr.arpa", "PTR", "timeout"),
    ];
    report
}

pub(crate) fn dns(name: &str, rtype: &'static str, outcome: &'static str) -> DnsEntry {
    let (answers, ttl) = match outcome {
        "records" => (vec!["203.0.113.115".into()], Some(300)),
        _ => (Vec::new(), None),
    };
    DnsEntry {
        name: name.into(),
        rtype: rtype.into(),
        outcome: outcome.into(),
        why: None,
        answers,
        ttl,
        server: Some("192.0.2.53:53".into()),
    }
}
