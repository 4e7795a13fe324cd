//! What the rules said, worst first: the sentence, the bytes it speaks of, the weight, and where
//! to read more.

use std::collections::BTreeMap;

use serde_json::Value;

use super::excerpt::{Cited, Excerpts};
use super::head::source_name;
use super::page::{BOLD, FRAME, PLAIN, Page, level_style};
use crate::report::model::{Evidence, Finding, Read, Report};
use crate::report::words::{self, enumerated, grouped, level};

/// Of one rule's findings, so many are shown in full.
const OF_ONE_RULE: usize = 3;
/// Facts without a place in the message that one finding shows.
const MOST_FACTS: usize = 8;
/// Places in the message that one finding shows.
const MOST_PLACES: usize = 8;
/// Longest value beside a caret, in columns.
const BESIDE_CARETS: usize = 40;

pub(super) fn write(page: &mut Page, report: &Report, message: &[u8]) {
    let title = match report.findings.len() {
        0 if report.hops.is_empty() => return,
        0 => "No findings".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{} findings", grouped(count as u64)),
    };
    page.blank();
    let title = page.paint(BOLD, &title);
    page.line(&title);

    let mut order: Vec<&Finding> = report.findings.iter().collect();
    order.sort_by(|a, b| b.level.cmp(&a.level).then(b.weight.abs().total_cmp(&a.weight.abs())));
    // Of each rule some in full, and the lines of the rest.
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    let mut shown: Vec<(&Finding, Vec<Cited>)> = Vec::new();
    for finding in order {
        let count = seen.entry(&finding.rule).or_default();
        *count += 1;
        if *count <= OF_ONE_RULE {
            shown.push((finding, cited(page, report, finding, message)));
        } else {
            rest.entry(&finding.rule).or_default().push(finding);
        }
    }
    let offsets = shown.iter().flat_map(|(_, cited)| cited.iter().map(|cited| cited.offset));
    let excerpts = Excerpts::new(message, source_name(&report.source), offsets);
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (finding, cited) in &shown {
        one(page, finding, cited, &excerpts);
        let count = left.entry(&finding.rule).or_default();
        *count += 1;
        if *count == OF_ONE_RULE
            && let Some(rest) = rest.get(finding.rule.as_str())
        {
            more(page, rest);
        }
    }
}

fn one(page: &mut Page, finding: &Finding, cited: &[Cited], excerpts: &Excerpts) {
    page.blank();
    headline(page, finding);
    let drawn = &cited[..cited.len().min(MOST_PLACES)];
    let gutter = Excerpts::gutter(drawn);
    let any = excerpts.draw(page, drawn, gutter, level_style(finding.level));
    for note in notes(page, finding, cited, excerpts, any) {
        let lead = format!("{} {} ", " ".repeat(gutter), page.paint(FRAME, "="));
        page.wrapped(&lead, &" ".repeat(gutter + 3), &note, PLAIN);
    }
}

/// `high[chain/foreign-relay]: ` and the sentence.
fn headline(page: &mut Page, finding: &Finding) {
    let level = level(finding.level);
    let rule = page.fit(&finding.rule, 48);
    let lead = page.paint(level_style(finding.level), &format!("{level}[{rule}]"));
    let lead = format!("{lead}{}", page.paint(BOLD, ": "));
    let message = page.value(&finding.message);
    page.wrapped(&lead, "", &message, BOLD);
}

/// What stands below the excerpt: facts that have no place in the message, the weight, the help.
fn notes(
    page: &Page,
    finding: &Finding,
    cited: &[Cited],
    excerpts: &Excerpts,
    drawn: bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    if cited.len() > MOST_PLACES {
        notes.push(format!("and {} more places in the message", cited.len() - MOST_PLACES));
    }
    if !drawn && !finding.lines.is_empty() {
        let word = if finding.lines.len() == 1 { "line" } else { "lines" };
        notes.push(format!("{word} {}", enumerated(&finding.lines)));
    }
    let facts = finding.evidence.iter().filter_map(|evidence| {
        let source = match &evidence.read {
            // Shown above, unless only a part of the message is at hand.
            Read::Bytes { offset, .. } => {
                if cited.iter().any(|cited| cited.offset == *offset && excerpts.has(cited)) {
                    return None;
                }
                format!(" (byte {offset})")
            }
            Read::Dns { question } => format!(" (DNS: {})", page.fit(question, 160)),
            Read::Session => " (seen in the SMTP session)".to_owned(),
            Read::Settings => " (from the settings)".to_owned(),
            Read::Derived => String::new(),
        };
        let fact = page.fit(words::fact(&evidence.fact), 60);
        Some(format!("{fact}: {}{source}", value(page, evidence)))
    });
    let mut facts: Vec<String> = facts.collect();
    let hidden = facts.len().saturating_sub(MOST_FACTS);
    facts.truncate(MOST_FACTS);
    notes.append(&mut facts);
    if hidden > 0 {
        notes.push(format!("and {hidden} more facts; --format json has them all"));
    }
    notes.push(weight(page, finding));
    notes.push(format!("to learn more: hopcheck explain {}", page.value(&finding.rule)));
    notes
}

