//! The first lines: which message, the verdict and how sure it is, where the mail came from,
//! where it was handed over, and what the message says of itself.

use super::page::{BOLD, DIM, PLAIN, Page, enumerated, grouped, verdict_style};
use crate::report::model::{Custody, HopVerdict, Report, Source, Verdict};

/// Columns of the labels, two blanks before and after them included.
const LABELS: usize = 15;

pub(super) fn write(page: &mut Page, report: &Report) {
    let verdict = report.verdict.as_str().to_uppercase();
    let word = page.paint(verdict_style(report.verdict), &verdict);
    // The name of a file is never cut to the page: it is there to be copied.
    let source = page.paint(BOLD, &page.value(&source_name(&report.source)));
    page.line(&format!("{source}: {word}"));
    let sentence = statement(report);
    page.wrapped("", "", &sentence, PLAIN);
    page.wrapped("", "", &probability(report), DIM);
    page.blank();

    row(page, "origin", &origin(page, report), BOLD);
    handover(page, report);
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

/// What the verdict says of which lines, in one sentence.
fn statement(report: &Report) -> String {
    let lines = |verdict| -> Vec<usize> {
        let hops = report.hops.iter().filter(|hop| hop.verdict == verdict);
        hops.map(|hop| hop.line).collect()
    };
    let name = |lines: &[usize]| match lines {
        [_] => format!("line {}", enumerated(lines)),
        _ => format!("lines {}", enumerated(lines)),
    };
    if report.hops.is_empty() {
        return "The message has no Received line: nothing in it tells which way it came."
            .to_owned();
    }
    let forged = lines(HopVerdict::Forged);
    let suspicious = lines(HopVerdict::Suspicious);
    let sentence = match report.verdict {
        Verdict::Genuine => match report.hops.len() {
            1 => "The one line is trusted, and nothing speaks against it.".to_owned(),
            count => format!(
                "All {count} lines are trusted or supported, and nothing speaks against any."
            ),
        },
        Verdict::Unverified => match lines(HopVerdict::Unverified).as_slice() {
            open if open.len() > 1 && open.len() == report.hops.len() => {
                "Nothing speaks against any line, but nothing confirms any of them either.".into()
            }
            [] => "Nothing speaks against any line, but not all is confirmed.".to_owned(),
            open => format!(
                "Nothing speaks against any line, but {} {} not confirmed by anything.",
                name(open),
                if open.len() == 1 { "is" } else { "are" }
            ),
        },
        Verdict::Suspicious if suspicious.is_empty() => {
            "There is evidence of forgery, though not against one line alone.".to_owned()
        }
        Verdict::Suspicious => format!("There is evidence against {}.", name(&suspicious)),
        Verdict::Forged if forged.is_empty() => {
            "At least one line is forged beyond reasonable doubt.".to_owned()
        }
        Verdict::Forged => {
            let verb = if forged.len() == 1 { "is" } else { "are" };
            let rest = match suspicious.as_slice() {
                [] => String::new(),
                _ => format!("; there is evidence against {}", name(&suspicious)),
            };
            format!("{} {verb} forged beyond reasonable doubt{rest}.", name(&forged))
        }
    };
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
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

/// A probability in per cent. What is not certain is never rounded to certainty.
pub(super) fn percent(probability: f64) -> String {
    match probability {
        p if p.is_nan() => "not known".to_owned(),
        p if p <= 0.0 => "0 %".to_owned(),
        p if p < 0.001 => "under 0.1 %".to_owned(),
        p if p >= 1.0 => "100 %".to_owned(),
        p if p > 0.999 => "over 99.9 %".to_owned(),
        p => {
            let shown = format!("{:.1}", 100.0 * p);
            format!("{} %", shown.strip_suffix(".0").unwrap_or(&shown))
        }
    }
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

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn no_rounding_to_certainty() {
        for (probability, shown) in [
            (0.0, "0 %"),
            (0.0004, "under 0.1 %"),
            (0.5, "50 %"),
            (0.9876, "98.8 %"),
            (0.998, "99.8 %"),
            (0.9999, "over 99.9 %"),
            (1.0, "100 %"),
            (f64::NAN, "not known"),
        ] {
            assert_eq!(percent(probability), shown);
        }
    }
}
