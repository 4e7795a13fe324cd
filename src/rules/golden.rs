//! Each way of being wrong, and what is said about it: `tests/rule-errors/NNN.in.toml` is loaded,
//! and what comes of it must be `NNN.out`. After a change on purpose,
//! `UPDATE_GOLDEN=1 cargo test --lib rules::golden` writes the `.out` files anew; read the
//! difference before it is kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::schema::Scope;
use super::testing::SCHEMA;
use super::{Code, ConditionFile, Conditions, Diagnostics, RuleSet, SourceFile};

/// Begins another file within an input; the rest of the line is its name.
const SEPARATOR: &str = "#### ";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rule-errors")
}

fn files_of(input: &str) -> Vec<SourceFile> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in input.split_inclusive('\n') {
        match line.strip_prefix(SEPARATOR) {
            Some(name) => files.push((name.trim().to_owned(), String::new())),
            None => {
                if files.is_empty() {
                    files.push(("family/rule.toml".to_owned(), String::new()));
                }
                if let Some((_, text)) = files.last_mut() {
                    text.push_str(line);
                }
            }
        }
    }
    // A remark before the first of several files is no file.
    if files.len() > 1 && files[0].1.lines().all(|line| line.starts_with('#')) {
        files.remove(0);
    }
    files.into_iter().map(SourceFile::from).collect()
}

fn load(files: &[SourceFile]) -> Diagnostics {
    let mut wrong = Diagnostics::default();
    let rules = RuleSet::load(files.iter().cloned(), &SCHEMA);
    wrong.append(rules.err().unwrap_or_default());
    let of = |start: &str| -> Vec<SourceFile> {
        files.iter().filter(|f| f.name.starts_with(start)).cloned().collect()
    };
    let boundary = ConditionFile { table: "boundary", scope: Scope::Hop, kinds: &[] };
    wrong
        .append(Conditions::load(of("boundary.toml"), boundary, &SCHEMA).err().unwrap_or_default());
    let kinds = &["list", "forwarder", "gateway"];
    let explanations = ConditionFile { table: "explanation", scope: Scope::Link, kinds };
    let loaded = Conditions::load(of("explanations/"), explanations, &SCHEMA);
    wrong.append(loaded.err().unwrap_or_default());
    wrong
}

#[test]
fn each_error_is_told_as_recorded() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut inputs: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of recorded errors")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".in.toml"))
        .collect();
    inputs.sort();
    assert!(inputs.len() >= 30, "only {} inputs", inputs.len());
    let mut differences = Vec::new();
    let mut codes = BTreeSet::new();
    for input in inputs {
        let text = fs::read_to_string(&input).expect("an input");
        let wrong = load(&files_of(&text));
        assert!(!wrong.is_empty(), "{} has no error", input.display());
        codes.extend(wrong.iter().map(|d| d.code()));
        let told = format!("{wrong}\n");
        let output = PathBuf::from(input.to_string_lossy().replace(".in.toml", ".out"));
        if update {
            fs::write(&output, &told).expect("to write");
        } else if fs::read_to_string(&output).ok().as_deref() != Some(&told) {
            differences.push(format!("{}:\n{told}", output.display()));
        }
    }
    assert!(differences.is_empty(), "not as recorded:\n{}", differences.join("\n"));
    // What has to do with reading files is tested where files are read.
    let of_files = [Code::Unreadable, Code::TooBig, Code::NotUtf8];
    let unseen: Vec<&str> = Code::ALL
        .iter()
        .filter(|c| !codes.contains(c) && !of_files.contains(c))
        .map(|c| c.as_str())
        .collect();
    assert!(unseen.is_empty(), "no example of {unseen:?}");
}

#[test]
fn no_record_is_left_over() {
    for entry in fs::read_dir(folder()).expect("the folder of recorded errors") {
        let path = entry.expect("an entry").path();
        let name = path.to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".out") {
            assert!(Path::new(&format!("{stem}.in.toml")).exists(), "{name} has no input");
        }
    }
}
