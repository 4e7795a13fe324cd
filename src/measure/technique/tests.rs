use super::*;
use crate::analyzer::Analyzer;
use crate::dns::Offline;
use crate::measure::run::with_dns;
use crate::received::{RdnsStatus, parse};
use crate::report::model::{HopVerdict, Verdict};
use crate::settings::Settings;
use std::time::Duration;

const MESSAGE: &[u8] = b"Received: from mail.a.example (mail.a.example [5.7.8.9])\n\tby mx.example.org (Postfix) with ESMTP id 71AA04C121\n\tfor <user@example.org>; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\nReceived: from pc.a.example (pc.a.example [5.7.8.10])\n\tby mail.a.example (Postfix) with ESMTPSA id 3F2C81B0D4\n\tfor <user@example.org>; Wed, 4 Mar 2026 10:15:03 +0000 (UTC)\nFrom: a@a.example\nSubject: x\n\nbody\n";

/// The same eleven years before, taken by the lowest line from a peer that did not log in.
fn relayed() -> Vec<u8> {
    let text = String::from_utf8_lossy(MESSAGE);
    text.replace("ESMTPSA", "ESMTPS").replace(" 2026 ", " 2015 ").into_bytes()
}

fn target(analyzer: &Analyzer) -> Target {
    target_of(analyzer, MESSAGE)
}

fn target_of(analyzer: &Analyzer, message: &[u8]) -> Target {
    analyzer
        .judged(message, &Settings::default(), &Offline, Duration::ZERO, |m, f, _, _| Target::of(m, f))
        .map(|mut target| {
            let line = "from x.test (x.test [31.1.2.3]) by y.test with SMTP id 1; Wed, 4 Mar 2026 10:15:03 +0000";
            target.donor = Some(crate::measure::Donor {
                claimed: vec![line.into(), line.into()],
                folds: crate::measure::Folds::default(),
            });
            target
        })
        .expect("a hand-over")
}

#[test]
fn every_variant_knows_its_forged_lines() {
    let analyzer = Analyzer::new(Settings::default(), &[]).expect("rules");
    assert!(all().len() >= 25);
    let messages = [MESSAGE.to_vec(), relayed()];
    let targets = messages.each_ref().map(|message| target_of(&analyzer, message));
    for technique in all() {
        assert!(technique.variants.len() >= 3, "{}", technique.id);
        for variant in [technique.open(), technique.held_out()].concat() {
            let grafted = messages
                .iter()
                .zip(&targets)
                .filter(|(message, target)| knows_its_lines(technique, variant, message, target))
                .count();
            assert!(grafted > 0, "{} {variant:?} grafts nothing", technique.id);
        }
    }
}

/// `false` where the variant has nothing to work on.
fn knows_its_lines(
    technique: &Technique,
    variant: Variant,
    message: &[u8],
    target: &Target,
) -> bool {
    let what = format!("{} {variant:?}: {}", technique.id, technique.words(variant));
    let graft = || technique.graft(target, variant, &mut Dice::of(b"m", "a"));
    let Some(grafted) = graft() else { return false };
    assert_eq!(grafted.bytes, graft().expect("again").bytes, "{what}");
    let text = String::from_utf8(grafted.bytes).expect("text");
    // Not the fields whose names end like it: `X-Received`.
    let whole = format!("\n{text}");
    let fields: Vec<&str> = whole.split("\nReceived: ").skip(1).collect();
    assert!(!grafted.forged.is_empty(), "{what}");
    assert!(grafted.forged.iter().all(|line| (1..=fields.len()).contains(line)), "{what}");
    for (index, field) in fields.iter().enumerate() {
        let honest = message.windows(field.len()).any(|part| part == field.as_bytes());
        let same = field.contains("mx.example.org") && index == 0 || honest;
        let forged = grafted.forged.contains(&(index + 1));
        assert!(same != forged || honest && forged, "{what}: line {}\n{text}", index + 1);
    }
    true
}

/// Of every technique, so that none of them is measured on what its rules were written with, and a
/// third over all: one technique may be hard to vary, the whole of them is not.
#[test]
fn some_variants_of_each_technique_are_held_out() {
    let (mut all_open, mut all_held) = (0, 0);
    for technique in all() {
        let (open, held) = (technique.open().len(), technique.held_out().len());
        assert!(held >= 2, "{}: {open} open, {held} held out", technique.id);
        all_open += open;
        all_held += held;
        let words = |all: Vec<Variant>| all.into_iter().map(|v| technique.words(v));
        let mut words: Vec<_> =
            words(technique.open()).chain(words(technique.held_out())).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), open + held, "{}: two of the same words", technique.id);
    }
    assert!(2 * all_held >= all_open, "{all_open} open, {all_held} held out");
}

/// A variant that no message draws is measured on nothing.
#[test]
fn every_variant_is_drawn() {
    for technique in all() {
        let drawn: Vec<Variant> = (0..400)
            .flat_map(|n: u32| technique.drawn(&n.to_be_bytes()).collect::<Vec<_>>())
            .map(|(variant, _)| variant)
            .collect();
        for variant in [technique.open(), technique.held_out()].concat() {
            assert!(drawn.contains(&variant), "{} {variant:?}", technique.id);
        }
        let held = drawn.iter().filter(|v| v.is_held_out()).count();
        assert_eq!((drawn.len(), held), (800, 400), "{}: one of each part", technique.id);
    }
}

/// A held-out family that is of no technique would never be drawn.
#[test]
fn what_is_held_out_is_of_a_technique() {
    let known: Vec<_> = all().iter().map(|technique| technique.id).collect();
    for families in [held_out::FAMILIES, held_out::MORE, held_out::NEWEST, held_out::FRESH] {
        let mut held: Vec<_> = families.into_iter().flatten().map(|held| held.technique).collect();
        let all = held.len();
        assert!(held.iter().all(|id| known.contains(id)), "{held:?}");
        held.sort_unstable();
        held.dedup();
        assert_eq!(held.len(), all);
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
        // What becomes of the held-out ones is not looked at, in a test either.
        for variant in technique.open() {
            let what = format!("{} {}", technique.id, technique.words(variant));
            let Some(graft) = technique.graft(&target, variant, &mut Dice::of(b"m", "a")) else {
                continue;
            };
            // Servers that note names without confirming them say nothing that the DNS could
            // refute: such names need not exist.
            let text = String::from_utf8_lossy(&graft.bytes);
            let fields: Vec<&str> = text.split("Received: ").skip(1).collect();
            let confirmed = graft.forged.iter().all(|line| {
                let from = parse(fields[line - 1].as_bytes()).from;
                from.is_some_and(|from| from.rdns_status == RdnsStatus::Verified)
            });
            if !confirmed {
                continue;
            }
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
