//! What callers of version 1 rely on, field by field: fields may be added, and none of these is
//! renamed, moved, or changes its type or meaning. A change that breaks this list needs
//! `hopcheck/report/2`.

use hopcheck::report::{json, schema};
use serde_json::Value;

use crate::reports::all;

/// Path and type; `?` where it may be `null` or absent. Words that a field may hold are listed.
const FIELDS: &[(&str, &str)] = &[
    ("schema", "hopcheck/report/1"),
    ("tool.version", "string"),
    ("tool.rules", "string"),
    ("tool.now", "string?"),
    ("tool.settings", "any"),
    ("tool.prior", "number"),
    ("tool.thresholds", "object"),
    ("source.path", "string?"),
    ("source.offset", "integer"),
    ("source.size", "integer"),
    ("source.sha256", "string?"),
    ("source.part", "string?"),
    ("message.message_id", "string?"),
    ("message.date", "string?"),
    ("message.from", "string?"),
    ("message.to", "string?"),
    ("message.subject", "string?"),
    ("message.return_path", "string?"),
    ("envelope.mail_from", "object?"),
    ("envelope.mail_from.basis", "string"),
    ("envelope.rcpt_to", "array"),
    ("envelope.rcpt_to[].basis", "string"),
    ("envelope.client_ip", "object?"),
    ("envelope.client_ip.basis", "string"),
    ("envelope.helo", "object?"),
    ("envelope.helo.basis", "string"),
    ("envelope.tls", "object?"),
    ("envelope.tls.basis", "string"),
    ("verdict", "genuine unverified suspicious forged"),
    ("score", "number"),
    ("boundary", "object?"),
    ("boundary.line", "integer"),
    ("boundary.peer_ip", "string?"),
    ("boundary.peer_helo", "string?"),
    ("boundary.peer_rdns", "string?"),
    ("boundary.basis", "array"),
    ("origin", "object?"),
    ("origin.line", "integer"),
    ("origin.ip", "string?"),
    ("origin.host", "string?"),
    ("origin.confidence", "high medium low"),
    ("hops", "array"),
    ("hops[].line", "integer"),
    ("hops[].offset", "integer"),
    ("hops[].length", "integer"),
    ("hops[].custody", "own claimed"),
    ("hops[].verdict", "trusted supported unverified suspicious forged"),
    ("hops[].score", "number"),
    ("hops[].support", "array"),
    ("hops[].dialect", "string"),
    ("hops[].from", "object?"),
    ("hops[].from.helo", "string?"),
    ("hops[].from.rdns", "string?"),
    ("hops[].from.rdns_status", "verified unverified none failed not-stated"),
    ("hops[].from.ip", "string?"),
    ("hops[].from.port", "integer?"),
    ("hops[].from.ident", "string?"),
    ("hops[].from.auth", "string?"),
    ("hops[].by", "object?"),
    ("hops[].by.host", "string?"),
    ("hops[].by.ip", "string?"),
    ("hops[].by.software", "string?"),
    ("hops[].via", "string?"),
    ("hops[].with", "string?"),
    ("hops[].tls", "object?"),
    ("hops[].tls.version", "string?"),
    ("hops[].tls.cipher", "string?"),
    ("hops[].id", "string?"),
    ("hops[].id_time", "string?"),
    ("hops[].for", "string?"),
    ("hops[].envelope_from", "string?"),
    ("hops[].date", "string?"),
    ("hops[].date_raw", "string?"),
    ("hops[].zone", "string?"),
    ("hops[].unparsed", "array"),
    ("hops[].unparsed[]", "array"),
    ("hops[].unparsed[][]", "integer"),
    ("links", "array"),
    ("links[].upper", "integer"),
    ("links[].lower", "integer"),
    ("links[].kind", "exact organisation address internal explained unexplained unknown"),
    ("links[].why", "string"),
    ("findings", "array"),
    ("findings[].rule", "string"),
    ("findings[].lines", "array"),
    ("findings[].lines[]", "integer"),
    ("findings[].level", "info low medium high"),
    ("findings[].weight", "number"),
    ("findings[].message", "string"),
    ("findings[].evidence", "array"),
    ("findings[].evidence[].fact", "string"),
    ("findings[].evidence[].value", "any"),
    ("dns", "array"),
    ("dns[].name", "string"),
    ("dns[].type", "string"),
    ("dns[].outcome", "records nxdomain nodata servfail refused timeout not-asked not-recorded"),
    ("dns[].answers", "array"),
    ("problems", "array"),
    ("problems[].what", "string"),
];

