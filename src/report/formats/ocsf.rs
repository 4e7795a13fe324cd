//! Open Cybersecurity Schema Framework 1.8: <https://schema.ocsf.io>.
//!
//! Each message is an Email Activity (class 4009, activity 3 Scan). A verdict of `suspicious` or
//! `forged` is besides a Detection Finding (class 2004, activity 1 Create). An Email Activity
//! must name a sender or a recipient; a message that names neither, in its header or envelope,
//! is a Base Event (class 0) instead. OCSF has no place for a chain, so it is under `unmapped`.

use serde_json::{Value, json};

use super::common::{
    Mailbox, Parties, counted, host, ip, is_alert, message_id, own_part, parties, pruned,
    reported_at, short, techniques,
};
use crate::report::model::{Finding, Level, Report, Verdict};
use crate::report::{json as report_json, words};

const VERSION: &str = "1.8.0";

pub(super) fn events(report: &Report, _message: &[u8], id: &str) -> Vec<Value> {
    let email = email(report);
    let mut events = vec![activity(report, email.as_ref(), id)];
    if is_alert(report) {
        events.push(detection(report, email.as_ref(), id));
    }
    events.into_iter().map(pruned).collect()
}

fn time(report: &Report) -> i64 {
    reported_at(report).as_millisecond()
}

fn metadata(report: &Report, uid: &str) -> Value {
    json!({
        "version": VERSION,
        "uid": uid,
        "product": {
            "name": "hopcheck",
            "vendor_name": "hopcheck",
            "version": report.tool.version,
        },
        "log_name": report.schema,
        "original_time": report.message.date.as_deref().map(short),
    })
}

fn severity(report: &Report) -> (u8, &'static str) {
    match report.verdict {
        Verdict::Genuine | Verdict::Unverified => (1, "Informational"),
        Verdict::Suspicious => (3, "Medium"),
        Verdict::Forged => (4, "High"),
    }
}

/// The email object, or nothing where the message names neither sender nor recipient.
fn email(report: &Report) -> Option<Value> {
    let Parties { from, to, mail_from, rcpt_to } = parties(report);
    let address = |mailbox: &Mailbox| mailbox.address.clone();
    let sender = from.first().map(address).or_else(|| mail_from.clone());
    let mut recipients: Vec<String> = to.iter().map(address).collect();
    if recipients.is_empty() {
        recipients.clone_from(&rcpt_to);
    }
    if sender.is_none() && recipients.is_empty() {
        return None;
    }
    Some(json!({
        "from": sender,
        "to": recipients,
        "subject": report.message.subject.as_deref().map(short),
        "message_uid": message_id(report),
        "return_path": mail_from,
        "delivered_to_list": rcpt_to,
        "size": report.source.size,
        "x_originating_ip": [origin_ip(report)],
    }))
}

fn origin_ip(report: &Report) -> Option<String> {
    let origin = report.origin.as_ref()?;
    ip(origin.ip.as_deref()).map(|ip| ip.to_string())
}

fn peer(report: &Report) -> Option<Value> {
    let boundary = report.boundary.as_ref()?;
    let ip = ip(boundary.peer_ip.as_deref()).map(|ip| ip.to_string());
    let host = host(boundary.peer_rdns.as_deref()).or(host(boundary.peer_helo.as_deref()));
    (ip.is_some() || host.is_some()).then(|| json!({"ip": ip, "hostname": host}))
}

fn receiver(report: &Report) -> Option<Value> {
    let line = report.boundary.as_ref()?.line;
    let hop = report.hops.iter().find(|hop| hop.line == line)?;
    let host = host(hop.by.as_ref()?.host.as_deref())?;
    Some(json!({"hostname": host}))
}

/// What to pivot on: each an attribute of the event by its path.
fn observables(report: &Report, peer_at: &str, email_at: &str, email: Option<&Value>) -> Value {
    let peer = peer(report);
    let peer = |key: &str| peer.as_ref().and_then(|peer| peer[key].as_str().map(str::to_owned));
    let from = email.and_then(|email| email["from"].as_str().map(str::to_owned));
    let all = [
        (format!("{peer_at}.ip"), 2, "IP Address", peer("ip")),
        (format!("{peer_at}.hostname"), 1, "Hostname", peer("hostname")),
        (format!("{email_at}.from"), 5, "Email Address", from),
        (
            format!("{email_at}.x_originating_ip"),
            2,
            "IP Address",
            email.and_then(|_| origin_ip(report)),
        ),
    ];
    all.into_iter()
        .filter_map(|(name, type_id, kind, value)| {
            Some(json!({"name": name, "type_id": type_id, "type": kind, "value": value?}))
        })
        .collect()
}

