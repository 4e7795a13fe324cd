//! What we put on top of a message, and what of the same kinds we take out of it.

use std::fmt::Write as _;

use memchr::memmem;

use crate::message::{self, Field, FieldKind, Message};
use crate::report::escape;
use crate::report::model::{Problem, Report, Session};
use crate::settings::Settings;

/// Our name in the `by` of our lines.
const SOFTWARE: &str = "hopcheck";
const VERDICT: &str = "X-Hopcheck-Verdict";

/// Return-Path and our Received line (RFC 5321 section 4.4), line ends included. `date` is in the
/// form of RFC 5322.
pub(super) fn trace(
    host: &str,
    session: &Session,
    mail_from: &str,
    rcpt_to: &[String],
    body: &[u8],
    asked: bool,
    date: &str,
) -> String {
    let mut out = String::with_capacity(512);
    let ip =
        if session.ip.contains(':') { format!("IPv6:{}", session.ip) } else { session.ip.clone() };
    // Writing to a string does not fail.
    let _ = write!(out, "Return-Path: <{}>\r\n", tame(mail_from, "@!#$%&'*+-/=?^_`{|}~.\"[]:"));
    let _ = write!(out, "Received: from {} (", helo(&session.helo));
    match &session.rdns {
        Some(name) => {
            let _ = write!(out, "{} ", tame(name, "-_."));
        }
        None if asked => out.push_str("unknown "),
        None => {}
    }
    let _ = write!(out, "[{ip}])\r\n");
    if let Some(tls) = &session.tls {
        let _ = write!(out, "\t(using {} with cipher {})\r\n", tls.version, tls.cipher);
    }
    let _ = write!(out, "\tby {host} ({SOFTWARE}) with {} id {}", session.protocol, session.id);
    // RFC 5321 section 7.2: a recipient who is not named in the message stays unnamed.
    if let [only] = rcpt_to
        && is_named(body, only)
    {
        let _ = write!(out, "\r\n\tfor <{}>", tame(only, "@!#$%&'*+-/=?^_`{|}~.\"[]:"));
    }
    let _ = write!(out, "; {date}\r\n");
    out
}

/// The announced name as our line has it: one atom or literal, whatever was typed. The report has
/// it as typed.
fn helo(name: &str) -> String {
    let literal = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match literal {
        Some(inside) if inside.bytes().all(|b| b.is_ascii_hexdigit() || b"IPv.:".contains(&b)) => {
            name.to_owned()
        }
        _ if name.is_empty() => "unknown".to_owned(),
        _ => tame(name, "-_.:"),
    }
}

/// The text with all but letters, digits and these characters replaced: nothing of it may act in
/// a header.
fn tame(text: &str, also: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() || also.contains(c) { c } else { '?' }).collect()
}

/// Whether the header names an address.
fn is_named(body: &[u8], address: &str) -> bool {
    let end = memmem::find(body, b"\r\n\r\n").unwrap_or(body.len()).min(64 << 10);
    let header = body[..end].to_ascii_lowercase();
    memmem::find(&header, address.to_ascii_lowercase().as_bytes()).is_some()
}

/// What the analysis found, to be put above everything else.
pub(super) fn verdict(host: &str, report: &Report, session: &Session) -> String {
    let mut out = String::with_capacity(256);
    let _ = write!(out, "{VERDICT}: {}; score={:.4}", report.verdict.as_str(), report.score);
    if let Some(origin) = report.origin.as_ref().and_then(|origin| origin.ip.as_ref()) {
        let _ = write!(out, ";\r\n\torigin={origin}");
    }
    let _ = write!(out, ";\r\n\tid={}\r\n", session.id);
    let _ = match &session.iprev {
        Some(iprev) => {
            write!(
                out,
                "Authentication-Results: {host};\r\n\tiprev={iprev} policy.iprev={}\r\n",
                quoted(&session.ip)
            )
        }
        None => write!(out, "Authentication-Results: {host}; none\r\n"),
    };
    out
}

/// RFC 8601 section 2.2: a value with colons is a quoted string.
fn quoted(value: &str) -> String {
    if value.contains(':') { format!("\"{value}\"") } else { value.to_owned() }
}

/// The code of a problem that tells of a field that claimed to be ours.
pub(super) const OWN_FIELD: &str = "own-field";
/// More fields than this are taken out without each being told.
const TOLD: usize = 20;

