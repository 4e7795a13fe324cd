//! `hopcheck learn`: a configuration from what a mailbox shows.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::{Args, ValueHint};

use super::check::analyzer;
use super::console::Console;
use super::flags::RuleFlags;
use super::status::Status;
use crate::analyzer::Analyzer;
use crate::config::Color;
use crate::dns::Offline;
use crate::learn::{Learning, configuration};
use crate::report::escape;
use crate::scan::line::Form;
use crate::scan::ordered::Sink;
use crate::scan::pipeline::{self, Input, Options, Piece, Watch};
use crate::scan::seen::Seen;
use crate::scan::tally::Tally;
use crate::settings::Settings;

#[derive(Args, Clone, Debug, Default)]
pub(super) struct LearnArgs {
    /// A mailbox's incoming mail: Maildirs, mboxes, folders, archives
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, required = true)]
    paths: Vec<PathBuf>,

    /// Write to FILE, which must not be there yet, instead of standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    #[command(flatten)]
    rules: RuleFlags,
}

/// Takes the lines of a scan, and learns from them instead of writing them.
struct Pupil<'p> {
    learning: Learning,
    tally: Tally,
    analyzer: &'p Analyzer,
}

impl Sink<Piece> for Pupil<'_> {
    fn take(&mut self, piece: &mut Piece) -> bool {
        for line in piece.lines.split(|byte| *byte == b'\n') {
            if let Ok(seen) = serde_json::from_slice::<Seen<'_>>(line) {
                self.learning.add(&seen, self.analyzer.data());
            }
        }
        piece.lines.clear();
        piece.gists.clear();
        self.tally.merge(std::mem::take(&mut piece.tally));
        true
    }
}

pub(super) fn run(args: &LearnArgs, color: Option<Color>) -> Status {
    let console = Console::new(color.unwrap_or_default());
    let Some(config) = args.rules.configured(&console) else { return Status::Failed };
    let console = Console::new(color.or(config.output.color).unwrap_or_default());
    // What was known of our side before must not colour what is learned.
    let Some(analyzer) = analyzer(&console, &config, Settings::default(), &args.rules) else {
        return Status::Failed;
    };
    let inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    let options = Options {
        jobs: std::thread::available_parallelism().map_or(1, usize::from),
        unordered: true,
        form: Form::Ndjson,
        lines: true,
        documents: false,
        redact: false,
        sha256: false,
        whole: false,
        budget: Duration::ZERO,
        done: None,
        stop: &AtomicBool::new(false),
    };
    let pupil =
        Pupil { learning: Learning::default(), tally: Tally::default(), analyzer: &analyzer };
    let watch = Watch::default();
    let pupil = match pipeline::run(&analyzer, &Offline, &inputs, &options, &watch, pupil) {
        Ok(pupil) => pupil,
        Err(error) => {
            console.error(format_args!("cannot start: {error}"));
            return Status::Failed;
        }
    };
    let text = configuration(&pupil.learning.learned(analyzer.data()));
    let mut status = Status::Done;
    if pupil.tally.failed > 0 {
        for unread in pupil.tally.unread() {
            console.error(escape::text(unread));
        }
        status = Status::Failed;
    }
    if let Err(error) = write(args, &text, &console) {
        let name = match &args.output {
            Some(path) => console.escape().path(path),
            None => "standard output".to_owned(),
        };
        console.error(format_args!("cannot write to {name}: {error}"));
        status = Status::Failed;
    }
    status
}

fn write(args: &LearnArgs, text: &str, console: &Console) -> io::Result<()> {
    match &args.output {
        Some(path) => {
            // What a person reviewed is not overwritten by what a program learned.
            let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
            file.write_all(text.as_bytes())?;
            let path = console.escape().path(path);
            console.note(format_args!("review {path}, then use it with --config {path}"));
            Ok(())
        }
        None => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()
        }
    }
}
