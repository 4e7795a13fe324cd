//! A MISP event with one `email` object (template version 19 of
//! <https://github.com/MISP/misp-objects>), as `POST /events/add` and the import of MISP JSON take
//! it. Only the origin is marked for detection (`to_ids`), and only where the verdict is
//! `suspicious` or `forged`: the other hosts of a chain are witnesses or victims.

use serde_json::{Value, json};

use super::common::{
    MOST, Parties, host, ip, is_alert, message_id, millis, parties, raw_line, reported_at, short,
    uuid, written_at,
};
use crate::report::model::{Report, Verdict};
use crate::report::words;

const TEMPLATE: &str = "a0c666e0-fc65-4be8-b48f-3423d788b552";
const TEMPLATE_VERSION: &str = "19";

struct Attributes<'a> {
    id: &'a str,
    all: Vec<Value>,
}

impl Attributes<'_> {
    fn add(&mut self, relation: &str, kind: &str, value: &str, to_ids: bool, comment: &str) {
        let same = |other: &Value| other["object_relation"] == relation && other["value"] == value;
        if value.trim().is_empty() || self.all.iter().any(same) {
            return;
        }
        let category = match kind {
            "hostname" | "domain" | "ip-src" => "Network activity",
            "datetime" => "Other",
            _ => "Payload delivery",
        };
        self.all.push(json!({
            "uuid": uuid(self.id, &format!("{relation}/{value}")),
            "object_relation": relation,
            "type": kind,
            "category": category,
            "value": value,
            "to_ids": to_ids,
            "disable_correlation": false,
            "comment": comment,
        }));
    }
}

pub(super) fn event(report: &Report, message: &[u8], id: &str) -> Value {
    let Parties { from, to, mail_from, .. } = parties(report);
    let mut all = Attributes { id, all: Vec::new() };
    for mailbox in &from {
        all.add("from", "email-src", &mailbox.address, false, "");
        if let Some(name) = &mailbox.name {
            all.add("from-display-name", "email-src-display-name", name, false, "");
        }
        if let Some((_, domain)) = mailbox.address.rsplit_once('@') {
            all.add("from-domain", "domain", domain, false, "");
        }
    }
    for mailbox in &to {
        all.add("to", "email-dst", &mailbox.address, false, "");
    }
    if let Some(sender) = &mail_from {
        all.add("return-path", "email-src", sender, false, "");
    }
    if let Some(subject) = &report.message.subject {
        all.add("subject", "email-subject", &short(subject), false, "");
    }
    if let Some(message_id) = message_id(report) {
        all.add("message-id", "email-message-id", &message_id, false, "");
    }
    if let Some(date) = written_at(report) {
        all.add("send-date", "datetime", &millis(date), false, "as the message says");
    }
    for hop in report.hops.iter().take(MOST) {
        let comment = format!("Received line {}: {}", hop.line, hop.verdict.as_str());
        let peer = hop.from.as_ref();
        if let Some(ip) = peer.and_then(|peer| ip(peer.ip.as_deref())) {
            all.add("received-header-ip", "ip-src", &ip.to_string(), false, &comment);
        }
        let name = peer.and_then(|p| host(p.rdns.as_deref()).or(host(p.helo.as_deref())));
        if let Some(name) = name {
            let name = name.to_ascii_lowercase();
            all.add("received-header-hostname", "hostname", &name, false, &comment);
        }
    }
    if let Some(origin) = &report.origin
        && let Some(ip) = ip(origin.ip.as_deref())
    {
        let comment = format!(
            "origin, as Received line {} recorded it; confidence: {}",
            origin.line, origin.confidence
        );
        all.add("ip-src", "ip-src", &ip.to_string(), is_alert(report), &comment);
    }
    let lines: Vec<String> = (0..report.hops.len().min(MOST))
        .filter_map(|place| raw_line(report, message, place))
        .map(|line| format!("Received: {line}"))
        .collect();
    if !lines.is_empty() {
        all.add("header", "email-header", &lines.join("\n"), false, "the Received lines");
    } else if all.all.is_empty() {
        // An object must have something that its template names.
        all.add("header", "email-header", &words::statement(report), false, "");
    }
    let threat_level = match report.verdict {
        Verdict::Forged => "2",
        Verdict::Suspicious => "3",
        Verdict::Genuine | Verdict::Unverified => "4",
    };
    let now = reported_at(report);
    let stamp = now.as_second().to_string();
    for attribute in &mut all.all {
        attribute["timestamp"] = stamp.clone().into();
    }
    json!({
        "Event": {
            "uuid": uuid(id, "event"),
            "info": format!("hopcheck: {}", words::statement(report)),
            "date": now.to_string().split('T').next(),
            "timestamp": stamp,
            "threat_level_id": threat_level,
            // Completed; and for one's own organisation only, until a person decides otherwise.
            "analysis": "2",
            "distribution": "0",
            "published": false,
            "Tag": [{"name": format!("hopcheck:verdict=\"{}\"", report.verdict.as_str())}],
            "Object": [{
                "uuid": uuid(id, "object"),
                "name": "email",
                "meta-category": "network",
                "description": "Email object describing an email with meta-information",
                "template_uuid": TEMPLATE,
                "template_version": TEMPLATE_VERSION,
                "distribution": "5",
                "timestamp": stamp,
                "comment": words::statement(report),
                "Attribute": all.all,
            }],
        }
    })
}
