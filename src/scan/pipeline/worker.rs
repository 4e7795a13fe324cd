//! The threads that analyse.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use sha2::{Digest, Sha256};

use super::budget::Budget;
use super::queue::Queue;
use super::reader::{Texts, Unit, Work};
use super::{Options, Piece, Watch, note};
use crate::analyzer::Analyzer;
use crate::deliver::Document;
use crate::dns::Source as Dns;
use crate::report::model::{Problem, Source};
use crate::report::redact;
use crate::scan::line::name;
use crate::scan::ordered::{Closed, Ordered, Sink};
use crate::scan::source::{Found, Opener, Skip, Skipped, Take, parts};
use crate::scan::turns::{Patient, Turn, Turns};

/// Finished lines go on when there are so many bytes of them.
const FLUSH: usize = 512 << 10;
/// So many messages of a unit are still reported on when the scan is to stop.
const LATE: usize = 100;

pub(super) struct Worker<'w> {
    analyzer: &'w Analyzer,
    dns: &'w dyn Dns,
    options: &'w Options<'w>,
    watch: &'w Watch,
    turn: Turn<'w>,
}

/// A unit being worked on.
struct Working<'u, S> {
    worker: &'u Worker<'u>,
    ordered: &'u Ordered<Piece, S>,
    unit: u64,
    piece: &'u mut Piece,
    closed: bool,
    /// Messages since the scan was to stop.
    late: usize,
}

impl<'w> Worker<'w> {
    pub(super) fn new(
        analyzer: &'w Analyzer,
        dns: &'w dyn Dns,
        options: &'w Options<'w>,
        watch: &'w Watch,
        turns: &'w Turns,
    ) -> Self {
        Worker { analyzer, dns, options, watch, turn: turns.take() }
    }

    /// Works until there is nothing more.
    pub(super) fn all<S: Sink<Piece>>(
        &self,
        units: &Queue<Unit>,
        budget: &Budget,
        ordered: &Ordered<Piece, S>,
    ) {
        let mut opener = Opener::new(self.options.whole);
        let mut piece = Piece::default();
        let mut closed = false;
        while let Some((Unit { number, work }, wanted)) = self.next(units) {
            let held = match &work {
                Work::Texts(texts) => texts.bytes.len(),
                _ => 0,
            };
            // Once nothing more is wanted, what the reader sends is only cleared away, so that it
            // does not wait.
            if wanted && !closed {
                let mut working = Working {
                    worker: self,
                    ordered,
                    unit: number,
                    piece: &mut piece,
                    closed: false,
                    late: 0,
                };
                working.work(work, &mut opener);
                closed = working.closed
                    || ordered.put(number, &mut piece, true, &self.turn) == Err(Closed);
                if closed {
                    self.options.stop.store(true, Ordering::Relaxed);
                }
            }
            budget.free(held);
        }
    }

    /// The next unit, and whether it is still wanted. Decided in the order of units, so that of
    /// those that are worked on none is missing before another.
    fn next(&self, units: &Queue<Unit>) -> Option<(Unit, bool)> {
        self.turn.after_others();
        loop {
            if let Some(unit) = units.at_hand(|| !self.stopped()) {
                return Some(unit);
            }
            // Not taken before there is a turn for it: the older a unit, the sooner it is wanted.
            if !self.turn.idle(|| units.wait()) {
                return None;
            }
        }
    }

    fn stopped(&self) -> bool {
        self.options.stop.load(Ordering::Relaxed)
    }
}

