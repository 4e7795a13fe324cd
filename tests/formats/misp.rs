//! MISP events against the template of the email object.

use hopcheck::report::formats::Siem;

use crate::reports::{all, documents, of, schema_file};

#[test]
fn every_object_is_as_its_template_says() {
    let template = schema_file("misp/email.definition.json");
    let categories = schema_file("misp/schema_objects.json");
    let known_types = &categories["defs"]["attribute"]["properties"]["misp-attribute"]["enum"];
    let known_categories =
        &categories["defs"]["attribute"]["properties"]["categories"]["items"]["enum"];
    let made = [of(b""), of(b"\0\x01"), of(b"Received: x\r\n\r\n")];
    for reported in all().iter().chain(&made) {
        let event = documents(Siem::Misp, reported).remove(0)["Event"].clone();
        let object = &event["Object"][0];
        assert_eq!(object["template_uuid"], template["uuid"]);
        assert_eq!(object["template_version"], template["version"].to_string());
        assert_eq!(object["name"], template["name"]);
        assert_eq!(object["meta-category"], template["meta-category"]);
        let attributes = object["Attribute"].as_array().expect("attributes");
        let mut seen: Vec<(&str, bool)> = Vec::new();
        for attribute in attributes {
            let relation = attribute["object_relation"].as_str().expect("a relation");
            let meant = &template["attributes"][relation];
            assert!(meant.is_object(), "{relation}");
            assert_eq!(attribute["type"], meant["misp-attribute"], "{relation}");
            assert!(known_types.as_array().expect("types").contains(&attribute["type"]));
            let category = &attribute["category"];
            assert!(known_categories.as_array().expect("categories").contains(category));
            assert!(attribute["value"].as_str().is_some_and(|v| !v.trim().is_empty()));
            seen.push((relation, meant["multiple"] == true));
        }
        for (relation, multiple) in &seen {
            let count = seen.iter().filter(|(other, _)| other == relation).count();
            assert!(*multiple || count == 1, "{}: {relation}", reported.name);
        }
        let any = template["requiredOneOf"].as_array().expect("names");
        assert!(
            any.iter().any(|name| seen.iter().any(|(relation, _)| name == relation)),
            "{}",
            reported.name
        );
    }
}
