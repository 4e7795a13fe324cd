//! The thread that brings documents from the queue to their target, so that nobody who has a
//! document waits for the network.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::queue::Queue;
use super::{BATCH, BATCH_BYTES, Document, FIRST_PAUSE, LINGER, LONGEST_PAUSE, Outcome, Sender};
use crate::report::escape;

/// So many reasons for refusals are kept; the rest is counted.
const REASONS: usize = 20;

/// What the thread shares with those who have documents.
pub(super) struct Shared {
    state: Mutex<State>,
    /// Told whenever the queue grew or shrank, or the end is wanted.
    changed: Condvar,
}

pub(super) struct State {
    pub(super) queue: Queue,
    /// Since when a document waits that was not tried yet.
    pub(super) since: Option<Instant>,
    /// Somebody waits for room.
    pub(super) urgent: bool,
    /// Everything is to be brought away until then.
    pub(super) ending: Option<Instant>,
    /// The last reason for which something had to wait.
    pub(super) trouble: Option<String>,
    /// What the other side will never take: the first reasons, and how many in all.
    pub(super) refused: Vec<String>,
    pub(super) refused_count: u64,
    pub(super) delivered: u64,
    /// What was wrong with the disk in the end.
    pub(super) broken: Option<io::Error>,
}

impl Shared {
    pub(super) fn new(queue: Queue) -> Arc<Shared> {
        // What an earlier run left is due at once.
        let since = (queue.len() > 0).then(Instant::now);
        let state = State {
            queue,
            since,
            urgent: since.is_some(),
            ending: None,
            trouble: None,
            refused: Vec::new(),
            refused_count: 0,
            delivered: 0,
            broken: None,
        };
        Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // The queue is whole between any two of its calls.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tell(&self) {
        self.changed.notify_all();
    }

    /// Waits until something changed, at most so long.
    pub(super) fn wait<'s>(
        &'s self,
        state: MutexGuard<'s, State>,
        most: Option<Duration>,
    ) -> MutexGuard<'s, State> {
        match most {
            Some(most) => {
                let waited = self.changed.wait_timeout(state, most);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// The thread's own part.
pub(super) struct Courier {
    pub(super) shared: Arc<Shared>,
    pub(super) sender: Box<dyn Sender + Send>,
    /// Most documents of a batch: fewer than [`BATCH`] once the other side found one too large.
    batch: usize,
    pause: Duration,
    not_before: Option<Instant>,
}

impl Courier {
    pub(super) fn new(shared: Arc<Shared>, sender: Box<dyn Sender + Send>) -> Self {
        Courier { shared, sender, batch: BATCH, pause: FIRST_PAUSE, not_before: None }
    }

    /// Until all is away and no more is wanted, or the time for it is up.
    pub(super) fn run(mut self) {
        while let Err(error) = self.all() {
            // A disk that is full now need not be so later. What was sent and could not be taken
            // out of the queue is sent again, under the id that it has.
            tracing::error!(%error, "the queue of the delivery cannot be used");
            let mut state = self.shared.lock();
            state.trouble = Some(error.to_string());
            if state.ending.is_some() {
                state.broken = Some(error);
                break;
            }
            drop(state);
            self.not_before = Some(Instant::now() + self.pause);
            self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn all(&mut self) -> io::Result<()> {
        while let Some(batch) = self.next()? {
            let outcome = self.sender.send(&batch);
            let sent = self.settle(&batch, outcome)?;
            let state = self.shared.lock();
            if !sent && state.ending.is_some_and(|deadline| Instant::now() >= deadline) {
                break;
            }
        }
        self.shared.lock().queue.sync()
    }

    /// Waits for a batch that is due. `None`: nothing is left, and no more is wanted.
    fn next(&mut self) -> io::Result<Option<Vec<Document>>> {
        let mut state = self.shared.lock();
        loop {
            let now = Instant::now();
            let due = match (state.queue.len(), state.ending) {
                (0, Some(_)) => return Ok(None),
                (0, None) => None,
                // At the deadline there is a last try.
                (_, Some(deadline)) => Some(self.not_before.unwrap_or(now).min(deadline)),
                (BATCH.., None) => Some(self.not_before.unwrap_or(now)),
                (_, None) if state.urgent => Some(self.not_before.unwrap_or(now)),
                (_, None) => {
                    let ripe = state.since.map_or(now, |since| since + LINGER);
                    Some(self.not_before.map_or(ripe, |not_before| not_before.max(ripe)))
                }
            };
            match due {
                Some(due) if due <= now => {}
                due => {
                    state = self.shared.wait(state, due.map(|due| due - now));
                    continue;
                }
            }
            // What the other side hears of is on the disk first.
            state.queue.sync()?;
            let batch = state.queue.front(self.batch, BATCH_BYTES)?;
            for fault in state.queue.take_faults() {
                state.refuse(fault);
            }
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
            self.shared.tell();
        }
    }

    /// Takes out of the queue what need not be kept. True where it got shorter.
    fn settle(&mut self, batch: &[Document], outcome: Outcome) -> io::Result<bool> {
        let Outcome { taken, mut refused, later, too_large } = outcome;
        if too_large && batch.len() > 1 {
            self.batch = batch.len() / 2;
            // Halves get there, so this is no failure.
            return Ok(true);
        }
        if too_large {
            refused.push((0, "it is too large for the other side".to_owned()));
        }
        let mut state = self.shared.lock();
        state.delivered += taken.len() as u64;
        let mut done = taken;
        let mut lost = Vec::new();
        for (number, why) in refused {
            if let Some(document) = batch.get(number) {
                state.refuse(format!("{}: {why}", document.id));
                lost.push(document.clone());
                done.push(number);
            }
        }
        state.queue.set_aside(&lost)?;
        state.queue.remove(batch, &done)?;
        let waiting = state.queue.len();
        match later {
            Some(why) => {
                if state.trouble.is_none() {
                    let why = &*escape::text(&why);
                    tracing::warn!(why, waiting, "reports wait for the other side");
                }
                state.trouble = Some(why);
                // A side that takes some is not asked to hurry, nor given up on.
                self.pause = if done.is_empty() { self.pause } else { FIRST_PAUSE };
                self.not_before = Some(Instant::now() + self.pause);
                self.pause = (self.pause * 2).min(LONGEST_PAUSE);
            }
            None => {
                if state.trouble.take().is_some() {
                    tracing::info!(waiting, "the other side takes reports again");
                }
                (self.pause, self.not_before) = (FIRST_PAUSE, None);
            }
        }
        state.urgent &= waiting > 0;
        state.since = (waiting > 0).then(Instant::now);
        drop(state);
        self.shared.tell();
        Ok(!done.is_empty())
    }
}

impl State {
    fn refuse(&mut self, why: String) {
        tracing::error!(why = &*escape::text(&why), "a report was refused");
        self.refused_count += 1;
        if self.refused.len() < REASONS {
            self.refused.push(why);
        }
    }
}
