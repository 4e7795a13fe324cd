//! What the forms share: ids, times, addresses and names that can be meant, bounded text.

use std::net::IpAddr;

use jiff::Timestamp;
use mail_parser::{Address, HeaderValue, MessageParser};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::report::json as report_json;
use crate::report::model::{Finding, Hop, Level, Report, Source, Verdict};

/// Longest value of a stranger, in characters: what indexes keep of a keyword.
pub(super) const LONGEST: usize = 1024;
/// Most entries of a list of a stranger.
pub(super) const MOST: usize = 100;

/// The namespace of ids that are ours alone: a version 5 UUID of the DNS namespace and the
/// program's name.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_6b0e_5b0c_5a6e_9a51_7f3f_6d0e_2c11);

/// The id of a report, 32 hexadecimal digits: which message it is on, and what was found.
///
/// Not the clock, nor the answers of the DNS with their lifetimes, nor figures that age with them:
/// a run that was broken off and is repeated gives the same ids, and nothing is indexed twice.
pub(super) fn event_id(report: &Report) -> String {
    let hop = |hop: &Hop| {
        json!([
            [hop.offset, hop.length, hop.verdict, hop.date_raw],
            [hop.from, hop.by, hop.via, hop.with, hop.id, hop.for_, hop.envelope_from],
        ])
    };
    let hops: Vec<Value> = report.hops.iter().map(hop).collect();
    let findings: Vec<_> = report.findings.iter().map(|f| (&f.rule, &f.lines)).collect();
    let Report { message, envelope, session, verdict, boundary, origin, .. } = report;
    let source = &place(&report.source);
    let said = (verdict, boundary, origin, hops, findings);
    let mut line = Vec::new();
    // A vector takes all that is written.
    let _ = report_json::write_value(&mut line, &(source, message, envelope, session, said));
    let hash = Sha256::digest(&line);
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Where a message lies, without what changes as it is read: flags and `new` or `cur` of a Maildir.
fn place(source: &Source) -> Source {
    let path = source.path.as_deref().map(|path| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = name.split_once(":2,").map_or(name, |(name, _)| name);
        match folder.strip_suffix("/new").or(folder.strip_suffix("/cur")) {
            Some(maildir) => format!("{maildir}/cur/{name}"),
            None if folder.is_empty() => name.to_owned(),
            None => format!("{folder}/{name}"),
        }
    });
    Source { path, flags: None, sha256: None, ..source.clone() }
}

/// A UUID for a part of a report, the same whenever it is made.
pub(super) fn uuid(id: &str, part: &str) -> String {
    Uuid::new_v5(&NAMESPACE, format!("{id}/{part}").as_bytes()).to_string()
}

/// One line of JSON with nothing in it that acts on a terminal.
pub(super) fn line(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = report_json::write_value(&mut out, value);
    out
}

/// The value without what is null or empty: unknown is absent.
pub(super) fn pruned(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept: Map<String, Value> = fields
                .into_iter()
                .map(|(key, value)| (key, pruned(value)))
                .filter(|(_, value)| !is_nothing(value))
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => {
            items.into_iter().map(pruned).filter(|item| !is_nothing(item)).collect()
        }
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// At most `most` characters of the text, with a mark where it goes on.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}

/// A value of a stranger, bounded.
pub(super) fn short(text: &str) -> String {
    cut(text, LONGEST)
}

/// The text if it is an address of the Internet Protocol.
pub(super) fn ip(text: Option<&str>) -> Option<IpAddr> {
    text?.parse().ok()
}

/// The text if it can be a host's name (RFC 1123 section 2.1; an underscore is let pass).
pub(in crate::report) fn host(text: Option<&str>) -> Option<&str> {
    let name = text?.trim_end_matches('.');
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let possible = name.len() <= 253
        && name.contains('.')
        && name.split('.').all(label)
        && name.parse::<IpAddr>().is_err();
    possible.then_some(name)
}

/// A person or program that a header field names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mailbox {
    pub(super) name: Option<String>,
    pub(super) address: String,
}

/// The mailboxes in a decoded address field (RFC 5322 section 3.4), as far as they have an
/// address that can be meant.
pub(super) fn mailboxes(field: Option<&str>) -> Vec<Mailbox> {
    let Some(field) = field else { return Vec::new() };
    // Line breaks would begin another field.
    let field: String =
        cut(field, 64 * LONGEST).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = format!("To: {field}\r\n\r\n");
    let Some(message) = MessageParser::new().with_address_headers().parse_headers(text.as_bytes())
    else {
        return Vec::new();
    };
    let all = |address: &Address<'_>| -> Vec<Mailbox> {
        let one = |address: &mail_parser::Addr<'_>| {
            let name = address.name().filter(|name| !name.is_empty()).map(short);
            Some(Mailbox { name, address: address_of(address.address()?)? })
        };
        address.iter().filter_map(one).take(MOST).collect()
    };
    match message.header("To") {
        Some(HeaderValue::Address(address)) => all(address),
        _ => Vec::new(),
    }
}

