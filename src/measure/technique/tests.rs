use super::*;
use crate::analyzer::Analyzer;
use crate::dns::Offline;
use crate::measure::run::with_dns;
use crate::report::model::{HopVerdict, Verdict};
use crate::settings::Settings;
use std::time::Duration;

const MESSAGE: &[u8] = b"Received: from mail.a.example (mail.a.example [5.7.8.9])\n\tby mx.example.org (Postfix) with ESMTP id 71AA04C121\n\tfor <user@example.org>; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\nReceived: from pc.a.example (pc.a.example [5.7.8.10])\n\tby mail.a.example (Postfix) with ESMTPSA id 3F2C81B0D4\n\tfor <user@example.org>; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\nFrom: a@a.example\nSubject: x\n\nbody\n";

fn target(analyzer: &Analyzer) -> Target {
    analyzer
        .judged(MESSAGE, &Settings::default(), &Offline, Duration::ZERO, |m, f, _, _| Target::of(m, f))
        .map(|mut target| {
            let line = "from x.test (x.test [31.1.2.3]) by y.test with SMTP id 1; Wed, 4 Mar 2026 10:15:03 +0000";
            target.donor = Some(crate::measure::Donor { claimed: vec![line.into(), line.into()] });
            target
        })
        .expect("a hand-over")
}

#[test]
fn every_variant_knows_its_forged_lines() {
    let analyzer = Analyzer::new(Settings::default(), &[]).expect("rules");
    let target = target(&analyzer);
    assert!(all().len() >= 25);
    for technique in all() {
        assert!(technique.variants.len() >= 3, "{}", technique.id);
        for variant in 0..technique.variants.len() {
            let what = format!("{} {}", technique.id, technique.variants[variant]);
            let graft = |word| technique.graft(&target, variant, &mut Dice::of(b"m", word));
            let Some(graft_) = graft("a") else {
                let may = ["dialect/tls", "skilled/last-peer"].contains(&technique.id);
                assert!(may, "{what} grafts nothing");
                continue;
            };
            assert_eq!(graft_.bytes, graft("a").expect("again").bytes, "{what}");
            let text = String::from_utf8(graft_.bytes).expect("text");
            let fields: Vec<&str> = text.split("Received: ").skip(1).collect();
            assert!(!graft_.forged.is_empty(), "{what}");
            for (index, field) in fields.iter().enumerate() {
                let honest = MESSAGE.windows(field.len()).any(|part| part == field.as_bytes());
                let same = field.contains("mx.example.org") && index == 0 || honest;
                let forged = graft_.forged.contains(&(index + 1));
                assert!(same != forged || honest && forged, "{what}: line {}\n{text}", index + 1);
            }
        }
    }
}

#[test]
fn ids_are_unique() {
    let mut ids: Vec<_> = all().iter().map(|t| t.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all().len());
}

/// What a single message cannot show offline, the DNS of its day does: the names that a forger
/// makes up for his line's peers are not there.
#[test]
fn what_leaves_no_trace_is_found_with_the_dns() {
    let analyzer = Analyzer::new(Settings::default(), &[]).expect("rules");
    let target = target(&analyzer);
    let traceless: Vec<_> = all().into_iter().filter(|t| t.traceless.is_some()).collect();
    assert!((1..=3).contains(&traceless.len()));
    for technique in traceless {
        for variant in 0..technique.variants.len() {
            let what = format!("{} {}", technique.id, technique.variants[variant]);
            let Some(graft) = technique.graft(&target, variant, &mut Dice::of(b"m", "a")) else {
                continue;
            };
            let found = |verdict: Verdict| verdict >= Verdict::Suspicious;
            let offline = analyzer.judged(
                &graft.bytes,
                &Settings::default(),
                &Offline,
                Duration::ZERO,
                |_, _, judgement, _| found(judgement.verdict),
            );
            let asked = with_dns(&analyzer, &target, &graft, |judgement| {
                let accused = |line: &usize| judgement.hops[line - 1].verdict;
                let lines: Vec<_> = graft.forged.iter().map(accused).collect();
                assert!(!lines.contains(&HopVerdict::Unverified), "{what}: {lines:?}");
                found(judgement.verdict)
            });
            assert_eq!((offline, asked), (false, true), "{what}");
        }
    }
}
