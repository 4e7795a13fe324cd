//! The configuration file: what a user sets once instead of with every call.
//!
//! TOML. Every key is optional; a key that is not known, or a value that cannot be meant, is
//! refused with the place it stands at, since a setting that silently does nothing would change
//! a verdict. What flags say wins over the file: [`crate::cli`] puts the two together.
//!
//! ```toml
//! own-hosts = ["mx.example.org", ".mail.example.org"]
//! trusted-networks = ["192.0.2.0/24", "2001:db8:1::/48"]
//! authserv-ids = ["mx.example.org"]
//!
//! [dns]
//! server = "192.0.2.53:53"        # or tls://…, https://…
//! timeout = 3                     # seconds for one message
//! offline = false
//!
//! [rules]
//! directories = ["rules"]         # taken from where this file is
//! disable = ["host/helo-differs"]
//!
//! [rules.weights]
//! "time/runs-back" = 2            # decibans
//!
//! [rules.except]                  # not for mail that our side found to be from there
//! "continuity/handover-break" = ["partner.example"]
//!
//! [verdict]                       # probabilities
//! prior = 0.02
//! suspicious = 0.5
//! forged = 0.95
//!
//! [[explanation]]
//! id = "office-gateway"
//! when = 'link.lower.by.domain == "gateway.example"'
//! says = "our office's gateway rewrites the host"
//! source = "told by the network group, 2026-02"
//!
//! [output]
//! format = "text"                 # or json, html, ecs, ocsf, cef, stix, misp, sarif
//! color = "auto"                  # or always, never
//! fail-on = "never"               # or suspicious, forged
//!
//! [abuse]
//! from = "abuse@example.org"
//!
//! [abuse.contacts]
//! "203.0.113.0/24" = "noc@provider.example"
//! "customers.example" = "complaints@customers.example"
//! ```

mod error;
mod reader;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;

pub use error::ConfigError;
use error::Mistake;

use crate::report::abuse::Contact;
use crate::report::formats::Siem;
use crate::settings::{Explanation, HostPattern};

/// Where the configuration of the machine lies.
const SYSTEM_WIDE: &str = "/etc/hopcheck/config.toml";
/// No configuration is as long as this; something else was named by mistake.
const LONGEST: u64 = 4 << 20;

/// What the file says; `None` and empty where it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub own_hosts: Vec<HostPattern>,
    pub trusted_networks: Vec<IpNet>,
    pub authserv_ids: Vec<String>,
    pub dns: Dns,
    /// Folders of further rules and data.
    pub rules: Vec<PathBuf>,
    /// Rules switched off.
    pub disabled: Vec<String>,
    /// Weights by rule, in decibans.
    pub weights: BTreeMap<String, f64>,
    /// By rule, domains of senders for whom it is not applied.
    pub exceptions: BTreeMap<String, Vec<String>>,
    pub prior: Option<f64>,
    pub suspicious: Option<f64>,
    pub forged: Option<f64>,
    pub explanations: Vec<Explanation>,
    pub output: Output,
    pub abuse: Abuse,
    /// Where the file names rules: their ids cannot be checked before the rules are loaded.
    named_rules: Vec<(String, Range<usize>)>,
    /// The file, for errors found later.
    path: PathBuf,
    text: String,
}

/// `[dns]`
#[derive(Clone, Debug, Default)]
pub struct Dns {
    pub server: Option<String>,
    /// Budget for one message.
    pub timeout: Option<Duration>,
    pub offline: Option<bool>,
}

/// `[abuse]`
#[derive(Clone, Debug, Default)]
pub struct Abuse {
    /// The address that complaints are written from.
    pub from: Option<String>,
    /// Who takes them.
    pub contacts: Vec<Contact>,
}

/// `[output]`
#[derive(Clone, Copy, Debug, Default)]
pub struct Output {
    pub format: Option<Format>,
    pub color: Option<Color>,
    pub fail_on: Option<FailOn>,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object on a line of its own for each message
    Json,
    /// One page for a browser
    Html,
    /// Elastic Common Schema, a line for each message
    Ecs,
    /// Open Cybersecurity Schema Framework, one or two lines for each message
    Ocsf,
    /// Common Event Format, a line for each message
    Cef,
    /// A STIX 2.1 bundle on a line of its own for each message
    Stix,
    /// A MISP event on a line of its own for each message
    Misp,
    /// A SARIF 2.1.0 log on a line of its own for each message
    Sarif,
}

