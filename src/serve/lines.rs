//! The lines of a report in the form that was asked for, and what they are known by afterwards.

use std::io;

use sha2::{Digest, Sha256};

use crate::deliver::Document;
use crate::report::formats::Siem;
use crate::report::json;
use crate::report::model::Report;

/// The lines of reports, and the same as documents where they are delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) bytes: Vec<u8>,
    pub(super) documents: Vec<Document>,
}

/// What a report becomes, `None` standing for the JSON report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) siem: Option<Siem>,
    /// Documents are wanted.
    pub(super) delivered: bool,
}

impl Form {
    /// The lines of a report. `message` is what the report's offsets count in.
    ///
    /// # Errors
    /// Where it cannot be serialised, which is a defect of this program.
    pub(super) fn lines(self, report: &Report, message: &[u8]) -> io::Result<Lines> {
        if !self.delivered {
            return Ok(Lines { bytes: of(self.siem, report, message)?, documents: Vec::new() });
        }
        let documents = Document::all_of(self.siem, report, message);
        let mut bytes = Vec::with_capacity(8 << 10);
        documents.iter().for_each(|document| document.write_line(&mut bytes));
        Ok(Lines { bytes, documents })
    }
}

/// The lines, `None` standing for the JSON report. `message` is what the report's offsets count
/// in.
///
/// # Errors
/// Where it cannot be serialised, which is a defect of this program.
fn of(form: Option<Siem>, report: &Report, message: &[u8]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::with_capacity(8 << 10);
    match form {
        None => json::write_line(&mut lines, report)?,
        Some(form) => form.write(&mut lines, report, message)?,
    }
    Ok(lines)
}

/// Each line's mark: a digest, since not every form has the name of the message's file in it.
pub(super) fn marks(lines: &[u8]) -> Vec<String> {
    lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()).map(mark).collect()
}

fn mark(line: &[u8]) -> String {
    Sha256::digest(line).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn every_line_has_a_mark_of_its_own() {
        let found = marks(b"one\ntwo\n");
        assert_eq!(found.len(), 2);
        assert_ne!(found[0], found[1]);
        assert_eq!(marks(b"two\n"), found[1..]);
        assert!(found.iter().all(|mark| mark.len() == 32));
        assert!(marks(b"").is_empty());
    }

    #[test]
    fn every_form_has_lines() {
        let report = testing::classic();
        for form in Siem::ALL.into_iter().map(Some).chain([None]) {
            let lines = of(form, &report, b"").expect("can be written");
            assert!(lines.ends_with(b"\n") && !marks(&lines).is_empty(), "{form:?}");
            let delivered = Form { siem: form, delivered: true }.lines(&report, b"");
            let delivered = delivered.expect("can be written");
            assert_eq!(delivered.bytes, lines, "{form:?}");
            assert_eq!(delivered.documents.len(), marks(&lines).len(), "{form:?}");
        }
    }
}
