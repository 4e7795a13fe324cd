//! Messages from files and standard input.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::report::escape::Escape;
use crate::report::model::{Problem, Source};

/// So much of a message is kept in memory. Mail servers take far less, so a message is normally
/// there as a whole; of a larger one the header is, which is all that the chain is read from.
const KEPT: u64 = 64 << 20;
/// So much of a stream is read to learn its length. A stream that never ends is left there.
const COUNTED: u64 = 4 << 30;

/// Where a message is to be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Stdin,
    File(PathBuf),
}

/// A message as it was read.
pub(super) struct Loaded {
    /// The message, or as much of its beginning as is kept.
    pub(super) bytes: Vec<u8>,
    pub(super) source: Source,
    /// What the report has to say of the reading.
    pub(super) problem: Option<Problem>,
}

/// Why there is nothing to report on.
#[derive(Debug)]
pub(super) enum InputError {
    Empty,
    Directory(PathBuf),
    Unreadable(io::Error),
}

impl Input {
    pub(super) fn new(path: PathBuf) -> Self {
        if path == Path::new("-") { Input::Stdin } else { Input::File(path) }
    }

    pub(super) fn name(&self, escape: Escape) -> String {
        match self {
            Input::Stdin => "standard input".to_owned(),
            Input::File(path) => escape.path(path),
        }
    }

    /// Reads the message.
    pub(super) fn load(&self) -> Result<Loaded, InputError> {
        match self {
            Input::Stdin => load(io::stdin().lock(), None, "-".to_owned(), Limits::default()),
            Input::File(path) => {
                let file = File::open(path).map_err(InputError::Unreadable)?;
                let metadata = file.metadata().map_err(InputError::Unreadable)?;
                if metadata.is_dir() {
                    return Err(InputError::Directory(path.clone()));
                }
                let size = Some(metadata).filter(Metadata::is_file).map(|metadata| metadata.len());
                load(file, size, path.to_string_lossy().into_owned(), Limits::default())
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Limits {
    kept: u64,
    counted: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { kept: KEPT, counted: COUNTED }
    }
}

/// Reads what is kept, and counts the rest where no file system has done so.
fn load(
    mut from: impl Read,
    size: Option<u64>,
    path: String,
    limits: Limits,
) -> Result<Loaded, InputError> {
    let mut bytes = Vec::new();
    // Some files (below /proc) have no size before they are read.
    let expected = size.unwrap_or(0).min(limits.kept) as usize;
    bytes.try_reserve_exact(expected + 1).map_err(|error| {
        InputError::Unreadable(io::Error::new(io::ErrorKind::OutOfMemory, error))
    })?;
    (&mut from).take(limits.kept).read_to_end(&mut bytes).map_err(InputError::Unreadable)?;
    if bytes.is_empty() {
        return Err(InputError::Empty);
    }
    let read = bytes.len() as u64;
    let mut total = read;
    let mut more = false;
    if read == limits.kept {
        match size {
            Some(size) if size > read => total = size,
            _ => {
                let left = limits.counted.saturating_sub(read);
                let counted = io::copy(&mut (&mut from).take(left), &mut io::sink());
                let counted = counted.map_err(InputError::Unreadable)?;
                total += counted;
                more = counted == left;
            }
        }
    }
    let problem = (total > read || more).then(|| partly_read(&bytes, total, more));
    let source = Source { path: Some(path), size: total, ..Source::default() };
    Ok(Loaded { bytes, source, problem })
}

/// What the report says of a message of which only the beginning is there.
fn partly_read(bytes: &[u8], total: u64, more: bool) -> Problem {
    let kept = bytes.len();
    let at_least = if more { "at least " } else { "" };
    let header_ends = [&b"\n\n"[..], b"\n\r\n"]
        .iter()
        .any(|blank_line| memchr::memmem::find(bytes, blank_line).is_some());
    let header = match header_ends {
        true => "its header was read whole",
        false => "its header does not end there, so lines may be missing",
    };
    Problem {
        code: "partly-read".to_owned(),
        what: format!(
            "the message has {at_least}{total} bytes, of which the first {kept} were kept; {header}"
        ),
        line: None,
        offset: Some(kept as u64),
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InputError::Empty => f.write_str("there is no message in it: it is empty"),
            InputError::Directory(path) => {
                let folder = Escape::default().path(path);
                let folder = folder.trim_end_matches('/');
                let files = if path.join("cur").is_dir() { "cur/*" } else { "*.eml" };
                write!(f, "this is a directory; name the messages in it: hopcheck {folder}/{files}")
            }
            InputError::Unreadable(error) => match error.kind() {
                io::ErrorKind::NotFound => f.write_str("no such file"),
                io::ErrorKind::PermissionDenied => f.write_str("permission denied"),
                _ => write!(f, "{error}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Limits = Limits { kept: 10, counted: 20 };

    fn loaded(bytes: &[u8], size: Option<u64>) -> Loaded {
        load(bytes, size, "x".to_owned(), SMALL).expect("can be read")
    }

    #[test]
    fn small_messages_are_there_as_a_whole() {
        for size in [None, Some(9), Some(0)] {
            let loaded = loaded(b"123456789", size);
            assert_eq!(loaded.bytes, b"123456789");
            assert_eq!(loaded.source.size, 9);
            assert!(loaded.problem.is_none());
        }
        let exact = loaded(b"1234567890", None);
        assert_eq!((exact.source.size, exact.problem.is_some()), (10, false));
    }

    #[test]
    fn of_large_messages_the_beginning_is_kept_and_the_size_known() {
        let by_counting = loaded(b"1234567890abcde", None);
        let by_metadata = loaded(b"1234567890abcde", Some(15));
        for loaded in [by_counting, by_metadata] {
            assert_eq!(loaded.bytes, b"1234567890");
            assert_eq!(loaded.source.size, 15);
            let problem = loaded.problem.expect("is said");
            assert_eq!(problem.code, "partly-read");
            assert_eq!(
                problem.what,
                "the message has 15 bytes, of which the first 10 were kept; its header does not \
                 end there, so lines may be missing"
            );
        }
        let long_body = loaded(b"From: a\n\nbody body", None);
        let problem = long_body.problem.expect("is said");
        assert!(problem.what.ends_with("its header was read whole"), "{}", problem.what);
    }

    #[test]
    fn a_stream_without_end_is_left() {
        let endless = load(io::repeat(b'x'), None, "x".to_owned(), SMALL).expect("ends");
        assert_eq!(endless.bytes.len(), 10);
        let problem = endless.problem.expect("is said");
        assert!(problem.what.contains("at least 20 bytes"), "{}", problem.what);
    }

    #[test]
    fn nothing_is_no_message() {
        assert!(matches!(load(io::empty(), None, "x".into(), SMALL), Err(InputError::Empty)));
    }
}
