//! The raw Received lines cut into pieces: what no finding cites, and what some do.

use super::view::{mark, shown};
use crate::report::escape::Escape;
use crate::report::model::{Finding, Read, Report};

/// Of one line so many bytes are shown.
const LONGEST_LINE: usize = 4096;
/// Of one mark so many findings are named.
const MOST_REFERENCES: usize = 6;

pub(super) struct RawLine {
    pub(super) line: usize,
    pub(super) verdict: &'static str,
    pub(super) mark: &'static str,
    pub(super) pieces: Vec<Piece>,
}

pub(super) struct Piece {
    pub(super) text: String,
    /// The number of the mark; `None` for text between marks.
    pub(super) anchor: Option<usize>,
    /// Numbers of the findings that cite it.
    pub(super) findings: Vec<usize>,
}

/// Bytes that are cited, overlapping places made one, in the order of the message.
pub(super) struct Marks {
    marks: Vec<Mark>,
    /// Places in `hops` of the lines that are shown.
    drawn: Vec<usize>,
}

struct Mark {
    start: u64,
    end: u64,
    findings: Vec<usize>,
}

impl Marks {
    /// `findings` in the order that they are numbered in, from 1.
    pub(super) fn new(report: &Report, findings: &[&Finding], drawn: &[usize]) -> Self {
        let shown = |offset: u64, length: u64| {
            drawn.iter().filter_map(|&place| report.hops.get(place)).any(|hop| {
                let room = hop.length.min(LONGEST_LINE as u64);
                offset >= hop.offset && offset.saturating_add(length) <= hop.offset + room
            })
        };
        let mut places: Vec<(u64, u64, usize)> = Vec::new();
        for (number, finding) in findings.iter().enumerate() {
            for evidence in &finding.evidence {
                if let Read::Bytes { offset, length, .. } = evidence.read
                    && length > 0
                    && shown(offset, length)
                {
                    places.push((offset, offset + length, number + 1));
                }
            }
        }
        places.sort_unstable();
        let mut marks: Vec<Mark> = Vec::new();
        for (start, end, number) in places {
            match marks.last_mut() {
                Some(last) if start < last.end => {
                    last.end = last.end.max(end);
                    if !last.findings.contains(&number) {
                        last.findings.push(number);
                    }
                }
                _ => marks.push(Mark { start, end, findings: vec![number] }),
            }
        }
        for mark in &mut marks {
            mark.findings.sort_unstable();
            mark.findings.truncate(MOST_REFERENCES);
        }
        Marks { marks, drawn: drawn.to_vec() }
    }

    /// The number of the mark that an offset lies in.
    pub(super) fn anchor(&self, offset: u64) -> Option<usize> {
        let after = self.marks.partition_point(|mark| mark.start <= offset);
        let place = after.checked_sub(1)?;
        (offset < self.marks[place].end).then_some(place)
    }

    /// The lines with their marks. Empty where the message is not at hand.
    pub(super) fn lines(&self, report: &Report, message: &[u8]) -> Vec<RawLine> {
        let hops = self.drawn.iter().filter_map(|&place| report.hops.get(place));
        hops.filter_map(|hop| {
            let start = usize::try_from(hop.offset).ok()?;
            let end = start.checked_add(usize::try_from(hop.length).ok()?)?;
            let line = message.get(start..end)?;
            Some(RawLine {
                line: hop.line,
                verdict: hop.verdict.as_str(),
                mark: mark(hop.verdict),
                pieces: self.pieces(line, start),
            })
        })
        .collect()
    }

    fn pieces(&self, line: &[u8], start: usize) -> Vec<Piece> {
        let kept = line.len().min(LONGEST_LINE);
        let mut pieces = Vec::new();
        let mut at = 0;
        let plain = |from: usize, to: usize| Piece {
            text: text(&line[from..to]),
            anchor: None,
            findings: Vec::new(),
        };
        for (number, mark) in self.marks.iter().enumerate() {
            let (Ok(from), Ok(to)) = (usize::try_from(mark.start), usize::try_from(mark.end))
            else {
                continue;
            };
            let (Some(from), Some(to)) = (from.checked_sub(start), to.checked_sub(start)) else {
                continue;
            };
            if from < at || to > kept {
                continue;
            }
            if from > at {
                pieces.push(plain(at, from));
            }
            pieces.push(Piece {
                text: text(&line[from..to]),
                anchor: Some(number),
                findings: mark.findings.clone(),
            });
            at = to;
        }
        if at < kept {
            pieces.push(plain(at, kept));
        }
        if kept < line.len() {
            let text = format!(" … {} more bytes", line.len() - kept);
            pieces.push(Piece { text: shown(&text), anchor: None, findings: Vec::new() });
        }
        pieces
    }
}

/// Bytes of the message with the line breaks of folding kept and all else that acts made visible.
fn text(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if number > 0 {
            shown.push('\n');
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        for (number, part) in line.split(|byte| *byte == b'\t').enumerate() {
            if number > 0 {
                shown.push_str("    ");
            }
            shown.push_str(&Escape::default().bytes(part));
        }
    }
    shown
}
