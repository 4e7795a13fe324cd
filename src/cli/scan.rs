//! `hopcheck scan`: every message below the paths.

mod progress;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::{Args, ValueHint};
use jiff::Timestamp;

use super::check::analyzer;
use super::console::Console;
use super::deliver::{DeliverFlags, Delivering};
use super::dns::Dns;
use super::flags::{AnalysisFlags, DnsFlags, RuleFlags};
use super::status::{INTERRUPTED, Status};
use crate::analyzer::Analyzer;
use crate::config::{Color, Config, FailOn};
use crate::deliver::Document;
use crate::report::model::Level;
use crate::report::{escape, json};
use crate::scan::batch::{self, Pile};
use crate::scan::line::Form;
use crate::scan::output::Output;
use crate::scan::pipeline::{self, Gist, Input, Options, Watch};
use crate::scan::resume::Done;
use crate::scan::tally::{Facts, Run, Tally};
use crate::scan::writer::{Exit, Fault, Writer};
use crate::settings::Settings;
use progress::{Progress, When};

#[derive(Args, Clone, Debug, Default)]
pub(super) struct ScanArgs {
    /// Maildirs, mboxes, folders, messages, archives of these; `-` for standard input
    ///
    /// Folders are read with all folders in them, by name. Links are not followed.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, required_unless_present = "from_file")]
    paths: Vec<PathBuf>,

    /// Read what is named in FILE, `-` for standard input (repeatable)
    ///
    /// One path a line, or each ended by NUL, as `find -print0` writes them.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    from_file: Vec<PathBuf>,

    /// Form of the output [default: ndjson]
    ///
    /// `ndjson` is one report a line, as the documentation describes it, then the records about
    /// several messages. `csv` is for spreadsheets. `text` is one line a message, for people,
    /// `html` one page with the messages, what was found of suspicious ones, and the summary.
    /// `ecs`, `ocsf`, `cef`, `stix`, `misp` and `sarif` are for systems that know these formats, a
    /// whole document a line.
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    format: Option<Form>,

    /// Exit with 1 if a verdict is this or worse [default: never]
    #[arg(
        long,
        value_name = "suspicious|forged|never",
        value_enum,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    fail_on: Option<FailOn>,

    /// Write to FILE instead of standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    output: Option<PathBuf>,

    /// Write the summary to FILE, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    summary: Option<PathBuf>,

    /// Go on from the output of an interrupted scan
    ///
    /// FILE is an output in ndjson. Messages in it are not analysed again. The rest is appended
    /// to it, or written to what --output names. The clock and the rules must be those of FILE.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    resume: Option<PathBuf>,

    /// Write messages as they are done, not in the order in which they lie
    #[arg(long, help_heading = "Output")]
    unordered: bool,

    /// Hide recipients and the local parts of addresses
    ///
    /// For reports that are to be passed on, as `check --redact` does it, and of paths only the
    /// last part. Findings across messages are left out: they would mix up whom they cannot tell
    /// apart.
    #[arg(long, conflicts_with = "resume", help_heading = "Output")]
    redact: bool,

    /// Add the SHA-256 of each message to its report
    #[arg(long, help_heading = "Output")]
    sha256: bool,

    /// Verify SPF, DKIM, ARC and DMARC too
    ///
    /// Reads the bodies, which a scan passes over otherwise, and asks the DNS for keys and
    /// policies. `check` and `serve` always do so.
    #[arg(long, conflicts_with = "offline", help_heading = "Analysis")]
    auth: bool,

    /// Show how far the scan is [default: auto]
    ///
    /// `auto` shows it where standard error is a terminal.
    #[arg(
        long,
        value_name = "auto|always|never",
        value_enum,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    progress: Option<When>,

    /// How many messages are analysed at a time [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    #[command(flatten)]
    deliver: DeliverFlags,

    #[command(flatten)]
    dns: DnsFlags,

    #[command(flatten)]
    analysis: AnalysisFlags,

