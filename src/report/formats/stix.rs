//! STIX 2.1 (OASIS Standard, 10 June 2021): a bundle with the message and its received lines, the
//! addresses and hosts it names, the observation of them, a report with the verdict, and for a
//! verdict of `suspicious` or `forged` an indicator for the origin.
//!
//! Ids of observables are those that section 2.9 has computed from what they are, so that the
//! same address has one id in all bundles; ids of the rest come from the report.

use std::net::IpAddr;

use mail_parser::{MessageParser, MimeHeaders};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::common::{
    MOST, Mailbox, Parties, counted, host, ip, is_alert, message_id, millis, parties, pruned,
    raw_line, reported_at, short, techniques, uuid, written_at,
};
use crate::report::model::Report;
use crate::report::{json as report_json, words};

/// The namespace for ids of observables, as section 2.9 gives it.
const OBSERVABLES: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);

#[derive(Default)]
struct Observables {
    objects: Vec<Value>,
    ids: Vec<String>,
}

impl Observables {
    /// Adds an object unless one with its id is there. `by` holds the properties that the id is
    /// computed from: sorted by key, as RFC 8785 has it.
    fn add(&mut self, kind: &str, by: &Map<String, Value>, mut object: Value) -> String {
        let canonical = Value::Object(by.clone()).to_string();
        let id = format!("{kind}--{}", Uuid::new_v5(&OBSERVABLES, canonical.as_bytes()));
        if self.ids.contains(&id) {
            return id;
        }
        object["type"] = kind.into();
        object["spec_version"] = "2.1".into();
        object["id"] = id.clone().into();
        self.objects.push(pruned(object));
        self.ids.push(id.clone());
        id
    }

    fn value(&mut self, kind: &str, value: &str) -> String {
        let mut by = Map::new();
        by.insert("value".to_owned(), value.into());
        self.add(kind, &by, json!({"value": value}))
    }

    fn address(&mut self, ip: IpAddr) -> String {
        let kind = if ip.is_ipv4() { "ipv4-addr" } else { "ipv6-addr" };
        self.value(kind, &ip.to_string())
    }

    fn mailbox(&mut self, mailbox: &Mailbox) -> String {
        let mut by = Map::new();
        by.insert("value".to_owned(), mailbox.address.clone().into());
        let object = json!({"value": mailbox.address, "display_name": mailbox.name});
        self.add("email-addr", &by, object)
    }
}

