//! A report as documents to be delivered.

use sha2::{Digest, Sha256};

use crate::report::formats::{self, Siem};
use crate::report::model::{Report, Verdict};

/// A document on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The same for the same report, whenever it is made.
    pub id: String,
    /// How grave it is for the other side: the severity of syslog (RFC 5424 section 6.2.1).
    pub severity: u8,
    /// The document: one line, without a line break at its end.
    pub body: Vec<u8>,
}

impl Document {
    /// The documents for one report; without a form for another system its JSON. `message` holds
    /// the bytes that the report's offsets count in.
    pub fn all_of(form: Option<Siem>, report: &Report, message: &[u8]) -> Vec<Document> {
        let events = match form {
            Some(form) => form.events(report, message),
            None => vec![formats::json_event(report)],
        };
        let severity = match report.verdict {
            Verdict::Genuine | Verdict::Unverified => 6,
            Verdict::Suspicious => 5,
            Verdict::Forged => 4,
        };
        let document = |event: formats::Event| {
            let mut body = event.line;
            if body.last() == Some(&b'\n') {
                body.pop();
            }
            Document { id: event.id, severity, body }
        };
        events.into_iter().map(document).collect()
    }

    /// Any record on a line of its own, known by what is in it.
    pub fn of_line(severity: u8, mut line: Vec<u8>) -> Document {
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        let hash = Sha256::digest(&line);
        let id = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Document { id, severity, body: line }
    }

    /// Appends it as a line.
    pub fn write_line(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.body);
        out.push(b'\n');
    }
}
