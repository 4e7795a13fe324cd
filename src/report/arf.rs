//! A complaint about the origin of a message, in the Abuse Reporting Format (RFC 5965): for a
//! person to read, to correct, and to send. Nothing is sent from here.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::abuse::Addressee;
use super::escape;
use super::formats::{Siem, host, mailbox};
use super::model::Report;
use super::words;

/// Longest line of a message, without its CRLF (RFC 5322 section 2.1.1).
const LONGEST_LINE: usize = 998;

/// What a complaint needs besides the report.
#[derive(Clone, Debug)]
pub struct Complaint<'a> {
    /// The address that complains.
    pub from: &'a str,
    pub to: &'a Addressee,
    /// The clock, seconds since the epoch.
    pub now: i64,
    /// Only the Received lines go along, not the message.
    pub header_only: bool,
}

/// The complaint as a message with CRLF line breaks.
pub fn message(report: &Report, original: &[u8], complaint: &Complaint<'_>) -> Vec<u8> {
    let now = Timestamp::from_second(complaint.now).unwrap_or(Timestamp::UNIX_EPOCH);
    let date = now.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
    let id = Siem::Ecs.events(report, &[]).into_iter().next().map(|event| event.id);
    let id = id.unwrap_or_default();
    let domain = complaint.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let attached = attached(report, original, complaint.header_only);
    let boundary = boundary(&id, &attached);
    let origin = report.origin.as_ref().and_then(|origin| origin.ip.as_deref());

    let mut out = String::new();
    // Writing to a string does not fail.
    let mut line = |text: &str| {
        out.push_str(text);
        out.push_str("\r\n");
    };
    line(&format!("From: <{}>", complaint.from));
    line(&format!("To: <{}>", complaint.to.address));
    line(&format!("Subject: Abuse report: mail from {}", origin.unwrap_or("an unknown address")));
    line(&format!("Date: {date}"));
    line(&format!("Message-ID: <{id}@{domain}>"));
    line("MIME-Version: 1.0");
    line("Content-Type: multipart/report; report-type=feedback-report;");
    line(&format!(" boundary=\"{boundary}\""));
    line("");
    line(&format!("--{boundary}"));
    line("Content-Type: text/plain; charset=utf-8");
    line("Content-Transfer-Encoding: 8bit");
    line("");
    for paragraph in for_people(report, complaint) {
        for row in textwrap::wrap(&paragraph, 72) {
            line(&row);
        }
        line("");
    }
    line(&format!("--{boundary}"));
    line("Content-Type: message/feedback-report");
    line("");
    for (name, value) in for_machines(report) {
        line(&format!("{name}: {value}"));
    }
    line("");
    line(&format!("--{boundary}"));
    line(match complaint.header_only {
        true => "Content-Type: text/rfc822-headers",
        false => "Content-Type: message/rfc822",
    });
    let eight_bit = attached.iter().any(|byte| *byte >= 0x80);
    line(if eight_bit {
        "Content-Transfer-Encoding: 8bit"
    } else {
        "Content-Transfer-Encoding: 7bit"
    });
    line("");
    let mut bytes = out.into_bytes();
    bytes.extend_from_slice(&attached);
    bytes.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    bytes
}

/// A boundary that stands nowhere in what it bounds (RFC 2046 section 5.1.1).
fn boundary(id: &str, attached: &[u8]) -> String {
    let mut number = 0;
    loop {
        let boundary = format!("hopcheck-{id}-{number}");
        if memchr::memmem::find(attached, boundary.as_bytes()).is_none() {
            return boundary;
        }
        number += 1;
    }
}

/// The first part: what happened, in words.
fn for_people(report: &Report, complaint: &Complaint<'_>) -> Vec<String> {
    let mut text = Vec::new();
    let Some(origin) = &report.origin else { return text };
    let shown = |text: &str| escape::text(text).into_owned();
    let ip = origin.ip.as_deref().map_or_else(|| "an unknown address".to_owned(), shown);
    let hop = report.hops.iter().find(|hop| hop.line == origin.line);
    let by = hop.and_then(|hop| hop.by.as_ref()).and_then(|by| by.host.as_deref());
    let mut first = format!("The attached message came to us from {ip}");
    if let Some(by) = by {
        let _ = write!(first, ", as {} recorded it", shown(by));
    }
    if let Some(date) = hop.and_then(|hop| hop.date.as_deref()) {
        let _ = write!(first, " on {}", shown(&words::utc(date)));
    }
    if let Some(id) = hop.and_then(|hop| hop.id.as_deref()) {
        let _ = write!(first, " (id {})", shown(id));
    }
    first.push('.');
    text.push(first);
    text.push(format!(
        "We write to {}: {}. Confidence in this origin: {}.",
        complaint.to.address,
        shown(&complaint.to.basis),
        shown(&origin.confidence)
    ));
    let lower = report.hops.iter().any(|hop| hop.line > origin.line);
    if lower {
        text.push(format!(
            "Received lines below line {} are the word of whoever sent the message; hosts named \
             there need not have had any part in it. What was found: {}",
            origin.line,
            shown(&words::statement(report))
        ));
    }
    text
}

