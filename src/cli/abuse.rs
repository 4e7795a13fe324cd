//! `hopcheck report-abuse`: a complaint about the origin of a message, written and not sent.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::check;
use super::console::Console;
use super::dns::Dns;
use super::flags::{AnalysisFlags, DnsFlags, RuleFlags};
use super::input::{Input, Loaded};
use super::status::Status;
use crate::config::{Color, Config};
use crate::report::abuse::{self, Addressee, parse_mailbox};
use crate::report::arf::{self, Complaint};
use crate::report::model::Report;
use crate::report::redact;

#[derive(Args, Clone, Debug)]
pub(super) struct AbuseArgs {
    /// The message; `-` for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// Who complains [default: `from` of [abuse] in the configuration]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_mailbox, help_heading = "Complaint")]
    from: Option<String>,

    /// Whom to write to
    ///
    /// Else the contact that the configuration names for the origin's network or domain, else
    /// the role address (RFC 2142) of the origin's organisation where its name is confirmed.
    /// Nothing is looked up for it.
    #[arg(long, value_name = "ADDRESS", value_parser = parse_mailbox, help_heading = "Complaint")]
    to: Option<String>,

    /// Hide recipients and the local parts of addresses, and attach the Received lines alone
    #[arg(long, help_heading = "Complaint")]
    redact: bool,

    #[command(flatten)]
    dns: DnsFlags,

    #[command(flatten)]
    analysis: AnalysisFlags,

    #[command(flatten)]
    rules: RuleFlags,
}

pub(super) fn run(args: &AbuseArgs, color: Option<Color>) -> Status {
    let console = Console::new(color.unwrap_or_default());
    let Some(config) = args.rules.configured(&console) else { return Status::Failed };
    match complaint(args, &config, &console) {
        Ok(message) => match console.print(&message) {
            Ok(()) => Status::Done,
            Err(error) => console.unwritable(&error),
        },
        // What was wrong has been said where this is empty.
        Err(what) if what.is_empty() => Status::Failed,
        Err(what) => {
            console.error(what);
            Status::Failed
        }
    }
}

/// The complaint, or what is missing for one.
fn complaint(args: &AbuseArgs, config: &Config, console: &Console) -> Result<Vec<u8>, String> {
    let from = args.from.as_ref().or(config.abuse.from.as_ref()).ok_or(
        "say who complains: --from ADDRESS, or `from` of [abuse] in the configuration file",
    )?;
    let budget = args.dns.timeout(config);
    let dns = Dns::open(&args.dns.asked(config), budget, args.dns.record())
        .map_err(|error| error.to_string())?;
    let mut settings = args.analysis.settings(config);
    let now = dns.clock(settings.now);
    settings.now = Some(now);
    let analyzer =
        check::analyzer(console, config, settings.clone(), &args.rules).ok_or_else(String::new)?;
    let input = Input::new(args.file.clone());
    let Loaded { mut bytes, source, .. } =
        input.load().map_err(|error| format!("{}: {error}", input.name(console.escape())))?;
    let mut report = analyzer.analyze(&bytes, source, dns.source(), budget);
    dns.finish(console, &settings).map_err(|error| error.to_string())?;

    let to = addressee(&report, args, config)
        .map_err(|why| format!("{}; name an addressee with --to", console.escape().text(&why)))?;
    if report.origin.as_ref().is_some_and(|origin| origin.confidence == "low") {
        console.note("the origin is not sure: read what you send");
    }
    if args.redact {
        redact::redact(&mut report, &mut bytes);
    }
    let complaint = Complaint { from, to: &to, now, header_only: args.redact };
    Ok(arf::message(&report, &bytes, &complaint))
}

fn addressee(report: &Report, args: &AbuseArgs, config: &Config) -> Result<Addressee, String> {
    if report.origin.is_none() {
        return Err("no line that can be believed names a sender".to_owned());
    }
    match &args.to {
        Some(address) => {
            Ok(Addressee { address: address.clone(), basis: "you are responsible for it".into() })
        }
        None => abuse::addressee(report, &config.abuse.contacts),
    }
}