/// The findings of a rule that are not shown one by one.
fn more(page: &mut Page, rest: &[&Finding]) {
    let Some(first) = rest.first() else { return };
    let mut lines: Vec<usize> = rest.iter().flat_map(|finding| finding.lines.clone()).collect();
    lines.sort_unstable();
    lines.dedup();
    let place = match lines.len() {
        0 => String::new(),
        1 => format!(" at line {}", enumerated(&lines)),
        _ => format!(" at lines {}", enumerated(&lines)),
    };
    let text = format!(
        "{}[{}]: {} more of this rule{place}; --format json has them all",
        level(first.level),
        page.fit(&first.rule, 48),
        grouped(rest.len() as u64),
    );
    page.blank();
    page.wrapped("", "", &text, PLAIN);
}

/// `weight: +14 decibans (25 to 1 for forged)`, and whether it was counted.
fn weight(page: &Page, finding: &Finding) -> String {
    let weight = words::weight(finding.weight);
    match &finding.overlapped_by {
        None => format!("weight: {weight}"),
        Some(other) => {
            format!("not counted (overlaps with {}); else {weight}", page.fit(other, 48))
        }
    }
}

/// The places that the finding cites, in the order of the evidence. Where it cites none, the
/// start of the lines it speaks of.
fn cited(page: &Page, report: &Report, finding: &Finding, message: &[u8]) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for evidence in &finding.evidence {
        let Read::Bytes { line, offset, length } = evidence.read else { continue };
        let mut label = page.fit(words::fact(&evidence.fact), 60);
        if !stands_there(message, offset, length, &evidence.value) {
            label.push_str(&format!(" = {}", page.fit(&value(page, evidence), BESIDE_CARETS)));
        }
        let same = all.iter_mut().find(|cited| (cited.offset, cited.length) == (offset, length));
        match same {
            Some(cited) => cited.label.push_str(&format!(", {label}")),
            None => all.push(Cited { line, offset, length, label, carets: true }),
        }
    }
    if all.is_empty() {
        for line in finding.lines.iter().take(2) {
            // Lines are numbered from 1 in the order of the hops.
            let hop = line.checked_sub(1).and_then(|place| report.hops.get(place));
            if let Some(hop) = hop.filter(|hop| hop.line == *line) {
                let (offset, label) = (hop.offset, String::new());
                all.push(Cited { line: Some(*line), offset, length: 0, label, carets: false });
            }
        }
    }
    all
}

/// The value is what the bytes themselves say, so that it need not be said beside them.
fn stands_there(message: &[u8], offset: u64, length: u64, value: &Value) -> bool {
    let Value::String(value) = value else { return false };
    let bytes = usize::try_from(offset).ok().and_then(|start| {
        let length = usize::try_from(length).ok()?;
        message.get(start..start.checked_add(length)?)
    });
    // Longer values do not fit beside carets anyway.
    bytes.is_some_and(|bytes| {
        bytes.len() > 1000 || String::from_utf8_lossy(bytes).eq_ignore_ascii_case(value)
    })
}

/// The value of a cited fact: a number of seconds in words.
fn value(page: &Page, evidence: &Evidence) -> String {
    match evidence.value.as_i64().filter(|_| words::is_lapse(&evidence.fact)) {
        Some(seconds) => words::signed_lapse(seconds),
        None => shown(page, &evidence.value),
    }
}

/// A fact's value as a person writes it.
fn shown(page: &Page, value: &Value) -> String {
    match value {
        Value::Null => "unknown".to_owned(),
        Value::String(text) => page.fit(text, 200),
        Value::Array(items) => {
            let all: Vec<String> = items.iter().take(6).map(|item| shown(page, item)).collect();
            match items.len() {
                0 => "none".to_owned(),
                count if count > 6 => format!("{} and {} more", all.join(", "), count - 6),
                _ => all.join(", "),
            }
        }
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => page.fit(&other.to_string(), 200),
    }
}
