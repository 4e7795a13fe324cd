//! What an interrupted run had finished, read back from its output.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::Deserialize;

use super::seen::{Seen, Tool};
use crate::report::model::{SCHEMA, Source};

/// Messages that have their line. Kept as hashes: 12 bytes for each.
#[derive(Debug, Default)]
pub struct Done {
    /// How many messages of that place are still to be passed over. Two files whose names differ
    /// only in bytes that are not UTF-8 have one name in the output.
    left: HashMap<u64, AtomicU32>,
    /// How many there were.
    pub count: u64,
    /// Where the finished lines end in the file: behind the last line of a message that is whole.
    pub end: u64,
    /// The run that wrote them.
    pub tool: Option<Tool>,
}

/// The beginning of a line, which tells what it is.
#[derive(Deserialize)]
struct Head<'l> {
    #[serde(borrow)]
    schema: std::borrow::Cow<'l, str>,
    tool: Option<Tool>,
}

impl Done {
    /// Reads the finished lines and hands each to `each`. A half line at the end, and the records
    /// about several messages that a finished run wrote, are not counted in.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds something else than the output of a scan.
    pub fn read(path: &Path, mut each: impl FnMut(&Seen<'_>)) -> io::Result<Done> {
        let mut done = Done::default();
        let mut reader = BufReader::with_capacity(256 << 10, File::open(path)?);
        let mut line = Vec::new();
        let mut at = 0;
        let mut number = 0_u64;
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line)? as u64;
            if read == 0 || line.last() != Some(&b'\n') {
                return Ok(done);
            }
            number += 1;
            let wrong = |what: &str| {
                io::Error::new(io::ErrorKind::InvalidData, format!("line {number} {what}"))
            };
            at += read;
            let head: Head<'_> = serde_json::from_slice(&line)
                .map_err(|_| wrong("is no line of a scan with --format ndjson"))?;
            if head.schema != SCHEMA {
                continue;
            }
            let seen: Seen<'_> = serde_json::from_slice(&line)
                .map_err(|_| wrong("is a report of another version"))?;
            if done.tool.is_none() {
                done.tool = head.tool;
            }
            let key =
                key(seen.source.path.as_deref(), seen.source.offset, seen.source.part.as_deref());
            *done.left.entry(key).or_default().get_mut() += 1;
            done.count += 1;
            done.end = at;
            each(&seen);
        }
    }

    /// What the first finished line says of the run that wrote it; nothing where there is none.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds something else than the output of a scan.
    pub fn tool_of(path: &Path) -> io::Result<Option<Tool>> {
        let mut line = Vec::new();
        BufReader::new(File::open(path)?).read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok(None);
        }
        let head: Head<'_> = serde_json::from_slice(&line).map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "line 1 is no line of a scan with --format ndjson",
            )
        })?;
        Ok(head.tool)
    }

    /// Opens the output to go on behind the finished lines.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn append(&self, path: &Path) -> io::Result<File> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.set_len(self.end)?;
        file.seek(SeekFrom::Start(self.end))?;
        Ok(file)
    }

    /// Whether the message has its line. Each line counts once.
    pub fn has(&self, source: &Source) -> bool {
        let key = key(source.path.as_deref(), source.offset, source.part.as_deref());
        let Some(left) = self.left.get(&key) else { return false };
        let less = |left: u32| left.checked_sub(1);
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}

fn key(path: Option<&str>, offset: u64, part: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, offset, part).hash(&mut hasher);
    hasher.finish()
}
