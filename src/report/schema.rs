//! The JSON Schema of the report, made from [`super::model`]. Versioned as the report is: within
//! `hopcheck/report/1` fields may be added, and none is renamed, moved, or changes its meaning.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::model::Report;

/// Where the schema is kept, for those who do not run the program.
pub const FILE: &str = "schema/report.schema.json";

/// The schema, in the dialect of JSON Schema 2020-12.
pub fn value() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Report>();
    schema.insert("$id".to_owned(), "urn:hopcheck:report:1".into());
    schema.insert("title".to_owned(), "hopcheck report, version 1".into());
    schema.to_value()
}

/// The schema as text that ends with a line feed.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&value()).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::report::{json, testing};

    #[test]
    fn the_file_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        if std::env::var_os("HOPCHECK_BLESS").is_some() {
            fs::write(&path, text()).expect("written");
        }
        assert_eq!(fs::read_to_string(path).unwrap_or_default(), text(), "HOPCHECK_BLESS=1 mends");
    }

    #[test]
    fn it_is_a_schema_and_holds() {
        let schema = value();
        assert!(jsonschema::meta::is_valid(&schema));
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let mut line = Vec::new();
        json::write_line(&mut line, &testing::classic()).expect("written");
        let mut report: Value = serde_json::from_slice(&line).expect("JSON");
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
        for (place, wrong) in [
            ("/verdict", Value::from("certain")),
            ("/schema", "hopcheck/report/2".into()),
            ("/score", 1.5.into()),
            ("/hops/0/line", 0.into()),
            ("/hops/1/from", "somewhere".into()),
            ("/findings/0/level", "grave".into()),
        ] {
            let was = report.pointer(place).cloned().expect(place);
            *report.pointer_mut(place).expect(place) = wrong;
            assert!(!validator.is_valid(&report), "{place}");
            *report.pointer_mut(place).expect(place) = was;
        }
        report.as_object_mut().expect("an object").remove("hops");
        assert!(!validator.is_valid(&report), "hops are required");
    }

    /// A reader of the schema learns what each field means, in what unit.
    #[test]
    fn every_field_is_described() {
        fn walk(value: &Value, place: &str, bare: &mut Vec<String>) {
            if let Some(fields) = value["properties"].as_object() {
                for (name, field) in fields {
                    if field["description"].as_str().is_none() && field["const"].is_null() {
                        bare.push(format!("{place}/{name}"));
                    }
                }
            }
            if let Some(parts) = value["oneOf"].as_array() {
                parts.iter().for_each(|part| walk(part, place, bare));
            }
            if let Some(definitions) = value["$defs"].as_object() {
                definitions.iter().for_each(|(name, part)| walk(part, name, bare));
            }
        }
        let mut bare = Vec::new();
        walk(&value(), "", &mut bare);
        assert_eq!(bare, [""; 0]);
    }
}
