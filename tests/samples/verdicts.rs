//! The program on every sample: verdict, boundary, origin and the verdicts of the lines.

use std::fs;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::expected::{Kind, Mode, Sample, samples};
use crate::fields::{fields, values};
use crate::run::{Options, Summary, summaries_of};

/// All samples in both modes, run once for all tests.
fn all() -> &'static [(Sample, Mode, Summary)] {
    static ALL: OnceLock<Vec<(Sample, Mode, Summary)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let modes = Mode::BOTH.into_iter();
        let runs: Vec<(Sample, Mode)> =
            modes.flat_map(|mode| samples().into_iter().map(move |s| (s, mode))).collect();
        let files: Vec<_> =
            runs.iter().map(|(sample, mode)| (sample.path(), Options::of(sample, *mode))).collect();
        let summaries = summaries_of(&files);
        runs.into_iter().zip(summaries).map(|((s, mode), summary)| (s, mode, summary)).collect()
    })
}

/// What is not as `expected.toml` has it, one sentence each.
pub fn complaints(sample: &Sample, mode: Mode, found: &Summary) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut check = |holds: bool, what: String| {
        if !holds {
            complaints.push(format!("{} ({mode:?}): {what}; {found:?}", sample.name));
        }
    };
    let allowed = sample.allowed(mode);
    check(allowed.contains(&found.verdict), format!("verdict, allowed {allowed:?}"));
    check(found.boundary == sample.boundary, format!("boundary, not {:?}", sample.boundary));
    check(found.peer == sample.peer, format!("peer, not {:?}", sample.peer));
    let origin = match &found.origin {
        Some(origin) => sample.origin.contains(origin),
        None => sample.origin.is_empty(),
    };
    check(origin, format!("origin, not of {:?}", sample.origin));

    let lines = values(&fields(&sample.bytes()), "Received").len();
    check(found.hops.len() == lines, format!("{lines} lines"));
    let boundary = sample.boundary.unwrap_or(0);
    let own = |at: usize| if at < boundary { "own" } else { "claimed" };
    let custody = found.custody.iter().enumerate().all(|(at, custody)| custody == own(at));
    check(custody, format!("custody: own down to line {boundary}"));
    let trusted = found.hops.iter().take(boundary).all(|verdict| verdict == "trusted");
    check(trusted, "a line of ours is not trusted".to_owned());

    let called = found.called();
    let innocent = called.iter().find(|line| !sample.forged.contains(line));
    check(innocent.is_none(), format!("an honest line is accused: {innocent:?}"));
    let must_accuse = !allowed.iter().any(|v| ["genuine", "unverified"].contains(&v.as_str()));
    if must_accuse {
        check(!called.is_empty(), "no line is accused".to_owned());
        let missed = sample.called().iter().find(|line| !called.contains(line));
        check(missed.is_none(), format!("a forged line is not called: {missed:?}"));
        let refuted = found.refuted();
        let missed = sample.refuted.iter().find(|line| !refuted.contains(line));
        check(missed.is_none(), format!("a line is not refuted: {missed:?}"));
    }
    complaints
}

fn assert_as_expected(mode: Mode) {
    let complaints: Vec<String> = all()
        .iter()
        .filter(|(_, run, _)| *run == mode)
        .flat_map(|(sample, mode, summary)| complaints(sample, *mode, summary))
        .collect();
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn verdicts_offline() {
    assert_as_expected(Mode::Offline);
}

#[test]
fn verdicts_with_recorded_answers() {
    assert_as_expected(Mode::Dns);
}

#[test]
fn no_clean_sample_is_accused() {
    for (sample, mode, summary) in all().iter().filter(|(s, ..)| s.kind == Kind::Clean) {
        let accused = ["suspicious", "forged"].contains(&summary.verdict.as_str());
        assert!(!accused, "{} ({mode:?}): {summary:?}", sample.name);
        assert!(summary.called().is_empty(), "{} ({mode:?}): {summary:?}", sample.name);
    }
}

#[test]
fn line_ends_change_nothing() {
    let directory = TempDir::new().expect("a directory");
    let mut runs = Vec::new();
    let mut expected = Vec::new();
    for (sample, mode, as_written) in all() {
        let message = sample.bytes();
        let lf = replace(&message, b"\r\n", b"\n");
        let crlf = replace(&lf, b"\n", b"\r\n");
        for (ends, bytes) in [("lf", lf), ("crlf", crlf)] {
            if bytes != message {
                let path = directory.path().join(format!("{}.{ends}.eml", sample.name));
                fs::write(&path, bytes).expect("a file");
                runs.push((path, Options::of(sample, *mode)));
                expected.push((&sample.name, mode, ends, as_written));
            }
        }
    }
    for (found, (name, mode, ends, as_written)) in summaries_of(&runs).iter().zip(expected) {
        assert_eq!(found, as_written, "{name} ({mode:?}) with {ends}");
    }
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        match rest.strip_prefix(from) {
            Some(after) => {
                out.extend_from_slice(to);
                rest = after;
            }
            None => {
                out.push(*first);
                rest = &rest[1..];
            }
        }
    }
    out
}
