//! The log of `hopcheck serve`: to standard error or a file that can be moved away.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::ValueEnum;
use tracing_subscriber::fmt::MakeWriter;

/// Form of the log.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LogForm {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// Where the log goes, shared by all threads.
#[derive(Clone)]
pub(super) struct LogFile {
    path: Option<PathBuf>,
    file: Arc<Mutex<Option<File>>>,
}

/// Begins to log. From here on everything that happens is told by `tracing`.
///
/// # Errors
/// With one sentence.
pub(super) fn start(
    form: LogForm,
    level: tracing::Level,
    path: Option<&Path>,
) -> Result<LogFile, String> {
    let log = LogFile { path: path.map(Path::to_owned), file: Arc::default() };
    log.open()?;
    let builder = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .with_ansi(false)
        .with_writer(log.clone());
    let set = match form {
        LogForm::Text => tracing::subscriber::set_global_default(builder.finish()),
        LogForm::Json => {
            tracing::subscriber::set_global_default(builder.json().flatten_event(true).finish())
        }
    };
    set.map_err(|e| format!("cannot log: {e}"))?;
    Ok(log)
}

impl LogFile {
    /// Opens the file, also anew where the old one was moved away.
    ///
    /// # Errors
    /// With one sentence.
    pub(super) fn open(&self) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        let file = File::options().append(true).create(true).open(path);
        let file = file.map_err(|e| format!("cannot log to {}: {e}", path.display()))?;
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for LogFile {
    type Writer = LogFile;

    fn make_writer(&'w self) -> LogFile {
        self.clone()
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut *self.file.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(file) => file.write(bytes),
            None => io::stderr().lock().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
