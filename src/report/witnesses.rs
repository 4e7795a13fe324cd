//! What was verified of a message, in words for people.

use super::model::{Authentication, Report};
use super::words::{grouped, utc};

/// Signatures that are named; more are counted.
const MOST: usize = 6;

/// One phrase for each method that had anything to verify: `DKIM pass for a.example (made
/// 2026-03-04 10:15:02 UTC)`. None where nothing was verified. Holds words of strangers,
/// unescaped.
pub(super) fn phrases(report: &Report) -> Option<Vec<String>> {
    let entries = report.authentication.as_ref()?;
    let there: Vec<&Authentication> = entries.iter().filter(|e| e.result != "none").collect();
    let mut all: Vec<String> = there.iter().take(MOST).map(|entry| phrase(entry)).collect();
    if there.len() > MOST {
        all.push(format!("{} more", grouped((there.len() - MOST) as u64)));
    }
    if all.is_empty() {
        all.push("nothing: no SPF or DMARC record, no signature".to_owned());
    }
    Some(all)
}

fn phrase(entry: &Authentication) -> String {
    let mut text = format!("{} {}", entry.method.to_uppercase(), entry.result);
    if let Some(domain) = &entry.domain {
        text.push_str(&format!(" for {domain}"));
    }
    let made = entry.signed.as_deref().map(|time| format!("made {}", utc(time)));
    let why = entry.why.clone();
    let more: Vec<String> = made.into_iter().chain(why).collect();
    if !more.is_empty() {
        text.push_str(&format!(" ({})", more.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn entry(method: &'static str, result: &'static str) -> Authentication {
        Authentication {
            method,
            result,
            why: None,
            domain: Some("a.example".into()),
            selector: None,
            signed: None,
            expires: None,
            line: None,
            offset: None,
            basis: String::new(),
        }
    }

    #[test]
    fn what_there_was_to_verify_is_said() {
        let mut report = testing::empty();
        assert_eq!(phrases(&report), None);
        let dkim = Authentication {
            signed: Some("2026-03-04T10:15:02Z".into()),
            why: Some("had expired".into()),
            ..entry("dkim", "neutral")
        };
        report.authentication = Some(vec![entry("spf", "pass"), dkim, entry("arc", "none")]);
        assert_eq!(
            phrases(&report).expect("there"),
            [
                "SPF pass for a.example",
                "DKIM neutral for a.example (made 2026-03-04 10:15:02 UTC, had expired)",
            ]
        );
        report.authentication = Some(vec![entry("dkim", "none")]);
        assert_eq!(phrases(&report).expect("there").len(), 1);
        report.authentication = Some(vec![entry("dkim", "fail"); 9]);
        assert_eq!(phrases(&report).expect("there").last().map(String::as_str), Some("3 more"));
    }
}