impl<S: Sink<Piece>> Working<'_, S> {
    fn work(&mut self, work: Work, opener: &mut Opener) {
        match work {
            Work::Files(files) => {
                for (path, size, named) in files {
                    if opener.file(&path, named, self).is_break() {
                        return;
                    }
                    self.worker.watch.bytes.fetch_add(size, Ordering::Relaxed);
                    self.worker.watch.files.fetch_add(1, Ordering::Relaxed);
                }
            }
            Work::Texts(Texts { bytes, messages, skipped }) => {
                for text in &messages {
                    let found = Found {
                        bytes: bytes.get(text.start..text.end).unwrap_or_default(),
                        place: &text.place,
                        offset: text.offset,
                        size: text.size,
                        whole: text.whole,
                    };
                    if self.message(found).is_break() {
                        return;
                    }
                }
                skipped.iter().for_each(|skipped| self.piece.tally.skip(skipped));
            }
            Work::Skipped(skipped) => self.piece.tally.skip(&skipped),
        }
    }

    /// Reports on one message.
    fn report(&mut self, bytes: &[u8], mut source: Source, cut: bool) {
        let Worker { analyzer, dns, options, turn, .. } = self.worker;
        let dns = Patient { dns: *dns, turn };
        if options.done.is_some_and(|done| done.has(&source)) {
            return;
        }
        if options.sha256 && !cut {
            source.sha256 = Some(hex(&Sha256::digest(bytes)));
        }
        let (size, kept) = (source.size, bytes.len());
        let shown = name(&source);
        // One message that cannot be analysed must not end the scan of a million.
        let report = catch_unwind(AssertUnwindSafe(|| {
            analyzer.analyze(bytes, source, &dns, options.budget)
        }));
        let Ok(mut report) = report else {
            self.piece.tally.skip(&Skipped::new(shown.into(), Skip::Failed, true));
            return;
        };
        if cut {
            report.problems.push(Problem {
                code: "partly-read".to_owned(),
                what: format!("of the message's {size} bytes the first {kept} were read"),
                line: None,
                offset: Some(kept as u64),
            });
        }
        let mut bytes = Cow::Borrowed(bytes);
        if options.redact {
            redact::redact(&mut report, bytes.to_mut());
        }
        let bytes = &*bytes;
        let shown = if options.redact { name(&report.source) } else { shown };
        let Piece { lines, documents, .. } = &mut *self.piece;
        let before = lines.len();
        if options.documents {
            let new = Document::all_of(options.form.siem(), &report, bytes);
            if options.lines {
                new.iter().for_each(|document| document.write_line(lines));
            }
            documents.extend(new);
        } else if options.form.write(lines, &report, bytes).is_err() {
            self.piece.lines.truncate(before);
            self.piece.tally.skip(&Skipped::new(shown.into(), Skip::Failed, true));
            return;
        }
        note(self.piece, &report, analyzer);
        self.piece.last = Some(shown);
    }
}

impl<S: Sink<Piece>> Take for Working<'_, S> {
    fn message(&mut self, found: Found<'_>) -> ControlFlow<()> {
        if self.worker.stopped() {
            // A unit is finished, so that what was written is all there is up to some message;
            // but not one that may hold a million of them.
            self.late += 1;
            if self.late > LATE {
                let _ = self.ordered.put(self.unit, self.piece, false, &self.worker.turn);
                self.ordered.end();
                self.closed = true;
                return ControlFlow::Break(());
            }
        }
        let source = Source {
            path: Some(found.place.path.to_string()),
            offset: found.offset,
            size: found.size,
            flags: found.place.flags.as_deref().map(str::to_owned),
            ..Source::default()
        };
        self.report(found.bytes, source.clone(), !found.whole);
        for part in parts::of(found.bytes) {
            let source = Source {
                offset: part.offset.map_or(found.offset, |offset| found.offset + offset),
                size: part.bytes.len() as u64,
                part: Some(part.number),
                ..source.clone()
            };
            self.report(&part.bytes, source, false);
        }
        if self.piece.bytes() >= FLUSH
            && self.ordered.put(self.unit, self.piece, false, &self.worker.turn) == Err(Closed)
        {
            self.closed = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn skipped(&mut self, skipped: Skipped) {
        self.piece.tally.skip(&skipped);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
