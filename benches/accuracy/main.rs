//! What the rules say of mail as it is, and of the same mail with forged lines:
//! `cargo bench --bench accuracy -- [OPTIONS] DIR...`
//!
//! Below each DIR every folder with files is a collection; the nearest folder called `ham`,
//! `spam` or `phish` at or above it is its label. Prints, per collection, the share of each
//! verdict and how many messages each rule fired on; then, per technique of forging, what became
//! of honest messages with forged lines. Offline, so that the same mail always gives the same
//! table.
//!
//! Options: `--own-host NAME` (repeatable), `--every N` (every Nth message), `--jobs N`,
//! `--no-grafts`, `--technique ID` (this one only), `--rules DIR`; to list messages:
//! `--list VERDICT`, `--rule ID` (messages as they are or, with `--technique`, grafts).

mod print;

use std::path::PathBuf;

use hopcheck::analyzer::Analyzer;
use hopcheck::measure::{self, Options};
use hopcheck::report::model::Verdict;
use hopcheck::settings::{HostPattern, Settings};

fn main() {
    let mut settings = Settings::default();
    let mut options = Options { jobs: 2, graft: true, ..Options::default() };
    let (mut dirs, mut rules, mut every) = (Vec::<PathBuf>::new(), Vec::new(), 1);
    let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(arg) = args.next() {
        let mut value = || args.next().unwrap_or_else(|| panic!("{arg} wants a value"));
        match arg.as_str() {
            "--own-host" => settings.own_hosts.push(HostPattern::new(&value())),
            "--every" => every = value().parse().expect("a number"),
            "--jobs" => options.jobs = value().parse().expect("a number"),
            "--no-grafts" => options.graft = false,
            "--technique" => options.technique = Some(value()),
            "--rules" => rules.push(PathBuf::from(value())),
            "--list" => options.list = Some(verdict(&value())),
            "--rule" => options.rule = Some(value()),
            _ => dirs.push(arg.into()),
        }
    }
    let analyzer = Analyzer::new(settings, &rules).unwrap_or_else(|e| panic!("{e}"));
    let mut collections = Vec::new();
    for dir in &dirs {
        let found = measure::collections(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
        collections.extend(found);
    }
    for collection in &mut collections {
        collection.files = collection.files.drain(..).step_by(every.max(1)).collect();
    }
    let counts = measure::measure(&analyzer, &collections, &options);
    print::all(&collections, &counts, analyzer.judge().scale());
}

fn verdict(word: &str) -> Verdict {
    [Verdict::Genuine, Verdict::Unverified, Verdict::Suspicious, Verdict::Forged]
        .into_iter()
        .find(|v| v.as_str() == word)
        .unwrap_or_else(|| panic!("{word} is no verdict"))
}
