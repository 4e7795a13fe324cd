//! PLACEHOLDER, to be replaced when the rooms come together: the library's one call, so far with
//! nothing behind it. It reads no line and judges nothing; every report says `unverified`.

use std::path::PathBuf;
use std::time::Duration;

use crate::dns;
use crate::report::model;
use crate::settings::Settings;

/// Reads messages under fixed settings and rules.
pub struct Analyzer {
    settings: Settings,
}

/// Why rules or data could not be used, as text that is ready to be shown.
#[derive(Debug)]
pub struct Diagnostics(pub String);

impl Diagnostics {
    /// The text to show; `color` adds escape sequences.
    pub fn render(&self, _color: bool) -> String {
        self.0.clone()
    }
}

impl Analyzer {
    /// # Errors
    /// With what is wrong in the rules.
    pub fn new(settings: Settings, extra_rules: &[PathBuf]) -> Result<Self, Diagnostics> {
        match extra_rules.iter().find(|folder| !folder.is_dir()) {
            Some(folder) => {
                let folder = crate::report::escape::Escape::default().path(folder);
                Err(Diagnostics(format!("error: {folder} is no folder of rules")))
            }
            None => Ok(Analyzer { settings }),
        }
    }

    pub fn analyze(
        &self,
        _bytes: &[u8],
        source: model::Source,
        dns: &dyn dns::Source,
        _budget: Duration,
    ) -> model::Report {
        model::Report {
            schema: model::SCHEMA,
            tool: model::Tool {
                name: "hopcheck",
                version: env!("CARGO_PKG_VERSION"),
                rules: String::new(),
                now: self
                    .settings
                    .now
                    .and_then(|now| jiff::Timestamp::from_second(now).ok())
                    .map(|now| now.to_string()),
                offline: dns.is_offline(),
                settings: self.settings.to_json(),
                prior: self.settings.prior.unwrap_or(0.01),
                thresholds: model::Thresholds {
                    suspicious: self.settings.suspicious.unwrap_or(0.5),
                    forged: self.settings.forged.unwrap_or(0.95),
                },
            },
            source,
            message: model::MessageInfo::default(),
            envelope: model::Envelope::default(),
            verdict: model::Verdict::Unverified,
            score: 0.01,
            boundary: None,
            origin: None,
            hops: Vec::new(),
            links: Vec::new(),
            findings: Vec::new(),
            dns: Vec::new(),
            problems: Vec::new(),
        }
    }
}
