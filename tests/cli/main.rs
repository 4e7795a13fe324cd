//! The program as its callers see it: words of the command line, streams, exit status.

mod abuse;
mod configuration;
mod deliver;
#[path = "../common/evil.rs"]
mod evil;
mod help;
mod hostile;
mod input;
mod output;
#[path = "../common/place.rs"]
mod place;
mod status;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;

use place::Place;

/// A message without Received lines: `unverified`, whatever the rules.
const BARE: &str = "From: a@example.org\r\nSubject: hello\r\n\r\nbody\r\n";

/// The three lines of the classic forgery, with names reserved for such use.
const CLASSIC: &str = "\
Received: from galangal.example (turmeric.example [203.0.113.115]) by mail.bieberdorf.example (8.8.5) id 004B32; Wed, 30 Jul 1997 16:39:50 -0800 (PST)\r
Received: from lemongrass.example by galangal.example (8.7.3) id XAA12345; Wed, 30 Jul 1997 16:36:28 -0800 (PST)\r
Received: from graprao.example by lemongrass.example (8.6.4) id LAA12741; Wed, 30 Jul 1997 16:36:24 -0800 (PST)\r
\r
";

impl Place {
    fn hopcheck(&self, words: &[&str]) -> Command {
        let mut command = Command::from_std(self.process());
        command.args(words);
        command
    }
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8")
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("UTF-8")
}

/// The reports of a run, one for each line.
fn reports(assert: &Assert) -> Vec<Value> {
    stdout(assert).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Compares with a file below `tests/`; with HOPCHECK_BLESS set, writes it.
fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    if std::env::var_os("HOPCHECK_BLESS").is_some() {
        fs::write(&path, actual).expect("written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(actual == expected, "{name} is\n{expected}\nbut should be\n{actual}");
}