fn activity(report: &Report, email: Option<&Value>, id: &str) -> Value {
    let (severity_id, severity) = severity(report);
    let mut event = json!({
        "time": time(report),
        "severity_id": severity_id,
        "severity": severity,
        "message": words::statement(report),
        "metadata": metadata(report, id),
        "unmapped": {"hopcheck": own_part(report)},
    });
    let more = match email {
        Some(email) => {
            let envelope = parties(report);
            json!({
                "category_uid": 4,
                "category_name": "Network Activity",
                "class_uid": 4009,
                "class_name": "Email Activity",
                "activity_id": 3,
                "activity_name": "Scan",
                "type_uid": 400_903,
                "type_name": "Email Activity: Scan",
                "direction_id": u8::from(report.boundary.is_some()),
                "direction": if report.boundary.is_some() { "Inbound" } else { "Unknown" },
                "email": email,
                "from": envelope.mail_from,
                "to": envelope.rcpt_to,
                "protocol_name": "SMTP",
                "src_endpoint": peer(report),
                "dst_endpoint": receiver(report),
                "observables": observables(report, "src_endpoint", "email", Some(email)),
            })
        }
        None => json!({
            "category_uid": 0,
            "category_name": "Uncategorized",
            "class_uid": 0,
            "class_name": "Base Event",
            "activity_id": 0,
            "activity_name": "Unknown",
            "type_uid": 0,
            "type_name": "Base Event: Unknown",
        }),
    };
    if let (Value::Object(event), Value::Object(more)) = (&mut event, more) {
        event.extend(more);
    }
    event
}

fn analytic(finding: &Finding, version: &str) -> Value {
    json!({
        "type_id": 1,
        "type": "Rule",
        "uid": finding.rule,
        "name": finding.title,
        "version": version,
    })
}

fn detection(report: &Report, email: Option<&Value>, id: &str) -> Value {
    let (severity_id, severity) = severity(report);
    let found = counted(report);
    let attacks: Vec<Value> = techniques(report)
        .into_iter()
        .map(|technique| match technique.split_once('.') {
            Some((parent, _)) => json!({
                "technique": {"uid": parent},
                "sub_technique": {"uid": technique},
            }),
            None => json!({"technique": {"uid": technique}}),
        })
        .collect();
    // Each finding is a piece of evidence; the message and the peer go with the first.
    let mut evidences: Vec<Value> = found
        .iter()
        .take(super::common::MOST)
        .map(|finding| json!({"name": finding.rule, "data": super::common::finding(finding)}))
        .collect();
    let first = json!({
        "name": "message",
        "email": email,
        "src_endpoint": peer(report),
        "data": {"score": report_json::readable(report.score)},
    });
    evidences.insert(0, first);
    let strong = found.iter().any(|finding| finding.level == Level::High);
    let (confidence_id, confidence) = if strong { (3, "High") } else { (2, "Medium") };
    json!({
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": 2004,
        "class_name": "Detection Finding",
        "activity_id": 1,
        "activity_name": "Create",
        "type_uid": 200_401,
        "type_name": "Detection Finding: Create",
        "time": time(report),
        "severity_id": severity_id,
        "severity": severity,
        "status_id": 1,
        "status": "New",
        "is_alert": true,
        "confidence_id": confidence_id,
        "confidence": confidence,
        // A percentage; certainty is never claimed by rounding.
        "confidence_score": (100.0 * report.score).floor() as u8,
        "message": words::statement(report),
        "metadata": metadata(report, &format!("{id}-1")),
        "finding_info": {
            "uid": id,
            "title": match report.verdict {
                Verdict::Forged => "Forged Received lines",
                _ => "Suspicious Received lines",
            },
            "desc": found.first().map(|finding| short(&finding.message)),
            "created_time": time(report),
            "analytic": found.first().map(|finding| analytic(finding, report.tool.version)),
            "related_analytics": found
                .iter()
                .skip(1)
                .take(super::common::MOST)
                .map(|finding| analytic(finding, report.tool.version))
                .collect::<Vec<_>>(),
            "attacks": attacks,
            "types": ["email"],
        },
        "evidences": evidences,
        "observables":
            observables(report, "evidences[0].src_endpoint", "evidences[0].email", email),
    })
}
