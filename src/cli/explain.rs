//! `hopcheck explain`: one rule's documentation.

use clap::Args;

use super::console::Console;
use super::engine;
use super::flags::RuleFlags;
use super::rules::{print, with_rules};
use super::status::Status;
use crate::config::{Color, closest};

#[derive(Args, Clone, Debug)]
pub(super) struct ExplainArgs {
    /// The rule's id as findings show it, such as continuity/handover-break
    #[arg(value_name = "RULE")]
    rule: String,

    #[command(flatten)]
    rules: RuleFlags,
}

pub(super) fn run(args: &ExplainArgs, color: Option<Color>) -> Status {
    let console = Console::new(color.unwrap_or_default());
    let Some(analyzer) = with_rules(&console, &args.rules) else { return Status::Failed };
    if let Some(text) = engine::explain(&analyzer, &args.rule) {
        return print(&console, &text);
    }
    let rule = console.escape().text(&args.rule);
    let ids = engine::rule_ids(&analyzer);
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    match closest(&args.rule, &ids) {
        Some(meant) => {
            console.error(format_args!("no rule is called `{rule}`; did you mean `{meant}`?"));
        }
        None => console
            .error(format_args!("no rule is called `{rule}`; hopcheck rules list shows them all")),
    }
    Status::Failed
}
