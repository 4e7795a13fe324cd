//! What is known of messages whose report may not be written yet: their envelope and session,
//! which no file in the spool holds. Written before a message is delivered, synced before it is
//! acknowledged, and read at the next start. One file, `hopcheck.journal`, beside the Maildir's
//! folders; whoever holds it locked has the spool.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::report_log::Mark;
use crate::analyzer::Witnessed;

const NAME: &str = "hopcheck.journal";
/// Longer than this, it is begun anew.
const LONG: u64 = 4 << 20;

#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    length: u64,
}

/// A message about to be delivered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Of the file in the spool.
    pub(super) name: String,
    /// Where the message that was analysed begins in it.
    pub(super) offset: u64,
    /// What the lines of its report are known by.
    pub(super) marks: Vec<String>,
    pub(super) witnessed: Witnessed,
}

impl Entry {
    /// Its line in the journal.
    pub(super) fn line(&self) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }
}

/// The first line.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    /// All reports of messages before this journal stand before this mark.
    reports: Option<Mark>,
}

/// What a journal held when it was opened.
#[derive(Debug, Default)]
pub(super) struct Left {
    pub(super) reports: Option<Mark>,
    pub(super) entries: Vec<Entry>,
}

impl Journal {
    /// Opens and locks the journal of a spool, and reads what the last run left in it.
    pub(super) fn open(spool: &Path) -> io::Result<(Self, Left)> {
        let path = spool.join(NAME);
        let mut file = File::options().read(true).append(true).create(true).open(path)?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::Error(error) => error,
            std::fs::TryLockError::WouldBlock => {
                io::Error::other("another hopcheck serve is using this spool")
            }
        })?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let length = bytes.len() as u64;
        Ok((Journal { file, length }, read(&bytes)))
    }

    /// Adds entries. Where that fails nothing of them is left.
    pub(super) fn append(&mut self, entries: &[u8]) -> io::Result<()> {
        let written = self.file.write_all(entries);
        match written {
            Ok(()) => self.length += entries.len() as u64,
            Err(_) => {
                let _ = self.file.set_len(self.length);
            }
        }
        written
    }

    /// Makes the entries last.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    pub(super) fn is_long(&self) -> bool {
        self.length > LONG
    }

    /// Begins anew: all reports are written, the last one at the mark. An old journal that comes
    /// back after a loss of power does no harm, since its messages are found to be reported.
    pub(super) fn restart(&mut self, reports: Option<Mark>) -> io::Result<()> {
        let mut line = serde_json::to_vec(&Head { reports })?;
        line.push(b'\n');
        self.file.set_len(0)?;
        self.length = 0;
        self.append(&line)?;
        self.sync()
    }
}

/// As much as is whole: a crash may have cut off the last line.
fn read(bytes: &[u8]) -> Left {
    let mut lines = bytes.split_inclusive(|b| *b == b'\n').filter(|line| line.ends_with(b"\n"));
    let head: Head =
        lines.next().and_then(|line| serde_json::from_slice(line).ok()).unwrap_or_default();
    let entries = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    Left { reports: head.reports, entries }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str) -> Vec<u8> {
        let marks = vec!["0".to_owned()];
        let entry =
            Entry { name: name.to_owned(), offset: 7, marks, witnessed: Witnessed::default() };
        entry.line().expect("can be written")
    }

    #[test]
    fn what_was_written_is_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let mark = Some(Mark { device: 1, inode: 2, offset: 3 });
        {
            let (mut journal, left) = Journal::open(folder.path()).expect("is made");
            assert!(left.entries.is_empty() && left.reports.is_none());
            Journal::open(folder.path()).expect_err("is locked");
            journal.restart(mark.clone()).expect("is written");
            journal.append(&line("a")).expect("is written");
            journal.append(&[&line("b")[..], b"{\"name\":"].concat()).expect("is written");
        }
        let (mut journal, left) = Journal::open(folder.path()).expect("is there");
        assert_eq!(left.reports, mark);
        let names: Vec<_> = left.entries.iter().map(|e| (e.name.as_str(), e.offset)).collect();
        assert_eq!(names, [("a", 7), ("b", 7)]);
        journal.restart(None).expect("is written");
        drop(journal);
        let (_, left) = Journal::open(folder.path()).expect("is there");
        assert!(left.entries.is_empty() && left.reports.is_none());
    }
}