/// The text as the address of a mailbox, if it can be one (RFC 5321 section 4.1.2, quoted local
/// parts left aside), its angle brackets dropped.
pub(in crate::report) fn address_of(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let (local, domain) = text.rsplit_once('@')?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    let possible =
        (1..=64).contains(&local.len()) && local.bytes().all(plain) && !domain.ends_with('.');
    (possible && host(Some(domain)).is_some()).then(|| text.to_owned())
}

/// The addresses of the header's `From` and `To`, and of the envelope.
pub(super) struct Parties {
    pub(super) from: Vec<Mailbox>,
    pub(super) to: Vec<Mailbox>,
    pub(super) mail_from: Option<String>,
    pub(super) rcpt_to: Vec<String>,
}

pub(super) fn parties(report: &Report) -> Parties {
    let envelope = &report.envelope;
    let mail_from = envelope.mail_from.as_ref().map(|sender| sender.value.as_str());
    let mail_from = mail_from.or(report.message.return_path.as_deref());
    Parties {
        from: mailboxes(report.message.from.as_deref()),
        to: mailboxes(report.message.to.as_deref()),
        mail_from: mail_from.and_then(address_of),
        rcpt_to: envelope
            .rcpt_to
            .iter()
            .filter_map(|recipient| address_of(&recipient.value))
            .take(MOST)
            .collect(),
    }
}

/// `Message-ID` without its angle brackets.
pub(super) fn message_id(report: &Report) -> Option<String> {
    let id = report.message.message_id.as_deref()?.trim();
    let bare = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(id);
    (!bare.is_empty()).then(|| short(bare))
}

/// The time that the message says it was written at, RFC 3339 in UTC.
pub(super) fn written_at(report: &Report) -> Option<Timestamp> {
    let date = report.message.date.as_deref()?.trim();
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let time = parser.parse_timestamp(date).ok()?;
    in_range(time).then_some(time)
}

/// The time at which our side took the mail, as its newest line has it.
pub(super) fn delivered_at(report: &Report) -> Option<Timestamp> {
    let own = |hop: &&Hop| hop.custody == crate::report::model::Custody::Own && hop.date.is_some();
    let time = report.hops.iter().find(own)?.date.as_deref()?.parse().ok()?;
    in_range(time).then_some(time)
}

/// The time of the report: the clock that the analysis was given, else the delivery, else the
/// beginning of the epoch.
pub(super) fn reported_at(report: &Report) -> Timestamp {
    let now = report.tool.now.as_deref().and_then(|now| now.parse().ok());
    now.or_else(|| delivered_at(report)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Years that all readers take: four digits, not before the epoch of RFC 3339's common use.
fn in_range(time: Timestamp) -> bool {
    time >= Timestamp::UNIX_EPOCH
}

/// With milliseconds, as exchange formats want it: `2026-03-04T12:00:00.000Z`.
pub(super) fn millis(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// The findings that were counted, strongest first.
pub(super) fn counted(report: &Report) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.overlapped_by.is_none() && finding.level > Level::Info)
        .collect();
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(b.level.cmp(&a.level)));
    all
}

/// Something to be alerted of.
pub(super) fn is_alert(report: &Report) -> bool {
    report.verdict >= Verdict::Suspicious
}

