//! What the template shows, worked out and escaped.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::Value;

use super::raw::{Marks, RawLine};
use super::way::{Clock, Step, clocks, way};
use crate::report::escape;
use crate::report::model::{Finding, HopVerdict, Read, Report, Verdict};
use crate::report::{witnesses, words};

/// Longest value that is shown, in characters. More is in the JSON report.
const LONGEST: usize = 400;
/// Most hops, findings, and rows of a table.
const MOST_HOPS: usize = 60;
const MOST_FINDINGS: usize = 60;
const MOST_ROWS: usize = 60;
/// Facts of one finding.
const MOST_FACTS: usize = 12;

#[derive(Template)]
#[template(path = "report-article.html")]
pub(super) struct Article {
    n: usize,
    source: String,
    verdict: &'static str,
    headline: String,
    mark: &'static str,
    statement: String,
    caution: Option<&'static str>,
    probability: Option<String>,
    rows: Vec<(&'static str, String)>,
    way: Vec<Step>,
    clocks: Vec<Clock>,
    findings_title: String,
    findings: Vec<ShownFinding>,
    more_findings: Option<String>,
    raw: Vec<RawLine>,
    more_lines: Option<String>,
    dns_note: Option<&'static str>,
    dns: Vec<(String, String, String, String)>,
    problems: Vec<String>,
    foot: String,
}

struct ShownFinding {
    number: usize,
    level: &'static str,
    message: String,
    facts: Vec<Fact>,
    weight: String,
    rule: String,
}

struct Fact {
    words: String,
    value: String,
    /// The mark in the raw lines that shows the bytes.
    anchor: Option<usize>,
    place: String,
}

/// A value of a stranger: escaped, and cut in its middle where it is long.
pub(super) fn shown(text: &str) -> String {
    let text: std::borrow::Cow<'_, str> = if text.len() > 4 * LONGEST {
        text.chars().take(LONGEST).chain(" … ".chars()).chain(tail(text)).collect::<String>().into()
    } else {
        text.into()
    };
    escape::text(&text).into_owned()
}

fn tail(text: &str) -> impl Iterator<Item = char> + '_ {
    let start = text.ceil_char_boundary(text.len().saturating_sub(LONGEST / 4));
    text[start..].chars()
}

pub(super) fn optional(text: Option<&str>) -> Option<String> {
    text.map(shown)
}

pub(super) fn mark(verdict: HopVerdict) -> &'static str {
    match verdict {
        HopVerdict::Trusted | HopVerdict::Supported => "✓",
        HopVerdict::Unverified => "?",
        HopVerdict::Suspicious => "!",
        HopVerdict::Forged => "✗",
    }
}

impl Article {
    pub(super) fn new(report: &Report, message: &[u8], number: usize) -> Self {
        let drawn = drawn(report);
        let mut order: Vec<&Finding> = report.findings.iter().collect();
        order.sort_by(|a, b| {
            a.overlapped_by
                .is_some()
                .cmp(&b.overlapped_by.is_some())
                .then(b.level.cmp(&a.level))
                .then(b.weight.abs().total_cmp(&a.weight.abs()))
        });
        let left_out = order.len().saturating_sub(MOST_FINDINGS);
        order.truncate(MOST_FINDINGS);
        let marks = Marks::new(report, &order, &drawn);
        let is_message = !words::is_no_message(report);
        let thresholds = report.tool.thresholds;
        Article {
            n: number,
            source: shown(&source_name(report)),
            verdict: report.verdict.as_str(),
            headline: match is_message {
                true => report.verdict.as_str().to_uppercase(),
                false => "NOT A MESSAGE".to_owned(),
            },
            mark: match report.verdict {
                Verdict::Genuine => "✓",
                Verdict::Unverified => "?",
                Verdict::Suspicious => "!",
                Verdict::Forged => "✗",
            },
            statement: words::statement(report),
            caution: words::caution(report),
            probability: is_message.then(|| {
                format!(
                    "Probability of forgery: {} (suspicious from {}, forged from {}).",
                    words::percent(report.score),
                    words::percent(thresholds.suspicious),
                    words::percent(thresholds.forged)
                )
            }),
            rows: if is_message { rows(report) } else { Vec::new() },
            way: way(report, &drawn),
            clocks: clocks(report, &drawn),
            findings_title: match report.findings.len() {
                0 => "No findings".to_owned(),
                1 => "1 finding".to_owned(),
                count => format!("{} findings", words::grouped(count as u64)),
            },
            findings: order
                .iter()
                .enumerate()
                .map(|(place, finding)| shown_finding(place + 1, finding, &marks))
                .collect(),
            more_findings: (left_out > 0).then(|| {
                format!(
                    "{} more findings; the JSON report has them all.",
                    words::grouped(left_out as u64)
                )
            }),
            raw: marks.lines(report, message),
            more_lines: (drawn.len() < report.hops.len()).then(|| {
                let count = report.hops.len() - drawn.len();
                format!(
                    "{} lines left out; the JSON report has them all.",
                    words::grouped(count as u64)
                )
            }),
            dns_note: report.tool.offline.then_some(
                "Not asked (offline): names and addresses were taken as they are written.",
            ),
            dns: dns(report),
            problems: problems(report),
            foot: foot(report),
        }
    }
}

