//! Runs the program on a message and reads its report.

use std::path::PathBuf;
use std::sync::OnceLock;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::expected::{Mode, Sample};

/// A configuration file with nothing in it, so that the configuration of whoever runs the tests
/// has no say.
fn empty_configuration() -> PathBuf {
    static DIRECTORY: OnceLock<TempDir> = OnceLock::new();
    let directory = DIRECTORY.get_or_init(|| {
        let directory = TempDir::new().expect("a directory");
        std::fs::write(directory.path().join("hopcheck.toml"), "").expect("a file");
        directory
    });
    directory.path().join("hopcheck.toml")
}

/// The options of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    pub now: String,
    /// Recorded answers; offline where there are none.
    pub replay: Option<PathBuf>,
    /// A name server to ask, in place of recorded answers.
    pub server: Option<String>,
    pub own_host: Vec<String>,
    pub trusted_network: Vec<String>,
    pub authserv_id: Vec<String>,
}

impl Options {
    pub fn of(sample: &Sample, mode: Mode) -> Options {
        Options {
            now: sample.now().to_owned(),
            replay: match mode {
                Mode::Offline => None,
                Mode::Dns => sample.answers(),
            },
            server: None,
            own_host: sample.own_host.clone(),
            trusted_network: sample.trusted_network.clone(),
            authserv_id: sample.authserv_id.clone(),
        }
    }
}

/// The reports of one `hopcheck check` over files, in their order: one JSON object each.
fn reports(paths: &[PathBuf], options: &Options) -> Vec<Value> {
    let mut command = Command::cargo_bin("hopcheck").expect("the program");
    command.arg("check").args(paths).args(["--format", "json", "--now", &options.now]);
    command.arg("--config").arg(empty_configuration());
    match (&options.server, &options.replay) {
        (Some(server), _) => command.args(["--dns", server]),
        (None, Some(answers)) => command.arg("--dns-replay").arg(answers),
        (None, None) => command.arg("--offline"),
    };
    for host in &options.own_host {
        command.args(["--own-host", host]);
    }
    for network in &options.trusted_network {
        command.args(["--trusted-network", network]);
    }
    for id in &options.authserv_id {
        command.args(["--authserv-id", id]);
    }
    let output = command.output().expect("the program runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{paths:?}: {}: {errors}", output.status);
    let reports: Vec<Value> = serde_json::Deserializer::from_slice(&output.stdout)
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{paths:?}: {error}: {errors}"));
    let sources: Vec<_> = reports.iter().map(|report| report["source"]["path"].as_str()).collect();
    let given: Vec<_> = paths.iter().map(|path| path.to_str()).collect();
    assert_eq!(sources, given, "one report for each message, in order");
    reports
}

/// What of a report the samples speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub verdict: String,
    pub boundary: Option<usize>,
    pub peer: Option<String>,
    pub origin: Option<String>,
    /// One verdict for each line, top first.
    pub hops: Vec<String>,
    pub custody: Vec<String>,
    /// Rules that spoke, with their lines: shown when something is not as expected.
    pub findings: Vec<String>,
}

impl Summary {
    pub fn of(report: &Value) -> Summary {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let each = |field: &str| {
            let hops = report["hops"].as_array().expect("hops");
            hops.iter().map(|hop| text(&hop[field]).expect("a word for each hop")).collect()
        };
        let boundary = &report["boundary"];
        let findings = report["findings"].as_array().expect("findings");
        Summary {
            verdict: text(&report["verdict"]).expect("a verdict"),
            boundary: boundary["line"].as_u64().map(|line| line as usize),
            peer: text(&boundary["peer_ip"]),
            origin: text(&report["origin"]["ip"]),
            hops: each("verdict"),
            custody: each("custody"),
            findings: findings
                .iter()
                .map(|finding| format!("{} {}", finding["rule"], finding["lines"]))
                .collect(),
        }
    }

    /// Lines called `suspicious` or `forged`.
    pub fn called(&self) -> Vec<usize> {
        let accused = |verdict: &String| ["suspicious", "forged"].contains(&verdict.as_str());
        let lines = self.hops.iter().enumerate();
        lines.filter(|(_, verdict)| accused(verdict)).map(|(at, _)| at + 1).collect()
    }

    /// Lines called `forged`.
    pub fn refuted(&self) -> Vec<usize> {
        let lines = self.hops.iter().enumerate();
        lines.filter(|(_, verdict)| *verdict == "forged").map(|(at, _)| at + 1).collect()
    }
}

/// What the program says of files, all with the same options.
pub fn summaries(paths: &[PathBuf], options: &Options) -> Vec<Summary> {
    reports(paths, options).iter().map(Summary::of).collect()
}

/// The same for files with options of their own: equal options share one run, since starting the
/// program is what takes the time.
pub fn summaries_of(runs: &[(PathBuf, Options)]) -> Vec<Summary> {
    let mut groups: Vec<(&Options, Vec<usize>)> = Vec::new();
    for (at, (_, options)) in runs.iter().enumerate() {
        match groups.iter_mut().find(|(known, _)| *known == options) {
            Some((_, members)) => members.push(at),
            None => groups.push((options, vec![at])),
        }
    }
    let mut found = vec![None; runs.len()];
    for (options, members) in groups {
        let paths: Vec<PathBuf> = members.iter().map(|at| runs[*at].0.clone()).collect();
        for (at, summary) in members.into_iter().zip(summaries(&paths, options)) {
            found[at] = Some(summary);
        }
    }
    found.into_iter().map(|summary| summary.expect("each run has a summary")).collect()
}
