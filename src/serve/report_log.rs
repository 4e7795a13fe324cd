//! Where reports go: a file that is only ever added to, or standard output, and a delivery.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::lines::Lines;
use crate::deliver::{Delivery, Document};

#[derive(Debug)]
pub(super) struct ReportLog {
    /// `None` for standard output, or nowhere where reports are delivered.
    path: Option<PathBuf>,
    file: Option<File>,
    /// Whether it is a file that can be read again after a crash: no pipe, no terminal.
    regular: bool,
    delivery: Option<Arc<Delivery>>,
}

/// A place in a file, for finding out after a crash what was written behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Mark {
    pub(super) device: u64,
    pub(super) inode: u64,
    pub(super) offset: u64,
}

impl ReportLog {
    pub(super) fn open(path: Option<&Path>, delivery: Option<Arc<Delivery>>) -> io::Result<Self> {
        let Some(path) = path else {
            return Ok(ReportLog { path: None, file: None, regular: false, delivery });
        };
        let (file, regular) = open(path)?;
        Ok(ReportLog { path: Some(path.to_owned()), file: Some(file), regular, delivery })
    }

    /// Fails where there is no room for documents, before anything else is done for them.
    pub(super) fn room_for(&self, documents: &[Document]) -> io::Result<()> {
        match &self.delivery {
            Some(delivery) if !delivery.has_room(documents) => {
                let what = "the queue of the delivery is full";
                Err(io::Error::new(io::ErrorKind::StorageFull, what))
            }
            _ => Ok(()),
        }
    }

    /// Adds whole lines, all of them or none. Their documents are in the queue before: a line that
    /// is found after a crash says that its document is safe.
    pub(super) fn append(&mut self, lines: &Lines) -> io::Result<()> {
        if let Some(delivery) = &self.delivery {
            // A client that waits for its answer does not wait for another network.
            delivery.add(&lines.documents, Instant::now())?;
            delivery.sync()?;
            if self.path.is_none() {
                return Ok(());
            }
        }
        self.write(&lines.bytes)
    }

    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        let Some(file) = &mut self.file else {
            let mut out = io::stdout().lock();
            return out.write_all(lines).and_then(|()| out.flush());
        };
        let (written, result) = write_counted(file, lines);
        if result.is_err() && self.regular && written > 0 {
            // A part of a line would make the next one unreadable.
            let length = file.metadata().map(|data| data.len());
            let _ = length.and_then(|length| file.set_len(length.saturating_sub(written)));
        }
        result
    }

    /// Opens the file anew, since the old one was moved away.
    pub(super) fn reopen(&mut self) -> io::Result<()> {
        if let Some(path) = &self.path {
            let (file, regular) = open(path)?;
            self.file = Some(file);
            self.regular = regular;
        }
        Ok(())
    }

    /// The end of the file, made to last; `None` where nothing can be read again.
    pub(super) fn mark(&self) -> io::Result<Option<Mark>> {
        let Some(file) = self.file.as_ref().filter(|_| self.regular) else { return Ok(None) };
        file.sync_data()?;
        let data = file.metadata()?;
        Ok(Some(Mark { device: data.dev(), inode: data.ino(), offset: data.len() }))
    }

    /// The lines behind a mark; all lines where the mark is of another file. A line that a crash
    /// cut off is taken away.
    pub(super) fn behind(&mut self, mark: &Mark) -> io::Result<Vec<u8>> {
        let Some(path) = self.path.as_ref().filter(|_| self.regular) else { return Ok(Vec::new()) };
        let mut file = File::options().read(true).write(true).open(path)?;
        let data = file.metadata()?;
        let same = (data.dev(), data.ino()) == (mark.device, mark.inode);
        let start = if same && mark.offset <= data.len() { mark.offset } else { 0 };
        file.seek(SeekFrom::Start(start))?;
        let mut lines = Vec::new();
        file.read_to_end(&mut lines)?;
        let whole = lines.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        if whole < lines.len() {
            file.set_len(start + whole as u64)?;
            lines.truncate(whole);
        }
        Ok(lines)
    }
}

/// Writes all, and says how much of it was written where that fails.
fn write_counted(file: &mut File, bytes: &[u8]) -> (u64, io::Result<()>) {
    let mut left = bytes;
    let result = loop {
        if left.is_empty() {
            break Ok(());
        }
        match file.write(left) {
            Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
            Ok(taken) => left = left.get(taken..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    };
    ((bytes.len() - left.len()) as u64, result)
}

fn open(path: &Path) -> io::Result<(File, bool)> {
    let file = File::options().append(true).create(true).open(path)?;
    let regular = file.metadata()?.is_file();
    Ok((file, regular))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_behind_a_mark_and_one_that_was_cut_off() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("reports");
        let mut log = ReportLog::open(Some(&path), None).expect("is made");
        log.write(b"one\n").expect("is written");
        let mark = log.mark().expect("is synced").expect("is a file");
        log.write(b"two\nthree").expect("is written");
        assert_eq!(log.behind(&mark).expect("can be read"), b"two\n");
        log.write(b"four\n").expect("is written");
        assert_eq!(std::fs::read(&path).expect("is there"), b"one\ntwo\nfour\n");
        std::fs::rename(&path, folder.path().join("old")).expect("can be moved");
        log.reopen().expect("is made");
        log.write(b"five\n").expect("is written");
        assert_eq!(log.behind(&mark).expect("can be read"), b"five\n");
    }
}