/// Takes fields out that claim to be ours, and says which; also a Return-Path on top, which nobody
/// could tell from ours.
pub(super) fn take_out(body: &mut Vec<u8>, host: &str, settings: &Settings) -> Vec<Problem> {
    let header = &body[..memmem::find(body, b"\r\n\r\n").unwrap_or(body.len())];
    if !may_hold_ours(header) {
        return Vec::new();
    }
    let message = message::parse(header);
    let ours = |field: &&Field| claims_to_be_ours(&message, field, host, settings);
    let mut problems = Vec::new();
    let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
    for field in message.fields.iter().filter(ours) {
        let extent = message.extent(field.span);
        let start = usize::try_from(extent.start).unwrap_or(usize::MAX).min(body.len());
        let end = usize::try_from(extent.end).unwrap_or(usize::MAX).clamp(start, body.len());
        let end = memchr::memchr(b'\n', &body[end..]).map_or(body.len(), |at| end + at + 1);
        taken.push(start..end);
        if problems.len() >= TOLD {
            continue;
        }
        let text = String::from_utf8_lossy(message.raw_field(field));
        let shown: String = escape::text(&text).chars().take(200).collect();
        let (code, what) = match field.kind {
            FieldKind::ReturnPath => ("return-path", "in the place of ours"),
            _ => (OWN_FIELD, "that claimed to be ours"),
        };
        problems.push(Problem {
            code: code.to_owned(),
            what: format!("a field {what} was taken out: {shown}"),
            line: None,
            offset: None,
        });
    }
    if taken.len() > problems.len() {
        problems.push(Problem {
            code: OWN_FIELD.to_owned(),
            what: format!("{} more such fields were taken out", taken.len() - problems.len()),
            line: None,
            offset: None,
        });
    }
    // Far the most messages hold nothing of the kind.
    if !taken.is_empty() {
        let mut kept = Vec::with_capacity(body.len());
        let mut at = 0;
        for range in taken {
            kept.extend_from_slice(&body[at..range.start.max(at)]);
            at = range.end.max(at);
        }
        kept.extend_from_slice(&body[at..]);
        *body = kept;
    }
    problems
}

/// Whether a name or mark of ours stands anywhere in the header: most hold none, and need not be
/// read twice.
fn may_hold_ours(header: &[u8]) -> bool {
    let header = header.to_ascii_lowercase();
    let marks: [&[u8]; 4] =
        [b"x-hopcheck-verdict", b"authentication-results", b"return-path", b"(hopcheck)"];
    marks.iter().any(|mark| memmem::find(&header, mark).is_some())
}

