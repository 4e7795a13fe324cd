//! STIX bundles against the schemas of OASIS.

use std::path::Path;

use hopcheck::report::formats::Siem;
use hopcheck::report::model::Verdict;
use jsonschema::{Registry, Resource};
use serde_json::{Value, json};

use crate::reports::{all, directory, documents, faults, of, schema_file};

const BASE: &str =
    "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas";

fn add(folder: &Path, found: &mut Vec<(String, Value)>) {
    for entry in std::fs::read_dir(folder).expect("schemas") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            add(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a schema");
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        found.push((schema["$id"].as_str().expect("an id").to_owned(), schema));
    }
}

fn validator(name: &str) -> jsonschema::Validator {
    let mut schemas = Vec::new();
    add(&directory().join("schemas/stix/schemas"), &mut schemas);
    let mut registry = Registry::new();
    for (id, schema) in schemas {
        registry = registry.add(id, Resource::from_contents(schema)).expect("added");
    }
    let registry = registry.prepare().expect("prepared");
    jsonschema::options()
        .with_registry(&registry)
        .build(&json!({"$ref": format!("{BASE}/{name}.json")}))
        .expect("a schema")
}

#[test]
fn every_object_is_as_its_schema_says() {
    let bundle = validator("common/bundle");
    let kinds = [
        "observables/email-message",
        "observables/email-addr",
        "observables/ipv4-addr",
        "observables/ipv6-addr",
        "observables/domain-name",
        "observables/network-traffic",
        "sdos/observed-data",
        "sdos/report",
        "sdos/indicator",
        "sros/relationship",
    ];
    let kinds: Vec<(&str, jsonschema::Validator)> = kinds
        .iter()
        .map(|name| (name.split('/').nth(1).expect("a kind"), validator(name)))
        .collect();
    let made = [of(b""), of(b"Subject: x\r\n\r\n")];
    for reported in all().iter().chain(&made) {
        let document = documents(Siem::Stix, reported).remove(0);
        assert_eq!(faults(&bundle, &document), [""; 0], "{}", reported.name);
        let objects = document["objects"].as_array().expect("objects");
        let mut ids: Vec<&str> = Vec::new();
        for object in objects {
            let kind = object["type"].as_str().expect("a type");
            let (_, validator) =
                kinds.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("{kind}"));
            assert_eq!(faults(validator, object), [""; 0], "{} {object:#}", reported.name);
            ids.push(object["id"].as_str().expect("an id"));
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{}: ids are unique", reported.name);
        // What an object refers to is in the bundle.
        for object in objects {
            for (key, value) in object.as_object().expect("an object") {
                let values = match value {
                    Value::Array(items) if key.ends_with("_refs") => items.clone(),
                    value if key.ends_with("_ref") => vec![value.clone()],
                    _ => continue,
                };
                for id in values {
                    assert!(ids.contains(&id.as_str().expect("an id")), "{key} {id}");
                }
            }
        }
    }
}

#[test]
fn only_what_is_accused_is_indicated() {
    for reported in all() {
        let document = documents(Siem::Stix, reported).remove(0);
        let objects = document["objects"].as_array().expect("objects");
        let indicators: Vec<&Value> =
            objects.iter().filter(|object| object["type"] == "indicator").collect();
        let accused = reported.report.verdict >= Verdict::Suspicious
            && reported.report.origin.as_ref().is_some_and(|origin| origin.ip.is_some());
        assert_eq!(indicators.len(), usize::from(accused), "{}", reported.name);
    }
}

/// Section 2.9 of the standard; the value was computed by another program of the field.
#[test]
fn observables_have_the_ids_that_the_standard_gives_them() {
    let forged = all().iter().find(|r| r.name == "forged-classic dns").expect("the sample");
    let document = documents(Siem::Stix, forged).remove(0);
    let address = document["objects"]
        .as_array()
        .and_then(|all| all.iter().find(|object| object["type"] == "ipv4-addr"))
        .expect("the origin");
    assert_eq!(address["value"], "104.128.23.115");
    let file = schema_file("stix/expected-ids.json");
    assert_eq!(address["id"], file["ipv4-addr 104.128.23.115"]);
}

#[test]
fn received_lines_are_those_of_the_message() {
    let forged = all().iter().find(|r| r.name == "forged-classic dns").expect("the sample");
    let document = documents(Siem::Stix, forged).remove(0);
    let mail = document["objects"]
        .as_array()
        .and_then(|all| all.iter().find(|object| object["type"] == "email-message"))
        .expect("the message");
    let lines = mail["received_lines"].as_array().expect("lines");
    assert_eq!(lines.len(), 3);
    assert!(lines[1].as_str().expect("text").starts_with("from lemongrass.org by galangal.org"));
}
