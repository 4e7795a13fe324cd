//! The first lines: which message, the verdict and how sure it is, where the mail came from,
//! where it was handed over, and what the message says of itself.

use super::page::{BOLD, DIM, PLAIN, Page, verdict_style};
use crate::report::model::{Custody, Report, Source};
use crate::report::witnesses;
use crate::report::words::{caution, grouped, is_no_message, percent, statement};

/// Columns of the labels, two blanks before and after them included.
const LABELS: usize = 15;

pub(super) fn write(page: &mut Page, report: &Report) {
    let verdict = match is_no_message(report) {
        true => "NOT A MESSAGE".to_owned(),
        false => report.verdict.as_str().to_uppercase(),
    };
    let word = page.paint(verdict_style(report.verdict), &verdict);
    // The name of a file is never cut to the page: it is there to be copied.
    let source = page.paint(BOLD, &page.value(&source_name(&report.source)));
    page.line(&format!("{source}: {word}"));
    let sentence = statement(report);
    page.wrapped("", "", &sentence, PLAIN);
    if let Some(caution) = caution(report) {
        page.wrapped("", "", caution, PLAIN);
    }
    if is_no_message(report) {
        return;
    }
    page.wrapped("", "", &probability(report), DIM);
    page.blank();

    row(page, "origin", &origin(page, report), BOLD);
    handover(page, report);
    for (number, phrase) in witnesses::phrases(report).iter().flatten().enumerate() {
        let label = if number == 0 { "auth" } else { "" };
        let phrase = page.fit(phrase, 2 * (page.width - LABELS) - 2);
        row(page, label, &phrase, PLAIN);
    }
    let message = &report.message;
    let envelope = envelope(report);
    for (label, value) in [
        ("envelope", envelope.as_ref()),
        ("from", message.from.as_ref()),
        ("to", message.to.as_ref()),
        ("subject", message.subject.as_ref()),
        ("date", message.date.as_ref()),
        ("message id", message.message_id.as_ref()),
    ] {
        if let Some(value) = value {
            // Two lines of each are enough to know the message by.
            let value = page.fit(value, 2 * (page.width - LABELS) - 2);
            row(page, label, &value, PLAIN);
        }
    }
}

/// Sender and recipients as SMTP had them, which need not be those of the header.
fn envelope(report: &Report) -> Option<String> {
    let envelope = &report.envelope;
    let sender = envelope.mail_from.as_ref().map(|sender| sender.value.as_str());
    let sender = sender.or(report.message.return_path.as_deref());
    let recipient = envelope.rcpt_to.first().map(|recipient| recipient.value.as_str());
    let more = match envelope.rcpt_to.len() {
        0 | 1 => String::new(),
        count => format!(" and {} more", grouped(count as u64 - 1)),
    };
    match (sender, recipient) {
        (None, None) => None,
        (Some(sender), None) => Some(format!("from {sender}")),
        (None, Some(recipient)) => Some(format!("to {recipient}{more}")),
        (Some(sender), Some(recipient)) => Some(format!("from {sender} to {recipient}{more}")),
    }
}

/// The name that the source goes by: a path, and the place inside it.
pub(super) fn source_name(source: &Source) -> String {
    let mut name = match source.path.as_deref() {
        Some("-") => "standard input".to_owned(),
        Some(path) => path.to_owned(),
        None => "message".to_owned(),
    };
    if source.offset > 0 {
        name.push_str(&format!(" at byte {}", source.offset));
    }
    if let Some(part) = &source.part {
        name.push_str(&format!(" part {part}"));
    }
    name
}

fn row(page: &mut Page, label: &str, text: &str, style: anstyle::Style) {
    let first = format!("  {}", page.paint(DIM, &format!("{label:<width$}", width = LABELS - 2)));
    page.wrapped(&first, &" ".repeat(LABELS), text, style);
}

fn probability(report: &Report) -> String {
    let thresholds = report.tool.thresholds;
    format!(
        "Probability of forgery: {} (suspicious from {}, forged from {}).",
        percent(report.score),
        percent(thresholds.suspicious),
        percent(thresholds.forged),
    )
}

fn origin(page: &Page, report: &Report) -> String {
    let Some(origin) = &report.origin else {
        if report.hops.is_empty() {
            return "not known".to_owned();
        }
        return "not known: no line that can be believed names a sender".to_owned();
    };
    let host = origin.host.as_deref().map(|host| page.value(host));
    let who = match (origin.ip.as_deref(), host) {
        (Some(ip), Some(host)) => format!("{} ({host})", page.value(ip)),
        (Some(ip), None) => page.value(ip),
        (None, Some(host)) => format!("{host}, address not known"),
        (None, None) => "a sender that is not named".to_owned(),
    };
    let confidence = page.value(&origin.confidence);
    let why = page.value(&origin.why);
    format!("{who}, as line {} recorded it; confidence: {confidence} ({why})", origin.line)
}

fn handover(page: &mut Page, report: &Report) {
    let Some(boundary) = &report.boundary else {
        let own = report.hops.iter().filter(|hop| hop.custody == Custody::Own).count();
        let why = match (report.hops.len(), own) {
            (0, _) => return,
            (hops, own) if hops == own => "none: our own side wrote every line",
            _ => "none found: no line could be shown to be our own side's",
        };
        return row(page, "hand-over", why, PLAIN);
    };
    let hop = report.hops.iter().find(|hop| hop.line == boundary.line);
    let by = hop.and_then(|hop| hop.by.as_ref()).and_then(|by| by.host.as_deref());
    let peer = boundary.peer_ip.as_deref().or(boundary.peer_rdns.as_deref());
    let mut text = format!("line {}", boundary.line);
    if let Some(peer) = peer.or(boundary.peer_helo.as_deref()) {
        text.push_str(&format!(", from {}", page.value(peer)));
    }
    if let Some(by) = by {
        text.push_str(&format!(" to {}", page.value(by)));
    }
    row(page, "hand-over", &text, PLAIN);
    let basis: Vec<String> = boundary.basis.iter().map(|why| page.value(why)).collect();
    if !basis.is_empty() {
        row(page, "", &format!("because {}", basis.join("; ")), DIM);
    }
}
