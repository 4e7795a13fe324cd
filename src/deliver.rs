//! Delivery of reports to where security systems take them: syslog (RFC 5424 over UDP, TCP and
//! TLS) and the bulk interface of Elasticsearch and OpenSearch.
//!
//! Documents go through a [`queue`] that may lie on disk: what the other side does not take now is
//! kept, in order, and tried again with growing pauses. Each document has an id made from its
//! report. The bulk interface is told to create it under that id, so that a document whose
//! acknowledgement got lost is there once, however often it is sent.

mod bulk;
mod queue;
mod syslog;
mod target;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

pub use queue::Document;
use queue::Queue;
pub use target::Target;

/// Documents of one request.
const BATCH: usize = 500;
/// Bytes of one request.
const BATCH_BYTES: usize = 4 << 20;
/// The first pause after a failure, and the longest. Each is twice the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What became of a batch.
#[derive(Debug, Default)]
struct Outcome {
    /// Numbers of the documents that the other side has now.
    taken: Vec<usize>,
    /// Numbers of those it will never take, and why.
    refused: Vec<(usize, String)>,
    /// Why the rest is to be tried again.
    later: Option<String>,
    /// The batch was too large, and is to be tried again in smaller ones.
    too_large: bool,
}

/// A way to the other side.
trait Sender {
    fn send(&mut self, documents: &[Document]) -> Outcome;
}

/// Takes documents and brings them to their target.
pub struct Delivery {
    queue: Queue,
    sender: Box<dyn Sender + Send>,
    /// Most documents of a batch: fewer than [`BATCH`] once the other side found one too large.
    batch: usize,
    pause: Duration,
    not_before: Option<Instant>,
    /// The last reason for which something had to wait.
    trouble: Option<String>,
    refused: Vec<String>,
}

/// What was not delivered when the time was up.
#[derive(Debug, PartialEq, Eq)]
pub struct Left {
    /// Documents that wait in the queue.
    pub waiting: usize,
    /// Why.
    pub why: Option<String>,
    /// Documents that the other side will never take, with its reason.
    pub refused: Vec<String>,
}

impl Delivery {
    /// `folder` keeps the queue on disk, and what an earlier run left in it is delivered first;
    /// without one it is in memory. `most` bounds the queue in bytes.
    ///
    /// # Errors
    /// Where the folder cannot be made, read, or is in use by another process.
    pub fn open(target: &Target, folder: Option<&Path>, most: u64) -> io::Result<Delivery> {
        let queue = match folder {
            Some(folder) => Queue::on_disk(folder, most)?,
            None => Queue::in_memory(most),
        };
        let sender: Box<dyn Sender + Send> = match target {
            Target::Syslog(address) => Box::new(syslog::Syslog::new(address.clone())?),
            Target::Bulk(url) => Box::new(bulk::Bulk::new(url.clone())),
        };
        Ok(Delivery {
            queue,
            sender,
            batch: BATCH,
            pause: FIRST_PAUSE,
            not_before: None,
            trouble: None,
            refused: Vec::new(),
        })
    }

    /// Documents that wait.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Takes a document into the queue, and brings away what can be once a batch is there. Where
    /// the queue is full, waits until the other side has taken something, at most until
    /// `deadline`.
    ///
    /// # Errors
    /// Where the document could not be queued: the disk's errors, or `StorageFull` at the
    /// deadline.
    pub fn add(&mut self, document: Document, deadline: Instant) -> io::Result<()> {
        while !self.queue.has_room(&document) {
            if Instant::now() >= deadline {
                let (documents, why) = (self.queue.len(), self.trouble.as_deref());
                let what = format!(
                    "the queue is full ({documents} documents, {} of {} bytes) and nothing is \
                     taken: {}",
                    self.queue.bytes(),
                    self.queue.most(),
                    why.unwrap_or("the other side is too slow"),
                );
                return Err(io::Error::new(io::ErrorKind::StorageFull, what));
            }
            self.step(true, deadline)?;
        }
        self.queue.push(document)?;
        if self.queue.len() >= BATCH {
            self.step(false, deadline)?;
        }
        Ok(())
    }

    /// Brings all away, or as much as is taken until the deadline. What is left of a queue on
    /// disk stays there for the next run.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn finish(mut self, deadline: Instant) -> io::Result<Left> {
        while self.queue.len() > 0 {
            let sent = self.step(true, deadline)?;
            if !sent && Instant::now() >= deadline {
                break;
            }
        }
        self.queue.sync()?;
        Ok(Left { waiting: self.queue.len(), why: self.trouble, refused: self.refused })
    }

    /// Sends one batch, unless a pause is due and `wait` does not want it sat through. True where
    /// the queue got shorter.
    fn step(&mut self, wait: bool, deadline: Instant) -> io::Result<bool> {
        if let Some(not_before) = self.not_before {
            let pause = not_before.saturating_duration_since(Instant::now());
            if !pause.is_zero() {
                if !wait {
                    return Ok(false);
                }
                std::thread::sleep(pause.min(deadline.saturating_duration_since(Instant::now())));
            }
        }
        // What the other side hears of is on the disk first.
        self.queue.sync()?;
        let batch = self.queue.front(self.batch, BATCH_BYTES)?;
        self.refused.append(&mut self.queue.take_faults());
        if batch.is_empty() {
            return Ok(true);
        }
        let Outcome { taken, mut refused, later, too_large } = self.sender.send(&batch);
        if too_large && batch.len() > 1 {
            self.batch = batch.len() / 2;
            return Ok(false);
        }
        if too_large {
            refused.push((0, "it is too large for the other side".to_owned()));
        }
        let mut done = taken;
        let mut lost = Vec::new();
        for (number, why) in refused {
            if let Some(document) = batch.get(number) {
                self.refused.push(format!("{}: {why}", document.id));
                lost.push(document.clone());
                done.push(number);
            }
        }
        self.queue.set_aside(&lost)?;
        self.queue.remove(&batch, &done)?;
        match later {
            Some(why) => {
                self.trouble = Some(why);
                // A side that takes some is not asked to hurry, nor given up on.
                self.pause = if done.is_empty() { self.pause } else { FIRST_PAUSE };
                self.not_before = Some(Instant::now() + self.pause);
                self.pause = (self.pause * 2).min(LONGEST_PAUSE);
            }
            None => {
                self.trouble = None;
                (self.pause, self.not_before) = (FIRST_PAUSE, None);
            }
        }
        Ok(!done.is_empty())
    }
}
