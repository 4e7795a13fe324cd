//! The JSON report against the schema that is checked in.

use hopcheck::report::{json, schema};
use serde_json::Value;

use crate::reports::{all, faults, of};

#[test]
fn every_report_is_as_the_schema_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(schema::FILE);
    let text = std::fs::read_to_string(path).expect("is checked in");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let made = [of(b""), of(b"\0\x01\x02"), of(b"Received: \r\n\r\n")];
    for reported in all().iter().chain(&made) {
        let mut line = Vec::new();
        json::write_line(&mut line, &reported.report).expect("written");
        let report: Value = serde_json::from_slice(&line).expect("JSON");
        assert_eq!(faults(&validator, &report), [""; 0], "{}", reported.name);
    }
}
