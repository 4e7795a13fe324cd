//! `hopcheck rules`: what the rules are, what they may use, whether new ones are right.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::console::Console;
use super::flags::{AnalysisFlags, RuleFlags};
use super::status::Status;
use super::{check, engine};
use crate::config::Color;

#[derive(Args, Clone, Debug)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Subcommand, Clone, Debug)]
enum RulesCommand {
    /// List the rules in force
    List {
        #[command(flatten)]
        rules: RuleFlags,
    },
    /// List the facts that a rule's condition may use
    Facts,
    /// Check rules of one's own: syntax, facts, and that their examples do as they say
    Check {
        /// Folders of rules
        #[arg(value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
        folders: Vec<PathBuf>,
    },
    /// Measure the rules on labelled mail, and on the same mail with forged lines
    Measure(super::measure::MeasureArgs),
}

pub(super) fn run(args: &RulesArgs, color: Option<Color>) -> Status {
    let console = Console::new(color.unwrap_or_default());
    match &args.command {
        RulesCommand::List { rules } => {
            let Some(analyzer) = with_rules(&console, rules) else { return Status::Failed };
            print(&console, &engine::list(&analyzer))
        }
        RulesCommand::Facts => print(&console, &engine::facts()),
        RulesCommand::Measure(args) => super::measure::run(&console, args),
        RulesCommand::Check { folders } => {
            let mut status = Status::Done;
            for folder in folders {
                status = status.max(match engine::check(folder) {
                    Ok(summary) => print(&console, &summary),
                    Err(diagnostics) => {
                        console.diagnostics(&diagnostics.render(true));
                        Status::Failed
                    }
                });
            }
            status
        }
    }
}

/// The analyzer with the rules in force and nothing else set.
pub(super) fn with_rules(
    console: &Console,
    rules: &RuleFlags,
) -> Option<crate::analyzer::Analyzer> {
    let config = rules.configured(console)?;
    let settings = AnalysisFlags::default().settings(&config);
    check::analyzer(console, &config, settings, rules)
}

pub(super) fn print(console: &Console, text: &str) -> Status {
    match console.print(text.as_bytes()) {
        Ok(()) => Status::Done,
        Err(error) => console.unwritable(&error),
    }
}