impl Format {
    /// The form for a security system, where it is one.
    pub fn siem(self) -> Option<Siem> {
        match self {
            Format::Text | Format::Json | Format::Html => None,
            Format::Ecs => Some(Siem::Ecs),
            Format::Ocsf => Some(Siem::Ocsf),
            Format::Cef => Some(Siem::Cef),
            Format::Stix => Some(Siem::Stix),
            Format::Misp => Some(Siem::Misp),
            Format::Sarif => Some(Siem::Sarif),
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

/// The verdict from which on the exit status is 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    Suspicious,
    Forged,
    #[default]
    Never,
}

impl Config {
    /// The file given, else the user's own, else the machine's, else nothing set.
    ///
    /// A file that was found but cannot be read or understood is an error: nobody wants a
    /// verdict that left his settings out.
    ///
    /// # Errors
    /// With the text to show.
    pub fn find(
        given: Option<&Path>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Config, ConfigError> {
        if let Some(path) = given {
            return Config::load(path);
        }
        for path in places(variable) {
            match Config::load(&path) {
                Err(ConfigError::Unreadable { error, .. })
                    if matches!(
                        error.kind(),
                        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                    ) => {}
                other => return other,
            }
        }
        Ok(Config::default())
    }

    /// # Errors
    /// With the text to show.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let unreadable = |error| ConfigError::Unreadable { path: path.to_owned(), error };
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LONGEST {
            return Err(unreadable(io::Error::other("too long for a configuration file")));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Config::parse(path, text),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..valid]).count() + 1;
                let what = format!("line {line} is not UTF-8, as TOML must be");
                Err(unreadable(io::Error::other(what)))
            }
        }
    }

    /// Reads the text of a file that lies (or would lie) at `path`.
    ///
    /// # Errors
    /// All mistakes at once, each with its place.
    pub fn parse(path: &Path, text: String) -> Result<Config, ConfigError> {
        match reader::read(path, &text) {
            Ok(mut config) => {
                config.path = path.to_owned();
                config.text = text;
                Ok(config)
            }
            Err(mistakes) => Err(ConfigError::Wrong { path: path.to_owned(), text, mistakes }),
        }
    }

    /// Whether all rules that the file disables or re-weights are known: a misspelt name would
    /// leave the rule in force.
    ///
    /// # Errors
    /// With the place of each name that is not known, and the name that may be meant.
    pub fn check_rules(&self, known: &[&str]) -> Result<(), ConfigError> {
        let mistakes: Vec<Mistake> = self
            .named_rules
            .iter()
            .filter(|(rule, _)| !known.contains(&rule.as_str()))
            .map(|(rule, span)| {
                Mistake::new(format!("no rule is called `{rule}`"), span.clone())
                    .help(closest(rule, known).map(|rule| format!("did you mean `{rule}`?")))
            })
            .collect();
        if mistakes.is_empty() {
            return Ok(());
        }
        let (path, text) = (self.path.clone(), self.text.clone());
        Err(ConfigError::Wrong { path, text, mistakes })
    }
}

/// Where a configuration is looked for, in order. `XDG_CONFIG_HOME` counts only where it is an
/// absolute path, as the XDG Base Directory Specification has it.
fn places(variable: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    let directory = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || directory("HOME").map(|home| home.join(".config"));
    let user = directory("XDG_CONFIG_HOME").or_else(home);
    let user = user.map(|folder| folder.join("hopcheck/config.toml"));
    user.into_iter().chain([PathBuf::from(SYSTEM_WIDE)]).collect()
}

/// All tables of the file and their keys; `""` is the top of the file.
pub fn keys() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    reader::KEYS.into_iter()
}

/// The known word that a misspelt one is likely to be.
pub fn closest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase().replace('_', "-");
    known
        .iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(&word, known), *known))
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests;
