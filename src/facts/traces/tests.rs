use std::time::Duration;

use super::*;
use crate::analyzer::Analyzer;
use crate::dns::Offline;
use crate::settings::Settings;

const TOP: &str = "Received: from mail.a.example (mail.a.example [203.0.113.7])\n\tby mx.example.org (Postfix) with ESMTP id 71AA04C121; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\n";
const NEXT: &str = "Received: from gw.b.example (gw.b.example [198.51.100.80])\n\tby mail.a.example (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 10:15:05 +0000 (UTC)\n";
const LOW: &str = "Received: from out.c.test (out.c.test [192.0.2.66])\n\tby gw.b.example (Postfix) with ESMTP id 8D1E42C77A; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\n";
const END: &str = "From: a@b.example\nSubject: x\n\nbody\n";

fn traces(parts: &[&str]) -> Vec<Traces> {
    let analyzer = Analyzer::new(Settings::default(), &[]).expect("rules");
    let text = parts.concat();
    let settings = Settings::default();
    analyzer.judged(text.as_bytes(), &settings, &Offline, Duration::ZERO, |_, facts, _, _| {
        assert_eq!(facts.own, 1, "{text}");
        std::mem::take(&mut facts.traces)
    })
}

fn witness(parts: &[&str], line: usize) -> Option<(Option<bool>, bool, Option<bool>)> {
    let witness = traces(parts)[line - 1].witness.clone()?;
    Some((witness.agrees, witness.in_chain, witness.helo_agrees))
}

/// What the fields beside line 2 say of its peer: agreement, whether any line names the address,
/// agreement of the announced name.
#[test]
fn a_check_is_held_against_the_line_of_its_server() {
    let spf = |by: &str, ip: &str, helo: &str| {
        format!(
            "Received-SPF: pass ({by}: domain of b.example designates {ip} as permitted sender)\n\tclient-ip={ip}; helo={helo};\n"
        )
    };
    let same = spf("mail.a.example", "198.51.100.80", "GW.b.example");
    let other = spf("mail.a.example", "203.0.113.99", "gw.b.example");
    assert_eq!(witness(&[TOP, NEXT, &same, END], 2), Some((Some(true), true, Some(true))));
    assert_eq!(witness(&[TOP, &same, NEXT, END], 2), Some((Some(true), true, Some(true))));
    assert_eq!(witness(&[TOP, NEXT, &other, END], 2), Some((Some(false), false, Some(true))));
    // One that agrees counts, whatever others say and in whichever order.
    for both in [[&other, &same], [&same, &other]] {
        let found = witness(&[TOP, NEXT, both[0], both[1], END], 2);
        assert_eq!(found, Some((Some(true), true, Some(true))));
    }
    let behind = spf("mail.a.example", "192.0.2.66", "out.c.test");
    assert_eq!(witness(&[TOP, NEXT, &behind, LOW, END], 2), Some((Some(false), true, Some(false))));
    // Another host of the same site speaks of another greeting.
    let site = spf("in.a.example", "198.51.100.80", "pc7");
    assert_eq!(witness(&[TOP, NEXT, &site, END], 2), Some((Some(true), true, None)));
    // Strangers, and fields that do not stand beside the line.
    let stranger = spf("filter.d.test", "203.0.113.99", "x.d.test");
    assert_eq!(witness(&[TOP, NEXT, &stranger, END], 2), None);
    assert_eq!(witness(&[TOP, NEXT, LOW, &other, END], 2), None);
    // Our own lines are not looked at.
    let ours = spf("mx.example.org", "203.0.113.99", "x.d.test");
    assert_eq!(witness(&[TOP, &ours, NEXT, END], 1), None);
    // An address inside the site says nothing of the one outside.
    let inside = spf("mail.a.example", "10.0.0.7", "gw.b.example");
    assert_eq!(witness(&[TOP, NEXT, &inside, END], 2), None);
}

#[test]
fn other_fields_that_name_the_peer() {
    let rows = [
        "Authentication-Results: mail.a.example; spf=pass smtp.mailfrom=b.example smtp.remote-ip=203.0.113.99\n",
        "Authentication-Results: mail.a.example; iprev=fail policy.iprev=203.0.113.99\n",
        "ARC-Authentication-Results: i=1; mail.a.example; spf=pass (mail.a.example: domain of b.example designates 203.0.113.99 as permitted sender)\n",
        "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=203.0.113.99; receiver=mail.a.example\n",
    ];
    for row in rows {
        assert_eq!(witness(&[TOP, NEXT, row, END], 2), Some((Some(false), false, None)), "{row}");
    }
    let silent = [
        "Authentication-Results-Original: mail.a.example; spf=pass smtp.remote-ip=203.0.113.99\n",
        "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=203.0.113.99; receiver=<UNKNOWN>\n",
        "Received-SPF: Pass client-ip=203.0.113.99; receiver=ann@a.example\n",
    ];
    for row in silent {
        assert_eq!(witness(&[TOP, NEXT, row, END], 2), None, "{row}");
    }
    let nameless = "Authentication-Results: mail.a.example; dkim=none\n";
    assert_eq!(witness(&[TOP, NEXT, nameless, END], 2), Some((None, false, None)));
}

