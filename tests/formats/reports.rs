//! Reports to try the forms on.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use hopcheck::analyzer::Analyzer;
use hopcheck::dns::{Offline, Replay, Source};
use hopcheck::report::formats::Siem;
use hopcheck::report::model;
use hopcheck::settings::{HostPattern, Settings, parse_network};
use serde_json::Value;

use crate::expected::samples;

/// A message, what it was called, and its report.
pub struct Reported {
    pub name: String,
    pub message: Vec<u8>,
    pub report: model::Report,
}

pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// A JSON file below `tests/schemas`.
pub fn schema_file(name: &str) -> Value {
    let path = directory().join("schemas").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The reports on all samples, without DNS and with the recorded answers.
pub fn all() -> &'static [Reported] {
    static ALL: OnceLock<Vec<Reported>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        let mut analyzers: Vec<(Settings, Analyzer)> = Vec::new();
        for sample in samples() {
            let now: jiff::Timestamp = sample.now().parse().expect("a time");
            let settings = Settings {
                own_hosts: sample.own_host.iter().map(|h| HostPattern::new(h)).collect(),
                trusted_networks: sample
                    .trusted_network
                    .iter()
                    .map(|n| parse_network(n).expect("a network"))
                    .collect(),
                authserv_ids: sample.authserv_id.clone(),
                now: Some(now.as_second()),
                ..Settings::default()
            };
            if !analyzers.iter().any(|(known, _)| *known == settings) {
                let analyzer =
                    Analyzer::new(settings.clone(), &[]).unwrap_or_else(|e| panic!("{e}"));
                analyzers.push((settings.clone(), analyzer));
            }
            let (_, analyzer) =
                analyzers.iter().find(|(known, _)| *known == settings).expect("just made");
            let replay = sample.answers().map(|path| Replay::from_file(&path).expect("answers"));
            let mut sources: Vec<(&str, &dyn Source)> = vec![("offline", &Offline)];
            if let Some(replay) = &replay {
                sources.push(("dns", replay));
            }
            for (mode, source) in sources {
                let message = sample.bytes();
                let path = Some(format!("samples/{}.eml", sample.name));
                let place =
                    model::Source { path, size: message.len() as u64, ..Default::default() };
                let report = analyzer.analyze(&message, place, source, Duration::from_secs(1));
                all.push(Reported { name: format!("{} {mode}", sample.name), message, report });
            }
        }
        all
    })
}

/// The report on a message that no sample shows.
pub fn of(message: &[u8]) -> Reported {
    static ANALYZER: OnceLock<Analyzer> = OnceLock::new();
    let analyzer = ANALYZER.get_or_init(|| {
        let now = Some(1_772_625_600);
        Analyzer::new(Settings { now, ..Settings::default() }, &[])
            .unwrap_or_else(|e| panic!("{e}"))
    });
    let place = model::Source {
        path: Some("made.eml".to_owned()),
        size: message.len() as u64,
        ..Default::default()
    };
    let report = analyzer.analyze(message, place, &Offline, Duration::from_secs(1));
    Reported { name: "made".to_owned(), message: message.to_vec(), report }
}

/// The documents of a form that are JSON.
pub fn documents(form: Siem, reported: &Reported) -> Vec<Value> {
    form.events(&reported.report, &reported.message)
        .iter()
        .map(|event| {
            let line = event.line.strip_suffix(b"\n").expect("ends the line");
            assert!(!line.contains(&b'\n'), "{}: one line", reported.name);
            serde_json::from_slice(line).unwrap_or_else(|e| panic!("{}: {e}", reported.name))
        })
        .collect()
}

/// What a JSON Schema has against a document.
pub fn faults(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect()
}