/// Places in `hops` that are drawn, in their order: of a long chain both ends, the boundary and
/// the accused.
fn drawn(report: &Report) -> Vec<usize> {
    let count = report.hops.len();
    if count <= MOST_HOPS {
        return (0..count).collect();
    }
    let ends = MOST_HOPS / 4;
    let boundary = report.boundary.as_ref().map(|boundary| boundary.line);
    let mut accused = 0;
    (0..count)
        .filter(|&place| {
            let hop = &report.hops[place];
            let against = matches!(hop.verdict, HopVerdict::Suspicious | HopVerdict::Forged);
            accused += usize::from(against);
            place < ends
                || place + ends >= count
                || boundary.is_some_and(|line| line.abs_diff(hop.line) <= 2)
                || (against && accused <= ends)
        })
        .collect()
}

fn source_name(report: &Report) -> String {
    let mut name = match report.source.path.as_deref() {
        Some("-") => "standard input".to_owned(),
        Some(path) => path.to_owned(),
        None => "message".to_owned(),
    };
    if report.source.offset > 0 {
        name.push_str(&format!(" at byte {}", report.source.offset));
    }
    if let Some(part) = &report.source.part {
        name.push_str(&format!(" part {part}"));
    }
    name
}

fn rows(report: &Report) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let origin = match &report.origin {
        None => "not known: no line that can be believed names a sender".to_owned(),
        Some(origin) => {
            let who = match (optional(origin.ip.as_deref()), optional(origin.host.as_deref())) {
                (Some(ip), Some(host)) => format!("{ip} ({host})"),
                (Some(ip), None) => ip,
                (None, Some(host)) => format!("{host}, address not known"),
                (None, None) => "a sender that is not named".to_owned(),
            };
            let confidence = shown(&origin.confidence);
            format!("{who}, as line {} recorded it; confidence: {confidence}", origin.line)
        }
    };
    rows.push(("Origin", origin));
    rows.push(("Complain to", shown(&crate::report::abuse::whom(report))));
    if let Some(boundary) = &report.boundary {
        let peer = boundary.peer_ip.as_deref().or(boundary.peer_rdns.as_deref());
        let peer = peer.or(boundary.peer_helo.as_deref()).unwrap_or("a peer that is not named");
        let basis: Vec<String> = boundary.basis.iter().map(|why| shown(why)).collect();
        rows.push((
            "Hand-over",
            format!("line {}, from {}; because {}", boundary.line, shown(peer), basis.join("; ")),
        ));
    }
    if let Some(phrases) = witnesses::phrases(report) {
        let phrases: Vec<String> = phrases.iter().map(|phrase| shown(phrase)).collect();
        rows.push(("Authentication", phrases.join("; ")));
    }
    let message = &report.message;
    for (label, value) in [
        ("From", &message.from),
        ("To", &message.to),
        ("Subject", &message.subject),
        ("Date", &message.date),
        ("Message-ID", &message.message_id),
        ("Return-Path", &message.return_path),
    ] {
        if let Some(value) = value {
            rows.push((label, shown(value)));
        }
    }
    rows
}

