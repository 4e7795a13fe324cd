//! Delivery of reports to where security systems take them: syslog (RFC 5424 over UDP, TCP and
//! TLS) and the bulk interface of Elasticsearch and OpenSearch.
//!
//! Documents go through a [`queue`] that may lie on disk: what the other side does not take now is
//! kept, in order, and tried again with growing pauses. Each document has an id made from its
//! report. The bulk interface is told to create it under that id, so that a document whose
//! acknowledgement got lost is there once, however often it is sent.

mod bulk;
mod courier;
mod document;
mod queue;
mod syslog;
mod target;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use courier::{Courier, Shared};
pub use document::Document;
use queue::Queue;
pub use target::Target;

/// Documents of one request.
const BATCH: usize = 500;
/// Bytes of one request.
const BATCH_BYTES: usize = 4 << 20;
/// The longest that a document waits for others to be sent with.
const LINGER: Duration = Duration::from_secs(1);
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

/// Takes documents, which a thread of its own brings to their target.
pub struct Delivery {
    shared: Arc<Shared>,
    /// Until the end was waited for.
    courier: Mutex<Option<JoinHandle<()>>>,
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.progress().fmt(f)
    }
}

/// What was not delivered when the time was up.
#[derive(Debug, PartialEq, Eq)]
pub struct Left {
    /// Documents that wait in the queue.
    pub waiting: usize,
    /// Why.
    pub why: Option<String>,
    /// The first few documents that the other side will never take, with its reason.
    pub refused: Vec<String>,
    /// How many those are in all.
    pub refused_count: u64,
}

/// How it goes so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Documents that wait, and their bytes.
    pub waiting: usize,
    pub waiting_bytes: u64,
    /// Documents that the other side took since the start.
    pub delivered: u64,
    /// Documents that it will never take.
    pub refused: u64,
}

impl Delivery {
    /// `folder` keeps the queue on disk, and what an earlier run left in it is delivered first;
    /// without one it is in memory. `most` bounds the queue in bytes.
    ///
    /// # Errors
    /// Where the folder cannot be made, read, or is in use by another process, and where no thread
    /// can be started.
    pub fn open(target: &Target, folder: Option<&Path>, most: u64) -> io::Result<Delivery> {
        let queue = match folder {
            Some(folder) => Queue::on_disk(folder, most)?,
            None => Queue::in_memory(most),
        };
        let sender: Box<dyn Sender + Send> = match target {
            Target::Syslog(address) => Box::new(syslog::Syslog::new(address.clone())?),
            Target::Bulk(url) => Box::new(bulk::Bulk::new(url.clone())),
        };
        let shared = Shared::new(queue);
        let courier = Courier::new(Arc::clone(&shared), sender);
        let courier =
            std::thread::Builder::new().name("deliver".to_owned()).spawn(move || courier.run())?;
        Ok(Delivery { shared, courier: Mutex::new(Some(courier)) })
    }

    /// How it goes so far.
    pub fn progress(&self) -> Progress {
        let state = self.shared.lock();
        Progress {
            waiting: state.queue.len(),
            waiting_bytes: state.queue.bytes(),
            delivered: state.delivered,
            refused: state.refused_count,
        }
    }

    /// Takes documents into the queue. Where it is full, waits until the other side has taken
    /// something, at most until `deadline`.
    ///
    /// # Errors
    /// Where not all of them could be queued: the disk's errors, or `StorageFull` at the deadline.
    /// In a queue on disk those before the one without room are safe then.
    pub fn add(&self, documents: &[Document], deadline: Instant) -> io::Result<()> {
        let mut rest = documents;
        let mut state = self.shared.lock();
        while !rest.is_empty() {
            let fitting = state.queue.room_for(rest);
            if fitting > 0 {
                let (now, later) = rest.split_at(fitting);
                state.queue.push(now)?;
                state.since.get_or_insert_with(Instant::now);
                rest = later;
                self.shared.tell();
                continue;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let what = format!(
                    "the queue is full ({} documents, {} of {} bytes) and nothing is taken: {}",
                    state.queue.len(),
                    state.queue.bytes(),
                    state.queue.most(),
                    state.trouble.as_deref().unwrap_or("the other side is too slow"),
                );
                return Err(io::Error::new(io::ErrorKind::StorageFull, what));
            }
            state.urgent = true;
            self.shared.tell();
            state = self.shared.wait(state, Some(left));
        }
        Ok(())
    }

    /// Whether there is room for all of these now.
    pub fn has_room(&self, documents: &[Document]) -> bool {
        self.shared.lock().queue.room_for(documents) == documents.len()
    }

    /// Makes what was added outlast a loss of power, where the queue lies on disk.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.shared.lock().queue.sync()
    }

    /// Brings all away, or as much as is taken until the deadline. What is left of a queue on
    /// disk stays there for the next run. What is added later waits for it too.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn finish(&self, deadline: Instant) -> io::Result<Left> {
        self.shared.lock().ending = Some(deadline);
        self.shared.tell();
        let courier = self.courier.lock().unwrap_or_else(PoisonError::into_inner).take();
        if courier.is_some_and(|courier| courier.join().is_err()) {
            return Err(io::Error::other("the thread that delivers has failed"));
        }
        let mut state = self.shared.lock();
        if let Some(error) = state.broken.take() {
            return Err(error);
        }
        Ok(Left {
            waiting: state.queue.len(),
            why: state.trouble.take(),
            refused: std::mem::take(&mut state.refused),
            refused_count: state.refused_count,
        })
    }
}
