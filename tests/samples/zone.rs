//! The zone file that name servers serve for the samples: all that their DNS answers hold, below
//! one root. It is checked in, so that a name server of any make can load it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/zones/samples.zone")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// A record's data as zone files have it.
fn data(rtype: &str, answer: &str) -> String {
    match rtype {
        "PTR" | "CNAME" | "MX" if !answer.ends_with('.') => format!("{answer}."),
        "TXT" => {
            let strings: Vec<String> = answer
                .as_bytes()
                .chunks(255)
                .map(|chunk| format!("\"{}\"", String::from_utf8_lossy(chunk).replace('"', "\\\"")))
                .collect();
            strings.join(" ")
        }
        _ => answer.to_owned(),
    }
}

/// The zone that the samples' answers make.
fn zone() -> String {
    let mut records: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut empty: BTreeSet<String> = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for entry in fs::read_dir(folder).expect("samples") {
        let path = entry.expect("an entry").path();
        if !path.to_string_lossy().ends_with(".dns.json") {
            continue;
        }
        let file: Value = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
        for entry in file["entries"].as_array().expect("entries") {
            let name = text(&entry["name"]).to_lowercase();
            let Some(answers) = entry["answers"].as_array() else {
                if entry["outcome"] == "nodata" {
                    empty.insert(name);
                }
                continue;
            };
            let rtype = text(&entry["type"]).to_uppercase();
            let of_name = records.entry(name).or_default();
            of_name.extend(answers.iter().map(|a| format!("{rtype} {}", data(&rtype, text(a)))));
        }
    }
    let mut zone = String::from(
        "; What the answers beside the samples say, made by `HOPCHECK_BLESS=1 cargo test --test samples`.\n\
         $TTL 300\n. IN SOA ns.invalid. root.invalid. 1 7200 900 1209600 60\n. IN NS ns.invalid.\n\
         ns.invalid. IN A 127.0.0.1\n",
    );
    for (name, records) in &records {
        for record in records {
            let _ = writeln!(zone, "{name}. IN {record}");
        }
    }
    // A name that is there without any record a sample knows.
    let there = |name: &str| {
        let below = format!(".{name}");
        records.keys().any(|known| known == name || known.ends_with(&below))
    };
    for name in empty.iter().filter(|name| !there(name)) {
        let _ = writeln!(zone, "{name}. IN TXT \"there\"");
    }
    zone
}

#[test]
fn the_zone_is_what_the_samples_say() {
    let made = zone();
    if std::env::var_os("HOPCHECK_BLESS").is_some() {
        fs::write(path(), &made).expect("written");
    }
    let kept = fs::read_to_string(path()).expect("tests/zones/samples.zone");
    assert!(kept == made, "run HOPCHECK_BLESS=1 cargo test --test samples");
}