fn shown_finding(number: usize, finding: &Finding, marks: &Marks) -> ShownFinding {
    let facts = finding.evidence.iter().take(MOST_FACTS).map(|evidence| {
        let seconds = evidence.value.as_i64().filter(|_| words::is_lapse(&evidence.fact));
        let value = match seconds {
            Some(seconds) => words::signed_lapse(seconds),
            None => value_text(&evidence.value),
        };
        let (anchor, place) = match &evidence.read {
            Read::Bytes { line, offset, .. } => {
                let byte = words::grouped(*offset);
                let place = match line {
                    Some(line) => format!("line {line}, byte {byte}"),
                    None => format!("byte {byte}"),
                };
                match marks.anchor(*offset) {
                    Some(anchor) => (Some(anchor), place),
                    None => (None, format!(" ({place})")),
                }
            }
            Read::Dns { question } => (None, format!(" (DNS: {})", shown(question))),
            Read::Session => (None, " (seen in the SMTP session)".to_owned()),
            Read::Settings => (None, " (from the settings)".to_owned()),
            Read::Derived => (None, String::new()),
        };
        Fact { words: shown(words::fact(&evidence.fact)), value, anchor, place }
    });
    let weight = words::weight(finding.weight);
    ShownFinding {
        number,
        level: words::level(finding.level),
        message: shown(&finding.message),
        facts: facts.collect(),
        weight: match &finding.overlapped_by {
            None => format!("weight {weight}"),
            Some(other) => format!("not counted (overlaps with {}); else {weight}", shown(other)),
        },
        rule: shown(&finding.rule),
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Null => "unknown".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => shown(text),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => {
            let all: Vec<String> = items.iter().take(6).map(value_text).collect();
            match items.len() {
                count if count > 6 => format!("{} and {} more", all.join(", "), count - 6),
                _ => all.join(", "),
            }
        }
        other => shown(&other.to_string()),
    }
}

fn dns(report: &Report) -> Vec<(String, String, String, String)> {
    let row = |entry: &crate::report::model::DnsEntry| {
        let answers: Vec<String> =
            entry.answers.iter().take(8).map(|answer| shown(answer)).collect();
        let more = entry.answers.len().saturating_sub(8);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (
            shown(&entry.name),
            shown(&entry.rtype),
            shown(&entry.outcome),
            format!("{}{more}", answers.join(", ")),
        )
    };
    report.dns.iter().take(MOST_ROWS).map(row).collect()
}

fn problems(report: &Report) -> Vec<String> {
    let mut shown_problems: Vec<String> = report
        .problems
        .iter()
        .take(MOST_ROWS)
        .map(|problem| format!("{}: {}", shown(&problem.code), shown(&problem.what)))
        .collect();
    if report.problems.len() > MOST_ROWS {
        shown_problems.push(format!("and {} more", report.problems.len() - MOST_ROWS));
    }
    shown_problems
}

fn foot(report: &Report) -> String {
    let settings: BTreeMap<String, Value> =
        serde_json::from_value(report.tool.settings.clone()).unwrap_or_default();
    let set: Vec<String> = settings
        .iter()
        .map(|(key, value)| format!("{key} = {}", shown(&value.to_string())))
        .collect();
    let mut foot = format!("hopcheck {}", report.tool.version);
    if let Some(now) = &report.tool.now {
        foot.push_str(&format!(", clock {}", shown(&words::utc(now))));
    }
    foot.push_str(&format!(", rules and data {}", report.tool.rules.get(..16).unwrap_or_default()));
    if let Some(hash) = &report.source.sha256 {
        foot.push_str(&format!(", SHA-256 of the message {}", shown(hash)));
    }
    if !set.is_empty() {
        foot.push_str(&format!(". Set: {}", set.join("; ")));
    }
    foot
}