    #[command(flatten)]
    rules: RuleFlags,
}

/// How a scan ends before it begins: what was wrong has been said.
struct Refused;

/// Runs the scan. `ends`: while set, an interrupt ends the program at once.
pub(super) fn run(args: &ScanArgs, color: Option<Color>, ends: &Arc<AtomicBool>) -> ExitCode {
    let console = Console::new(color.unwrap_or_default());
    let Some(config) = args.rules.configured(&console) else { return Status::Failed.into() };
    let console = Console::new(color.or(config.output.color).unwrap_or_default());
    let stop = stop_on_interrupt(ends);
    match scan(args, &config, &console, &stop) {
        Ok(_) if stop.interrupted.load(Ordering::Relaxed) => ExitCode::from(INTERRUPTED as u8),
        Ok(status) => status.into(),
        Err(Refused) => Status::Failed.into(),
    }
}

/// What ends a scan early.
struct Stop {
    /// The user wants it.
    interrupted: Arc<AtomicBool>,
}

/// The first interrupt ends the scan at the next message, the second ends the program.
fn stop_on_interrupt(ends: &Arc<AtomicBool>) -> Stop {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown};
    let interrupted = Arc::new(AtomicBool::new(false));
    // Where no handler can be set, the system ends the program by itself.
    for signal in [SIGINT, SIGTERM] {
        let _ = register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&interrupted));
        let _ = register(signal, Arc::clone(&interrupted));
    }
    ends.store(false, Ordering::Relaxed);
    Stop { interrupted }
}

