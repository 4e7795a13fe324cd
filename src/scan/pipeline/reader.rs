//! The thread that lists files and cuts large ones into units of work.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::budget::Budget;
use super::queue::Queue;
use super::{Input, Options, Watch};
use crate::scan::source::{Entry, Found, Opener, Place, Skipped, Take, Walk, lossy};

/// Files larger than this are read here and cut up, so that several workers share them.
const LARGE: u64 = 1 << 20;
/// So much of a large file goes to one worker.
const PART: usize = 256 << 10;
/// So many bytes of small files go to one worker.
const BATCH: u64 = 256 << 10;

/// Something for a worker to do.
pub(super) struct Unit {
    pub number: u64,
    pub work: Work,
}

pub(super) enum Work {
    /// Files to be opened, with their sizes.
    Files(Vec<(PathBuf, u64, bool)>),
    Texts(Texts),
    Skipped(Skipped),
}

/// Messages cut out of a file.
#[derive(Default)]
pub(super) struct Texts {
    pub bytes: Vec<u8>,
    pub messages: Vec<Text>,
    /// Where some of the file could not be read.
    pub skipped: Vec<Skipped>,
}

pub(super) struct Text {
    /// In [`Texts::bytes`].
    pub start: usize,
    pub end: usize,
    pub place: Place,
    pub offset: u64,
    pub size: u64,
    pub whole: bool,
}

/// How messages are shared out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sharing {
    /// So many units hold one message each.
    alone: u64,
    /// So many messages the others hold at most.
    most: usize,
}

impl Sharing {
    /// Where nobody waits for anything.
    pub(super) const OFFLINE: Self = Sharing { alone: 0, most: 32 };

    /// Where each message waits for answers, one after the other in a unit: few at first, so that
    /// a small batch is spread over all workers, then more, since what a unit takes beside its
    /// messages (a write, a count) is a good part of what a message takes.
    pub(super) fn live(workers: usize) -> Self {
        Sharing { alone: 4 * workers as u64, most: 4 }
    }
}

pub(super) struct Reader<'r> {
    units: &'r Queue<Unit>,
    budget: &'r Budget,
    options: &'r Options<'r>,
    watch: &'r Watch,
    next: u64,
    files: Vec<(PathBuf, u64, bool)>,
    /// Bytes of the files gathered.
    gathered: u64,
    sharing: Sharing,
    opener: Opener,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        units: &'r Queue<Unit>,
        budget: &'r Budget,
        options: &'r Options<'r>,
        watch: &'r Watch,
        sharing: Sharing,
    ) -> Self {
        let opener = Opener::new(options.whole);
        let files = Vec::new();
        Reader { units, budget, options, watch, next: 0, files, gathered: 0, sharing, opener }
    }

    /// Reads all inputs, in order. Ends early where the workers do.
    pub(super) fn all(mut self, inputs: &[Input]) {
        let mut walk = Walk::default();
        for input in inputs {
            let flow = match input {
                Input::Path(path) => walk.path(path, &mut |entry| self.entry(entry)),
                Input::List(path) => self.list(&mut walk, path),
            };
            if flow.is_break() {
                return;
            }
        }
        let _ = self.flush();
    }

    fn list(&mut self, walk: &mut Walk, path: &Path) -> ControlFlow<()> {
        let listed = match path == Path::new("-") {
            true => walk.list(io::stdin().lock(), &mut |entry| self.entry(entry)),
            false => {
                File::open(path).and_then(|file| walk.list(file, &mut |entry| self.entry(entry)))
            }
        };
        match listed {
            Ok(flow) => flow,
            Err(error) => self.entry(Entry::Skipped(Skipped::of_error(lossy(path), &error, true))),
        }
    }

    fn entry(&mut self, entry: Entry) -> ControlFlow<()> {
        if self.options.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        match entry {
            Entry::File { path, size, named } if size <= LARGE && !(named && size == 0) => {
                self.files.push((path, size, named));
                self.gathered += size;
                match self.files.len() >= self.most() || self.gathered >= BATCH {
                    true => self.flush(),
                    false => ControlFlow::Continue(()),
                }
            }
            Entry::File { path, size, named } => {
                self.flush()?;
                let mut opener = std::mem::take(&mut self.opener);
                let mut cut = Cut { reader: self, texts: Texts::default(), flow: None };
                let flow = opener.file(&path, named, &mut cut);
                let flow = cut.finish(flow);
                self.opener = opener;
                self.watch.bytes.fetch_add(size, Ordering::Relaxed);
                self.watch.files.fetch_add(1, Ordering::Relaxed);
                flow
            }
            Entry::Stdin => {
                self.flush()?;
                let mut opener = std::mem::take(&mut self.opener);
                let mut cut = Cut { reader: self, texts: Texts::default(), flow: None };
                let flow = opener.reader(io::stdin().lock(), &mut cut);
                let flow = cut.finish(flow);
                self.opener = opener;
                flow
            }
            Entry::Skipped(skipped) => {
                self.flush()?;
                self.send(Work::Skipped(skipped))
            }
        }
    }

    /// Sends the small files that were gathered.
    fn flush(&mut self) -> ControlFlow<()> {
        self.gathered = 0;
        match std::mem::take(&mut self.files) {
            files if files.is_empty() => ControlFlow::Continue(()),
            files => self.send(Work::Files(files)),
        }
    }

    /// So many messages go to one worker now.
    fn most(&self) -> usize {
        if self.next < self.sharing.alone { 1 } else { self.sharing.most }
    }

    fn send(&mut self, work: Work) -> ControlFlow<()> {
        let number = self.next;
        self.next += 1;
        if self.options.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        match self.units.put(Unit { number, work }) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

impl Drop for Reader<'_> {
    /// However it ends, the workers must not wait for more.
    fn drop(&mut self) {
        self.units.end();
    }
}

/// Gathers the messages of a large file until they make a unit.
struct Cut<'c, 'r> {
    reader: &'c mut Reader<'r>,
    texts: Texts,
    flow: Option<ControlFlow<()>>,
}

impl Cut<'_, '_> {
    fn send(&mut self) -> ControlFlow<()> {
        let texts = std::mem::take(&mut self.texts);
        if texts.messages.is_empty() && texts.skipped.is_empty() {
            return ControlFlow::Continue(());
        }
        self.reader.budget.take(texts.bytes.len());
        let flow = self.reader.send(Work::Texts(texts));
        self.flow = flow.is_break().then_some(flow);
        flow
    }

    fn finish(mut self, flow: ControlFlow<()>) -> ControlFlow<()> {
        if flow.is_break() || self.flow.is_some() {
            return ControlFlow::Break(());
        }
        self.send()
    }
}

impl Take for Cut<'_, '_> {
    fn message(&mut self, found: Found<'_>) -> ControlFlow<()> {
        if self.reader.options.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let texts = &mut self.texts;
        if texts.bytes.capacity() == 0 {
            texts.bytes.reserve(PART + found.bytes.len());
        }
        let start = texts.bytes.len();
        texts.bytes.extend_from_slice(found.bytes);
        texts.messages.push(Text {
            start,
            end: texts.bytes.len(),
            place: found.place.clone(),
            offset: found.offset,
            size: found.size,
            whole: found.whole,
        });
        let full = texts.bytes.len() >= PART || texts.messages.len() >= self.reader.most();
        if full { self.send() } else { ControlFlow::Continue(()) }
    }

    fn skipped(&mut self, skipped: Skipped) {
        self.texts.skipped.push(skipped);
        // An archive may hold a million things that are no mail.
        if self.texts.skipped.len() >= 1_000 {
            let _ = self.send();
        }
    }
}
