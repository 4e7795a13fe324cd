//! Reports that a crash prevented: made up at the start from the spool and the journal.

use std::collections::HashSet;
use std::fs;
use std::io;

use super::engine::Engine;
use super::journal::{Entry, Left};
use super::lines::{self, Form, Lines};
use super::report_log::ReportLog;
use super::spool::Spool;
use crate::report::model::{Problem, Source};

/// What was found and done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Recovered {
    /// Reports made up.
    pub(super) reports: u64,
    /// Messages that are gone from the spool before they were reported on.
    pub(super) gone: u64,
}

/// Writes the report of every message of the journal that is in the spool and has none.
pub(super) fn reports(
    left: &Left,
    spool: &Spool,
    log: &mut ReportLog,
    engine: &Engine,
    form: Form,
) -> io::Result<Recovered> {
    let mut done = Recovered::default();
    if left.entries.is_empty() {
        return Ok(done);
    }
    let written = log.behind(&left.reports.clone().unwrap_or_default())?;
    let reported: HashSet<String> = lines::marks(&written).into_iter().collect();
    let mut seen = HashSet::new();
    for entry in &left.entries {
        let missing = entry.marks.iter().position(|mark| !reported.contains(mark));
        let Some(missing) = missing.filter(|_| seen.insert(&entry.name)) else { continue };
        match spool.find(&entry.name)? {
            // It was never delivered, and so never acknowledged; or somebody took it away.
            None => done.gone += 1,
            Some(path) => {
                let bytes = fs::read(&path)?;
                let made_up = report(entry, &bytes, spool, engine, form)?;
                // Where a form has several lines, the first ones may have been written.
                let Lines { bytes, documents } = made_up;
                let rest: Vec<u8> = bytes
                    .split_inclusive(|b| *b == b'\n')
                    .skip(missing)
                    .flatten()
                    .copied()
                    .collect();
                // All documents again: they are known by their ids.
                log.append(&Lines { bytes: rest, documents })?;
                done.reports += 1;
            }
        }
    }
    Ok(done)
}

fn report(
    entry: &Entry,
    bytes: &[u8],
    spool: &Spool,
    engine: &Engine,
    form: Form,
) -> io::Result<Lines> {
    let offset = usize::try_from(entry.offset).unwrap_or(usize::MAX).min(bytes.len());
    let message = &bytes[offset..];
    let source = Source {
        path: Some(spool.path(&entry.name).to_string_lossy().into_owned()),
        offset: entry.offset,
        size: message.len() as u64,
        ..Source::default()
    };
    let mut report = engine.analyzer.analyze_session(
        message,
        source,
        &entry.witnessed,
        &*engine.dns,
        engine.budget,
    );
    report.problems.push(Problem {
        code: "made-up-later".to_owned(),
        what: "the server ended before it could report on this message; the report was made at \
               the next start, with the DNS answers of then"
            .to_owned(),
        line: None,
        offset: None,
    });
    form.lines(&report, message)
}
