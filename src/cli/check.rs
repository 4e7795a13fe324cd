//! `hopcheck check`: one report for each message. Also what `hopcheck FILE` does.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::console::{Console, Unwritable};
use super::deliver::{DeliverFlags, Delivering};
use super::dns::Dns;
use super::engine;
use super::flags::{AnalysisFlags, DnsFlags, RuleFlags};
use super::input::{Input, InputError, Loaded};
use super::status::Status;
use crate::analyzer::Analyzer;
use crate::config::{Color, Config, FailOn, Format, closest};
use crate::report::formats::Siem;
use crate::report::model::{Report, Source};
use crate::report::{html, json, redact, text};
use crate::scan::source::{mbox, parts};

#[derive(Args, Clone, Debug, Default)]
pub(super) struct CheckArgs {
    /// Messages to read; `-` or nothing for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,

    /// Form of the report [default: text]
    ///
    /// `text` and `html` are for people. `json` is for machines: for each message one object on a
    /// line of its own, as the documentation of the report describes it. `ecs`, `ocsf`, `cef`,
    /// `stix`, `misp` and `sarif` are for systems that know these formats, in lines too.
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    format: Option<Format>,

    /// Exit with 1 if a verdict is this or worse [default: never]
    #[arg(
        long,
        value_name = "suspicious|forged|never",
        value_enum,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    fail_on: Option<FailOn>,

    /// Hide recipients and the local parts of addresses
    ///
    /// For a report that is to be passed on. Accounts, display names and the subject go too;
    /// hosts and networks stay.
    #[arg(long, help_heading = "Output")]
    redact: bool,

    #[command(flatten)]
    deliver: DeliverFlags,

    /// Read no message, and deliver what waits in the queue
    #[arg(long, requires = "deliver_queue", conflicts_with = "files", help_heading = "Delivery")]
    deliver_only: bool,

    #[command(flatten)]
    dns: DnsFlags,

    #[command(flatten)]
    analysis: AnalysisFlags,

    #[command(flatten)]
    rules: RuleFlags,
}

/// Why no further message is read.
enum Stop {
    Unwritable(Unwritable),
    /// The report could not even be queued.
    Undeliverable(std::io::Error),
}

/// All that is decided before the first message is read.
struct Check {
    console: Console,
    analyzer: Analyzer,
    dns: Dns,
    budget: std::time::Duration,
    format: Format,
    fail_on: FailOn,
    redact: bool,
    delivering: Option<Delivering>,
}

/// The form of the lines that are delivered: `None` where it has none, `Some(None)` for JSON.
fn lines(format: Format) -> Option<Option<Siem>> {
    match format.siem() {
        None => (format == Format::Json).then_some(None),
        form => Some(form),
    }
}

pub(super) fn run(args: &CheckArgs, color: Option<Color>, commands: &[&str]) -> Status {
    let console = Console::new(color.unwrap_or_default());
    let Some(config) = args.rules.configured(&console) else { return Status::Failed };
    let console = Console::new(color.or(config.output.color).unwrap_or_default());

    let format = args.format.or(config.output.format).unwrap_or_default();
    // What waits has its form already.
    let format = if args.deliver_only { Format::Json } else { format };
    let delivering = match args.deliver.open(lines(format)) {
        Ok(delivering) => delivering,
        Err(error) => {
            console.error(error);
            return Status::Failed;
        }
    };
    if args.deliver_only {
        return delivering.map_or(Status::Done, |delivering| delivering.finish(&console, false));
    }
    let mut settings = args.analysis.settings(&config);
    let budget = args.dns.timeout(&config);
    let dns = match Dns::open(&args.dns.asked(&config), budget, args.dns.record()) {
        Ok(dns) => dns,
        Err(error) => {
            console.error(error);
            return Status::Failed;
        }
    };
    settings.now = Some(dns.clock(settings.now));
    let Some(analyzer) = analyzer(&console, &config, settings.clone(), &args.rules) else {
        return Status::Failed;
    };
    dns.compare(&console, &settings);
    let check = Check {
        console,
        analyzer,
        dns,
        budget,
        format,
        fail_on: args.fail_on.or(config.output.fail_on).unwrap_or_default(),
        redact: args.redact,
        delivering,
    };
    let mut status = check.all(&inputs(&args.files), commands);
    if let Err(error) = check.dns.finish(&check.console, &settings) {
        console.error(error);
        status = status.max(Status::Failed);
    }
    if let Some(delivering) = check.delivering {
        status = status.max(delivering.finish(&check.console, false));
    }
    status
}

/// The analyzer with the rules in force, or nothing once it was said why not.
pub(super) fn analyzer(
    console: &Console,
    config: &Config,
    settings: crate::settings::Settings,
    rules: &RuleFlags,
) -> Option<Analyzer> {
    let analyzer = match Analyzer::new(settings, &rules.folders(config)) {
        Ok(analyzer) => analyzer,
        Err(diagnostics) => {
            console.diagnostics(&diagnostics.render(true));
            return None;
        }
    };
    let ids = engine::rule_ids(&analyzer);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    if let Err(error) = config.check_rules(&ids) {
        console.diagnostics(&error.render(true));
        return None;
    }
    Some(analyzer)
}

