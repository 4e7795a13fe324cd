//! Any text as a configuration file: taken, or refused with its place on a page that is inert.

#![no_main]

use std::path::Path;

use hopcheck::config::Config;
use hopcheck_fuzz::shown::inert;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let path = Path::new("/etc/hopcheck/config.toml");
    match Config::parse(path, text.to_owned()) {
        Ok(config) => {
            if let Err(error) = config.check_rules(&["time/runs-back", "dialect/grammar"]) {
                inert(&error.render(false));
            }
            let probabilities = [config.prior, config.suspicious, config.forged];
            assert!(probabilities.into_iter().flatten().all(|p| (0.0..=1.0).contains(&p)));
            assert!(config.weights.values().all(|weight| weight.is_finite()));
        }
        Err(error) => {
            inert(&error.render(false));
            assert!(!error.to_string().is_empty());
        }
    }
});
