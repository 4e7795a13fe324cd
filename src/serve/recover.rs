//! Reports that a crash prevented: made up at the start from the spool and the journal.

use std::collections::HashSet;
use std::fs;
use std::io;

use super::engine::Engine;
use super::journal::{Entry, Left};
use super::report_log::ReportLog;
use super::spool::Spool;
use crate::report::json;
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
) -> io::Result<Recovered> {
    let mut done = Recovered::default();
    if left.entries.is_empty() {
        return Ok(done);
    }
    let lines = log.behind(&left.reports.clone().unwrap_or_default())?;
    let reported = names(&lines);
    let mut seen = HashSet::new();
    for entry in &left.entries {
        if reported.contains(&entry.name) || !seen.insert(&entry.name) {
            continue;
        }
        match spool.find(&entry.name)? {
            // It was never delivered, and so never acknowledged; or somebody took it away.
            None => done.gone += 1,
            Some(path) => {
                let bytes = fs::read(&path)?;
                log.append(&report(entry, &bytes, spool, engine)?)?;
                done.reports += 1;
            }
        }
    }
    Ok(done)
}

fn report(entry: &Entry, bytes: &[u8], spool: &Spool, engine: &Engine) -> io::Result<Vec<u8>> {
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
    let mut line = Vec::new();
    json::write_line(&mut line, &report)?;
    Ok(line)
}

/// The names in the spool of the messages that these reports are about.
fn names(lines: &[u8]) -> HashSet<String> {
    #[derive(serde::Deserialize)]
    struct Line {
        source: Path,
    }
    #[derive(serde::Deserialize)]
    struct Path {
        path: Option<String>,
    }
    lines
        .split(|b| *b == b'\n')
        .filter_map(|line| serde_json::from_slice::<Line>(line).ok())
        .filter_map(|line| line.source.path)
        .filter_map(|path| path.rsplit('/').next().map(str::to_owned))
        .collect()
}
