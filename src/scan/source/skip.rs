//! What is not reported on, and why.

use std::fmt;
use std::sync::Arc;

use crate::report::escape;

/// Why something gave no message. The words are part of the summary, so they are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    Empty,
    NotMail,
    Unreadable,
    /// It was listed, and gone when it was to be read.
    Vanished,
    /// A FIFO, socket or device below the paths given.
    SpecialFile,
    /// Links below the paths given are not followed: they may lead anywhere.
    SymbolicLink,
    /// A folder that was seen before, or folders in folders without end.
    Loop,
    /// An archive or compressed file that is damaged, encrypted or of an unknown kind.
    Damaged,
    /// Compressed beyond what mail can be, or packed in too many layers.
    Bomb,
    /// An Outlook message without a transport header: it never travelled, or was stripped.
    NoHeader,
    /// The analysis failed. A defect of this program.
    Failed,
}

impl Skip {
    pub fn as_str(self) -> &'static str {
        match self {
            Skip::Empty => "empty",
            Skip::NotMail => "not-mail",
            Skip::Unreadable => "unreadable",
            Skip::Vanished => "vanished",
            Skip::SpecialFile => "special-file",
            Skip::SymbolicLink => "symbolic-link",
            Skip::Loop => "loop",
            Skip::Damaged => "damaged",
            Skip::Bomb => "bomb",
            Skip::NoHeader => "no-transport-header",
            Skip::Failed => "failed",
        }
    }
}

/// Something that gave no message.
#[derive(Clone, Debug)]
pub struct Skipped {
    pub path: Arc<str>,
    pub why: Skip,
    /// In words, where there is more to say than the reason.
    pub detail: Option<String>,
    /// It was named on the command line.
    pub named: bool,
}

impl Skipped {
    /// What a failed read says of a file.
    pub fn of_error(path: Arc<str>, error: &std::io::Error, named: bool) -> Skipped {
        use std::io::ErrorKind;
        let why = match error.kind() {
            _ if super::open::is_bomb(error) => Skip::Bomb,
            ErrorKind::NotFound => Skip::Vanished,
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::InvalidInput => {
                Skip::Damaged
            }
            // What `O_NOFOLLOW` says of a link.
            _ if error.raw_os_error() == Some(libc::ELOOP) => Skip::SymbolicLink,
            _ => Skip::Unreadable,
        };
        Skipped { path, why, detail: Some(error.to_string()), named }
    }

    /// What is not reported on and has nothing more to say than the reason.
    pub fn new(path: Arc<str>, why: Skip, named: bool) -> Skipped {
        Skipped { path, why, detail: None, named }
    }

    pub fn with(path: Arc<str>, why: Skip, named: bool, detail: impl Into<String>) -> Skipped {
        Skipped { path, why, detail: Some(detail.into()), named }
    }
}

/// For people: what is named was expected to be read.
impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = escape::text(&self.path);
        let detail = self.detail.as_deref().map(escape::text);
        match (self.why, &detail) {
            (Skip::Empty, _) => write!(f, "{path}: there is no message in it: it is empty"),
            (Skip::Vanished, _) => write!(f, "{path}: no such file or folder"),
            (Skip::Unreadable, Some(detail)) => write!(f, "{path}: {detail}"),
            (why, Some(detail)) => write!(f, "{path}: {}: {detail}", why.as_str()),
            (why, None) => write!(f, "{path}: {}", why.as_str()),
        }
    }
}
