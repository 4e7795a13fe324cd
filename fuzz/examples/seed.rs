//! Fills `fuzz/corpus` with what the samples and the rules hold: `fuzz/seed`. Run it again after
//! either has changed; what the fuzzer found stays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hopcheck::facts::SCHEMA;
use hopcheck::message::{FieldKind, parse};
use hopcheck::received;
use hopcheck::rules::{RuleSet, builtin};
use hopcheck_fuzz::choices::{DIALECTS, NEIGHBOURS, RULE_FILES, choice};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut corpus = Corpus { root: root.join("corpus"), written: 0 };
    let mut samples: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(root.join("../samples"))? {
        samples.push(entry?.path());
    }
    samples.sort();
    for path in &samples {
        let bytes = fs::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".eml") {
            corpus.message(&name, &bytes)?;
        } else if name.ends_with(".dns.json") {
            corpus.add("replay", &name, &bytes)?;
        }
    }
    corpus.rules()?;
    corpus.config()?;
    corpus.lexer()?;
    println!("{} seeds in {}", corpus.written, corpus.root.display());
    Ok(())
}

struct Corpus {
    root: PathBuf,
    written: usize,
}

impl Corpus {
    fn add(&mut self, target: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = self.root.join(target);
        fs::create_dir_all(&folder)?;
        self.written += 1;
        fs::write(folder.join(format!("seed-{}", name.replace('/', "-"))), bytes)
    }

    fn chosen(&mut self, target: &str, name: &str, choice: u8, text: &[u8]) -> io::Result<()> {
        self.add(target, name, &[&[choice], text].concat())
    }

    /// A message, and every field of it that some target reads.
    fn message(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.add("message", name, bytes)?;
        self.chosen("analyze", name, 0, bytes)?;
        self.chosen("analyze", &format!("{name}-own"), 1, bytes)?;
        let message = parse(bytes);
        for (number, field) in message.fields.iter().enumerate() {
            let (name, value) = (format!("{name}-{number}"), message.raw_value(field));
            match field.kind {
                FieldKind::Received | FieldKind::XReceived => self.line(&name, value)?,
                FieldKind::Date => self.date(&name, value)?,
                FieldKind::MessageId => {
                    let id = message.unfolded(field);
                    self.chosen("id", &name, 0, id.as_bytes())?;
                }
                _ => {}
            }
            if let Some(choice) = choice(NEIGHBOURS, message.field_name(field)) {
                self.chosen("neighbours", &name, choice, value)?;
            }
        }
        Ok(())
    }

    fn line(&mut self, name: &str, value: &[u8]) -> io::Result<()> {
        self.add("line", name, value)?;
        let line = received::parse(value);
        if let Some(date) = &line.date {
            self.date(name, &value[date.raw.span.range()])?;
        }
        if let Some(id) = &line.id {
            let host = line.by.as_ref().and_then(|by| by.host.as_ref());
            let host = host.map_or("", |host| host.as_str());
            let choice = choice(DIALECTS, line.dialect).or_else(|| choice(DIALECTS, "generic"));
            let text = format!("{}\n{host}", id.as_str());
            self.chosen("id", name, choice.unwrap_or_default(), text.as_bytes())?;
        }
        Ok(())
    }

    fn date(&mut self, name: &str, value: &[u8]) -> io::Result<()> {
        self.add("date", name, &[b"\x00\x40", value].concat())
    }

    /// The built-in files, their conditions, and the messages of their examples.
    fn rules(&mut self) -> io::Result<()> {
        for file in builtin() {
            let kind = match file.name.split_once('/') {
                Some(("providers", _)) => choice(RULE_FILES, "providers/own.toml"),
                Some(_) => Some(0),
                None => choice(RULE_FILES, &file.name),
            };
            if let Some(kind) = kind {
                self.chosen("rules", &file.name, kind, file.text.as_bytes())?;
            }
        }
        let rules = RuleSet::load(builtin(), &SCHEMA).map_err(io::Error::other)?;
        for rule in rules.rules() {
            self.add("condition", &rule.id, rule.condition.source().as_bytes())?;
            for (number, example) in rule.fires.iter().chain(&rule.silent).enumerate() {
                for message in example.input.messages() {
                    self.message(&format!("{}-{number}", rule.id), &message)?;
                }
            }
        }
        Ok(())
    }

    /// The example in the documentation of the configuration file.
    fn config(&mut self) -> io::Result<()> {
        const SOURCE: &str = include_str!("../../src/config.rs");
        let example = SOURCE.lines().skip_while(|line| *line != "//! ```toml").skip(1);
        let example = example.take_while(|line| *line != "//! ```");
        let text: String =
            example.map(|line| line.trim_start_matches("//!").trim().to_owned() + "\n").collect();
        self.add("config", "documented", text.as_bytes())
    }

    /// Steps that open, close, quote and repeat, see the target.
    fn lexer(&mut self) -> io::Result<()> {
        for (number, steps) in [
            &b"\x00\x01\x02\x03\x04\x05\x06"[..],
            b"\x1e\x41\x0c\x42\x1f\x40\x02\x4a",
            b"\x00\xff\x01\xff",
            b"\x03\x32\xf0\x05\xf1",
            b"\x04\xe0\x00\xe1\x01",
        ]
        .iter()
        .enumerate()
        {
            self.add("lexer", &number.to_string(), steps)?;
        }
        Ok(())
    }
}
