//! Any bytes through the whole analysis, offline, and out again as a page and as JSON. The first
//! byte chooses the settings.

#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use hopcheck::analyzer::Analyzer;
use hopcheck::dns::Offline;
use hopcheck::report::model::Source;
use hopcheck::settings::{HostPattern, Settings};
use hopcheck_fuzz::shown;
use libfuzzer_sys::fuzz_target;

static ANALYZERS: LazyLock<Vec<Analyzer>> = LazyLock::new(|| {
    let own = Settings {
        own_hosts: [".example.org", "mx.example.com"].map(HostPattern::new).to_vec(),
        trusted_networks: vec!["192.0.2.0/24".parse().expect("a network")],
        authserv_ids: vec!["mx.example.org".to_owned()],
        now: Some(1_772_615_709),
        ..Settings::default()
    };
    let analyzer = |settings| Analyzer::new(settings, &[]).unwrap_or_else(|e| panic!("{e}"));
    vec![analyzer(Settings::default()), analyzer(own)]
});

fuzz_target!(|input: &[u8]| {
    let Some((&first, bytes)) = input.split_first() else { return };
    let analyzer = &ANALYZERS[usize::from(first) % ANALYZERS.len()];
    let source = || Source { path: Some("a\u{1b}[2Jb.eml".to_owned()), ..Source::default() };
    let report = analyzer.analyze(bytes, source(), &Offline, Duration::ZERO);
    shown::numbers(&report, bytes);
    shown::pages(&report, bytes);
    let line = shown::json_line(&report);
    let again = analyzer.analyze(bytes, source(), &Offline, Duration::ZERO);
    assert_eq!(line, shown::json_line(&again));
});
