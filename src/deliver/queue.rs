//! Documents that wait for the other side: in memory, or in a folder where they outlast the
//! process.
//!
//! On disk each document is a file of its own, named by a number that grows; its first line is
//! the id. A file is written under another name, flushed to the disk and renamed, so that a crash
//! leaves a document whole or not at all. One process at a time owns the folder.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A document on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The same for the same report, whenever it is made.
    pub id: String,
    /// How grave it is for the other side: the severity of syslog (RFC 5424 section 6.2.1).
    pub severity: u8,
    /// The document, without a line break at its end.
    pub body: Vec<u8>,
}

pub(super) struct Queue {
    most: u64,
    bytes: u64,
    place: Place,
    /// Files that no document could be read from, and why, since this was last asked.
    faults: Vec<String>,
}

enum Place {
    Memory(VecDeque<Document>),
    Disk {
        folder: PathBuf,
        /// Sizes by number.
        files: BTreeMap<u64, u64>,
        /// Held as long as the queue is.
        _lock: File,
    },
}

const ENDING: &str = "doc";
/// A file that holds no document is renamed to this.
const BROKEN: &str = "broken";
/// What the other side will never take is kept here, for a person to look at.
const REFUSED: &str = "refused.ndjson";

impl Queue {
    pub(super) fn in_memory(most: u64) -> Self {
        Queue { most, bytes: 0, place: Place::Memory(VecDeque::new()), faults: Vec::new() }
    }

    pub(super) fn on_disk(folder: &Path, most: u64) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.try_lock().map_err(|_| {
            io::Error::new(io::ErrorKind::ResourceBusy, "another process delivers from it")
        })?;
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            if path.extension().is_some_and(|ending| ending == ENDING)
                && let Some(number) = number
            {
                files.insert(number, entry.metadata()?.len());
            }
        }
        let bytes = files.values().sum();
        Ok(Queue {
            most,
            bytes,
            place: Place::Disk { folder: folder.to_owned(), files, _lock: lock },
            faults: Vec::new(),
        })
    }

    /// Bytes that wait, and the most that may.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn most(&self) -> u64 {
        self.most
    }

    pub(super) fn take_faults(&mut self) -> Vec<String> {
        std::mem::take(&mut self.faults)
    }

    /// Makes the names of the files as lasting as their content.
    pub(super) fn sync(&self) -> io::Result<()> {
        match &self.place {
            Place::Memory(_) => Ok(()),
            Place::Disk { folder, .. } => File::open(folder)?.sync_all(),
        }
    }

    pub(super) fn len(&self) -> usize {
        match &self.place {
            Place::Memory(documents) => documents.len(),
            Place::Disk { files, .. } => files.len(),
        }
    }

    /// One document always has room, however large it is.
    pub(super) fn has_room(&self, document: &Document) -> bool {
        self.len() == 0 || self.bytes + size(document) <= self.most
    }

    pub(super) fn push(&mut self, document: Document) -> io::Result<()> {
        let size = size(&document);
        match &mut self.place {
            Place::Memory(documents) => documents.push_back(document),
            Place::Disk { folder, files, .. } => {
                let number = files.last_key_value().map_or(1, |(last, _)| last + 1);
                let part = folder.join("part");
                let mut file = File::create(&part)?;
                let head = format!("{} {}\n", document.id, document.severity);
                file.write_all(head.as_bytes())?;
                file.write_all(&document.body)?;
                file.sync_data()?;
                fs::rename(&part, path(folder, number))?;
                files.insert(number, size);
            }
        }
        self.bytes += size;
        Ok(())
    }

    /// The oldest documents, at least one and at most so many and so many bytes. A file that holds
    /// no document is renamed, so that it keeps no other from its way.
    pub(super) fn front(&mut self, most: usize, bytes: usize) -> io::Result<Vec<Document>> {
        let mut batch = Vec::new();
        let mut total = 0;
        let mut add = |document: Document| {
            total += document.body.len();
            let fits = batch.is_empty() || total <= bytes;
            if fits {
                batch.push(document);
            }
            fits && batch.len() < most
        };
        match &mut self.place {
            Place::Memory(documents) => {
                let _ = documents.iter().cloned().all(&mut add);
            }
            Place::Disk { folder, files, .. } => {
                let mut broken = Vec::new();
                for number in files.keys() {
                    let path = path(folder, *number);
                    match read(&path) {
                        Ok(document) => {
                            if !add(document) {
                                break;
                            }
                        }
                        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                            fs::rename(&path, path.with_extension(BROKEN))?;
                            broken.push(*number);
                        }
                        Err(error) => return Err(error),
                    }
                }
                for number in broken {
                    self.bytes -= files.remove(&number).unwrap_or_default();
                    let name = format!("{number:012}.{BROKEN}");
                    self.faults.push(format!("{name}: no document could be read from this file"));
                }
            }
        }
        Ok(batch)
    }

    /// Takes out those of the batch, which [`Queue::front`] gave, that need not be kept.
    pub(super) fn remove(&mut self, batch: &[Document], done: &[usize]) -> io::Result<()> {
        match &mut self.place {
            Place::Memory(documents) => {
                let kept = batch.iter().enumerate().filter(|(number, _)| !done.contains(number));
                let kept: Vec<Document> = kept.map(|(_, document)| document.clone()).collect();
                documents.drain(..batch.len().min(documents.len()));
                for document in kept.into_iter().rev() {
                    documents.push_front(document);
                }
                self.bytes = documents.iter().map(size).sum();
            }
            Place::Disk { folder, files, .. } => {
                let numbers: Vec<u64> = files.keys().copied().take(batch.len()).collect();
                for (place, number) in numbers.into_iter().enumerate() {
                    if done.contains(&place) {
                        fs::remove_file(path(folder, number))?;
                        self.bytes -= files.remove(&number).unwrap_or_default();
                    }
                }
            }
        }
        Ok(())
    }

    /// Keeps documents that the other side refuses, where the queue lies on disk.
    pub(super) fn set_aside(&mut self, refused: &[Document]) -> io::Result<()> {
        let Place::Disk { folder, .. } = &self.place else { return Ok(()) };
        if refused.is_empty() {
            return Ok(());
        }
        let mut file = File::options().create(true).append(true).open(folder.join(REFUSED))?;
        for document in refused {
            file.write_all(&document.body)?;
            file.write_all(b"\n")?;
        }
        file.sync_data()
    }
}

