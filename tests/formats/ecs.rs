//! ECS documents against the published list of fields.

use std::collections::BTreeMap;
use std::net::IpAddr;

use hopcheck::report::formats::Siem;
use serde_json::Value;

use crate::reports::{Reported, all, directory, documents, of};

/// Type and whether an array is meant, by field.
fn fields() -> BTreeMap<String, (String, bool)> {
    let path = directory().join("schemas/ecs/fields.csv");
    let text = std::fs::read_to_string(path).expect("the list of fields");
    let mut lines = text.lines();
    assert!(
        lines
            .next()
            .expect("a head")
            .starts_with("ECS_Version,Indexed,Field_Set,Field,Type,Level,Normalization")
    );
    // What is quoted comes after the columns that are read here.
    let of_line = |line: &str| {
        let cells: Vec<&str> = line.splitn(8, ',').collect();
        let [_, _, _, field, kind, _, normal, ..] = cells.as_slice() else { return None };
        Some(((*field).to_owned(), ((*kind).to_owned(), *normal == "array")))
    };
    lines.filter_map(of_line).collect()
}

fn leaves(value: &Value, path: &str, out: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(value, &path, out);
            }
        }
        other => out.push((path.to_owned(), other.clone())),
    }
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "keyword" | "wildcard" | "match_only_text" | "constant_keyword" => {
            // Lucene refuses terms of more than 32,766 bytes.
            value.as_str().is_some_and(|text| !text.is_empty() && text.len() <= 32_766)
        }
        "date" => value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
        "ip" => value.as_str().is_some_and(|text| text.parse::<IpAddr>().is_ok()),
        "long" => value.is_i64() || value.is_u64(),
        "float" => value.is_number(),
        other => panic!("type {other} is not known here"),
    }
}

fn check(fields: &BTreeMap<String, (String, bool)>, reported: &Reported) -> Value {
    let documents = documents(Siem::Ecs, reported);
    let [document] = documents.as_slice() else { panic!("one document") };
    let mut all = Vec::new();
    leaves(document, "", &mut all);
    for (field, value) in all.iter().filter(|(field, _)| !field.starts_with("hopcheck.")) {
        let name = &reported.name;
        let (kind, array) = fields.get(field).unwrap_or_else(|| panic!("{name}: no {field}"));
        match value {
            Value::Array(items) => {
                assert!(array, "{name}: {field} is no array");
                assert!(items.iter().all(|item| fits(kind, item)), "{name}: {field} {value}");
            }
            value => {
                assert!(!array, "{name}: {field} is an array");
                assert!(fits(kind, value), "{name}: {field} {value}");
            }
        }
    }
    for required in ["@timestamp", "ecs.version", "event.kind", "hopcheck.verdict"] {
        assert!(all.iter().any(|(field, _)| field == required), "{required}");
    }
    document.clone()
}

#[test]
fn every_field_is_known_and_of_its_type() {
    let fields = fields();
    assert!(fields.len() > 1500, "{}", fields.len());
    for reported in all() {
        check(&fields, reported);
    }
    for message in [&b""[..], b"\0\0", b"Received: from\r\n\r\n"] {
        check(&fields, &of(message));
    }
}

/// An index maps a field once, by the first document; what does not fit that is refused.
#[test]
fn our_own_fields_keep_one_type() {
    let mut types: BTreeMap<String, &str> = BTreeMap::new();
    fn walk(value: &Value, path: &str, types: &mut BTreeMap<String, &'static str>) {
        let kind = match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    walk(value, &format!("{path}.{key}"), types);
                }
                "object"
            }
            Value::Array(items) => return items.iter().for_each(|item| walk(item, path, types)),
            Value::String(_) => "text",
            Value::Bool(_) => "bool",
            Value::Number(number) if number.is_f64() => "float",
            Value::Number(_) => "integer",
            Value::Null => panic!("{path} is null"),
        };
        let known = *types.entry(path.to_owned()).or_insert(kind);
        assert_eq!(known, kind, "{path}");
    }
    for reported in all() {
        walk(&documents(Siem::Ecs, reported)[0]["hopcheck"], "hopcheck", &mut types);
    }
    assert!(types.contains_key("hopcheck.findings.evidence.value"));
}

#[test]
fn what_a_rule_looks_for_is_there() {
    let forged = all().iter().find(|r| r.name == "forged-classic dns").expect("the sample");
    let document = check(&fields(), forged);
    assert_eq!(document["event"]["kind"], "alert");
    assert_eq!(document["source"]["ip"], "104.128.23.115");
    assert_eq!(document["rule"]["id"], "appended/no-address");
    assert_eq!(document["email"]["message_id"], "199707310036.QAA12741@graprao.com");
    let clean = all().iter().find(|r| r.report.verdict.as_str() == "genuine").expect("one");
    assert_eq!(check(&fields(), clean)["event"]["kind"], "event");
}
