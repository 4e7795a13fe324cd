//! Where messages lie, and how they are got out of there. Knows bytes and file formats, and of
//! mail only as much as it takes to tell a message from other things.
//!
//! All readers push: they hand each message to a [`Take`] as soon as it is there, and stop when
//! it says so. So nothing is held but the message at hand, however deep it is packed.

mod look;
pub mod mbox;
mod open;
pub mod parts;
mod skip;
mod walk;

use std::ops::ControlFlow;
use std::sync::Arc;

pub use open::{KEPT, Opener};
pub use skip::{Skip, Skipped};
pub use walk::{Entry, Walk, lossy};

/// A message that was found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'f> {
    /// The message, or as much of its beginning as is kept ([`KEPT`]) or was wanted.
    pub bytes: &'f [u8],
    pub place: &'f Place,
    /// Where it begins in the file, after decompression.
    pub offset: u64,
    /// Its whole size.
    pub size: u64,
    /// All its bytes are in `bytes`, or what is missing is body that nobody asked for.
    pub whole: bool,
}

/// The file a message lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As given, and below that as found. Inside an archive: `archive.zip!/name`. Bytes that are
    /// not UTF-8 are U+FFFD.
    pub path: Arc<str>,
    /// The Maildir flags (`:2,RS`) in the file's name.
    pub flags: Option<Arc<str>>,
}

/// Takes what a reader finds.
pub trait Take {
    /// A message. `Break` ends the reading.
    fn message(&mut self, found: Found<'_>) -> ControlFlow<()>;

    /// What was no message, or could not be read.
    fn skipped(&mut self, skipped: Skipped);
}

impl Place {
    pub fn new(path: &std::path::Path) -> Place {
        Place { path: lossy(path), flags: maildir_flags(path).map(Arc::from) }
    }

    /// A file inside this one.
    fn inside(&self, name: &str) -> Place {
        Place { path: format!("{}!/{name}", self.path).into(), flags: None }
    }
}

/// The flags of a message in a Maildir: what follows `:2,` in its name. Some systems write `;`
/// or `!` where a file's name may hold no colon.
fn maildir_flags(path: &std::path::Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy();
    let at = [":2,", ";2,", "!2,"].iter().find_map(|mark| name.find(mark))?;
    let flags = &name[at + 3..];
    let letters = !flags.is_empty() && flags.bytes().all(|b| b.is_ascii_alphabetic());
    letters.then(|| flags.to_owned())
}