fn size(document: &Document) -> u64 {
    (document.body.len() + document.id.len() + 4) as u64
}

fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:012}.{ENDING}"))
}

fn read(path: &Path) -> io::Result<Document> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidData, "a file of the queue is not whole");
    let bytes = fs::read(path)?;
    let end = memchr::memchr(b'\n', &bytes).ok_or_else(wrong)?;
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| wrong())?;
    let (id, severity) = head.split_once(' ').ok_or_else(wrong)?;
    let severity = severity.parse().map_err(|_| wrong())?;
    Ok(Document { id: id.to_owned(), severity, body: bytes[end + 1..].to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str) -> Document {
        Document { id: id.to_owned(), severity: 5, body: format!("body of {id}").into_bytes() }
    }

    fn ids(queue: &mut Queue) -> Vec<String> {
        queue.front(100, 1 << 20).expect("read").into_iter().map(|d| d.id).collect()
    }

    #[test]
    fn order_is_kept_and_the_rest_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        for mut queue in
            [Queue::in_memory(1000), Queue::on_disk(folder.path(), 1000).expect("opened")]
        {
            for id in ["a", "b", "c", "d"] {
                queue.push(document(id)).expect("taken");
            }
            let batch = queue.front(3, 1 << 20).expect("read");
            assert_eq!(batch.len(), 3);
            queue.remove(&batch, &[0, 2]).expect("removed");
            assert_eq!(ids(&mut queue), ["b", "d"]);
            assert_eq!(queue.front(10, 1).expect("read").len(), 1, "at least one");
        }
    }

    #[test]
    fn a_queue_on_disk_outlasts_its_process() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut queue = Queue::on_disk(folder.path(), 1000).expect("opened");
        queue.push(document("a")).expect("taken");
        queue.push(document("b")).expect("taken");
        assert!(Queue::on_disk(folder.path(), 1000).is_err(), "one owner at a time");
        drop(queue);
        fs::write(folder.path().join("part"), "half a docu").expect("a crash");
        let mut queue = Queue::on_disk(folder.path(), 1000).expect("opened");
        assert_eq!(ids(&mut queue), ["a", "b"]);
        assert_eq!(queue.front(1, 10).expect("read")[0], document("a"));
        queue.push(document("c")).expect("taken");
        assert_eq!(ids(&mut queue), ["a", "b", "c"]);
    }

    #[test]
    fn a_file_without_a_document_stands_in_no_ones_way() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("000000000001.doc"), "").expect("a broken disk");
        let mut queue = Queue::on_disk(folder.path(), 1000).expect("opened");
        queue.push(document("a")).expect("taken");
        let batch = queue.front(9, 1000).expect("read");
        assert_eq!(batch, [document("a")]);
        assert_eq!(queue.take_faults().len(), 1);
        queue.remove(&batch, &[0]).expect("removed");
        assert_eq!((queue.len(), queue.bytes()), (0, 0));
        assert!(folder.path().join("000000000001.broken").exists());
    }

    #[test]
    fn the_queue_is_bounded_and_takes_one_of_any_size() {
        let mut queue = Queue::in_memory(30);
        let large = Document { body: vec![b'x'; 100], ..document("large") };
        assert!(queue.has_room(&large));
        queue.push(large).expect("taken");
        assert!(!queue.has_room(&document("b")));
        let batch = queue.front(1, 1).expect("read");
        queue.remove(&batch, &[0]).expect("removed");
        assert!(queue.has_room(&document("b")));
    }
}