/// The fields of the second part (RFC 5965 section 3).
fn for_machines(report: &Report) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("Feedback-Type", "abuse".to_owned()),
        ("User-Agent", format!("hopcheck/{}", report.tool.version)),
        ("Version", "1".to_owned()),
    ];
    let envelope = &report.envelope;
    if let Some(sender) = envelope.mail_from.as_ref().and_then(|sender| mailbox(&sender.value)) {
        fields.push(("Original-Mail-From", format!("<{sender}>")));
    }
    for recipient in envelope.rcpt_to.iter().take(50) {
        if let Some(recipient) = mailbox(&recipient.value) {
            fields.push(("Original-Rcpt-To", format!("<{recipient}>")));
        }
    }
    let Some(origin) = &report.origin else { return fields };
    let hop = report.hops.iter().find(|hop| hop.line == origin.line);
    let date = hop.and_then(|hop| hop.date.as_deref()).and_then(|date| date.parse().ok());
    if let Some(date) = date {
        let date: Timestamp = date;
        let date = date.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000");
        fields.push(("Arrival-Date", date.to_string()));
    }
    if let Some(ip) = origin.ip.as_deref().and_then(|ip| ip.parse::<std::net::IpAddr>().ok()) {
        fields.push(("Source-IP", ip.to_string()));
    }
    let by = hop.and_then(|hop| hop.by.as_ref()).and_then(|by| host(by.host.as_deref()));
    if let Some(by) = by {
        fields.push(("Reporting-MTA", format!("dns; {by}")));
    }
    fields
}

/// The original with CRLF line breaks and no line longer than allowed, or its Received lines.
fn attached(report: &Report, original: &[u8], header_only: bool) -> Vec<u8> {
    let mut out = Vec::new();
    if header_only {
        for hop in &report.hops {
            let start = usize::try_from(hop.offset).unwrap_or(usize::MAX);
            let end = start.saturating_add(usize::try_from(hop.length).unwrap_or(usize::MAX));
            if let Some(line) = original.get(start..end) {
                push_lines(&mut out, line);
            }
        }
    } else {
        push_lines(&mut out, original);
    }
    out
}

fn push_lines(out: &mut Vec<u8>, text: &[u8]) {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let mut header = true;
    for line in text.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            out.extend_from_slice(b"\r\n");
            header = false;
        }
        for (number, part) in line.chunks(LONGEST_LINE - 1).enumerate() {
            if header && number > 0 {
                // Folded, or the rest of a field would begin one of its own.
                out.push(b' ');
            }
            // A bare CR or a NUL is forbidden inside a message (RFC 5322 section 2.3).
            out.extend(
                part.iter().map(|byte| if matches!(byte, b'\r' | 0) { b'?' } else { *byte }),
            );
            out.extend_from_slice(b"\r\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders};

    use super::*;
    use crate::report::testing;

    fn complaint(report: &Report, original: &[u8], header_only: bool) -> String {
        let to = Addressee { address: "abuse@turmeric.example".into(), basis: "why".into() };
        let complaint =
            Complaint { from: "desk@example.org", to: &to, now: 1_772_625_600, header_only };
        String::from_utf8(message(report, original, &complaint)).expect("UTF-8 here")
    }

    #[test]
    fn a_report_of_three_parts() {
        let text = complaint(&testing::classic(), testing::CLASSIC.as_bytes(), false);
        let parsed = MessageParser::default().parse(text.as_bytes()).expect("a message");
        let kind = parsed.content_type().expect("one");
        assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("report")));
        assert_eq!(kind.attribute("report-type"), Some("feedback-report"));
        assert_eq!(parsed.parts.len(), 4, "the whole and its three parts");
        for field in [
            "Feedback-Type: abuse\r\n",
            "User-Agent: hopcheck/0.1.0\r\n",
            "Version: 1\r\n",
            "Source-IP: 203.0.113.115\r\n",
            "Arrival-Date: Thu, 31 Jul 1997 00:39:50 +0000\r\n",
            "Date: Wed, 04 Mar 2026 12:00:00 +0000\r\n",
        ] {
            assert!(text.contains(field), "{field}: {text}");
        }
        assert!(text.contains("Buy."));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "CRLF alone");
    }

    #[test]
    fn the_header_alone() {
        let text = complaint(&testing::classic(), testing::CLASSIC.as_bytes(), true);
        assert!(text.contains("text/rfc822-headers"));
        assert!(!text.contains("Buy.") && text.contains("id XAA12345"));
    }

    #[test]
    fn an_original_ends_no_part() {
        let mut report = testing::classic();
        report.hops[0].id = Some("a\r\nBcc: evil@example.net\r\n\r\n--x".into());
        let probe = complaint(&report, b"", false);
        let boundary = probe.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next());
        let boundary = boundary.expect("a boundary").to_owned();
        let original = format!("Subject: x\n\n--{boundary}--\nmore\r{}", "y".repeat(3000));
        let text = complaint(&report, original.as_bytes(), false);
        assert!(!text.contains("\r\nBcc:"), "{text}");
        let other = text.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next());
        assert_ne!(other, Some(boundary.as_str()));
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE));

        let field = format!("Subject: {}From: forged@example.net\r\n\r\nx", " ".repeat(988));
        let text = complaint(&report, field.as_bytes(), false);
        assert!(text.contains("From: forged@example.net"), "{text}");
        assert!(!text.contains("\r\nFrom: forged@example.net"), "{text}");
    }
}
