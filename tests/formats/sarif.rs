//! SARIF logs held against the published schema, read by a library for it, and their regions held
//! against the message.
//!
//! The schema is OASIS's, whose terms allow no copy here, so it is taken from the package of the
//! library, which comes with the other packages of these tests. `HOPCHECK_SARIF_SCHEMA=FILE` takes
//! another one, such as that of docs.oasis-open.org.

use std::path::{Path, PathBuf};
use std::process::Command;

use hopcheck::report::formats::Siem;
use serde_json::Value;
use serde_sarif::sarif::Sarif;

use crate::reports::{all, documents, faults, of};

/// Where the package with the schema lies.
fn schema_file() -> PathBuf {
    if let Some(file) = std::env::var_os("HOPCHECK_SARIF_SCHEMA") {
        return file.into();
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    let manifest = metadata["packages"]
        .as_array()
        .and_then(|all| all.iter().find(|package| package["name"] == "serde-sarif"))
        .and_then(|package| package["manifest_path"].as_str())
        .expect("the package of the library");
    Path::new(manifest).with_file_name("src").join("schema.json")
}

#[test]
fn every_log_is_as_the_schema_says() {
    let text = std::fs::read_to_string(schema_file()).expect("the schema");
    // A bracket that closes nothing, which not every reader of regular expressions lets pass.
    let text = text.replace("{2}]?$", "{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    assert!(schema["title"].as_str().is_some_and(|title| title.contains("SARIF")));
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let mut wrong = documents(Siem::Sarif, &of(b"")).remove(0);
    wrong["runs"][0]["tool"]["driver"]["colour"] = "red".into();
    assert_ne!(faults(&validator, &wrong), [""; 0], "the schema is strict");
    let made =
        [of(b""), of(b"Received: x\r\n\r\n"), of(crate::evil::message("a\u{202e}<").as_bytes())];
    for reported in all().iter().chain(&made) {
        let document = documents(Siem::Sarif, reported).remove(0);
        assert_eq!(faults(&validator, &document), [""; 0], "{}", reported.name);
    }
}

#[test]
fn every_log_is_read_and_points_at_what_it_says() {
    let mut regions = 0;
    let made = [of(b""), of(b"Received: x\r\n\r\n")];
    for reported in all().iter().chain(&made) {
        let document = documents(Siem::Sarif, reported).remove(0);
        let log: Sarif = serde_json::from_value(document.clone())
            .unwrap_or_else(|e| panic!("{}: {e}", reported.name));
        let [run] = log.runs.as_slice() else { panic!("one run") };
        let rules = run.tool.driver.rules.clone().unwrap_or_default();
        let results = run.results.as_ref().expect("results, if none");
        assert_eq!(results.len(), reported.report.findings.len(), "{}", reported.name);
        for (result, finding) in results.iter().zip(&reported.report.findings) {
            assert_eq!(result.rule_id.as_deref(), Some(finding.rule.as_str()));
            let number = result.rule_index.expect("an index") as usize;
            assert_eq!(rules[number].id, finding.rule);
            let places = result.locations.iter().chain(&result.related_locations).flatten();
            for place in places {
                let physical = place.physical_location.as_ref().expect("a place");
                let Some(region) = &physical.region else { continue };
                let start = region.byte_offset.expect("an offset") as usize;
                let end = start + region.byte_length.expect("a length") as usize;
                assert!(reported.message.get(start..end).is_some(), "{}", reported.name);
                let line = reported.message[..start].iter().filter(|b| **b == b'\n').count() + 1;
                assert_eq!(region.start_line, Some(line as i64), "{}", reported.name);
                regions += 1;
            }
        }
    }
    assert!(regions > 200, "{regions}");
}
