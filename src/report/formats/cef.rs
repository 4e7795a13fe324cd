//! ArcSight Common Event Format, version 0 (Micro Focus, "ArcSight Common Event Format
//! Implementation Standard", version 25): one line for a report.
//!
//! A line of CEF has no quotes: a bar or an equals sign of a stranger, unescaped, would forge a
//! field. Each value goes through the escape of what acts on a terminal first (so that no line
//! break is left to be escaped) and through that of CEF second, and is cut to the length that
//! the standard gives its key.

use std::net::IpAddr;

use super::common::{counted, cut, host, ip, message_id, parties, reported_at};
use crate::report::escape;
use crate::report::model::{Report, Verdict};
use crate::report::{json, words};

pub(super) fn line(report: &Report, id: &str) -> Vec<u8> {
    let name = match report.verdict {
        Verdict::Genuine => "Received chain genuine",
        Verdict::Unverified => "Received chain unverified",
        Verdict::Suspicious => "Received chain suspicious",
        Verdict::Forged => "Received chain forged",
    };
    let severity = match report.verdict {
        Verdict::Genuine => 0,
        Verdict::Unverified => 2,
        Verdict::Suspicious => 6,
        Verdict::Forged => 9,
    };
    let class = format!("verdict/{}", report.verdict.as_str());
    let mut line = format!(
        "CEF:0|hopcheck|hopcheck|{}|{}|{}|{severity}|",
        header(report.tool.version),
        header(&class),
        header(name),
    );
    let mut first = true;
    for (key, value, most) in extension(report, id) {
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        if !std::mem::take(&mut first) {
            line.push(' ');
        }
        line.push_str(key);
        line.push('=');
        line.push_str(&extension_value(&value, most));
    }
    line.push('\n');
    line.into_bytes()
}

/// Keys, values, and the longest that the standard allows, in characters.
fn extension(report: &Report, id: &str) -> Vec<(&'static str, Option<String>, usize)> {
    let parties = parties(report);
    let origin = report.origin.as_ref();
    let address = origin.and_then(|origin| ip(origin.ip.as_deref()));
    let (v4, v6) = match address {
        Some(IpAddr::V4(v4)) => (Some(v4.to_string()), None),
        Some(IpAddr::V6(v6)) => (None, Some(v6.to_string())),
        None => (None, None),
    };
    let boundary = report.boundary.as_ref();
    let receiver = boundary
        .and_then(|boundary| report.hops.iter().find(|hop| hop.line == boundary.line))
        .and_then(|hop| host(hop.by.as_ref()?.host.as_deref()).map(str::to_owned));
    let rules: Vec<&str> = counted(report).iter().map(|finding| finding.rule.as_str()).collect();
    let labelled = |value: &Option<String>, label: &str| value.as_ref().map(|_| label.to_owned());
    let rule_list = (!rules.is_empty()).then(|| rules.join(","));
    let message = message_id(report);
    let subject = report.message.subject.clone();
    let sender = parties.mail_from.or(parties.from.into_iter().next().map(|from| from.address));
    let recipient =
        parties.rcpt_to.into_iter().next().or(parties.to.into_iter().next().map(|to| to.address));
    vec![
        ("rt", Some(reported_at(report).as_millisecond().to_string()), 20),
        ("externalId", Some(id.to_owned()), 40),
        ("msg", Some(words::statement(report)), 1023),
        ("src", v4, 15),
        ("c6a2Label", labelled(&v6, "Source IPv6 Address"), 1023),
        ("c6a2", v6, 45),
        ("shost", origin.and_then(|origin| host(origin.host.as_deref())).map(str::to_owned), 1023),
        ("dhost", receiver, 1023),
        ("suser", sender, 1023),
        ("duser", recipient, 1023),
        ("fname", report.source.path.clone(), 1023),
        ("fsize", Some(report.source.size.to_string()), 20),
        ("cfp1Label", Some("probability of forgery".to_owned()), 1023),
        ("cfp1", Some(format!("{}", json::readable(report.score))), 30),
        ("cn1Label", Some("Received lines".to_owned()), 1023),
        ("cn1", Some(report.hops.len().to_string()), 20),
        ("cn2Label", boundary.map(|_| "hand-over line".to_owned()), 1023),
        ("cn2", boundary.map(|boundary| boundary.line.to_string()), 20),
        ("cs1Label", Some("verdict".to_owned()), 1023),
        ("cs1", Some(report.verdict.as_str().to_owned()), 4000),
        ("cs2Label", labelled(&rule_list, "rules"), 1023),
        ("cs2", rule_list, 4000),
        ("cs3Label", labelled(&message, "Message-ID"), 1023),
        ("cs3", message, 4000),
        ("cs4Label", labelled(&subject, "subject"), 1023),
        ("cs4", subject, 4000),
        ("cs5Label", origin.map(|_| "confidence of origin".to_owned()), 1023),
        ("cs5", origin.map(|origin| origin.confidence.clone()), 4000),
    ]
}

/// A field of the prefix: bars and backslashes are escaped.
fn header(value: &str) -> String {
    escape::text(value).replace('\\', "\\\\").replace('|', "\\|")
}

/// A value of the extension: equals signs and backslashes are escaped.
fn extension_value(value: &str, most: usize) -> String {
    // What is shown by number grows; so much of the value is looked at, and no more.
    let shown = escape::text(&cut(value, most)).into_owned();
    let shown =
        if shown.chars().count() > most { cut(&shown, most.saturating_sub(1)) } else { shown };
    shown.replace('\\', "\\\\").replace('=', "\\=")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn a_stranger_forges_no_field() {
        let mut report = testing::classic();
        report.message.subject = Some("a=b src=192.0.2.9|x\\\r\nCEF:0|evil|\u{1b}[31m".into());
        let line = String::from_utf8(line(&report, "0")).expect("UTF-8");
        assert_eq!(line.matches('\n').count(), 1);
        assert!(
            line.contains("cs4=a\\=b src\\=192.0.2.9|x\\\\\\\\r\\\\nCEF:0|evil|\\\\u{1b}[31m"),
            "{line}"
        );
        assert!(line.starts_with(
            "CEF:0|hopcheck|hopcheck|0.1.0|verdict/forged|Received chain forged|9|rt="
        ));
        assert!(line.contains(" src=203.0.113.115 shost=turmeric.example "), "{line}");
    }
}
