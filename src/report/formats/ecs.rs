//! Elastic Common Schema 9: <https://www.elastic.co/docs/reference/ecs>.
//!
//! ECS has fields for a message (`email.*`), an event and what raised it (`event.*`, `rule.*`,
//! `threat.*`) and none for the way of a message; the chain is under `hopcheck.*`, which no field
//! set claims. All leaves there keep one type over all documents, so that an index can map them.

use serde_json::{Value, json};

use super::common::{
    Parties, counted, delivered_at, event_id, host, ip, is_alert, message_id, millis, own_part,
    parties, pruned, related, reported_at, short, techniques, written_at,
};
use crate::report::model::{Report, Verdict};
use crate::report::{json as report_json, words};

/// The version of ECS whose fields are used.
const VERSION: &str = "9.0.0";

pub(super) fn document(report: &Report, id: &str) -> Value {
    debug_assert_eq!(id, event_id(report));
    let Parties { from, to, mail_from, .. } = parties(report);
    let addresses = |all: Vec<super::common::Mailbox>| -> Vec<String> {
        all.into_iter().map(|m| m.address).collect()
    };
    let (ips, hosts) = related(report);
    let strongest = counted(report).into_iter().next();
    let (sub, whole): (Vec<String>, Vec<String>) =
        techniques(report).into_iter().partition(|technique| technique.contains('.'));
    let mut parents: Vec<String> =
        sub.iter().filter_map(|id| id.split('.').next().map(str::to_owned)).collect();
    parents.extend(whole);
    parents.sort();
    parents.dedup();
    let origin = report.origin.as_ref();
    let source_ip = origin.and_then(|origin| ip(origin.ip.as_deref())).map(|ip| ip.to_string());
    let source_host = origin.and_then(|origin| host(origin.host.as_deref())).map(str::to_owned);
    let handed_to = report
        .boundary
        .as_ref()
        .and_then(|boundary| report.hops.iter().find(|hop| hop.line == boundary.line));
    let statement = words::statement(report);
    let now = millis(reported_at(report));

    pruned(json!({
        "@timestamp": now,
        "ecs": {"version": VERSION},
        "message": statement,
        "event": {
            "id": id,
            "kind": if is_alert(report) { "alert" } else { "event" },
            "category": ["email"],
            "type": [if is_alert(report) { "indicator" } else { "info" }],
            "action": format!("received-chain-{}", report.verdict.as_str()),
            "module": "hopcheck",
            "dataset": "hopcheck.report",
            "created": now,
            "reason": statement,
            "severity": severity(report.verdict),
            "risk_score": report_json::readable(100.0 * report.score),
        },
        "rule": strongest.map(|finding| json!({
            "id": finding.rule,
            "name": finding.title,
            "category": finding.rule.split('/').next(),
            "description": short(&finding.message),
            "ruleset": "hopcheck",
            "version": report.tool.version,
        })),
        "threat": (!parents.is_empty()).then(|| json!({
            "framework": "MITRE ATT&CK",
            "technique": {"id": parents, "subtechnique": {"id": sub}},
        })),
        "email": {
            "message_id": message_id(report),
            "subject": report.message.subject.as_deref().map(short),
            "from": {"address": addresses(from)},
            "to": {"address": addresses(to)},
            "sender": {"address": mail_from},
            "direction": report.boundary.as_ref().map(|_| "inbound"),
            "origination_timestamp": written_at(report).map(millis),
            "delivery_timestamp": delivered_at(report).map(millis),
            "local_id": handed_to.and_then(|hop| hop.id.as_deref()).map(short),
        },
        "source": {
            "address": source_ip.clone().or_else(|| source_host.clone()),
            "ip": source_ip,
            "domain": source_host,
        },
        "destination": {
            "domain": handed_to
                .and_then(|hop| hop.by.as_ref())
                .and_then(|by| host(by.host.as_deref())),
        },
        "observer": {
            "vendor": "hopcheck",
            "product": "hopcheck",
            "type": "email-analyzer",
            "version": report.tool.version,
        },
        "related": {"ip": ips, "hosts": hosts, "hash": [report.source.sha256]},
        "hopcheck": own_part(report),
    }))
}

/// On the scale that Elastic's own rules use: low 21, medium 47, high 73.
fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Genuine => 0,
        Verdict::Unverified => 1,
        Verdict::Suspicious => 47,
        Verdict::Forged => 73,
    }
}
