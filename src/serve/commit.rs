//! The one order in which a message becomes safe. Its file is written and synced by a worker; here
//! its journal entry is written, the file renamed, journal and folder synced, the report written,
//! and only then is the message acknowledged. Whatever waits meanwhile shares the next round's flushes.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::gate::Share;
use super::journal::Journal;
use super::lines::Lines;
use super::metrics::Metrics;
use super::report_log::ReportLog;
use super::spool::Spool;
use crate::smtp::{Outcome, Reply};

/// A message whose file is written and synced.
pub(super) struct Written {
    pub(super) name: String,
    /// Its line for the journal.
    pub(super) entry: Vec<u8>,
    /// Its lines for the reports.
    pub(super) report: Lines,
    /// Given to the client once it is safe.
    pub(super) id: String,
    pub(super) done: oneshot::Sender<Outcome>,
    /// Held until all is done.
    pub(super) share: Share,
}

/// More than this many messages do not share a flush, so that none waits long for the others.
const MOST: usize = 256;

pub(super) struct Committer {
    spool: Arc<Spool>,
    journal: Journal,
    reports: Arc<Mutex<ReportLog>>,
    metrics: Arc<Metrics>,
}

/// What the thread is asked to do.
pub(super) enum Order {
    Commit(Written),
    /// The report file was moved away: go on in a new one.
    Reopen(Sender<io::Result<()>>),
}

impl Committer {
    pub(super) fn start(
        spool: Arc<Spool>,
        journal: Journal,
        reports: Arc<Mutex<ReportLog>>,
        metrics: Arc<Metrics>,
    ) -> io::Result<(Sender<Order>, std::thread::JoinHandle<()>)> {
        let (orders, inbox) = channel();
        let committer = Committer { spool, journal, reports, metrics };
        let thread = std::thread::Builder::new()
            .name("commit".to_owned())
            .spawn(move || committer.run(&inbox))?;
        Ok((orders, thread))
    }

    fn run(mut self, inbox: &Receiver<Order>) {
        let mut batch = Vec::new();
        while let Ok(order) = inbox.recv() {
            let mut next = Some(order);
            let mut reopen = None;
            while let Some(order) = next.take() {
                match order {
                    Order::Commit(written) => batch.push(written),
                    Order::Reopen(done) => reopen = Some(done),
                }
                if reopen.is_none() && batch.len() < MOST {
                    next = inbox.try_recv().ok();
                }
            }
            if !batch.is_empty() {
                self.commit(std::mem::take(&mut batch));
            }
            if let Some(done) = reopen {
                let _ = done.send(self.reopen());
            }
        }
    }

    fn commit(&mut self, batch: Vec<Written>) {
        self.metrics.flushes.one();
        let result = self.store(&batch);
        for written in batch {
            let answer = match &result {
                Ok(()) => {
                    self.metrics.stored.one();
                    self.metrics.reports.one();
                    Outcome::Taken(written.id)
                }
                Err(error) => {
                    self.spool.discard(&written.name);
                    failed(error)
                }
            };
            // The connection may be gone by now; the message is safe all the same.
            let _ = written.done.send(answer);
            drop(written.share);
        }
        if self.journal.is_long()
            && let Err(error) = self.restart()
        {
            tracing::error!(%error, "cannot begin the journal anew");
        }
    }

    fn store(&mut self, batch: &[Written]) -> io::Result<()> {
        let mut lines = Lines::default();
        for written in batch {
            lines.bytes.extend_from_slice(&written.report.bytes);
            lines.documents.extend_from_slice(&written.report.documents);
        }
        self.reports().room_for(&lines.documents)?;
        let entries: Vec<u8> = batch.iter().flat_map(|w| w.entry.iter().copied()).collect();
        self.journal.append(&entries)?;
        for written in batch {
            self.spool.deliver(&written.name)?;
        }
        // Both last before anybody is answered. The renames stand between, so that one flush of
        // the filesystem's own journal serves for both; until then a loss of power may leave a
        // message without its entry, which nobody was told is safe.
        self.journal.sync()?;
        self.spool.sync()?;
        self.reports().append(&lines)
    }

    fn reports(&self) -> MutexGuard<'_, ReportLog> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reopen(&mut self) -> io::Result<()> {
        self.reports().reopen()?;
        self.restart()
    }

    fn restart(&mut self) -> io::Result<()> {
        let mark = self.reports().mark()?;
        self.journal.restart(mark)
    }
}

/// 452 where there is no room, 451 where something else is wrong with us.
pub(super) fn failed(error: &io::Error) -> Outcome {
    tracing::error!(%error, "a message could not be stored");
    let full = matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    );
    Outcome::Refused(match full {
        true => Reply::new(452, "4.3.1", "no room to store the message, try again later"),
        false => Reply::new(451, "4.3.0", "the message could not be stored, try again later"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_room_is_for_now_and_so_is_all_else() {
        for (error, code) in [
            (io::Error::from_raw_os_error(28), 452),
            (io::Error::from_raw_os_error(122), 452),
            (io::Error::from_raw_os_error(5), 451),
        ] {
            let Outcome::Refused(reply) = failed(&error) else { panic!("is refused") };
            assert_eq!(reply.code, code);
        }
    }
}
