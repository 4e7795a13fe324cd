//! Documents that wait for the other side: in memory, or in a folder where they outlast the
//! process.
//!
//! On disk the documents that came together are a file, named by a number that grows and by how
//! many they are; each has a line with its id and one with itself. A file is written under another
//! name, flushed to the disk and renamed, so that a crash leaves all of them or none. Where some of
//! them are done, a smaller file takes its place. One process at a time owns the folder.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Document;

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
        /// By number.
        files: BTreeMap<u64, Stored>,
        /// Documents in all of them.
        documents: usize,
        /// Renamed and removed since the folder was last flushed.
        unsynced: bool,
        /// Held as long as the queue is.
        _lock: File,
    },
}

/// A file of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stored {
    documents: usize,
    bytes: u64,
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
        let mut files: BTreeMap<u64, Stored> = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Some((number, documents)) = name_of(&entry.path()) else { continue };
            let found = Stored { documents, bytes: entry.metadata()?.len() };
            match files.get(&number).copied() {
                // A crash between the smaller file and the removal of the one before it.
                Some(known) if known.documents <= documents => fs::remove_file(entry.path())?,
                Some(known) => {
                    fs::remove_file(path(folder, number, known.documents))?;
                    files.insert(number, found);
                }
                None => drop(files.insert(number, found)),
            }
        }
        let bytes = files.values().map(|file| file.bytes).sum();
        let documents = files.values().map(|file| file.documents).sum();
        let folder = folder.to_owned();
        let place = Place::Disk { folder, files, documents, unsynced: true, _lock: lock };
        Ok(Queue { most, bytes, place, faults: Vec::new() })
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
    pub(super) fn sync(&mut self) -> io::Result<()> {
        if let Place::Disk { folder, unsynced, .. } = &mut self.place
            && *unsynced
        {
            File::open(folder)?.sync_all()?;
            *unsynced = false;
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        match &self.place {
            Place::Memory(documents) => documents.len(),
            Place::Disk { documents, .. } => *documents,
        }
    }

    /// How many of these there is room for. One document always has room in an empty queue,
    /// however large it is.
    pub(super) fn room_for(&self, documents: &[Document]) -> usize {
        let mut bytes = self.bytes;
        let fits = |document: &&Document| {
            bytes += size(document);
            bytes <= self.most
        };
        let fitting = documents.iter().take_while(fits).count();
        if self.len() == 0 && !documents.is_empty() { fitting.max(1) } else { fitting }
    }

    /// Adds documents, all of them or none.
    pub(super) fn push(&mut self, new: &[Document]) -> io::Result<()> {
        let added = new.iter().map(size).sum();
        match &mut self.place {
            Place::Memory(documents) => documents.extend(new.iter().cloned()),
            Place::Disk { folder, files, documents, unsynced, .. } => {
                let number = files.last_key_value().map_or(1, |(last, _)| last + 1);
                write(folder, number, new)?;
                files.insert(number, Stored { documents: new.len(), bytes: added });
                *documents += new.len();
                *unsynced = true;
            }
        }
        self.bytes += added;
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
            Place::Disk { folder, files, documents, unsynced, .. } => {
                let mut broken = Vec::new();
                for (number, stored) in files.iter_mut() {
                    let path = path(folder, *number, stored.documents);
                    match read(&path) {
                        Ok(found) => {
                            // The name is by this program, but may have been changed.
                            *documents = *documents - stored.documents + found.len();
                            if found.len() != stored.documents {
                                fs::rename(&path, self::path(folder, *number, found.len()))?;
                                stored.documents = found.len();
                            }
                            if !found.into_iter().all(&mut add) {
                                break;
                            }
                        }
                        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                            fs::rename(&path, folder.join(format!("{number:012}.{BROKEN}")))?;
                            broken.push(*number);
                        }
                        Err(error) => return Err(error),
                    }
                }
                for number in broken {
                    if let Some(stored) = files.remove(&number) {
                        self.bytes -= stored.bytes;
                        *documents -= stored.documents;
                    }
                    *unsynced = true;
                    let name = format!("{number:012}.{BROKEN}");
                    self.faults.push(format!("{name}: no document could be read from this file"));
                }
            }
        }
        Ok(batch)
    }

    /// Takes out those of the batch, which [`Queue::front`] gave, that need not be kept.
    pub(super) fn remove(&mut self, batch: &[Document], done: &[usize]) -> io::Result<()> {
        let removed = self.take_out(batch, done);
        self.bytes = match &self.place {
            Place::Memory(documents) => documents.iter().map(size).sum(),
            Place::Disk { files, .. } => files.values().map(|file| file.bytes).sum(),
        };
        removed
    }

    fn take_out(&mut self, batch: &[Document], done: &[usize]) -> io::Result<()> {
        let mut keep = vec![true; batch.len()];
        for number in done {
            if let Some(keep) = keep.get_mut(*number) {
                *keep = false;
            }
        }
        match &mut self.place {
            Place::Memory(documents) => {
                let kept = batch.iter().zip(&keep).filter(|(_, keep)| **keep);
                let kept: Vec<Document> = kept.map(|(document, _)| document.clone()).collect();
                documents.drain(..batch.len().min(documents.len()));
                for document in kept.into_iter().rev() {
                    documents.push_front(document);
                }
            }
            Place::Disk { folder, files, documents, unsynced, .. } => {
                let mut place = 0;
                let numbers: Vec<(u64, Stored)> = files.iter().map(|(n, s)| (*n, *s)).collect();
                for (number, stored) in numbers {
                    if place >= batch.len() {
                        break;
                    }
                    let here = place..(place + stored.documents).min(batch.len());
                    place = here.end;
                    if keep[here.clone()].iter().all(|keep| *keep) {
                        continue;
                    }
                    let old = path(folder, number, stored.documents);
                    let rest = match keep[here.clone()].iter().any(|keep| *keep)
                        || here.len() < stored.documents
                    {
                        false => Vec::new(),
                        true => {
                            let all = read(&old)?.into_iter().enumerate();
                            let kept = all.filter(|(at, _)| {
                                keep.get(here.start + at).is_none_or(|keep| *keep)
                                    || here.start + at >= here.end
                            });
                            kept.map(|(_, document)| document).collect()
                        }
                    };
                    if rest.is_empty() {
                        fs::remove_file(&old)?;
                        files.remove(&number);
                    } else {
                        write(folder, number, &rest)?;
                        fs::remove_file(&old)?;
                        let bytes = rest.iter().map(size).sum();
                        files.insert(number, Stored { documents: rest.len(), bytes });
                    }
                    *documents -= stored.documents - rest.len();
                    *unsynced = true;
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

/// Bytes of a document in a file.
fn size(document: &Document) -> u64 {
    (document.body.len() + document.id.len() + 4) as u64
}

fn path(folder: &Path, number: u64, documents: usize) -> PathBuf {
    folder.join(format!("{number:012}-{documents}.{ENDING}"))
}

/// Number and count of documents of a file of the queue.
fn name_of(path: &Path) -> Option<(u64, usize)> {
    let stem = path.extension().filter(|ending| *ending == ENDING).and(path.file_stem())?;
    let (number, documents) = stem.to_str()?.split_once('-')?;
    Some((number.parse().ok()?, documents.parse().ok().filter(|count| *count > 0)?))
}

fn write(folder: &Path, number: u64, documents: &[Document]) -> io::Result<()> {
    let part = folder.join("part");
    let mut bytes = Vec::new();
    for document in documents {
        let head = format!("{} {}\n", document.id, document.severity);
        bytes.extend_from_slice(head.as_bytes());
        document.write_line(&mut bytes);
    }
    let mut file = File::create(&part)?;
    file.write_all(&bytes)?;
    file.sync_data()?;
    fs::rename(&part, path(folder, number, documents.len()))
}

/// The documents of a file, of which there is at least one.
fn read(path: &Path) -> io::Result<Vec<Document>> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidData, "a file of the queue is not whole");
    let bytes = fs::read(path)?;
    let mut documents = Vec::new();
    let mut lines = bytes.split(|byte| *byte == b'\n');
    while let Some(head) = lines.next() {
        // What stands behind the last line break is no line.
        let Some(body) = lines.next() else { break };
        let head = std::str::from_utf8(head).map_err(|_| wrong())?;
        let (id, severity) = head.split_once(' ').ok_or_else(wrong)?;
        let severity = severity.parse().map_err(|_| wrong())?;
        documents.push(Document { id: id.to_owned(), severity, body: body.to_vec() });
    }
    if documents.is_empty() || bytes.last() != Some(&b'\n') { Err(wrong()) } else { Ok(documents) }
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
            queue.push(&["a", "b", "c"].map(document)).expect("taken");
            queue.push(&[document("d")]).expect("taken");
            let batch = queue.front(3, 1 << 20).expect("read");
            assert_eq!(batch.len(), 3);
            queue.remove(&batch, &[0, 2]).expect("removed");
            assert_eq!(ids(&mut queue), ["b", "d"]);
            assert_eq!(queue.len(), 2);
            assert_eq!(queue.front(10, 1).expect("read").len(), 1, "at least one");
        }
    }

    #[test]
    fn a_queue_on_disk_outlasts_its_process() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut queue = Queue::on_disk(folder.path(), 1000).expect("opened");
        queue.push(&[document("a")]).expect("taken");
        queue.push(&[document("b")]).expect("taken");
        assert!(Queue::on_disk(folder.path(), 1000).is_err(), "one owner at a time");
        drop(queue);
        fs::write(folder.path().join("part"), "half a docu").expect("a crash");
        let mut queue = Queue::on_disk(folder.path(), 1000).expect("opened");
        assert_eq!(ids(&mut queue), ["a", "b"]);
        assert_eq!(queue.front(1, 10).expect("read")[0], document("a"));
        queue.push(&[document("c")]).expect("taken");
        assert_eq!(ids(&mut queue), ["a", "b", "c"]);
    }

    #[test]
    fn a_file_without_a_document_stands_in_no_ones_way() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("000000000001-1.doc"), "").expect("a broken disk");
        let mut queue = Queue::on_disk(folder.path(), 1000).expect("opened");
        queue.push(&[document("a")]).expect("taken");
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
        assert_eq!(queue.room_for(&[large.clone(), document("b")]), 1);
        queue.push(&[large]).expect("taken");
        assert_eq!(queue.room_for(&[document("b")]), 0);
        let batch = queue.front(1, 1).expect("read");
        queue.remove(&batch, &[0]).expect("removed");
        assert_eq!(queue.room_for(&["b", "c", "d"].map(document)), 2);
    }

    /// Some of a file are done, some are not, and some were not in the batch.
    #[test]
    fn a_file_shrinks_by_what_is_done() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut queue = Queue::on_disk(folder.path(), 9000).expect("opened");
        queue.push(&["a", "b", "c", "d"].map(document)).expect("taken");
        queue.push(&["e", "f"].map(document)).expect("taken");
        let all = queue.bytes();
        let batch = queue.front(3, 1 << 20).expect("read");
        queue.remove(&batch, &[1]).expect("removed");
        assert_eq!(ids(&mut queue), ["a", "c", "d", "e", "f"]);
        assert_eq!((queue.len(), queue.bytes()), (5, all - size(&document("b"))));
        let batch = queue.front(4, 1 << 20).expect("read");
        queue.remove(&batch, &[0, 1, 2, 3]).expect("removed");
        assert_eq!(ids(&mut queue), ["f"]);
        // What was there before a crash gives way to the smaller file.
        fs::write(folder.path().join("000000000002-2.doc"), "x").expect("written");
        drop(queue);
        let mut queue = Queue::on_disk(folder.path(), 9000).expect("opened");
        assert_eq!(ids(&mut queue), ["f"]);
        assert_eq!((queue.len(), queue.bytes()), (1, size(&document("f"))));
    }
}
