//! `hopcheck scan` as its callers see it: stores of all kinds, streams, files, exit status.

#[path = "../common/evil.rs"]
mod evil;
mod hostile;
mod inside;
mod live;
#[path = "../nameserver/mod.rs"]
mod nameserver;
#[path = "../common/place.rs"]
mod place;
mod resume;
mod stores;

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Output, Stdio};

use serde_json::Value;

use place::Place;

impl Place {
    fn hopcheck(&self, words: &[&str]) -> Process {
        let mut process = self.process();
        process.args(words).stdin(Stdio::null()).env("NO_COLOR", "1");
        process
    }

    /// A scan without DNS, at a fixed time.
    fn scan(&self, words: &[&str]) -> Done {
        let fixed = ["scan", "--offline", "--now", "2026-03-04T12:00:00Z"];
        let words: Vec<&str> = fixed.iter().chain(words).copied().collect();
        Done::of(self.hopcheck(&words).output().expect("runs"))
    }
}

struct Done {
    code: Option<i32>,
    out: String,
    errors: String,
}

impl Done {
    fn of(output: Output) -> Self {
        Done {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            errors: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// Subjects of the reports, in order.
    fn subjects(&self) -> Vec<String> {
        let subject = |line: &Value| Some(line["message"]["subject"].as_str()?.to_owned());
        self.lines().iter().filter_map(subject).collect()
    }
}

/// A message with a subject of its own.
fn message(number: usize) -> String {
    format!(
        "Received: from mail.a.example (mail.a.example [203.0.113.7]) by mx.example.org (Postfix) \
         with ESMTP id 71AA04C{number:03X}9; Wed, 4 Mar 2026 10:15:07 +0000 (UTC)\n\
         From: Ann <ann@a.example>\nMessage-ID: <{number}@a.example>\nSubject: s{number}\n\n\
         body {number}\n"
    )
}

/// Messages behind `From ` lines.
fn mbox(numbers: impl IntoIterator<Item = usize>) -> String {
    let one =
        |number| format!("From ann@a.example Wed Mar  4 10:15:07 2026\n{}\n", message(number));
    numbers.into_iter().map(one).collect()
}

fn subjects(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("s{number}")).collect()
}
