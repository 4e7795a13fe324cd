//! Delivery of reports by a command: the flags, and what is said of what was not delivered.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueHint};

use super::console::Console;
use super::flags::seconds;
use super::status::Status;
use crate::deliver::{Delivery, Document, Left, Target};
use crate::report::formats::Siem;
use crate::report::model::Report;

/// How long the other side may stay away at the end of a run, where nothing else is said.
const PATIENCE: Duration = Duration::from_secs(60);
/// Most that waits in a queue, in bytes.
const MOST: u64 = 256 << 20;

#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Delivery")]
pub(super) struct DeliverFlags {
    /// Send the reports there, and not to standard output
    ///
    /// syslog+udp://HOST, syslog+tcp://HOST or syslog+tls://HOST (RFC 5424), each with :PORT if
    /// it is not the usual one; or https://HOST:9200/INDEX of Elasticsearch or OpenSearch. Needs
    /// a --format in lines.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    deliver: Option<Target>,

    /// Keep in DIR what is not taken, for a later run
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, requires = "deliver")]
    deliver_queue: Option<PathBuf>,

    /// Most that waits in the queue [default: 268435456]
    #[arg(long, value_name = "BYTES", requires = "deliver")]
    deliver_queue_size: Option<u64>,

    /// How long to try in the end [default: 60]
    #[arg(long, value_name = "SECS", value_parser = seconds, requires = "deliver")]
    deliver_timeout: Option<Duration>,
}

/// Reports on their way.
pub(super) struct Delivering {
    pub(super) delivery: Delivery,
    /// The form for another system; the JSON report where there is none.
    form: Option<Siem>,
    queue: Option<PathBuf>,
    pub(super) patience: Duration,
}

/// Why a form cannot be delivered.
const NO_LINES: &str = "--deliver takes a --format in lines, such as ecs, cef or json";

/// What is asked for.
pub(super) struct Asked<'f> {
    pub(super) target: &'f Target,
    pub(super) queue: Option<&'f Path>,
    pub(super) most: u64,
    pub(super) patience: Option<Duration>,
}

impl DeliverFlags {
    /// What is asked for, if anything is. `form` is `None` where the form has no lines, and
    /// `Some(None)` for the JSON report.
    ///
    /// # Errors
    /// With what is wrong.
    pub(super) fn asked(&self, form: Option<Option<Siem>>) -> Result<Option<Asked<'_>>, String> {
        let Some(target) = &self.deliver else { return Ok(None) };
        let form = form.ok_or(NO_LINES)?;
        if matches!(target, Target::Bulk(_)) && form == Some(Siem::Cef) {
            return Err("an index takes JSON: --format ecs, ocsf or json".to_owned());
        }
        Ok(Some(Asked {
            target,
            queue: self.deliver_queue.as_deref(),
            most: self.deliver_queue_size.unwrap_or(MOST),
            patience: self.deliver_timeout,
        }))
    }

    /// The way out, where one is asked for. `form` is as [`DeliverFlags::asked`] has it.
    ///
    /// # Errors
    /// With what is wrong.
    pub(super) fn open(&self, form: Option<Option<Siem>>) -> Result<Option<Delivering>, String> {
        let Some(asked) = self.asked(form)? else { return Ok(None) };
        let delivery = Delivery::open(asked.target, asked.queue, asked.most)
            .map_err(|error| format!("cannot deliver: {error}"))?;
        Ok(Some(Delivering {
            delivery,
            form: form.flatten(),
            queue: asked.queue.map(Path::to_owned),
            patience: asked.patience.unwrap_or(PATIENCE),
        }))
    }
}

impl Delivering {
    /// Puts a report on its way.
    ///
    /// # Errors
    /// Where it could not even be queued.
    pub(super) fn add(&self, report: &Report, message: &[u8]) -> io::Result<()> {
        let documents = Document::all_of(self.form, report, message);
        self.delivery.add(&documents, Instant::now() + self.patience)
    }

    /// What is on its way survives the end of the program.
    pub(super) fn has_queue(&self) -> bool {
        self.queue.is_some()
    }

    /// Brings all away, and says what was not.
    /// `hurry`: without patience, where there is a queue for what is not taken at once.
    pub(super) fn finish(self, console: &Console, hurry: bool) -> Status {
        let escape = console.escape();
        let patience = if hurry && self.has_queue() { Duration::ZERO } else { self.patience };
        let deadline = Instant::now() + patience;
        let left = self.delivery.finish(deadline);
        let Left { waiting, why, refused, refused_count } = match left {
            Ok(left) => left,
            Err(error) => {
                console.error(format_args!("cannot deliver: {error}"));
                return Status::Failed;
            }
        };
        let mut status = Status::Done;
        if waiting > 0 {
            let why = why.map(|why| escape.text(&why).into_owned()).unwrap_or_default();
            match &self.queue {
                Some(queue) => console.note(format_args!(
                    "{waiting} documents wait in {} for the next run: {why}",
                    escape.path(queue)
                )),
                None => {
                    console.error(format_args!("{waiting} documents were not delivered: {why}"));
                    status = Status::Failed;
                }
            }
        }
        for why in refused.iter().take(3) {
            console.error(format_args!("a document was refused: {}", escape.text(why)));
        }
        if refused_count > 3 {
            console.error(format_args!("{} more documents were refused", refused_count - 3));
        }
        if refused_count == 0 { status } else { Status::Failed }
    }
}
