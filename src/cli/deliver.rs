//! Delivery of reports by a command: the flags, and what is said of what was not delivered.

use std::cell::RefCell;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueHint};

use super::console::Console;
use super::flags::seconds;
use super::status::Status;
use crate::config::Format;
use crate::deliver::{Delivery, Document, Left, Target};
use crate::report::formats;
use crate::report::model::{Report, Verdict};

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
    delivery: RefCell<Delivery>,
    format: Format,
    queue: Option<PathBuf>,
    patience: Duration,
}

impl DeliverFlags {
    /// The way out, where one is asked for.
    ///
    /// # Errors
    /// With what is wrong.
    pub(super) fn open(&self, format: Format) -> Result<Option<Delivering>, String> {
        let Some(target) = &self.deliver else { return Ok(None) };
        let lines = format.siem().is_some() || format == Format::Json;
        if !lines {
            return Err("--deliver takes a --format in lines, such as ecs, cef or json".to_owned());
        }
        if matches!(target, Target::Bulk(_)) && format == Format::Cef {
            return Err("an index takes JSON: --format ecs, ocsf or json".to_owned());
        }
        let queue = self.deliver_queue.clone();
        let most = self.deliver_queue_size.unwrap_or(MOST);
        let delivery = Delivery::open(target, queue.as_deref(), most)
            .map_err(|error| format!("cannot deliver: {error}"))?;
        let patience = self.deliver_timeout.unwrap_or(PATIENCE);
        Ok(Some(Delivering { delivery: RefCell::new(delivery), format, queue, patience }))
    }
}

impl Delivering {
    /// Puts a report on its way.
    ///
    /// # Errors
    /// Where it could not even be queued.
    pub(super) fn add(&self, report: &Report, message: &[u8]) -> io::Result<()> {
        let events = match self.format.siem() {
            Some(form) => form.events(report, message),
            None => vec![formats::json_event(report)],
        };
        let severity = severity(report.verdict);
        let deadline = Instant::now() + self.patience;
        for event in events {
            let body = event.line.strip_suffix(b"\n").unwrap_or(&event.line).to_vec();
            self.delivery.borrow_mut().add(Document { id: event.id, severity, body }, deadline)?;
        }
        Ok(())
    }

    /// Brings all away, and says what was not.
    pub(super) fn finish(self, console: &Console) -> Status {
        let escape = console.escape();
        let deadline = Instant::now() + self.patience;
        let Left { waiting, why, refused } = match self.delivery.into_inner().finish(deadline) {
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
        if refused.len() > 3 {
            console.error(format_args!("{} more documents were refused", refused.len() - 3));
        }
        if refused.is_empty() { status } else { Status::Failed }
    }
}

/// The severity of syslog (RFC 5424 section 6.2.1) for a verdict.
fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Genuine | Verdict::Unverified => 6,
        Verdict::Suspicious => 5,
        Verdict::Forged => 4,
    }
}
