//! `hopcheck rules measure`: how often the rules fire on labelled mail and on forged lines, and
//! the weights that follow.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::check;
use super::console::Console;
use super::flags::{AnalysisFlags, RuleFlags};
use super::rules::print;
use super::status::Status;
use crate::analyzer::Analyzer;
use crate::measure::{self, Collection, Counts, Label, Note, Weighed};
use crate::report::escape;
use crate::rules::schema::Scope;

/// What stands in the rule files that `--write` changes.
const COMMAND: &str = "hopcheck rules measure DIR";

#[derive(Args, Clone, Debug)]
pub(super) struct MeasureArgs {
    /// Folders of mail, one message a file
    ///
    /// Each folder with files, at any depth, is a collection. The nearest folder called ham, spam
    /// or phish at or above it says what its mail is; of others rates are told and no weights
    /// follow.
    #[arg(value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    folders: Vec<PathBuf>,

    /// Tell of this rule only (repeatable)
    #[arg(long, value_name = "ID")]
    rule: Vec<String>,

    /// Write the figures, and the weights that follow, into the rule files in this folder
    ///
    /// A weight stays as it is where the file states under `basis` why.
    #[arg(long, value_name = "RULES", value_hint = ValueHint::DirPath)]
    write: Option<PathBuf>,

    /// How many threads to use [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,

    #[command(flatten)]
    rules: RuleFlags,
}

pub(super) fn run(console: &Console, args: &MeasureArgs) -> Status {
    let Some(config) = args.rules.configured(console) else { return Status::Failed };
    let settings = AnalysisFlags::default().settings(&config);
    let Some(analyzer) = check::analyzer(console, &config, settings, &args.rules) else {
        return Status::Failed;
    };
    if let Some(unknown) = args.rule.iter().find(|id| analyzer.judge().rules().get(id).is_none()) {
        console.diagnostics(&format!("error: there is no rule {}", escape::text(unknown)));
        return Status::Failed;
    }
    let mut collections = Vec::new();
    for folder in &args.folders {
        match measure::collections(folder) {
            Ok(found) => collections.extend(found),
            Err(error) => {
                let name = folder.to_string_lossy();
                console.diagnostics(&format!("error: {}: {error}", escape::text(&name)));
                return Status::Failed;
            }
        }
    }
    if measure::files(&collections) == 0 {
        console.diagnostics("error: there are no messages in these folders");
        return Status::Failed;
    }
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = args.jobs.map_or_else(processors, usize::from);
    let options = measure::Options { jobs, graft: true, ..measure::Options::default() };
    let counts = measure::measure(&analyzer, &collections, &options);
    let status = print(console, &table(&analyzer, &collections, &counts, &args.rule));
    match &args.write {
        Some(folder) => status.max(write(console, &analyzer, &collections, &counts, args, folder)),
        None => status,
    }
}

/// All figures of the rules that were asked for, or of all.
fn table(
    analyzer: &Analyzer,
    collections: &[Collection],
    counts: &Counts,
    only: &[String],
) -> String {
    let mut text = String::new();
    let row = |name: &str, fired: usize, of: usize| {
        let share = 100.0 * fired as f64 / of.max(1) as f64;
        format!("  {name:<40} {fired:>7} of {of:>7} {share:>8.3} %\n")
    };
    for rule in analyzer.judge().rules().rules() {
        // What several messages have in common is not to be seen in one.
        if rule.scope == Scope::Batch || !only.is_empty() && !only.contains(&rule.id) {
            continue;
        }
        let Weighed { collections: all, techniques, suggests, .. } =
            measure::weigh(collections, counts, &rule.id);
        let suggests = suggests.map_or("nothing".to_owned(), |w| format!("{w:.1}"));
        let _ =
            writeln!(text, "{}: weight {}, the figures suggest {suggests}", rule.id, rule.weight);
        for (name, label, figures) in &all {
            let name = format!("{} {}", label.as_str(), escape::text(name));
            text += &row(&name, figures.fired, figures.of);
        }
        for (technique, figures) in techniques.iter().filter(|(_, figures)| figures.fired > 0) {
            text += &row(&format!("grafts {technique}"), figures.fired, figures.of);
        }
    }
    text
}

fn write(
    console: &Console,
    analyzer: &Analyzer,
    collections: &[Collection],
    counts: &Counts,
    args: &MeasureArgs,
    folder: &std::path::Path,
) -> Status {
    if !collections.iter().any(|collection| collection.label == Label::Ham) {
        console.diagnostics(
            "error: without a folder called ham no weight follows, so nothing is written",
        );
        return Status::Failed;
    }
    let date = jiff::Zoned::now().strftime("%Y-%m-%d").to_string();
    let note = Note { date: &date, command: COMMAND };
    for rule in analyzer.judge().rules().rules() {
        let there = folder.join(format!("{}.toml", rule.id)).is_file();
        let asked = args.rule.is_empty() || args.rule.contains(&rule.id);
        if !there || !asked || rule.scope == Scope::Batch {
            continue;
        }
        let weighed = measure::weigh(collections, counts, &rule.id);
        // A note that fired nowhere needs what this mail has not: a session, the DNS.
        if rule.weight == 0.0 && !weighed.fired() {
            continue;
        }
        if let Err(error) = measure::write(folder, &rule.id, &weighed, &note) {
            console.diagnostics(&format!("error: {}: {error}", rule.id));
            return Status::Failed;
        }
    }
    Status::Done
}
