//! The log of `hopcheck serve`: to standard error or a file that can be moved away.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::ValueEnum;
use tracing_subscriber::fmt::MakeWriter;

use crate::report::escape::{self, Escape};
use crate::report::json;

/// Form of the log.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LogForm {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// Where the log goes, shared by all threads. Whatever an event says of strangers, it stays one
/// line that acts on nothing.
#[derive(Clone)]
pub(super) struct LogFile {
    form: LogForm,
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
    let log = LogFile { form, path: path.map(Path::to_owned), file: Arc::default() };
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

/// An event, which is written at once, as a line.
fn inert(form: LogForm, event: &[u8]) -> Cow<'_, [u8]> {
    let Ok(text) = std::str::from_utf8(event) else {
        return Cow::Owned(Escape::default().bytes(event).into_bytes());
    };
    let line = text.strip_suffix('\n').unwrap_or(text);
    let shown = match form {
        LogForm::Text => escape::text(line),
        LogForm::Json => json::inert(line),
    };
    match shown {
        Cow::Borrowed(_) => Cow::Borrowed(event),
        Cow::Owned(line) => Cow::Owned([line.as_bytes(), b"\n"].concat()),
    }
}

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = inert(self.form, bytes);
        match &mut *self.file.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(file) => file.write_all(&line)?,
            None => io::stderr().lock().write_all(&line)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_inert_line() {
        let evil = "x\u{1b}[2J\nINFO forged\u{202e}\u{9b}y";
        let text = inert(LogForm::Text, format!("INFO {evil}\n").as_bytes()).into_owned();
        let text = String::from_utf8(text).expect("UTF-8");
        assert_eq!(text, "INFO x\\u{1b}[2J\\nINFO forged\\u{202e}\\u{9b}y\n");
        let value = serde_json::json!({ "helo": evil });
        let line = inert(LogForm::Json, format!("{value}\n").as_bytes()).into_owned();
        let line = String::from_utf8(line).expect("UTF-8");
        assert!(!line.trim_end_matches('\n').contains(escape::is_hostile), "{line}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&line).expect("JSON"), value);
        assert_eq!(&*inert(LogForm::Text, b"plain\n"), b"plain\n");
    }
}
