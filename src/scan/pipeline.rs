//! One reader, many workers, one writer.
//!
//! The reader lists files and cuts large ones (mboxes, archives, streams) into units of work, in
//! the order in which they are to be reported on. Workers open small files themselves, analyse,
//! and write lines into memory; [`Ordered`] puts those back in order. What is under way is
//! bounded at both ends: by [`Budget`] in front of the workers, and by the room in [`Ordered`]
//! behind them. With a live DNS there are more workers than processors, since most of them wait.

mod budget;
mod queue;
mod reader;
mod worker;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::line::Form;
use super::ordered::{Ordered, Sink, Weight};
use super::resume::Done;
use super::seen::Seen;
use super::tally::Tally;
use super::turns::Turns;
use crate::analyzer::Analyzer;
use crate::deliver::Document;
use crate::dns::{Live, Source as Dns};
use crate::report::model::Report;
use budget::Budget;
use queue::Queue;
use reader::{Reader, Sharing};
use worker::Worker;

/// Bytes of messages that may lie between the reader and the workers.
const BEFORE: usize = 48 << 20;
/// Bytes of finished lines that may wait for those before them.
const BEHIND: usize = 32 << 20;
/// Most workers that wait for the DNS: more than it takes questions of at a time are of no use.
const WAITING: usize = 2 * Live::THREADS;

/// What is to be read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file, a folder, or `-` for standard input.
    Path(PathBuf),
    /// A file with paths in it, or `-` for standard input.
    List(PathBuf),
}

/// How a scan is done.
pub struct Options<'o> {
    pub jobs: usize,
    pub unordered: bool,
    pub form: Form,
    /// Lines are wanted.
    pub lines: bool,
    /// Documents are wanted, which the form has then.
    pub documents: bool,
    /// Reports are to be passed on: recipients and local parts are hidden.
    pub redact: bool,
    pub sha256: bool,
    /// Messages are wanted with their bodies, even where these hold no other messages.
    pub whole: bool,
    /// Budget of one message for the DNS.
    pub budget: Duration,
    /// Messages that need no report any more.
    pub done: Option<&'o Done>,
    /// Set to end the scan at the next message.
    pub stop: &'o AtomicBool,
}

/// How far a scan is, for whoever watches.
#[derive(Debug, Default)]
pub struct Watch {
    pub messages: AtomicU64,
    pub verdicts: [AtomicU64; 4],
    /// Bytes of files that were dealt with, and of all, once they were counted.
    pub bytes: AtomicU64,
    pub total: AtomicU64,
    pub files: AtomicU64,
}

/// What a worker made of a unit, or of the beginning of one.
#[derive(Default)]
pub struct Piece {
    pub lines: Vec<u8>,
    /// The same as documents to be delivered.
    pub documents: Vec<Document>,
    pub tally: Tally,
    /// What the second pass needs.
    pub gists: Vec<Gist>,
    /// The last message in it, for people.
    pub last: Option<String>,
}

/// What the second pass needs of a message.
pub use super::batch::Gist;

impl Weight for Piece {
    fn weight(&self) -> usize {
        self.bytes() + self.gists.iter().map(Gist::weight).sum::<usize>()
    }
}

impl Piece {
    /// Bytes of what goes out.
    fn bytes(&self) -> usize {
        self.lines.len() + self.documents.iter().map(|document| document.body.len()).sum::<usize>()
    }
}

/// Scans everything, and gives the sink back when all is through or it takes nothing more.
///
/// # Errors
/// Where the workers cannot be started.
pub fn run<S: Sink<Piece>>(
    analyzer: &Analyzer,
    dns: &dyn Dns,
    inputs: &[Input],
    options: &Options<'_>,
    watch: &Watch,
    sink: S,
) -> std::io::Result<S> {
    let live = !dns.is_offline() && dns.recorded_now().is_none();
    // With two jobs or more as many wait as the servers can be kept busy with; one job is the
    // wish for a lighter load.
    let waiting = options.jobs.saturating_mul(Live::THREADS / 2).min(WAITING);
    let workers = if live { waiting.max(options.jobs) } else { options.jobs }.max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(workers)
        .stack_size(4 << 20)
        .build()
        .map_err(std::io::Error::other)?;
    let turns = Turns::of((workers > options.jobs).then_some(options.jobs.max(1)));
    let budget = Budget::new(BEFORE);
    let ordered = Ordered::new(sink, BEHIND, options.unordered);
    let units = Queue::new(2 * workers + 2);
    std::thread::scope(|scope| {
        let sharing = if live { Sharing::live(workers) } else { Sharing::OFFLINE };
        let reader = Reader::new(&units, &budget, options, watch, sharing);
        scope.spawn(move || reader.all(inputs));
        pool.broadcast(|_| {
            Worker::new(analyzer, dns, options, watch, &turns).all(&units, &budget, &ordered);
        });
        // The reader must not wait for workers that are gone.
        budget.close();
        units.close();
    });
    Ok(ordered.into_sink())
}

impl Watch {
    /// Counts a piece that went out.
    pub fn add(&self, tally: &Tally) {
        self.messages.fetch_add(tally.messages, Ordering::Relaxed);
        for (mine, theirs) in self.verdicts.iter().zip(tally.verdicts) {
            mine.fetch_add(theirs, Ordering::Relaxed);
        }
    }
}

/// A report as what is kept of it.
pub(crate) fn note(piece: &mut Piece, report: &Report, analyzer: &Analyzer) {
    let seen = Seen::of(report);
    piece.tally.add(&seen, analyzer.data());
    piece.tally.note_worst(report);
    piece.gists.push(Gist::of(&seen, analyzer.data()));
}