/// The definition behind a reference or an alternative with `null`.
fn resolved<'s>(schema: &'s Value, field: &'s Value) -> &'s Value {
    if let Some(name) = field["$ref"].as_str() {
        let inner = schema.pointer(name.trim_start_matches('#')).expect("a definition");
        return resolved(schema, inner);
    }
    match &field["anyOf"][0] {
        Value::Null => field,
        first => resolved(schema, first),
    }
}

/// The field at a path, unresolved, and whether the object must have it.
fn at<'s>(schema: &'s Value, path: &str) -> (&'s Value, bool) {
    let mut found = schema;
    let mut required = true;
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        let object = resolved(schema, found);
        found = &object["properties"][name];
        assert!(!found.is_null(), "{path} is gone");
        let names = object["required"].as_array();
        required = names.is_some_and(|names| names.iter().any(|n| n == name));
        for _ in 0..part.matches("[]").count() {
            found = &resolved(schema, found)["items"];
        }
    }
    (found, required)
}

/// The type in the words of the list above.
fn kind(schema: &Value, field: &Value) -> String {
    let inner = resolved(schema, field);
    let words: Vec<&str> = match (&inner["enum"], &inner["oneOf"], &inner["const"]) {
        (Value::Array(words), ..) => words.iter().filter_map(Value::as_str).collect(),
        (_, Value::Array(words), _) => words.iter().filter_map(|w| w["const"].as_str()).collect(),
        (.., Value::String(word)) => vec![word],
        _ => Vec::new(),
    };
    if !words.is_empty() {
        return words.join(" ");
    }
    let nullable = field["anyOf"].is_array();
    match &inner["type"] {
        Value::String(kind) => format!("{kind}{}", if nullable { "?" } else { "" }),
        Value::Array(kinds) => {
            let kind = kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null");
            format!("{}?", kind.expect("a type"))
        }
        _ => "any".to_owned(),
    }
}

#[test]
fn every_field_that_callers_rely_on_is_there() {
    let schema = schema::value();
    for (path, expected) in FIELDS {
        let (field, required) = at(&schema, path);
        let found = kind(&schema, field);
        let words: Vec<&str> = expected.split(' ').collect();
        match words.as_slice() {
            // Words may be added to those that a reader knows.
            [_, _, ..] => {
                let found: Vec<&str> = found.split(' ').collect();
                assert!(words.iter().all(|word| found.contains(word)), "{path}: {found:?}");
            }
            _ => assert_eq!(found, *expected, "{path}"),
        }
        assert!(required || expected.ends_with('?'), "{path} may be absent now");
    }
    // Where a value was read.
    let (evidence, _) = at(&schema, "findings[].evidence[]");
    let places = resolved(&schema, evidence)["oneOf"].as_array().expect("places");
    for place in ["bytes", "dns", "session"] {
        assert!(places.iter().any(|one| one["properties"]["read"]["const"] == place), "{place}");
    }
}

/// Unknown is `null` or absent, never an empty string; times are RFC 3339 in UTC; offsets lie in
/// the message.
#[test]
fn values_are_as_the_contract_says() {
    fn walk(value: &Value, place: &str, each: &mut impl FnMut(&str, &Value)) {
        each(place, value);
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| walk(value, &format!("{place}.{key}"), each));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, place, each)),
            _ => {}
        }
    }
    for reported in all() {
        let mut line = Vec::new();
        json::write_line(&mut line, &reported.report).expect("written");
        let report: Value = serde_json::from_slice(&line).expect("JSON");
        walk(&report, "", &mut |place, value| {
            let shown = place.starts_with(".findings.evidence.value");
            assert!(shown || value != "", "{}: {place} is empty", reported.name);
            if matches!(place, ".hops.date" | ".hops.id_time" | ".tool.now")
                && let Some(time) = value.as_str()
            {
                assert!(time.ends_with('Z'), "{}: {place} {time}", reported.name);
                assert!(time.parse::<jiff::Timestamp>().is_ok(), "{}: {time}", reported.name);
            }
        });
        let hops = report["hops"].as_array().expect("hops");
        for (number, hop) in hops.iter().enumerate() {
            assert_eq!(hop["line"], number + 1, "{}: 1 is the newest", reported.name);
            let start = hop["offset"].as_u64().expect("an offset") as usize;
            let end = start + hop["length"].as_u64().expect("a length") as usize;
            let raw = reported.message.get(start..end).expect("lies in the message");
            let raw = String::from_utf8_lossy(raw).to_ascii_lowercase();
            let field = raw.trim_start_matches(['>', ' ', '\t', '|']);
            assert!(field.starts_with("received"), "{}: {raw}", reported.name);
        }
        assert_eq!(
            report["links"].as_array().map(Vec::len),
            Some(hops.len().saturating_sub(1)),
            "{}",
            reported.name
        );
    }
}