pub(super) fn bundle(report: &Report, message: &[u8], id: &str) -> Value {
    let now = millis(reported_at(report));
    // An object keeps the time of its making for good (section 3.6), so a report that is made
    // again is another object.
    let id = &format!("{id}/{now}");
    let mut seen = Observables::default();
    email_message(report, message, &mut seen);
    let origin = report.origin.as_ref();
    let origin_ip = origin.and_then(|origin| ip(origin.ip.as_deref()));
    let origin_ref = origin_ip.map(|ip| seen.address(ip));
    let origin_host = origin.and_then(|origin| host(origin.host.as_deref()));
    if let Some(host) = origin_host {
        seen.value("domain-name", &host.to_ascii_lowercase());
    }
    if let Some(source) = &origin_ref {
        let protocols = json!(["tcp", "smtp"]);
        let mut by = Map::new();
        by.insert("protocols".to_owned(), protocols.clone());
        by.insert("src_ref".to_owned(), source.clone().into());
        seen.add("network-traffic", &by, json!({"protocols": protocols, "src_ref": source}));
    }

    let mut objects = seen.objects;
    let common = |kind: &str| {
        json!({
            "type": kind,
            "spec_version": "2.1",
            "id": format!("{kind}--{}", uuid(id, kind)),
            "created": now,
            "modified": now,
        })
    };
    let with = |kind: &str, more: Value| {
        let mut object = common(kind);
        if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
            object.extend(more);
        }
        pruned(object)
    };
    objects.push(with(
        "observed-data",
        json!({
            "first_observed": now,
            "last_observed": now,
            "number_observed": 1,
            "object_refs": seen.ids,
        }),
    ));
    if let (true, Some(ip)) = (is_alert(report), origin_ip) {
        let kind = if ip.is_ipv4() { "ipv4-addr" } else { "ipv6-addr" };
        let references: Vec<Value> = techniques(report)
            .into_iter()
            .map(|technique| json!({"source_name": "mitre-attack", "external_id": technique}))
            .collect();
        let indicator = with(
            "indicator",
            json!({
                "name": format!("Origin of mail with {} Received lines", report.verdict.as_str()),
                "description": words::statement(report),
                "indicator_types": ["anomalous-activity"],
                "pattern": format!("[{kind}:value = '{ip}']"),
                "pattern_type": "stix",
                "pattern_version": "2.1",
                "valid_from": now,
                // A percentage; certainty is never claimed by rounding.
                "confidence": (100.0 * report.score).floor() as u8,
                "external_references": references,
            }),
        );
        let based_on = with(
            "relationship",
            json!({
                "relationship_type": "based-on",
                "source_ref": indicator["id"],
                "target_ref": format!("observed-data--{}", uuid(id, "observed-data")),
            }),
        );
        objects.push(indicator);
        objects.push(based_on);
    }
    let found = counted(report);
    let sentences: Vec<String> = std::iter::once(words::statement(report))
        .chain(found.iter().take(MOST).map(|f| format!("{}: {}", f.rule, short(&f.message))))
        .collect();
    let all: Vec<Value> = objects.iter().map(|object| object["id"].clone()).collect();
    objects.push(with(
        "report",
        json!({
            "name": format!("Received lines: {}", report.verdict.as_str()),
            "description": sentences.join("\n"),
            "report_types": ["observed-data"],
            "published": now,
            "object_refs": all,
        }),
    ));
    json!({
        "type": "bundle",
        "id": format!("bundle--{}", uuid(id, "bundle")),
        "objects": objects,
    })
}

fn email_message(report: &Report, message: &[u8], seen: &mut Observables) {
    let Parties { from, to, mail_from, .. } = parties(report);
    let from_ref = from.first().map(|mailbox| seen.mailbox(mailbox));
    let sender_ref = mail_from.map(|address| seen.mailbox(&Mailbox { name: None, address }));
    let to_refs: Vec<String> = to.iter().map(|mailbox| seen.mailbox(mailbox)).collect();
    let lines: Vec<String> = (0..report.hops.len().min(MOST))
        .filter_map(|place| raw_line(report, message, place))
        .collect();
    let content_type = content_type(message);
    let subject = report.message.subject.as_deref().map(short);
    let mut by = Map::new();
    if let Some(from) = &from_ref {
        by.insert("from_ref".to_owned(), from.clone().into());
    }
    if let Some(subject) = &subject {
        by.insert("subject".to_owned(), subject.clone().into());
    }
    if by.is_empty() {
        // Nothing that an id is to be computed from: then the report tells it from others.
        by.insert("x_report".to_owned(), super::common::event_id(report).into());
    }
    let mut object = json!({
        "is_multipart": content_type.as_deref().is_some_and(|kind| kind.starts_with("multipart/")),
        "content_type": content_type,
        "date": written_at(report).map(millis),
        "message_id": message_id(report),
        "subject": subject,
        "from_ref": from_ref,
        "sender_ref": sender_ref,
        "to_refs": to_refs,
        "received_lines": lines,
    });
    object["x_hopcheck_verdict"] = report.verdict.as_str().into();
    object["x_hopcheck_score"] = report_json::readable(report.score).into();
    seen.add("email-message", &by, object);
}

/// `type/subtype` of the message, where its header says so.
fn content_type(message: &[u8]) -> Option<String> {
    let parsed = MessageParser::new().with_mime_headers().parse_headers(message)?;
    let kind = parsed.content_type()?;
    let text = format!("{}/{}", kind.ctype(), kind.subtype()?).to_ascii_lowercase();
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$&^_.+-/".contains(&b);
    (text.len() <= 127 && text.bytes().all(token)).then_some(text)
}