const EXCHANGE: &str = "Received: from gw.b.example (198.51.100.80) by VI1EUR05FT041.mail.protection.outlook.com (10.233.242.61) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8678.12 via Frontend Transport; Wed, 4 Mar 2026 10:15:03 +0000\n";
const INNER: &str = "Received: from VI1EUR05FT041.eop-eur05.prod.protection.outlook.com (2603:10a6:20b:310:cafe::27) by AS4P190CA0062.outlook.office365.com (2603:10a6:20b:310::17) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8678.12 via Frontend Transport; Wed, 4 Mar 2026 10:15:04 +0000\n";

#[test]
fn reports_of_exchange_online_stand_anywhere() {
    let report = |ip: &str| format!("X-Forefront-Antispam-Report: CIP:{ip};CTRY:US;H:x.test;\n");
    let tail = |ip: &str| format!("From: a@b.example\n{}\nbody\n", report(ip));
    let found = |ip: &str| witness(&[TOP, INNER, EXCHANGE, &tail(ip)], 3);
    assert_eq!(found("198.51.100.80"), Some((Some(true), true, None)));
    assert_eq!(found("203.0.113.99"), Some((Some(false), false, None)));
    // What it writes where the mail did not come from outside.
    assert_eq!(found("255.255.255.255"), None);
    // The check above the border's line is about the border, not about the inner line.
    let check = "Authentication-Results: spf=pass (sender IP is 198.51.100.80) smtp.mailfrom=b.example; dkim=none\n";
    let all = traces(&[TOP, INNER, check, EXCHANGE, END]);
    assert_eq!(all[1].witness, None);
    assert_eq!(all[2].witness.as_ref().and_then(|w| w.agrees), Some(true));
    let other = check.replace("198.51.100.80", "203.0.113.99");
    let all = traces(&[TOP, INNER, &other, EXCHANGE, END]);
    assert_eq!(all[2].witness.as_ref().and_then(|w| w.agrees), Some(false));
}

#[test]
fn the_newest_time_below_a_line() {
    let dkim = |t: i64| format!("DKIM-Signature: v=1; d=b.example; s=m; t={t}; h=From; b=eA==\n");
    let seal = |t: i64| format!("ARC-Seal: i=1; d=c.test; s=m; t={t}; cv=none; b=eA==\n");
    let all = traces(&[TOP, NEXT, &dkim(100), &seal(300), &dkim(200), LOW, END]);
    let dated = all[1].dated.as_ref().expect("signed");
    assert_eq!((dated.time, dated.kind), (300, SignatureKind::ArcSeal));
    assert_eq!(dated.domain.as_deref(), Some("c.test"));
    assert_eq!(all[2].dated, None);
    assert_eq!(all[0].dated, None, "our own line is not looked at");
    let undated = "DKIM-Signature: v=1; d=b.example; s=m; h=From; b=eA==\n";
    assert_eq!(traces(&[TOP, NEXT, undated, END])[1].dated, None);
}

#[test]
fn headers_in_another_order() {
    let regrouped = |text: &str| regrouped(&crate::message::parse(text.as_bytes()));
    let spf = "Received-SPF: none (x.test: y)\n";
    assert!(regrouped(&[TOP, NEXT, "From: a@b.example\n", spf, "\n"].concat()));
    assert!(!regrouped(&[TOP, NEXT, spf, "From: a@b.example\n\n"].concat()));
    assert!(!regrouped(&[TOP, "X-A: b\n", NEXT, "From: a@b.example\n", spf, "\n"].concat()));
    let report = "X-Forefront-Antispam-Report: CIP:192.0.2.1;\n";
    assert!(!regrouped(&[TOP, NEXT, "From: a@b.example\n", report, "\n"].concat()));
    assert!(!regrouped("From: a@b.example\n\n"));
}

/// Fields beyond the bound are passed over, and no number of lines makes it slow.
#[test]
fn many_fields_and_lines() {
    let spf = "Received-SPF: pass (mail.a.example: domain of b.example designates 203.0.113.99 as permitted sender)\n";
    let text = [TOP, &NEXT.repeat(2_000), &spf.repeat(5_000), END].concat();
    assert_eq!(traces(&[&text]).len(), crate::chain::MAX_HOPS);
}