fn scan(
    args: &ScanArgs,
    config: &Config,
    console: &Console,
    stop: &Stop,
) -> Result<Status, Refused> {
    let started = Instant::now();
    let form = args.format.unwrap_or_default();
    if args.resume.is_some() && form != Form::Ndjson {
        console.error("only an output in ndjson can be resumed");
        return Err(Refused);
    }
    let delivering = delivering(args, form).map_err(|error| {
        console.error(error);
        Refused
    })?;
    let mut settings = Settings { auth: args.auth, ..args.analysis.settings(config) };
    let budget = args.dns.timeout(config);
    let dns = Dns::open(&args.dns.asked(config), budget, args.dns.record()).map_err(|error| {
        console.error(error);
        Refused
    })?;
    // What was finished must be known before the clock is, and counted by the analyzer's data.
    let before = args.resume.as_deref().map(|path| tool_of(path, console)).transpose()?.flatten();
    let earlier = before.as_ref().and_then(|tool| tool.now.as_deref()?.parse::<Timestamp>().ok());
    settings.now = Some(dns.clock(settings.now.or(earlier.map(Timestamp::as_second))));
    let analyzer = analyzer(console, config, settings.clone(), &args.rules).ok_or(Refused)?;
    dns.compare(console, &settings);
    if args.auth && dns.source().is_offline() {
        console.note("nothing can be verified offline: --auth changes nothing");
    }
    if let (Some(tool), Some(path)) = (&before, &args.resume) {
        same_rules(tool, &analyzer, path, console)?;
    }

    let mut tally = Tally::default();
    let mut pile = Pile::default();
    let done = args.resume.as_deref().map(|path| {
        Done::read(path, |seen| {
            tally.add(seen, analyzer.data());
            // A full disk shows when the scan itself adds to it.
            let _ = pile.add(&mut vec![Gist::of(seen, analyzer.data())]);
        })
        .map_err(|error| unreadable(path, &error, console))
    });
    let done = done.transpose()?;
    let mut output =
        output(args, done.as_ref(), delivering.is_some()).map_err(|(name, error)| {
            console.error(format_args!("cannot write to {name}: {error}"));
            Refused
        })?;
    if let Err(error) = output.write(form.head().as_bytes()) {
        return Ok(unwritable(args, &error, console));
    }

    let inputs = inputs(args);
    let watch = Watch::default();
    let resumed = tally.messages;
    let options = Options {
        jobs: args.jobs.map_or_else(processors, usize::from),
        unordered: args.unordered,
        form,
        lines: output.is_wanted(),
        documents: delivering.is_some(),
        redact: args.redact,
        sha256: args.sha256,
        whole: args.sha256 || args.auth,
        budget,
        done: done.as_ref(),
        stop: &stop.interrupted,
    };
    let delivery = delivering.as_ref().map(|way| (&way.delivery, way.patience));
    let writer = Writer::new(Exit { output, delivery }, tally, pile, &watch);
    let progress = Progress::start(args.progress.unwrap_or_default(), &watch, &inputs, resumed);
    let scanned = std::thread::scope(|scope| {
        progress.draw(scope);
        let writer = pipeline::run(&analyzer, dns.source(), &inputs, &options, &watch, writer);
        progress.finish();
        writer
    });
    let mut writer = match scanned {
        Ok(writer) => writer,
        Err(error) => {
            console.error(format_args!("cannot start: {error}"));
            return Err(Refused);
        }
    };
    let mut run = Run { elapsed: started.elapsed(), resumed, ..Run::default() };
    let mut status = Status::Done;
    let interrupted = stop.interrupted.load(Ordering::Relaxed) && writer.error.is_none();
    if interrupted {
        let nothing = || "nothing".to_owned();
        run.stopped = Some(writer.last.clone().unwrap_or_else(nothing));
    }
    if let Some(error) = writer.error.take() {
        // The pipeline ended itself; nobody interrupted it.
        stop.interrupted.store(false, Ordering::Relaxed);
        status = ended(args, &error, writer.last.as_deref(), console);
    }
    if args.redact {
        writer.tally.hide_folders();
    }
    if status == Status::Done && !interrupted && !args.redact {
        let found = batch::findings(&analyzer, &mut writer.pile, |found| {
            run.batch.push(found.message.clone());
            if form != Form::Ndjson {
                // There is no place for them in a table or another's format; the summary has them.
                return Ok(());
            }
            let line = json::line(&found)?;
            writer.exit.put(&[Document::of_line(severity(found.level), line.clone())], &line)
        });
        match found {
            Ok(left_out) => run.batch_left_out = left_out,
            Err(error) => status = ended(args, &error, None, console),
        }
        run.elapsed = started.elapsed();
    }
    run.dns = dns.stats();
    let tally = &writer.tally;
    if let Some(worst) = tally.worst_verdict() {
        let fail_on = args.fail_on.or(config.output.fail_on).unwrap_or_default();
        status = status.max(Status::of_verdict(worst, fail_on));
    }
    if tally.failed > 0 {
        status = status.max(Status::Failed);
    }
    let facts = Facts { tally, run: &run };
    let tail = form.tail(&facts.text(true));
    // After an error there is nowhere to write it to.
    if (status != Status::Failed || tally.failed > 0)
        && let Err(error) = writer.exit.output.write(tail.as_bytes())
    {
        status = unwritable(args, &error, console);
    }
    console.diagnostics(&facts.text(form == Form::Text));
    for failure in &tally.failures {
        console.error(failure);
    }
    if let Some(more @ 1..) = tally.failed.checked_sub(tally.failures.len() as u64) {
        console.error(format_args!("{more} more that were named could not be read"));
    }
    if let Some(path) = &args.summary
        && let Err(error) = write_summary(path, &facts)
    {
        let path = console.escape().path(path);
        console.error(format_args!("cannot write the summary {path}: {error}"));
        status = Status::Failed;
    }
    drop(writer);
    if let Some(delivering) = delivering {
        if interrupted && !delivering.has_queue() {
            console.note("what waits is delivered yet; interrupt again to give that up");
        }
        status = status.max(delivering.finish(console, interrupted));
    }
    if let Err(error) = dns.finish(console, &settings) {
        console.error(error);
        status = Status::Failed;
    }
    Ok(status)
}

