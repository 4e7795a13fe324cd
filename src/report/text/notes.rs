//! What could not be asked or read: silence of the DNS, and problems.

use std::collections::BTreeMap;

use super::page::{BOLD, DIM, PLAIN, Page, WARN};
use crate::report::model::{DnsEntry, Report};
use crate::report::words::{grouped, is_no_message};

/// Of each kind, so many are named and the rest counted.
const MOST_SILENT: usize = 5;
const MOST_PROBLEMS: usize = 10;

pub(super) fn write(page: &mut Page, report: &Report) {
    if !is_no_message(report) {
        page.blank();
        dns(page, report);
    }
    problems(page, report);
}

/// How an outcome is said of a number of questions.
const OUTCOMES: [(&str, &str); 8] = [
    ("records", "answered"),
    ("nodata", "without such a record"),
    ("nxdomain", "for names that do not exist"),
    ("timeout", "timed out"),
    ("servfail", "failed at the server"),
    ("refused", "refused by the server"),
    ("not-asked", "not asked"),
    ("not-recorded", "not in the recording"),
];

/// The outcomes that say something of the name asked for.
fn is_answer(outcome: &str) -> bool {
    matches!(outcome, "records" | "nodata" | "nxdomain")
}

fn dns(page: &mut Page, report: &Report) {
    let lead = page.paint(BOLD, "DNS");
    let first = format!("{lead}  ");
    let say = |page: &mut Page, text: &str| page.wrapped(&first, "     ", text, PLAIN);
    if report.tool.offline {
        return say(
            page,
            "not asked (offline): names and addresses were taken as they are written",
        );
    }
    if report.dns.is_empty() {
        return say(page, "no question arose");
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in &report.dns {
        *counts.entry(&entry.outcome).or_default() += 1;
    }
    let known = OUTCOMES.iter().filter_map(|(outcome, words)| {
        counts.get(outcome).map(|count| format!("{} {words}", grouped(*count)))
    });
    let mut parts: Vec<String> = known.collect();
    let other: u64 = counts
        .iter()
        .filter(|(outcome, _)| OUTCOMES.iter().all(|(known, _)| known != *outcome))
        .map(|(_, count)| count)
        .sum();
    if other > 0 {
        parts.push(format!("{} with another outcome", grouped(other)));
    }
    let questions = match report.dns.len() {
        1 => "1 question".to_owned(),
        count => format!("{} questions", grouped(count as u64)),
    };
    say(page, &format!("{questions}: {}", parts.join(", ")));

    let silent: Vec<&DnsEntry> =
        report.dns.iter().filter(|entry| !is_answer(&entry.outcome)).collect();
    if silent.is_empty() {
        return;
    }
    let all =
        if silent.len() == report.dns.len() { "DNS was silent, and silence" } else { "Silence" };
    page.wrapped(
        "     ",
        "     ",
        &format!("{all} is not counted as evidence. Without an answer:"),
        PLAIN,
    );
    for entry in silent.iter().take(MOST_SILENT) {
        let why = entry.why.as_deref().map(|why| format!(" ({})", page.fit(reason(why), 100)));
        let server = entry.server.as_deref().map(|server| format!(", {}", page.fit(server, 60)));
        let text = format!(
            "{} {}: {}{}{}",
            page.fit(&entry.name, 60),
            page.fit(&entry.rtype, 10),
            page.fit(&entry.outcome, 20),
            why.unwrap_or_default(),
            server.unwrap_or_default(),
        );
        page.wrapped("       ", "         ", &text, DIM);
    }
    if silent.len() > MOST_SILENT {
        let text = format!("and {} more", grouped((silent.len() - MOST_SILENT) as u64));
        page.wrapped("       ", "         ", &text, DIM);
    }
}

/// The report's words for why a question was not asked, as a person says them.
fn reason(word: &str) -> &str {
    match word {
        "budget" => "the time for this message was spent",
        "server-silent" => "the server had been silent for too long",
        other => other,
    }
}

fn problems(page: &mut Page, report: &Report) {
    if report.problems.is_empty() {
        return;
    }
    page.blank();
    for problem in report.problems.iter().take(MOST_PROBLEMS) {
        let code = format!("note[{}]", page.fit(&problem.code, 48));
        let lead = format!("{}: ", page.paint(WARN, &code));
        let place = match (problem.line, problem.offset) {
            (Some(line), Some(offset)) => format!(" (line {line}, byte {offset})"),
            (Some(line), None) => format!(" (line {line})"),
            (None, Some(offset)) => format!(" (byte {offset})"),
            (None, None) => String::new(),
        };
        let text = format!("{}{place}", page.value(&problem.what));
        page.wrapped(&lead, "  ", &text, PLAIN);
    }
    if report.problems.len() > MOST_PROBLEMS {
        let count = grouped((report.problems.len() - MOST_PROBLEMS) as u64);
        page.line(&format!("and {count} more problems; --format json has them all"));
    }
}
