//! The command line: one file for each command, shared flags in `flags`.
//!
//! Exit status: 0 done; 1 done, and a verdict at or above `--fail-on`; 2 wrong usage, an input
//! that cannot be read or is empty, or output that could not be written; 130 interrupted.

mod abuse;
mod args;
mod check;
mod console;
mod deliver;
mod dns;
mod engine;
mod explain;
mod flags;
mod input;
mod learn;
mod measure;
mod route;
mod rules;
mod scan;
mod serve;
mod serve_log;
mod status;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::Color;
use crate::report::escape;
use console::Console;
use status::Status;

/// Says which Received lines of an email can be believed.
///
/// hopcheck reads the Received lines of a message, finds forged ones, and says where the mail
/// was handed over to our side and which address injected it, with the evidence for each.
#[derive(Parser, Debug)]
#[command(
    name = "hopcheck",
    version,
    args_conflicts_with_subcommands = true,
    override_usage = "hopcheck [OPTIONS] [FILE]...\n       hopcheck [OPTIONS] <COMMAND>",
    after_help = AFTER_HELP,
    after_long_help = AFTER_LONG_HELP,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    check: check::CheckArgs,

    /// When to colour [default: auto]
    ///
    /// `auto` colours on a terminal, unless the variable NO_COLOR is set.
    #[arg(
        long,
        global = true,
        value_name = "auto|always|never",
        value_enum,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    color: Option<Color>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Report on messages; the same as `hopcheck FILE`
    #[command(after_help = AFTER_HELP)]
    Check(check::CheckArgs),
    /// Report on every message of mailbox stores
    #[command(after_help = AFTER_HELP)]
    Scan(Box<scan::ScanArgs>),
    /// Make a configuration of what a mailbox shows of our side
    Learn(learn::LearnArgs),
    /// Take mail over SMTP or LMTP, analyse it, store it, report on it
    #[command(after_help = AFTER_HELP)]
    Serve(Box<serve::ServeArgs>),
    /// List rules and facts, and check rules of one's own
    Rules(rules::RulesArgs),
    /// Say who receives mail for a domain, and who may send it
    #[command(after_help = AFTER_HELP)]
    Route(route::RouteArgs),
    /// Explain a rule
    Explain(explain::ExplainArgs),
    /// Write a complaint about the origin of a message, for you to send
    #[command(name = "report-abuse")]
    ReportAbuse(abuse::AbuseArgs),
    /// Print the JSON Schema of the report
    Schema,
}

const AFTER_HELP: &str = "\
Exit status: 0 done; 1 done, and a verdict as --fail-on says; 2 wrong usage, unreadable or empty
input, or output that could not be written; 130 interrupted.";

const AFTER_LONG_HELP: &str = "\
Examples:
  hopcheck suspicious.eml
      The chain, the verdict and its evidence, for people
  hopcheck --offline --format json *.eml | jq -r '[.source.path, .verdict, .origin.ip] | @tsv'
      One line for each message, without asking the DNS
  hopcheck --own-host .example.org --fail-on forged < message
      Exit with 1 if a line is forged; mx.example.org and its neighbours are our own

Exit status:
  0    done
  1    done, and a verdict at or above --fail-on
  2    wrong usage, an input that cannot be read or is empty, or output that cannot be written
  130  interrupted

Of several the higher wins. Reports go to standard output, everything else to standard error.";

/// The words and flags that the program takes, for manual pages and completions.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program with the arguments and streams of this process.
pub fn main() -> ExitCode {
    // In a pipe or a loop an interrupt must be told from an end, whatever is being done. Where
    // no handler can be set, the system ends the program by itself.
    let always = Arc::new(AtomicBool::new(true));
    let _ = signal_hook::flag::register_conditional_shutdown(
        signal_hook::consts::SIGINT,
        status::INTERRUPTED,
        Arc::clone(&always),
    );

    let command = Cli::command();
    let words = args::ordered(std::env::args_os(), &command);
    let parsed = command
        .clone()
        .try_get_matches_from(words)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => run(&cli, &command, &always),
        Err(error) => usage(&error).into(),
    }
}

/// `ends`: while set, an interrupt ends the program at once.
fn run(cli: &Cli, command: &clap::Command, ends: &Arc<AtomicBool>) -> ExitCode {
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let status = match &cli.command {
        None => check::run(&cli.check, cli.color, &names),
        Some(Command::Check(args)) => check::run(args, cli.color, &names),
        Some(Command::Serve(args)) => serve::run(args, cli.color),
        Some(Command::Rules(args)) => rules::run(args, cli.color),
        Some(Command::Route(args)) => route::run(args, cli.color),
        Some(Command::Explain(args)) => explain::run(args, cli.color),
        Some(Command::Learn(args)) => learn::run(args, cli.color),
        Some(Command::ReportAbuse(args)) => abuse::run(args, cli.color),
        Some(Command::Schema) => {
            let console = Console::new(cli.color.unwrap_or_default());
            rules::print(&console, &crate::report::schema::text())
        }
        Some(Command::Scan(args)) => return scan::run(args, cli.color, ends),
    };
    status.into()
}

/// Help, version, or what is wrong with the words of the command line.
fn usage(error: &clap::Error) -> Status {
    let plain = error.render().to_string();
    let hostile = plain.chars().any(|c| c != '\n' && escape::is_hostile(c));
    if hostile {
        // A word of the command line may be the name of a stranger's file.
        let lines: Vec<_> = plain.lines().map(escape::text).collect();
        Console::new(Color::Auto).diagnostics(&lines.join("\n"));
        return Status::Failed;
    }
    let printed = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion if printed.is_ok() => Status::Done,
        _ => Status::Failed,
    }
}
