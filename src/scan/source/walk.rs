//! Lists the files below the paths given, in the order in which they are reported on: paths as
//! given, folders by name.

use std::collections::HashSet;
use std::fs::{self, FileType, Metadata};
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Skip, Skipped};

/// Folders in folders deeper than this are a loop, or made to be one.
const DEEPEST: usize = 128;
/// A path in a list may be so long (PATH_MAX on Linux).
const LONGEST: u64 = 4_096;

/// Something to be read.
#[derive(Debug)]
pub enum Entry {
    File {
        path: PathBuf,
        /// Bytes, as the file system had it; 0 where it does not say.
        size: u64,
        /// On the command line, or in the list of paths.
        named: bool,
    },
    Stdin,
    Skipped(Skipped),
}

/// Lists files. Links and special files below the paths are passed over: a link may lead
/// anywhere, and whoever may write to a mailbox could have its reader open what he cannot.
#[derive(Default)]
pub struct Walk {
    /// Folders that were listed, by device and number.
    seen: HashSet<(u64, u64)>,
}

impl Walk {
    /// Lists what is at or below a path that the user named.
    pub fn path(
        &mut self,
        path: &Path,
        emit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if path == Path::new("-") {
            return emit(Entry::Stdin);
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path, &metadata, 0, emit),
            Ok(metadata) => {
                emit(Entry::File { path: path.to_owned(), size: metadata.len(), named: true })
            }
            Err(error) => emit(Entry::Skipped(Skipped::of_error(lossy(path), &error, true))),
        }
    }

    /// Lists what is named in a list: paths that end in NUL or, where there is none, in a line
    /// feed. The list is read as it comes, so that it may be made by a running `find`.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn list(
        &mut self,
        mut reader: impl Read,
        emit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> std::io::Result<ControlFlow<()>> {
        let mut buffer = Vec::new();
        let mut block = vec![0; 64 << 10];
        // Found out by the first byte that ends a path.
        let mut end: Option<u8> = None;
        loop {
            let read = match reader.read(&mut block) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let last = read == 0;
            buffer.extend_from_slice(&block[..read]);
            if end.is_none() {
                end = match memchr::memchr(0, &buffer) {
                    Some(_) => Some(0),
                    // A NUL may follow only if no path ended before; names may hold line feeds.
                    None if last || buffer.len() as u64 > 2 * LONGEST => Some(b'\n'),
                    None => None,
                };
            }
            let Some(end) = end else { continue };
            let mut start = 0;
            while let Some(at) = memchr::memchr(end, &buffer[start..]) {
                if self.listed(&buffer[start..start + at], end, emit).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                start += at + 1;
            }
            buffer.drain(..start);
            if last {
                return Ok(self.listed(&buffer, end, emit));
            }
            if buffer.len() as u64 > LONGEST {
                let path = String::from_utf8_lossy(&buffer[..80]).into_owned().into();
                let detail = "a path in the list is longer than paths can be";
                let _ = emit(Entry::Skipped(Skipped::with(path, Skip::Unreadable, true, detail)));
                return Ok(ControlFlow::Continue(()));
            }
        }
    }

    fn listed(
        &mut self,
        name: &[u8],
        end: u8,
        emit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let name = match end {
            b'\n' => name.strip_suffix(b"\r").unwrap_or(name),
            _ => name,
        };
        // `-` is a file here: the list itself may come from standard input.
        match name {
            b"" => ControlFlow::Continue(()),
            b"-" => self.path(Path::new("./-"), emit),
            name => self.path(&path_of(name), emit),
        }
    }

    fn folder(
        &mut self,
        folder: &Path,
        metadata: &Metadata,
        depth: usize,
        emit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if depth > DEEPEST || !self.seen.insert(identity(folder, metadata)) {
            return emit(Entry::Skipped(Skipped::new(lossy(folder), Skip::Loop, depth == 0)));
        }
        let unreadable = |error: &std::io::Error| {
            Entry::Skipped(Skipped::of_error(lossy(folder), error, depth == 0))
        };
        let mut names = Vec::new();
        match fs::read_dir(folder) {
            Ok(entries) => {
                for entry in entries {
                    match entry {
                        Ok(entry) => names.push((entry.file_name(), entry.file_type().ok())),
                        // Some entries were listed; they are not lost.
                        Err(error) => emit(unreadable(&error))?,
                    }
                }
            }
            Err(error) => return emit(unreadable(&error)),
        }
        names.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        // A Maildir's `tmp` holds what is still being delivered.
        let is = |wanted: &str| {
            names.binary_search_by(|(name, _)| name.as_os_str().cmp(wanted.as_ref())).is_ok()
        };
        let maildir = is("cur") && is("new");
        for (name, kind) in names {
            if maildir && name == "tmp" {
                continue;
            }
            self.entry(folder.join(name), kind, depth, emit)?;
        }
        ControlFlow::Continue(())
    }

    fn entry(
        &mut self,
        path: PathBuf,
        kind: Option<FileType>,
        depth: usize,
        emit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let skipped = |why| Entry::Skipped(Skipped::new(lossy(&path), why, false));
        match kind {
            Some(kind) if kind.is_symlink() => return emit(skipped(Skip::SymbolicLink)),
            Some(kind) if !kind.is_dir() && !kind.is_file() => {
                return emit(skipped(Skip::SpecialFile));
            }
            _ => {}
        }
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => self.folder(&path, &metadata, depth + 1, emit),
            Ok(metadata) if metadata.is_file() => {
                emit(Entry::File { size: metadata.len(), path, named: false })
            }
            Ok(metadata) if metadata.is_symlink() => emit(skipped(Skip::SymbolicLink)),
            Ok(_) => emit(skipped(Skip::SpecialFile)),
            Err(error) => emit(Entry::Skipped(Skipped::of_error(lossy(&path), &error, false))),
        }
    }
}

/// A path as it is reported.
pub fn lossy(path: &Path) -> Arc<str> {
    String::from_utf8_lossy(path.as_os_str().as_encoded_bytes()).into()
}

#[cfg(unix)]
fn identity(_: &Path, metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Without numbers of folders, their canonical names tell them apart.
#[cfg(not(unix))]
fn identity(folder: &Path, _: &Metadata) -> (u64, u64) {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned()).hash(&mut hasher);
    (0, hasher.finish())
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    Path::new(std::ffi::OsStr::from_bytes(name)).to_owned()
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}
