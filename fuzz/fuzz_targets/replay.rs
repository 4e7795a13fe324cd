//! Any bytes as a file of recorded DNS answers. What is taken answers for whole messages and for
//! the domains it names, gives the same report twice, and what is refused says where.

#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::Duration;

use hopcheck::analyzer::Analyzer;
use hopcheck::dns::{Answers, Replay, gather};
use hopcheck::dns::{route, spf};
use hopcheck::report::model::Source;
use hopcheck::settings::Settings;
use hopcheck_fuzz::shown;
use libfuzzer_sys::fuzz_target;

static ANALYZER: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::new(Settings::default(), &[]).unwrap_or_else(|e| panic!("{e}")));

const MESSAGES: [&[u8]; 3] = [
    include_bytes!("../../samples/forged-classic.eml"),
    include_bytes!("../../samples/clean-postfix-to-postfix.eml"),
    include_bytes!("../../samples/clean-google-groups.eml"),
];

fuzz_target!(|bytes: &[u8]| {
    let replay = match Replay::from_slice(bytes) {
        Ok(replay) => replay,
        Err(error) => return shown::inert(&error.to_string()),
    };
    for message in MESSAGES {
        let analyze = || {
            let source = Source::default();
            ANALYZER.analyze(message, source, &replay, Duration::from_secs(60))
        };
        let report = analyze();
        shown::numbers(&report, message);
        shown::pages(&report, message);
        assert_eq!(shown::json_line(&report), shown::json_line(&analyze()));
    }
    for domain in names(bytes).into_iter().take(8) {
        let mut answers = Answers::new();
        gather(&replay, &mut answers, Duration::from_secs(60), |known| {
            let mut wanted = spf::spf_questions(&domain, known);
            wanted.extend(route::route_questions(&domain, known));
            wanted
        });
        let senders = spf::Senders::of(&domain, &answers);
        let route = route::Route::of(&domain, &answers);
        assert!(senders.lookups <= Answers::LIMIT);
        assert!(!format!("{senders:?}{route:?}").is_empty());
    }
});

/// The names that the file has answers for.
fn names(bytes: &[u8]) -> BTreeSet<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    let entries = file["entries"].as_array();
    let names = entries.into_iter().flatten().filter_map(|entry| entry["name"].as_str());
    names.map(str::to_owned).collect()
}
