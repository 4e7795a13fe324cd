//! OCSF's classes, compiled as its server does it: `extends` and `$include` resolved, types and
//! siblings taken from the dictionary; and an event held against them.

use std::collections::BTreeMap;
use std::fs;

use regex::Regex;
use serde_json::{Map, Value};

use crate::reports::directory;

pub struct Schema {
    attributes: Map<String, Value>,
    types: Map<String, Value>,
    objects: BTreeMap<String, Value>,
    classes: BTreeMap<u64, Value>,
}

fn read(name: &str) -> Value {
    let path = directory().join("schemas/ocsf").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Fields of `over` win, deeply.
fn merge(under: &mut Map<String, Value>, over: &Map<String, Value>) {
    for (key, value) in over {
        match (under.get_mut(key), value) {
            (Some(Value::Object(under)), Value::Object(over)) => merge(under, over),
            _ => {
                under.insert(key.clone(), value.clone());
            }
        }
    }
}

/// The attributes of an item with those it includes and inherits.
fn attributes_of(item: &Value, parent: &dyn Fn(&str) -> Value) -> Map<String, Value> {
    let mut all = match item["extends"].as_str() {
        Some(name) => attributes_of(&parent(name), parent),
        None => Map::new(),
    };
    let mut own = item["attributes"].as_object().cloned().unwrap_or_default();
    for include in own.remove("$include").unwrap_or_default().as_array().into_iter().flatten() {
        // What a profile adds counts only for events that say they use the profile.
        let path = include.as_str().expect("a path");
        let mut added = read(path)["attributes"].as_object().expect("attributes").clone();
        for attribute in added.values_mut().filter(|_| path.starts_with("profiles/")) {
            attribute["profile"] = path.into();
        }
        merge(&mut all, &added);
    }
    merge(&mut all, &own);
    all
}

impl Schema {
    pub fn compiled() -> Schema {
        let dictionary = read("dictionary.json");
        let object = |name: &str| read(&format!("objects/{name}.json"));
        let event = |name: &str| read(&format!("events/{name}.json"));
        let mut objects = BTreeMap::new();
        for entry in fs::read_dir(directory().join("schemas/ocsf/objects")).expect("objects") {
            let file = entry.expect("an entry").file_name();
            let name = file.to_string_lossy().trim_end_matches(".json").to_owned();
            let mut item = object(&name);
            item["attributes"] = attributes_of(&item, &object).into();
            if item["constraints"].is_null()
                && let Some(parent) = item["extends"].as_str()
            {
                item["constraints"] = object(parent)["constraints"].clone();
            }
            objects.insert(name, item);
        }
        // The kinds of observables are those of the types that can be one.
        let types = dictionary["types"]["attributes"].as_object().expect("types").clone();
        let observable = objects.get_mut("observable").expect("the object");
        for kind in types.values() {
            if let Some(number) = kind["observable"].as_u64() {
                let values = &mut observable["attributes"]["type_id"]["enum"];
                values[number.to_string()] = serde_json::json!({"caption": kind["caption"]});
            }
        }
        let mut classes = BTreeMap::new();
        for (name, category) in [("base_event", 0), ("email_activity", 4), ("detection_finding", 2)]
        {
            let mut item = event(name);
            item["attributes"] = attributes_of(&item, &event).into();
            let uid = category * 1000 + item["uid"].as_u64().unwrap_or(0);
            classes.insert(uid, item);
        }
        Schema {
            attributes: dictionary["attributes"].as_object().expect("attributes").clone(),
            types,
            objects,
            classes,
        }
    }

    /// All that is wrong with an event.
    pub fn faults(&self, event: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let uid = event["class_uid"].as_u64().unwrap_or(u64::MAX);
        let Some(class) = self.classes.get(&uid) else { return vec![format!("class {uid}")] };
        self.item(class, event, "", &mut faults);
        let activity = event["activity_id"].as_u64().unwrap_or(99);
        if event["type_uid"].as_u64() != Some(uid * 100 + activity) {
            faults.push("type_uid".to_owned());
        }
        if event["category_uid"].as_u64() != Some(uid / 1000) {
            faults.push("category_uid".to_owned());
        }
        faults
    }

    fn item(&self, item: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
        let Some(fields) = value.as_object() else {
            return faults.push(format!("{place} is no object"));
        };
        let attributes = item["attributes"].as_object().expect("attributes");
        for (name, attribute) in attributes {
            let of_profile = attribute["profile"].is_string();
            if attribute["requirement"] == "required" && !of_profile && !fields.contains_key(name) {
                faults.push(format!("{place}.{name} is required"));
            }
        }
        if let Some(any) = item["constraints"]["at_least_one"].as_array() {
            let there = |name: &Value| name.as_str().is_some_and(|name| fields.contains_key(name));
            if !any.iter().any(there) {
                faults.push(format!("{place} has none of {any:?}"));
            }
        }
        for (name, value) in fields {
            let place = format!("{place}.{name}");
            let Some(attribute) = attributes.get(name) else {
                faults.push(format!("{place} is not known"));
                continue;
            };
            let mut full = match self.attributes.get(name) {
                Some(Value::Object(full)) => full.clone(),
                _ => Map::new(),
            };
            merge(&mut full, attribute.as_object().expect("an attribute"));
            if full.get("@deprecated").is_some() {
                faults.push(format!("{place} is deprecated"));
            }
            self.attribute(&full, value, fields, &place, faults);
        }
    }

    fn attribute(
        &self,
        attribute: &Map<String, Value>,
        value: &Value,
        siblings: &Map<String, Value>,
        place: &str,
        faults: &mut Vec<String>,
    ) {
        if attribute.get("is_array").and_then(Value::as_bool) == Some(true) {
            let Some(items) = value.as_array() else {
                return faults.push(format!("{place} is no array"));
            };
            let mut one = attribute.clone();
            one.remove("is_array");
            for item in items {
                self.attribute(&one, item, siblings, place, faults);
            }
            return;
        }
        // These are filled in from the classes, and checked as such.
        let of_class = [".category_uid", ".class_uid", ".type_uid"].contains(&place);
        if let Some(values) = attribute.get("enum").and_then(Value::as_object)
            && !of_class
        {
            let word = value.to_string();
            match values.get(word.trim_matches('"')) {
                None => faults.push(format!("{place}: {word} is none of the values")),
                // The label beside a number is that of the schema.
                Some(meant) => {
                    let sibling = attribute.get("sibling").and_then(Value::as_str);
                    let label = sibling.and_then(|sibling| siblings.get(sibling));
                    let expected = &meant["caption"];
                    let other = word == "99" || place == ".evidences.type_id";
                    if label.is_some_and(|label| !other && label != expected) {
                        faults.push(format!("{place}: label {label:?} for {expected}"));
                    }
                }
            }
        }
        let kind = attribute.get("type").and_then(Value::as_str).unwrap_or_default();
        match self.objects.get(kind) {
            // `object` is open: anything may be in it.
            Some(_) if kind == "object" => {}
            Some(object) => self.item(object, value, place, faults),
            None => self.scalar(kind, value, place, faults),
        }
    }

    fn scalar(&self, kind: &str, value: &Value, place: &str, faults: &mut Vec<String>) {
        let definition = &self.types[kind];
        let base = definition["type"].as_str().unwrap_or(kind);
        let right = match base {
            "string_t" => value.is_string(),
            "integer_t" | "long_t" => value.is_i64() || value.is_u64(),
            "float_t" => value.is_number(),
            "boolean_t" => value.is_boolean(),
            "json_t" => true,
            other => panic!("type {other} is not known here"),
        };
        if !right {
            return faults.push(format!("{place}: {value} is no {kind}"));
        }
        if let Some(text) = value.as_str() {
            if let Some(pattern) = definition["regex"].as_str() {
                // The pattern for addresses of mail has `+-/` where it means the three characters.
                if !Regex::new(pattern).expect("a pattern").is_match(text) {
                    faults.push(format!("{place}: {text} is no {kind}"));
                }
            }
            if definition["max_len"].as_u64().is_some_and(|most| text.len() as u64 > most) {
                faults.push(format!("{place}: too long"));
            }
        }
    }
}

#[test]
fn the_checker_finds_faults() {
    let schema = Schema::compiled();
    let event = serde_json::json!({
        "class_uid": 4009, "category_uid": 4, "activity_id": 3, "type_uid": 400_902,
        "time": "now", "severity_id": 17, "direction_id": 1, "direction": "Outbound",
        "metadata": {"version": "1.8.0"}, "email": {"subject": "x", "smtp_from": "a@b.example"},
        "src_endpoint": {"ip": "1.2.3.4.5"}, "colour": "red",
    });
    let faults = schema.faults(&event);
    for part in [
        "type_uid",
        ".time:",
        ".severity_id:",
        ".direction_id: label",
        ".metadata.product is req",
        ".email has none of",
        ".email.smtp_from is deprecated",
        ".src_endpoint.ip:",
        ".colour is not known",
    ] {
        assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:#?}");
    }
}
