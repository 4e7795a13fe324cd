//! From flags to a source of DNS answers.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::console::Console;
use crate::dns::{
    Answer, Live, LiveOptions, LiveStats, Offline, Question, Recorder, Replay, ServerSpec, Source,
};
use crate::report::escape::Escape;
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
    source: From,
    /// The servers asked, for what went wrong with them.
    live: Option<Arc<Live>>,
    /// The recording that is replayed, and the settings it was made with.
    recorded: Option<(PathBuf, serde_json::Value)>,
}

enum From {
    Plain(Box<dyn Source + Send>),
    Recorded(Recorder<Box<dyn Source + Send>>, PathBuf),
}

/// A [`Live`] that is also asked afterwards what went wrong.
struct Shared(Arc<Live>);

impl Source for Shared {
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>> {
        self.0.ask(questions, budget)
    }

    fn at_hand(&self, questions: &[Question]) -> Option<Vec<Arc<Answer>>> {
        self.0.at_hand(questions)
    }
}

impl Dns {
    /// Opens the source. `patience` is the budget of one message.
    ///
    /// # Errors
    /// With one sentence: a server's name that is none, a recording that cannot be read.
    pub(super) fn open(
        asked: &Asked,
        patience: Duration,
        record: Option<PathBuf>,
    ) -> Result<Dns, String> {
        let mut live = None;
        let mut recorded = None;
        let mut servers = |spec| {
            let options = LiveOptions { patience, ..LiveOptions::default() };
            let source = Arc::new(Live::new(spec, options));
            live = Some(Arc::clone(&source));
            Box::new(Shared(source))
        };
        let source: Box<dyn Source + Send> = match asked {
            Asked::Offline => Box::new(Offline),
            Asked::System => servers(ServerSpec::System),
            Asked::Server(name) => {
                let spec: ServerSpec =
                    name.parse().map_err(|e| format!("{}: {e}", Escape::default().text(name)))?;
                servers(spec)
            }
            Asked::Replay(path) => {
                let replay = Replay::from_file(path)
                    .map_err(|e| Escape::default().text(&e.to_string()).into_owned())?;
                recorded = Some((path.clone(), replay.settings().clone()));
                Box::new(replay)
            }
        };
        let source = match record {
            Some(path) => From::Recorded(Recorder::new(source), path),
            None => From::Plain(source),
        };
        Ok(Dns { source, live, recorded })
    }

    /// The time of the analysis, which has no clock of its own: what was told, else the
    /// recording's, else this machine's.
    pub(super) fn clock(&self, told: Option<i64>) -> i64 {
        let told = told.or_else(|| self.source().recorded_now());
        told.unwrap_or_else(|| Timestamp::now().as_second())
    }

    pub(super) fn source(&self) -> &dyn Source {
        match &self.source {
            From::Plain(source) => source,
            From::Recorded(recorder, _) => recorder,
        }
    }

    /// What was asked of servers, where any were.
    pub(super) fn stats(&self) -> Option<LiveStats> {
        self.live.as_ref().map(|live| live.stats())
    }

    /// Says which settings differ from those of the run that is replayed: the report may differ
    /// then. Files written by hand have none.
    pub(super) fn compare(&self, console: &Console, settings: &Settings) {
        let Some((path, serde_json::Value::Object(then))) = &self.recorded else { return };
        let now = settings.to_json();
        let keys = then.keys().chain(now.as_object().into_iter().flat_map(|now| now.keys()));
        let mut differ: Vec<&str> =
            keys.filter(|key| then.get(*key) != now.get(key)).map(String::as_str).collect();
        differ.sort_unstable();
        differ.dedup();
        if !differ.is_empty() {
            let (path, keys) = (Escape::default().path(path), differ.join(", "));
            let keys = Escape::default().text(&keys).into_owned();
            console.note(format!(
                "{path} was recorded with other settings ({keys}); the report may differ"
            ));
        }
    }

    /// Says what went wrong on the way to the servers, and writes the recording, if one was
    /// wanted, after the last message.
    ///
    /// # Errors
    /// With one sentence: the file could not be written.
    pub(super) fn finish(self, console: &Console, settings: &Settings) -> Result<(), String> {
        if let Some(trouble) = self.live.and_then(|live| live.trouble()) {
            console.note(format!("DNS: {trouble}"));
        }
        let From::Recorded(recorder, path) = self.source else { return Ok(()) };
        let shown = Escape::default().path(&path);
        match recorder.write(&path, settings.now, &settings.to_json()) {
            Err(error) => Err(format!("cannot write the recording {shown}: {error}")),
            Ok(recorded) if recorded.lost > 0 => Err(format!(
                "the recording {shown} is not whole: {} answers were too many",
                recorded.lost
            )),
            Ok(_) => Ok(()),
        }
    }
}
