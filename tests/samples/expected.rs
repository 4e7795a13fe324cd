//! `samples/expected.toml`, and the files it speaks of.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The clock of a run, where a sample names no other.
pub const NOW: &str = "2026-03-04T12:00:00Z";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Clean,
    Forged,
}

/// How a run gets its DNS answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Offline,
    Dns,
}

impl Mode {
    pub const BOTH: [Mode; 2] = [Mode::Offline, Mode::Dns];
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sample {
    pub name: String,
    pub file: Option<String>,
    pub kind: Kind,
    pub shows: String,
    #[serde(default)]
    pub verdict: Vec<String>,
    #[serde(default)]
    pub offline: Vec<String>,
    #[serde(default)]
    pub dns: Vec<String>,
    pub boundary: Option<usize>,
    pub peer: Option<String>,
    #[serde(default)]
    pub origin: Vec<String>,
    #[serde(default)]
    pub forged: BTreeSet<usize>,
    pub called: Option<BTreeSet<usize>>,
    #[serde(default)]
    pub refuted: BTreeSet<usize>,
    pub now: Option<String>,
    #[serde(default)]
    pub own_host: Vec<String>,
    #[serde(default)]
    pub trusted_network: Vec<String>,
    #[serde(default)]
    pub authserv_id: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    sample: Vec<Sample>,
}

impl Sample {
    pub fn path(&self) -> PathBuf {
        match &self.file {
            Some(file) => directory().join(file),
            None => directory().join(format!("{}.eml", self.name)),
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap_or_else(|error| panic!("{}: {error}", self.path().display()))
    }

    /// The recorded answers that lie beside the message.
    pub fn answers(&self) -> Option<PathBuf> {
        let path = self.path().with_extension("dns.json");
        path.exists().then_some(path)
    }

    /// The verdicts allowed in a mode.
    pub fn allowed(&self, mode: Mode) -> &[String] {
        let own = match mode {
            Mode::Offline => &self.offline,
            Mode::Dns => &self.dns,
        };
        if own.is_empty() { &self.verdict } else { own }
    }

    /// The forged lines that a run which must accuse has to call so.
    pub fn called(&self) -> &BTreeSet<usize> {
        self.called.as_ref().unwrap_or(&self.forged)
    }

    pub fn now(&self) -> &str {
        self.now.as_deref().unwrap_or(NOW)
    }
}

pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

pub fn samples() -> Vec<Sample> {
    let path = directory().join("expected.toml");
    let text = fs::read_to_string(&path).expect("samples/expected.toml");
    let expected: Expected =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    expected.sample
}
