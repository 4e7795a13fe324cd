//! What the rules say of real mail: `cargo bench --bench accuracy -- [OPTIONS] DIR...`
//!
//! Each DIR is a collection of .eml files (searched recursively). Prints, per collection, the
//! share of each verdict and how many messages each rule fired on. Offline, so that the same
//! mail always gives the same table.
//!
//! Options: `--own-host NAME` (repeatable), `--list forged|suspicious|genuine` (paths with that
//! verdict and why), `--rule ID` (paths on which that rule fired), `--every N`, `--jobs N`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hopcheck::analyzer::Analyzer;
use hopcheck::dns::Offline;
use hopcheck::report::model::{Report, Source};
use hopcheck::settings::{HostPattern, Settings};

#[derive(Default)]
struct Options {
    own_hosts: Vec<HostPattern>,
    list: Option<String>,
    rule: Option<String>,
    every: usize,
    jobs: usize,
    dirs: Vec<PathBuf>,
}

#[derive(Default)]
struct Tally {
    messages: usize,
    verdicts: BTreeMap<&'static str, usize>,
    rules: BTreeMap<String, usize>,
    links: BTreeMap<&'static str, usize>,
    listed: Vec<String>,
}

impl Tally {
    fn merge(&mut self, other: Tally) {
        self.messages += other.messages;
        for (k, v) in other.verdicts {
            *self.verdicts.entry(k).or_default() += v;
        }
        for (k, v) in other.rules {
            *self.rules.entry(k).or_default() += v;
        }
        for (k, v) in other.links {
            *self.links.entry(k).or_default() += v;
        }
        self.listed.extend(other.listed);
    }
}

fn main() {
    let options = options();
    let settings = Settings { own_hosts: options.own_hosts.clone(), ..Settings::default() };
    let analyzer = Analyzer::new(settings, &[]).unwrap_or_else(|e| panic!("{e}"));
    for dir in &options.dirs {
        let mut files = Vec::new();
        collect(dir, &mut files);
        files.sort();
        let files: Vec<_> = files.into_iter().step_by(options.every.max(1)).collect();
        let chunk = files.len().div_ceil(options.jobs.max(1)).max(1);
        let mut total = Tally::default();
        std::thread::scope(|scope| {
            let parts: Vec<_> = files
                .chunks(chunk)
                .map(|part| scope.spawn(|| tally(&analyzer, part, &options)))
                .collect();
            for part in parts {
                total.merge(part.join().expect("a worker panicked"));
            }
        });
        print(dir, &total);
    }
}

fn tally(analyzer: &Analyzer, files: &[PathBuf], options: &Options) -> Tally {
    let mut tally = Tally::default();
    for file in files {
        let Ok(bytes) = std::fs::read(file) else { continue };
        let report = analyzer.analyze(&bytes, Source::default(), &Offline, Duration::ZERO);
        tally.messages += 1;
        *tally.verdicts.entry(report.verdict.as_str()).or_default() += 1;
        let mut fired: Vec<&str> = report.findings.iter().map(|f| f.rule.as_str()).collect();
        fired.sort_unstable();
        fired.dedup();
        for rule in &fired {
            *tally.rules.entry((*rule).to_owned()).or_default() += 1;
        }
        if let Some(boundary) = &report.boundary
            && let Some(link) = report.links.iter().find(|l| l.upper == boundary.line)
        {
            *tally.links.entry(link.kind.as_str()).or_default() += 1;
        }
        let wanted = options.list.as_deref() == Some(report.verdict.as_str())
            || options.rule.as_deref().is_some_and(|r| fired.contains(&r));
        if wanted {
            tally.listed.push(why(file, &report));
        }
    }
    tally
}

fn why(file: &Path, report: &Report) -> String {
    let mut text = format!(
        "{} {} {:.3} boundary {:?}",
        file.display(),
        report.verdict.as_str(),
        report.score,
        report.boundary.as_ref().map(|b| b.line)
    );
    for finding in report.findings.iter().filter(|f| f.weight != 0.0) {
        text += &format!(
            "\n    {:+} {} {:?} {}",
            finding.weight, finding.rule, finding.lines, finding.message
        );
    }
    text
}

fn print(dir: &Path, tally: &Tally) {
    let share = |n: usize| 100.0 * n as f64 / tally.messages.max(1) as f64;
    println!("{} ({} messages)", dir.display(), tally.messages);
    for (verdict, n) in &tally.verdicts {
        println!("  {verdict:<12} {n:>6} {:>8.3} %", share(*n));
    }
    println!("  link at the hand-over:");
    for (kind, n) in &tally.links {
        println!("    {kind:<14} {n:>6} {:>8.3} %", share(*n));
    }
    println!("  rules fired:");
    for (rule, n) in &tally.rules {
        println!("    {rule:<36} {n:>6} {:>8.3} %", share(*n));
    }
    for line in &tally.listed {
        println!("{line}");
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else {
        files.push(path.to_path_buf());
        return;
    };
    for entry in entries.flatten() {
        collect(&entry.path(), files);
    }
}

fn options() -> Options {
    let mut options = Options { jobs: 2, every: 1, ..Options::default() };
    let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(arg) = args.next() {
        let mut value = || args.next().unwrap_or_else(|| panic!("{arg} wants a value"));
        match arg.as_str() {
            "--own-host" => options.own_hosts.push(HostPattern::new(&value())),
            "--list" => options.list = Some(value()),
            "--rule" => options.rule = Some(value()),
            "--every" => options.every = value().parse().expect("a number"),
            "--jobs" => options.jobs = value().parse().expect("a number"),
            _ => options.dirs.push(arg.into()),
        }
    }
    options
}
