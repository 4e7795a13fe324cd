//! The Maildir. A file is written and synced in `tmp`, and renamed into `new` once it is whole;
//! who syncs the folder is `commit`'s matter.

use std::fs::{self, File};
use std::io::{self, IoSlice, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Debug)]
pub(super) struct Spool {
    root: PathBuf,
    new: PathBuf,
    tmp: PathBuf,
    /// `new`, for its syncs.
    folder: File,
    /// The host's name as a file's name may have it.
    host: String,
    count: AtomicU64,
}

impl Spool {
    /// Opens a Maildir, and makes it where there is none.
    pub(super) fn open(root: &Path, host: &str) -> io::Result<Self> {
        for name in ["tmp", "new", "cur"] {
            fs::create_dir_all(root.join(name))?;
        }
        let folder = File::open(root.join("new"))?;
        // That the folders are there must last as long as what is put into them.
        folder.sync_all()?;
        File::open(root)?.sync_all()?;
        let tame = |c: char| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' };
        Ok(Spool {
            new: root.join("new"),
            tmp: root.join("tmp"),
            root: root.to_owned(),
            folder,
            host: host.chars().map(tame).collect(),
            count: AtomicU64::new(0),
        })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// A name that nobody else uses: seconds, microseconds, process, count, host.
    pub(super) fn name(&self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        format!(
            "{}.M{:06}P{}Q{count}.{}",
            now.as_secs(),
            now.subsec_micros(),
            std::process::id(),
            self.host
        )
    }

    /// Where a message of that name lies once it is delivered.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.new.join(name)
    }

    /// Writes a message into `tmp` and syncs it. Leaves nothing behind where that fails.
    pub(super) fn write(&self, name: &str, parts: [&[u8]; 2]) -> io::Result<()> {
        let path = self.tmp.join(name);
        let mut file = File::options().write(true).create_new(true).open(&path)?;
        let written = write_all(&mut file, parts).and_then(|()| file.sync_all());
        if written.is_err() {
            drop(file);
            let _ = fs::remove_file(&path);
        }
        written
    }

    /// From `tmp` to `new`.
    pub(super) fn deliver(&self, name: &str) -> io::Result<()> {
        fs::rename(self.tmp.join(name), self.new.join(name))
    }

    /// Makes deliveries last.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.folder.sync_all()
    }

    /// Takes back a message that was not acknowledged.
    pub(super) fn discard(&self, name: &str) {
        let _ = fs::remove_file(self.tmp.join(name));
        let _ = fs::remove_file(self.new.join(name));
    }

    /// Removes what a crash left in `tmp`: nothing of it was acknowledged. Files of others are
    /// left alone.
    pub(super) fn clean(&self) -> io::Result<usize> {
        let mut removed = 0;
        for entry in fs::read_dir(&self.tmp)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            if self.is_ours(name) && fs::remove_file(self.tmp.join(name)).is_ok() {
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn is_ours(&self, name: &str) -> bool {
        let mut parts = name.splitn(3, '.');
        let (Some(seconds), Some(middle), Some(host)) = (parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let Some((micros, rest)) = middle.strip_prefix('M').and_then(|m| m.split_once('P')) else {
            return false;
        };
        let Some((process, count)) = rest.split_once('Q') else { return false };
        host == self.host && [seconds, micros, process, count].into_iter().all(digits)
    }

    /// Where a delivered message lies now: a mail program may have moved it to `cur`, with flags
    /// behind its name.
    pub(super) fn find(&self, name: &str) -> io::Result<Option<PathBuf>> {
        let path = self.path(name);
        if path.exists() {
            return Ok(Some(path));
        }
        for entry in fs::read_dir(self.root.join("cur"))? {
            let entry = entry?;
            let here = entry.file_name();
            let rest = here.to_str().and_then(|here| here.strip_prefix(name));
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':')) {
                return Ok(Some(entry.path()));
            }
        }
        Ok(None)
    }
}

/// One call for both parts, as a rule.
fn write_all(file: &mut File, parts: [&[u8]; 2]) -> io::Result<()> {
    let mut slices = parts.map(IoSlice::new);
    let mut left = &mut slices[..];
    while !left.is_empty() {
        match file.write_vectored(left) {
            Ok(0) if left.iter().any(|slice| !slice.is_empty()) => {
                return Err(io::ErrorKind::WriteZero.into());
            }
            Ok(written) => IoSlice::advance_slices(&mut left, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_tmp_to_new_and_found_in_cur() {
        let folder = tempfile::tempdir().expect("a folder");
        let spool = Spool::open(folder.path(), "mx.example.org/../x").expect("is made");
        let name = spool.name();
        assert!(!name.contains('/') && spool.is_ours(&name), "{name}");
        spool.write(&name, [b"a: b\r\n", b"\r\nbody"]).expect("is written");
        assert_eq!(spool.find(&name).expect("can be read"), None);
        spool.deliver(&name).expect("is there");
        spool.sync().expect("is synced");
        let path = spool.find(&name).expect("can be read").expect("is there");
        assert_eq!(fs::read(&path).expect("can be read"), b"a: b\r\n\r\nbody");
        let moved = folder.path().join("cur").join(format!("{name}:2,S"));
        fs::rename(path, &moved).expect("can be moved");
        assert_eq!(spool.find(&name).expect("can be read"), Some(moved));
        spool.write("", [b"", b""]).expect_err("is no name");
    }

    #[test]
    fn cleaning_leaves_what_others_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        let spool = Spool::open(folder.path(), "mx.example.org").expect("is made");
        spool.write(&spool.name(), [b"half", b""]).expect("is written");
        fs::write(folder.path().join("tmp/1.M2P3Q4.other.example"), "x").expect("is written");
        fs::write(folder.path().join("tmp/dovecot.lock"), "x").expect("is written");
        assert_eq!(spool.clean().expect("can be cleaned"), 1);
        assert_eq!(fs::read_dir(folder.path().join("tmp")).expect("is there").count(), 2);
    }
}