/// The way to where reports are delivered, if they are.
fn delivering(args: &ScanArgs, form: Form) -> Result<Option<Delivering>, String> {
    let delivering = args.deliver.open(form.is_documents().then(|| form.siem()))?;
    let file = args.output.is_some() || args.resume.is_some();
    if file && delivering.as_ref().is_some_and(|way| !way.has_queue()) {
        let why = "a line in FILE says that its report is safe, so --deliver beside it needs \
                   --deliver-queue";
        return Err(why.to_owned());
    }
    Ok(delivering)
}

/// The severity of syslog (RFC 5424 section 6.2.1) for what concerns several messages.
fn severity(level: Level) -> u8 {
    match level {
        Level::Info | Level::Low => 6,
        Level::Medium => 5,
        Level::High => 4,
    }
}

fn inputs(args: &ScanArgs) -> Vec<Input> {
    let paths = args.paths.iter().cloned().map(Input::Path);
    paths.chain(args.from_file.iter().cloned().map(Input::List)).collect()
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What the first finished line says of the run that wrote it.
fn tool_of(path: &Path, console: &Console) -> Result<Option<crate::scan::seen::Tool>, Refused> {
    Done::tool_of(path).map_err(|error| unreadable(path, &error, console))
}

fn unreadable(path: &Path, error: &io::Error, console: &Console) -> Refused {
    let path = console.escape().path(path);
    console.error(format_args!("cannot resume from {path}: {error}"));
    Refused
}

/// Lines that were made by other rules or settings cannot stand beside new ones.
fn same_rules(
    tool: &crate::scan::seen::Tool,
    analyzer: &Analyzer,
    path: &Path,
    console: &Console,
) -> Result<(), Refused> {
    let other = match () {
        () if tool.rules != analyzer.digest() => "other rules",
        () if tool.settings != analyzer.settings().to_json() => "other settings",
        () => return Ok(()),
    };
    let path = console.escape().path(path);
    console.error(format_args!("{path} was written with {other}; begin anew, or use the same"));
    Err(Refused)
}

fn output(
    args: &ScanArgs,
    done: Option<&Done>,
    delivered: bool,
) -> Result<Output, (String, io::Error)> {
    let named = |path: &Path| escape::text(&path.to_string_lossy()).into_owned();
    match (&args.output, &args.resume, done) {
        (Some(path), ..) => {
            File::create(path).map(Output::new).map_err(|error| (named(path), error))
        }
        (None, Some(path), Some(done)) => {
            done.append(path).map(Output::new).map_err(|error| (named(path), error))
        }
        _ if delivered => Ok(Output::none()),
        _ => Output::stdout().map_err(|error| ("standard output".to_owned(), error)),
    }
}

/// What is said of a scan that ended itself, behind the message named.
fn ended(args: &ScanArgs, fault: &Fault, last: Option<&str>, console: &Console) -> Status {
    let error = match fault {
        Fault::Unwritable(error) => return unwritable(args, error, console),
        Fault::Undeliverable(error) => error,
    };
    let behind = last.map(|last| format!(" behind {last}")).unwrap_or_default();
    console.error(format_args!(
        "cannot deliver: {}; what comes{behind} was left out",
        console.escape().text(&error.to_string())
    ));
    Status::Failed
}

/// A reader who went away (`| head`) needs no message.
fn unwritable(args: &ScanArgs, error: &io::Error, console: &Console) -> Status {
    if error.kind() != io::ErrorKind::BrokenPipe {
        let name = match args.output.as_ref().or(args.resume.as_ref()) {
            Some(path) => console.escape().path(path),
            None => "standard output".to_owned(),
        };
        console.error(format_args!("cannot write to {name}: {error}"));
    }
    Status::Failed
}

fn write_summary(path: &Path, facts: &Facts<'_>) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&facts.json())?;
    let json = format!("{}\n", json::inert(&json));
    match path == Path::new("-") {
        true => io::stdout().lock().write_all(json.as_bytes()),
        false => std::fs::write(path, json),
    }
}