/// The ATT&CK techniques of the counted findings, each once.
pub(super) fn techniques(report: &Report) -> Vec<String> {
    let mut all: Vec<String> =
        counted(report).iter().filter_map(|finding| finding.attack.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// Names and addresses of all hosts that the chain speaks of, each once, in order.
pub(super) fn related(report: &Report) -> (Vec<String>, Vec<String>) {
    let mut ips: Vec<String> = Vec::new();
    let mut hosts: Vec<String> = Vec::new();
    let mut add = |address: Option<&str>, names: [Option<&str>; 2]| {
        if let Some(ip) = ip(address).map(|ip| ip.to_string())
            && !ips.contains(&ip)
            && ips.len() < MOST
        {
            ips.push(ip);
        }
        for name in names.into_iter().filter_map(host) {
            let name = name.to_ascii_lowercase();
            if !hosts.contains(&name) && hosts.len() < MOST {
                hosts.push(name);
            }
        }
    };
    for hop in &report.hops {
        if let Some(from) = &hop.from {
            add(from.ip.as_deref(), [from.rdns.as_deref(), from.helo.as_deref()]);
        }
        if let Some(by) = &hop.by {
            add(by.ip.as_deref(), [by.host.as_deref(), None]);
        }
    }
    (ips, hosts)
}

/// A finding as the parts of the forms that are ours show it. Values are text throughout: an
/// index that has seen a number under a name refuses text under it.
pub(super) fn finding(finding: &Finding) -> Value {
    let evidence = finding.evidence.iter().take(MOST).map(|evidence| {
        let value = match &evidence.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        json!({"fact": evidence.fact, "value": short(&value)})
    });
    json!({
        "rule": finding.rule,
        "title": finding.title,
        "lines": finding.lines.iter().take(MOST).collect::<Vec<_>>(),
        "level": super::super::words::level(finding.level),
        "weight": report_json::readable(finding.weight),
        "overlapped_by": finding.overlapped_by,
        "message": short(&finding.message),
        "evidence": evidence.collect::<Vec<_>>(),
    })
}

/// What is our own in a form: the verdict, the hand-over, the origin, the hops and the findings.
pub(super) fn own_part(report: &Report) -> Value {
    let hops = report.hops.iter().take(MOST).map(|hop| {
        let from = hop.from.as_ref();
        let text = |value: Option<&str>| value.map(short);
        json!({
            "line": hop.line,
            "verdict": hop.verdict.as_str(),
            "score": report_json::readable(hop.score),
            "custody": hop.custody,
            "dialect": hop.dialect,
            "helo": text(from.and_then(|from| from.helo.as_deref())),
            "rdns": text(from.and_then(|from| from.rdns.as_deref())),
            "ip": ip(from.and_then(|from| from.ip.as_deref())).map(|ip| ip.to_string()),
            "by": text(hop.by.as_ref().and_then(|by| by.host.as_deref())),
            "with": text(hop.with.as_deref()),
            "id": text(hop.id.as_deref()),
            "date": hop.date,
        })
    });
    let problems: Vec<&str> =
        report.problems.iter().map(|problem| problem.code.as_str()).take(MOST).collect();
    json!({
        "schema": report.schema,
        "verdict": report.verdict.as_str(),
        "score": report_json::readable(report.score),
        "rules": report.tool.rules,
        "offline": report.tool.offline,
        "source": {
            "path": report.source.path.as_deref().map(short),
            "offset": report.source.offset,
            "size": report.source.size,
            "sha256": report.source.sha256,
            "part": report.source.part.as_deref().map(short),
        },
        "boundary": report.boundary.as_ref().map(|boundary| json!({
            "line": boundary.line,
            "peer_ip": ip(boundary.peer_ip.as_deref()).map(|ip| ip.to_string()),
            "peer_helo": boundary.peer_helo.as_deref().map(short),
            "peer_rdns": boundary.peer_rdns.as_deref().map(short),
        })),
        "origin": report.origin.as_ref().map(|origin| json!({
            "line": origin.line,
            "ip": ip(origin.ip.as_deref()).map(|ip| ip.to_string()),
            "host": origin.host.as_deref().map(short),
            "confidence": origin.confidence,
        })),
        "hop_count": report.hops.len(),
        "hops": hops.collect::<Vec<_>>(),
        "finding_count": report.findings.len(),
        "findings": report.findings.iter().take(MOST).map(finding).collect::<Vec<_>>(),
        "problems": problems,
    })
}

/// The raw text of a hop's line out of the message: unfolded, without the name of the field.
pub(super) fn raw_line(report: &Report, message: &[u8], place: usize) -> Option<String> {
    let hop = report.hops.get(place)?;
    let start = usize::try_from(hop.offset).ok()?;
    let end = start.checked_add(usize::try_from(hop.length).ok()?)?;
    let text = String::from_utf8_lossy(message.get(start..end)?).replace(['\r', '\n'], "");
    let value = text.split_once(':').map_or(text.as_str(), |(_, value)| value);
    Some(cut(value.trim(), 4 * LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_addresses_that_can_be_meant() {
        for name in ["mx.example.org", "a_b.example.", "xn--bcher-kva.example"] {
            assert_eq!(host(Some(name)), Some(name.trim_end_matches('.')));
        }
        for name in ["localhost", "192.0.2.1", "a b.example", "<script>.example", "a..b", ""] {
            assert_eq!(host(Some(name)), None, "{name}");
        }
        assert_eq!(address_of("<a.b@example.org>").as_deref(), Some("a.b@example.org"));
        for text in ["<>", "a", "a@", "@b.example", "a b@example.org", "a@\u{202e}gro.elpmaxe"] {
            assert_eq!(address_of(text), None, "{text}");
        }
    }

    #[test]
    fn mailboxes_of_a_field() {
        let all = mailboxes(Some("Rose <rose@example.org>, \"B, C\" <b@example.net>; <x"));
        let addresses: Vec<&str> = all.iter().map(|mailbox| mailbox.address.as_str()).collect();
        assert_eq!(addresses, ["rose@example.org", "b@example.net"]);
        assert_eq!(all[1].name.as_deref(), Some("B, C"));
        assert!(mailboxes(Some("undisclosed recipients:;")).is_empty());
        assert!(mailboxes(Some("x\r\nBcc: b@example.org, c@example.org")).len() <= 2);
    }

    #[test]
    fn nothing_is_left_of_what_is_empty() {
        let value = pruned(json!({"a": null, "b": [null, {}], "c": {"d": ""}, "e": 0, "f": false}));
        assert_eq!(value, json!({"e": 0, "f": false}));
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöü", 2), "äö…");
    }
}
