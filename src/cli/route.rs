//! `hopcheck route`: who receives mail for a domain, and who may send it.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use jiff::Timestamp;

use super::console::Console;
use super::dns::{Asked, Dns};
use super::flags::{DnsFlags, configured};
use super::status::Status;
use crate::config::{Color, Format};
use crate::dns::{Answers, NameError, Question, RecordType, gather, route::mail_questions};
use crate::report::json;
use crate::report::route::{RouteReport, render};
use crate::settings::Settings;

#[derive(Args, Clone, Debug)]
pub(super) struct RouteArgs {
    /// Domains, as they stand behind the @ of an address
    #[arg(value_name = "DOMAIN", required = true, value_hint = ValueHint::Hostname)]
    domains: Vec<String>,

    /// Form of the report [default: text]
    ///
    /// `text` is for people. `json` is for machines: for each domain one object on a line of its
    /// own.
    #[arg(
        long,
        value_name = "text|json",
        value_enum,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    format: Option<RouteFormat>,

    #[command(flatten)]
    dns: DnsFlags,

    /// Read this configuration file and no other
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        help_heading = "Rules and configuration"
    )]
    config: Option<PathBuf>,

    /// Take this for the present time
    ///
    /// For example 2026-03-04T12:00:00Z. Also the clock of a recording gives way to it.
    #[arg(long, value_name = "RFC3339", help_heading = "Analysis")]
    now: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RouteFormat {
    Text,
    Json,
}

pub(super) fn run(args: &RouteArgs, color: Option<Color>) -> Status {
    let console = Console::new(color.unwrap_or_default());
    let Some(config) = configured(&console, args.config.as_deref()) else { return Status::Failed };
    let console = Console::new(color.or(config.output.color).unwrap_or_default());
    let asked = args.dns.asked(&config);
    if asked == Asked::Offline {
        console.error(
            "a route is what the DNS says, and it is not to be asked; \
             name a server with --dns or a recording with --dns-replay",
        );
        return Status::Failed;
    }
    let budget = args.dns.timeout(&config);
    let dns = match Dns::open(&asked, budget, args.dns.record()) {
        Ok(dns) => dns,
        Err(error) => {
            console.error(error);
            return Status::Failed;
        }
    };
    let now = dns.clock(args.now.map(Timestamp::as_second));
    let format = args.format.unwrap_or(match config.output.format {
        Some(Format::Json) => RouteFormat::Json,
        _ => RouteFormat::Text,
    });
    let mut status = Status::Done;
    for (number, word) in args.domains.iter().enumerate() {
        let mut answers = Answers::new();
        let domain = domain_of(word);
        if let Some(fault) = fault(domain) {
            let word = if word.is_empty() { "\"\"".into() } else { console.escape().text(word) };
            console.error(format_args!("{word}: {fault}"));
            status = Status::Failed;
            continue;
        }
        gather(dns.source(), &mut answers, budget, |known| mail_questions(domain, known));
        let report = RouteReport::of(domain, &answers, rfc3339(now));
        let mut out = Vec::new();
        match format {
            RouteFormat::Json => {
                if let Err(error) = json::write_line(&mut out, &report) {
                    console.error(error);
                    return Status::Failed;
                }
            }
            RouteFormat::Text => {
                if number > 0 {
                    out.push(b'\n');
                }
                out.extend(render(&report, console.page().ascii).into_bytes());
            }
        }
        if let Err(error) = console.print(&out) {
            return console.unwritable(&error);
        }
    }
    let settings = Settings { now: Some(now), ..Settings::default() };
    if let Err(error) = dns.finish(&console, &settings) {
        console.error(error);
        status = Status::Failed;
    }
    status
}

/// What stands behind the last @: an address may be given as well.
fn domain_of(word: &str) -> &str {
    word.rsplit_once('@').map_or(word, |(_, domain)| domain)
}

/// Why there can be no mail for a domain of that name.
fn fault(domain: &str) -> Option<String> {
    let literal = domain.starts_with('[') && domain.ends_with(']');
    match Question::new(domain, RecordType::Mx) {
        Err(NameError::Address) if literal => {
            Some("an address literal has no route: its mail goes to the address itself".to_owned())
        }
        Err(NameError::Address) => Some("this is an address, and a domain is meant".to_owned()),
        Err(error) => Some(error.to_string()),
        Ok(question) => {
            // RFC 5321 section 4.1.2; the underscore is no host's, and yet seen in domains.
            let fine = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
            let odd = question.name.chars().find(|c| !fine(c))?;
            Some(format!("a domain of mail has no {odd:?} (RFC 5321 section 4.1.2)"))
        }
    }
}

fn rfc3339(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}
