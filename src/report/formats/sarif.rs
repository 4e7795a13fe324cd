//! SARIF 2.1.0 (OASIS Standard, with Errata 01): findings as regions of the message, so that
//! editors and code hosts mark the bytes they rest on.

use std::collections::BTreeMap;

use memchr::memchr_iter;
use serde_json::{Value, json};

use super::common::{LONGEST, MOST, cut, pruned, short};
use crate::report::escape;
use crate::report::model::{Evidence, Finding, Level, Read, Report};
use crate::report::{json as report_json, words};

/// Where the project's documentation of a rule is kept is not for this form to say; readers have
/// `hopcheck explain`.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn log(report: &Report, message: &[u8]) -> Value {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rules: Vec<Value> = Vec::new();
    for finding in &report.findings {
        if numbers.contains_key(finding.rule.as_str()) {
            continue;
        }
        numbers.insert(&finding.rule, rules.len());
        let tags = finding.attack.as_ref().map(|attack| vec![format!("attack/{attack}")]);
        rules.push(json!({
            "id": finding.rule,
            "shortDescription": {"text": finding.title},
            "help": {"text": format!("hopcheck explain {}", finding.rule)},
            "defaultConfiguration": {"level": level(finding.level)},
            "properties": {"tags": tags},
        }));
    }
    let lines = LineStarts::new(message);
    let results = report.findings.iter().map(|finding| {
        let places = locations(report, finding, &lines);
        json!({
            "ruleId": finding.rule,
            "ruleIndex": numbers.get(finding.rule.as_str()),
            "kind": if finding.level == Level::Info { "informational" } else { "fail" },
            "level": level(finding.level),
            "message": {"text": shown(&finding.message)},
            "locations": places.first().map(|first| json!([first])),
            "relatedLocations": places.get(1..),
            "properties": {
                "weight": report_json::readable(finding.weight),
                "lines": finding.lines.iter().take(MOST).collect::<Vec<_>>(),
                "overlappedBy": finding.overlapped_by,
            },
        })
    });
    pruned(json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "hopcheck",
                "version": report.tool.version,
                "semanticVersion": report.tool.version,
                "shortDescription": {"text": "Says which Received lines of an email can be believed"},
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": [{
                "location": {"uri": uri(report)},
                "length": report.source.size,
                "mimeType": "message/rfc822",
                "hashes": {"sha-256": report.source.sha256},
            }],
            "results": [],
            "properties": {
                "verdict": report.verdict.as_str(),
                "score": report_json::readable(report.score),
                "statement": words::statement(report),
            },
        }],
    }))
    .with_results(results.map(pruned).collect())
}

trait WithResults {
    fn with_results(self, results: Vec<Value>) -> Value;
}

impl WithResults for Value {
    /// A run without results must say so with an empty list: no list means that it failed.
    fn with_results(mut self, results: Vec<Value>) -> Value {
        self["runs"][0]["results"] = results.into();
        self
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Info => "none",
        Level::Low => "note",
        Level::Medium => "warning",
        Level::High => "error",
    }
}

/// Text as viewers show it, which need not be by JSON's escapes.
fn shown(text: &str) -> String {
    escape::text(&cut(text, LONGEST)).into_owned()
}

/// The path as a relative or absolute reference (RFC 3986), with all that is no plain letter of a
/// path percent-encoded.
fn uri(report: &Report) -> String {
    let path = match report.source.path.as_deref() {
        None | Some("-") => "message.eml",
        Some(path) => path,
    };
    let mut uri = String::new();
    // `a:b` would read as a scheme.
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        uri.push_str("./");
    }
    for byte in cut(path, 4 * LONGEST).bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// The places that a finding cites, else the lines it speaks of, else the message.
fn locations(report: &Report, finding: &Finding, lines: &LineStarts) -> Vec<Value> {
    let location = |region: Option<Value>, message: Option<String>| {
        json!({
            "physicalLocation": {
                "artifactLocation": {"uri": uri(report), "index": 0},
                "region": region,
            },
            "message": message.map(|text| json!({"text": text})),
        })
    };
    let cited = |evidence: &Evidence| match evidence.read {
        Read::Bytes { offset, length, .. } => {
            let value = match &evidence.value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let text = format!("{}: {}", words::fact(&evidence.fact), shown(&short(&value)));
            Some(location(Some(lines.region(report, offset, length)), Some(text)))
        }
        _ => None,
    };
    let mut all: Vec<Value> = finding.evidence.iter().filter_map(cited).take(MOST).collect();
    if all.is_empty() {
        let hops = finding.lines.iter().filter_map(|line| report.hops.get(line.checked_sub(1)?));
        all = hops
            .take(MOST)
            .map(|hop| location(Some(lines.region(report, hop.offset, hop.length)), None))
            .collect();
    }
    if all.is_empty() {
        all.push(location(None, None));
    }
    // Only a result's further locations need ids, and they must tell them apart.
    for (number, place) in all.iter_mut().enumerate() {
        place["id"] = number.into();
    }
    all
}

/// Where the lines of the message begin, for readers who count lines.
struct LineStarts {
    starts: Vec<usize>,
    length: usize,
}

impl LineStarts {
    fn new(message: &[u8]) -> Self {
        let header = 16 << 20;
        let read = &message[..message.len().min(header)];
        let starts = std::iter::once(0).chain(memchr_iter(b'\n', read).map(|at| at + 1));
        LineStarts { starts: starts.collect(), length: read.len() }
    }

    /// Offsets count from the start of the file that the message was read from.
    fn region(&self, report: &Report, offset: u64, length: u64) -> Value {
        let mut region = json!({
            "byteOffset": report.source.offset.saturating_add(offset),
            "byteLength": length,
        });
        let line = |at: u64| {
            let at = usize::try_from(at).ok().filter(|at| *at < self.length)?;
            Some(self.starts.partition_point(|start| *start <= at))
        };
        // In a mailbox the line of the file is not known.
        if report.source.offset == 0
            && let Some(first) = line(offset)
        {
            region["startLine"] = first.into();
            region["endLine"] =
                line(offset.saturating_add(length.saturating_sub(1))).unwrap_or(first).into();
        }
        region
    }
}
