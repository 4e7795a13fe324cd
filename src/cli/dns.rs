//! From flags to a source of DNS answers.

use std::path::PathBuf;
use std::time::Duration;

use crate::dns::{Answer, NotAsked, Outcome, Question, Source};
use crate::settings::Settings;

/// Who is to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Offline,
    /// The servers that the system is configured to use.
    System,
    /// One server, as the user named it.
    Server(String),
    /// A recording.
    Replay(PathBuf),
}

/// A source that is ready, and the recording to be made of it.
pub(super) struct Dns {
    source: Box<dyn Source + Send>,
    record: Option<PathBuf>,
}

impl Dns {
    /// Opens the source.
    ///
    /// # Errors
    /// With one sentence: a server's name that is none, a recording that cannot be read.
    pub(super) fn open(_asked: &Asked, record: Option<PathBuf>) -> Result<Dns, String> {
        // PLACEHOLDER, to be replaced when the rooms come together: whoever is asked, nobody is.
        Ok(Dns { source: Box::new(Silent), record })
    }

    pub(super) fn source(&self) -> &dyn Source {
        &*self.source
    }

    /// Writes the recording, if one was wanted, after the last message.
    ///
    /// # Errors
    /// With one sentence: the file could not be written.
    pub(super) fn finish(self, _settings: &Settings) -> Result<(), String> {
        let Some(path) = self.record else { return Ok(()) };
        // PLACEHOLDER as above: the recorder writes what it heard.
        std::fs::write(&path, "").map_err(|error| {
            let path = crate::report::escape::Escape::default().path(&path);
            format!("cannot write the recording {path}: {error}")
        })
    }
}

/// Nobody is asked.
struct Silent;

impl Source for Silent {
    fn ask(&self, questions: &[Question], _budget: Duration) -> Vec<Answer> {
        let silence =
            Answer { outcome: Outcome::NotAsked(NotAsked::Offline), ttl: None, server: None };
        vec![silence; questions.len()]
    }

    fn is_offline(&self) -> bool {
        true
    }
}