fn claims_to_be_ours(
    message: &Message<'_>,
    field: &Field,
    host: &str,
    settings: &Settings,
) -> bool {
    match field.kind {
        // Only the one on top would be taken for ours; below a Received line it is part of the
        // history of the message.
        FieldKind::ReturnPath => field.received_above == 0,
        FieldKind::AuthenticationResults => {
            let value = message.unfolded(field);
            let id =
                value.trim_start().split([' ', '\t', ';', '(', '/']).next().unwrap_or_default();
            id.eq_ignore_ascii_case(host)
                || settings.authserv_ids.iter().any(|own| own.eq_ignore_ascii_case(id))
        }
        FieldKind::Received => {
            let value = message.unfolded(field).to_ascii_lowercase();
            let mark = format!("by {} ({SOFTWARE})", host.to_ascii_lowercase());
            value.contains(&mark)
        }
        _ => message.field_name(field).eq_ignore_ascii_case(VERDICT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::received;

    fn session() -> Session {
        Session {
            id: "19c2f1a7b3d-1-1".to_owned(),
            ip: "192.0.2.7".to_owned(),
            helo: "mail.a.example".to_owned(),
            protocol: "ESMTP".to_owned(),
            ..Session::default()
        }
    }

    const DATE: &str = "Wed, 4 Mar 2026 10:15:05 +0000";

    fn line(session: &Session, asked: bool) -> String {
        let to = ["x@d.example".to_owned()];
        let trace = trace(
            "mx.example.org",
            session,
            "a@b.example",
            &to,
            b"To: X@d.example\r\n\r\n",
            asked,
            DATE,
        );
        let (path, line) = trace.split_once("\r\n").expect("two fields");
        assert_eq!(path, "Return-Path: <a@b.example>");
        line.to_owned()
    }

    #[test]
    fn our_line_is_read_whole_whatever_was_announced() {
        let tls = crate::report::model::SessionTls {
            version: "TLSv1.3".to_owned(),
            cipher: "TLS13_AES_256_GCM_SHA384".to_owned(),
            server_name: None,
        };
        let plain = session();
        let hostile = "a.example ([1.1.1.1] by (x) with ESMTP; \"\\\u{202e}";
        for session in [
            plain.clone(),
            Session { rdns: Some("mail.a.example".to_owned()), ..plain.clone() },
            Session {
                ip: "2001:db8::7".to_owned(),
                tls: Some(tls),
                protocol: "UTF8SMTPS".to_owned(),
                ..plain.clone()
            },
            Session { helo: "[192.0.2.7]".to_owned(), ..plain.clone() },
            Session { helo: hostile.to_owned(), protocol: "LMTP".to_owned(), ..plain.clone() },
            Session { helo: String::new(), protocol: "SMTP".to_owned(), ..plain },
        ] {
            for asked in [true, false] {
                let text = line(&session, asked);
                let value = text.trim_end().strip_prefix("Received:").expect("is one");
                let read = received::parse(value.as_bytes());
                assert_eq!(read.dialect, "hopcheck", "{text}");
                assert!(read.unparsed.is_empty(), "{text}");
                let from = read.from.as_ref().expect("a peer");
                assert_eq!(from.ip.map(|ip| ip.to_string()), Some(session.ip.clone()), "{text}");
                assert!(read.date.as_ref().and_then(|d| d.unix).is_some(), "{text}");
                assert!(text.contains("\tfor <x@d.example>;"), "{text}");
            }
        }
    }

    #[test]
    fn who_is_not_named_stays_unnamed() {
        let to = ["hidden@d.example".to_owned()];
        let text = trace(
            "mx.example.org",
            &session(),
            "",
            &to,
            b"To: x@d.example\r\n\r\nhidden@d.example",
            true,
            DATE,
        );
        assert!(text.starts_with("Return-Path: <>\r\n"), "{text}");
        assert!(!text.contains("hidden"), "{text}");
    }

    #[test]
    fn fields_that_claim_to_be_ours_go_and_others_stay() {
        let settings =
            Settings { authserv_ids: vec!["own.example.org".to_owned()], ..Settings::default() };
        let ours = "Return-Path: <forged@b.example>\r\n\
                    X-Hopcheck-Verdict: genuine;\r\n\tscore=0\r\n\
                    Authentication-Results: MX.example.org; dkim=pass\r\n\
                    Received: from a by mx.example.org (hopcheck) with ESMTP id 1; Wed, 4 Mar 2026 10:15:05 +0000\r\n\
                    Authentication-Results: own.example.org;\r\n spf=pass\r\n";
        let theirs = "Received: from a by mx.example.org (Postfix) with ESMTP id 1; Wed, 4 Mar 2026 10:15:05 +0000\r\n\
                      Return-Path: <old@b.example>\r\n\
                      Authentication-Results: other.example; dkim=pass\r\nSubject: x\r\n";
        let rest = "\r\nX-Hopcheck-Verdict: in the body\r\n";
        let mut body = format!("{ours}{theirs}{rest}").into_bytes();
        let problems = take_out(&mut body, "mx.example.org", &settings);
        assert_eq!(String::from_utf8_lossy(&body), format!("{theirs}{rest}"));
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["return-path", "own-field", "own-field", "own-field", "own-field"]);
        assert!(problems[1].what.contains("X-Hopcheck-Verdict: genuine;\\r\\n\\tscore=0"));
        assert!(take_out(&mut body, "mx.example.org", &settings).is_empty());
        let many = "X-Hopcheck-Verdict: genuine\r\n".repeat(10_000);
        let mut body = format!("{many}Subject: x\r\n\r\n").into_bytes();
        assert_eq!(take_out(&mut body, "mx.example.org", &settings).len(), TOLD + 1);
        assert_eq!(body, b"Subject: x\r\n\r\n");
        let mut nothing = Vec::new();
        assert!(take_out(&mut nothing, "mx.example.org", &settings).is_empty());
    }
}
