//! The program against a name server in the test process: what it asks, what it makes of the
//! answers, and what it writes down of them.

mod batch;
mod encrypted;
mod hostile;
#[path = "../nameserver/mod.rs"]
mod nameserver;
mod record;
mod route;
mod serving;

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// What came of a run.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    /// The objects on standard output, one a line.
    fn json(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }
}

/// The program, run in a folder, with no configuration but what lies there.
fn hopcheck(folder: &Path, words: &[&str]) -> Ran {
    hopcheck_with(folder, words, &[])
}

fn hopcheck_with(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_hopcheck"))
        .args(words)
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("NO_COLOR")
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}