/// Nothing named means standard input.
fn inputs(files: &[PathBuf]) -> Vec<Input> {
    match files {
        [] => vec![Input::Stdin],
        files => files.iter().cloned().map(Input::new).collect(),
    }
}

impl Check {
    /// Reports on every input. One that cannot be read does not keep the others from it; output
    /// that cannot be written does.
    fn all(&self, inputs: &[Input], commands: &[&str]) -> Status {
        let mut status = Status::Done;
        let mut stdin_read = false;
        let page = self.format == Format::Html;
        if page && let Err(error) = self.console.print(html::start().as_bytes()) {
            return self.console.unwritable(&error);
        }
        let mut shown = 0;
        for input in inputs {
            if *input == Input::Stdin {
                if std::mem::replace(&mut stdin_read, true) {
                    self.console.error("standard input can be read only once");
                    status = status.max(Status::Failed);
                    continue;
                }
                if std::io::stdin().is_terminal() {
                    self.console.note(
                        "paste a message or its header, then end it with Ctrl-D \
                         (hopcheck --help says more)",
                    );
                }
            }
            let loaded = match input.load() {
                Ok(loaded) => loaded,
                Err(error) => {
                    self.unread(input, &error, commands);
                    status = status.max(Status::Failed);
                    continue;
                }
            };
            match self.one(loaded, &mut shown) {
                Ok(one) => status = status.max(one),
                Err(Stop::Unwritable(error)) => return self.console.unwritable(&error),
                Err(Stop::Undeliverable(error)) => {
                    let name = input.name(self.console.escape());
                    self.console.error(format_args!(
                        "cannot deliver: {}; the report on {name}, and what comes after it, was \
                         left out",
                        self.console.escape().text(&error.to_string())
                    ));
                    return Status::Failed;
                }
            }
        }
        if page && let Err(error) = self.console.print(html::end().as_bytes()) {
            return self.console.unwritable(&error);
        }
        status
    }

    /// Reports on all messages of an input: those of an mbox, and those inside others.
    fn one(&self, loaded: Loaded, shown: &mut usize) -> Result<Status, Stop> {
        let Loaded { bytes, source, mut problem } = loaded;
        let mut status = Status::Done;
        let mut members = mbox::members(&bytes);
        if let [_only] = members[..] {
            // One message is reported on as it was given, with the line above it if it has one.
            members[0] = mbox::Member { bytes: &bytes, offset: 0, size: source.size };
        }
        for member in members {
            let source = Source { offset: member.offset, size: member.size, ..source.clone() };
            let message = (member.bytes, source.clone(), problem.take());
            let inside = parts::of(member.bytes).into_iter().map(|part| {
                let offset = part.offset.map_or(source.offset, |offset| source.offset + offset);
                let size = part.bytes.len() as u64;
                let source = Source { offset, size, part: Some(part.number), ..source.clone() };
                (part.bytes, source)
            });
            let inside: Vec<_> = inside.collect();
            let inside = inside.iter().map(|(bytes, source)| (&**bytes, source.clone(), None));
            for (bytes, source, problem) in std::iter::once(message).chain(inside) {
                let dns = self.dns.source();
                let mut report = self.analyzer.analyze(bytes, source, dns, self.budget);
                report.problems.extend(problem);
                let mut bytes = Cow::Borrowed(bytes);
                if self.redact {
                    redact::redact(&mut report, bytes.to_mut());
                }
                match &self.delivering {
                    Some(delivering) => {
                        delivering.add(&report, &bytes).map_err(Stop::Undeliverable)?;
                    }
                    None => self
                        .rendered(&report, &bytes, *shown)
                        .and_then(|page| self.console.print(&page))
                        .map_err(Stop::Unwritable)?,
                }
                *shown += 1;
                status = status.max(Status::of_verdict(report.verdict, self.fail_on));
            }
        }
        Ok(status)
    }

    fn rendered(
        &self,
        report: &Report,
        message: &[u8],
        number: usize,
    ) -> Result<Vec<u8>, Unwritable> {
        let mut out = Vec::new();
        if let Some(form) = self.format.siem() {
            form.write(&mut out, report, message).map_err(Unwritable)?;
            return Ok(out);
        }
        match self.format {
            Format::Json => json::write_line(&mut out, report).map_err(Unwritable)?,
            Format::Text => {
                if number > 0 {
                    out.push(b'\n');
                }
                out.extend(text::render(report, message, self.console.page()).into_bytes());
            }
            _ => out.extend(html::article(report, message, number + 1).into_bytes()),
        }
        Ok(out)
    }

    fn unread(&self, input: &Input, error: &InputError, commands: &[&str]) {
        let name = input.name(self.console.escape());
        let meant = match (input, error) {
            (Input::File(path), InputError::Unreadable(error))
                if error.kind() == std::io::ErrorKind::NotFound =>
            {
                path.to_str().and_then(|word| closest(word, commands))
            }
            _ => None,
        };
        match meant {
            Some(command) => self.console.error(format_args!(
                "{name}: {error}; was the command `hopcheck {command}` meant?"
            )),
            None => self.console.error(format_args!("{name}: {error}")),
        }
    }
}
