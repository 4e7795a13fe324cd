//! A report that is to be passed on, with recipients and the local parts of addresses hidden.
//!
//! What is hidden becomes `x`, letter by letter, in the report as in the raw lines: lengths and
//! offsets stay true, and a value in the evidence is still that of the bytes it points at. Names
//! of hosts and addresses of networks stay: they are what the report is about.

use serde_json::Value;

use super::model::{Problem, Report, WithBasis};

/// Hides recipients, local parts, display names, accounts and the subject, in the report and in
/// the message that its offsets count in. Of the message nothing is left but the Received lines
/// and its length.
pub fn redact(report: &mut Report, message: &mut [u8]) {
    let mut secrets = Secrets::of(report);
    // `bob@example.org` before `bob`, so that no piece of the longer one is left.
    secrets.0.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.0.dedup();

    report.message.subject = None;
    report.message.to = None;
    if let Some(from) = &mut report.message.from {
        *from = without_names(from);
    }
    if let Some(path) = &mut report.source.path
        && let Some((_, name)) = path.rsplit_once('/')
    {
        *path = name.to_owned();
    }
    strings(report, &mut |text| secrets.hide(text));

    let lines: Vec<(usize, usize)> = report
        .hops
        .iter()
        .filter_map(|hop| {
            let start = usize::try_from(hop.offset).ok()?;
            Some((start, start.checked_add(usize::try_from(hop.length).ok()?)?))
        })
        .collect();
    let length = message.len();
    let mut kept = lines.into_iter().filter(|(_, end)| *end <= length).peekable();
    let mut at = 0;
    while at < message.len() {
        let next = kept.next_if(|(start, _)| *start >= at);
        let (start, end) = next.unwrap_or((message.len(), message.len()));
        for byte in &mut message[at..start] {
            if !matches!(*byte, b'\r' | b'\n') {
                *byte = b'x';
            }
        }
        secrets.hide_bytes(&mut message[start..end]);
        at = end.max(at + 1);
    }
    report.problems.push(Problem {
        code: "redacted".to_owned(),
        what: "recipients, accounts, display names, the subject and the local parts of addresses \
               were hidden"
            .to_owned(),
        line: None,
        offset: None,
    });
}

/// Texts that are hidden wherever they stand.
struct Secrets(Vec<String>);

impl Secrets {
    fn of(report: &Report) -> Secrets {
        let mut all = Vec::new();
        let mut add = |text: Option<&str>| {
            let text = text.unwrap_or_default().trim().trim_matches(['<', '>']);
            // What is shorter would be found in words that are no secret.
            if text.len() >= 2 {
                all.push(text.to_owned());
            }
        };
        let value = |value: &WithBasis| value.value.clone();
        let recipients: Vec<String> = report.envelope.rcpt_to.iter().map(value).collect();
        recipients.iter().for_each(|recipient| add(Some(recipient)));
        for address in addresses(report.message.to.as_deref().unwrap_or_default()) {
            add(Some(&address));
        }
        for hop in &report.hops {
            add(hop.for_.as_deref());
            let from = hop.from.as_ref();
            add(from.and_then(|from| from.ident.as_deref()));
            add(from.and_then(|from| from.auth.as_deref()));
        }
        Secrets(all)
    }

    fn hide(&self, text: &mut String) {
        let mut bytes = std::mem::take(text).into_bytes();
        self.hide_bytes(&mut bytes);
        // Whole characters were hidden: secrets are text, and local parts end at a sign.
        *text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    }

    fn hide_bytes(&self, bytes: &mut [u8]) {
        for secret in &self.0 {
            let places: Vec<usize> = occurrences(bytes, secret.as_bytes());
            for at in places {
                mask(&mut bytes[at..at + secret.len()]);
            }
        }
        let signs: Vec<usize> = memchr::memchr_iter(b'@', bytes).collect();
        for at in signs {
            let start = local_part(&bytes[..at]);
            mask(&mut bytes[start..at]);
        }
    }
}

/// Where the secret stands as a word of its own, whatever its case.
fn occurrences(bytes: &[u8], secret: &[u8]) -> Vec<usize> {
    let word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let mut places = Vec::new();
    let first = [secret[0].to_ascii_lowercase(), secret[0].to_ascii_uppercase()];
    let mut free = 0;
    for at in memchr::memchr2_iter(first[0], first[1], bytes) {
        let Some(found) = bytes.get(at..at + secret.len()) else { break };
        let apart = !word(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && !word(bytes.get(at + secret.len()));
        if at >= free && apart && found.eq_ignore_ascii_case(secret) {
            places.push(at);
            free = at + secret.len();
        }
    }
    places
}

/// Where the local part begins that ends with the text (RFC 5322 section 3.4.1).
fn local_part(before: &[u8]) -> usize {
    if let Some(inside) = before.strip_suffix(b"\"") {
        let open = inside.iter().rposition(|byte| *byte == b'"' || *byte == b'\n');
        return open.map_or(0, |open| open + 1);
    }
    let part =
        |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b"!#$%&'*+-/=?^_`{|}~.".contains(b);
    before.iter().rposition(|byte| !part(byte)).map_or(0, |at| at + 1)
}

/// Letters and figures become `x`; signs stay, so that the shape is seen.
fn mask(bytes: &mut [u8]) {
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || *byte >= 0x80 {
            *byte = b'x';
        }
    }
}

/// What stands in angle brackets, or else the words with an `@`.
fn addresses(field: &str) -> Vec<String> {
    let words = field.split(|c: char| c.is_whitespace() || "<>,;()\"".contains(c));
    words.filter(|word| word.contains('@')).map(str::to_owned).collect()
}

/// The addresses of a field without the names beside them.
fn without_names(field: &str) -> String {
    addresses(field).join(", ")
}

/// Every text of the report that a stranger may have written.
fn strings(report: &mut Report, hide: &mut dyn FnMut(&mut String)) {
    fn option(text: &mut Option<String>, hide: &mut dyn FnMut(&mut String)) {
        if let Some(text) = text {
            hide(text);
        }
    }
    fn value(json: &mut Value, hide: &mut dyn FnMut(&mut String)) {
        match json {
            Value::String(text) => hide(text),
            Value::Array(items) => items.iter_mut().for_each(|item| value(item, hide)),
            Value::Object(fields) => fields.values_mut().for_each(|item| value(item, hide)),
            _ => {}
        }
    }
    let message = &mut report.message;
    for text in
        [&mut message.message_id, &mut message.from, &mut message.date, &mut message.return_path]
    {
        option(text, hide);
    }
    let envelope = &mut report.envelope;
    let known =
        [&mut envelope.mail_from, &mut envelope.client_ip, &mut envelope.helo, &mut envelope.tls];
    for with_basis in known.into_iter().flatten().chain(&mut envelope.rcpt_to) {
        hide(&mut with_basis.value);
        hide(&mut with_basis.basis);
    }
    if let Some(boundary) = &mut report.boundary {
        option(&mut boundary.peer_helo, hide);
        option(&mut boundary.peer_rdns, hide);
        boundary.basis.iter_mut().for_each(&mut *hide);
    }
    if let Some(origin) = &mut report.origin {
        option(&mut origin.host, hide);
    }
    for hop in &mut report.hops {
        hop.support.iter_mut().for_each(&mut *hide);
        if let Some(from) = &mut hop.from {
            for text in [&mut from.helo, &mut from.rdns, &mut from.ident, &mut from.auth] {
                option(text, hide);
            }
        }
        if let Some(by) = &mut hop.by {
            option(&mut by.host, hide);
            option(&mut by.software, hide);
        }
        if let Some(tls) = &mut hop.tls {
            option(&mut tls.version, hide);
            option(&mut tls.cipher, hide);
        }
        for text in [
            &mut hop.via,
            &mut hop.with,
            &mut hop.id,
            &mut hop.for_,
            &mut hop.envelope_from,
            &mut hop.date_raw,
            &mut hop.zone,
        ] {
            option(text, hide);
        }
    }
    report.links.iter_mut().for_each(|link| hide(&mut link.why));
    for finding in &mut report.findings {
        hide(&mut finding.message);
        for evidence in &mut finding.evidence {
            value(&mut evidence.value, hide);
            if let super::model::Read::Dns { question } = &mut evidence.read {
                hide(question);
            }
        }
    }
    for entry in report.authentication.iter_mut().flatten() {
        for text in [&mut entry.why, &mut entry.domain, &mut entry.selector] {
            option(text, hide);
        }
        hide(&mut entry.basis);
    }
    for entry in &mut report.dns {
        hide(&mut entry.name);
        entry.answers.iter_mut().for_each(&mut *hide);
    }
    for problem in &mut report.problems {
        hide(&mut problem.what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::HopFrom;
    use crate::report::testing;

    #[test]
    fn local_parts_are_found() {
        for (text, hidden) in [
            ("a <bob.b+x@example.org> c", "a <xxx.x+x@example.org> c"),
            ("\"bob b\"@example.org", "\"xxx x\"@example.org"),
            ("id <20@a.example>", "id <xx@a.example>"),
            ("no address", "no address"),
            ("@", "@"),
            ("jürgen@example.org", "xxxxxxx@example.org"),
        ] {
            let mut text = text.to_owned();
            Secrets(Vec::new()).hide(&mut text);
            assert_eq!(text, hidden);
        }
    }

    #[test]
    fn secrets_are_words() {
        let mut text = "bob bobby BOB bob@example.org".to_owned();
        Secrets(vec!["bob".to_owned()]).hide(&mut text);
        assert_eq!(text, "xxx bobby xxx xxx@example.org");
    }

    #[test]
    fn nothing_of_a_recipient_is_left_and_offsets_hold() {
        let mut report = testing::classic();
        let mut message = testing::CLASSIC.as_bytes().to_vec();
        report.hops[0].for_ = Some("<tarragon@bieberdorf.example>".into());
        let before = message.len();
        redact(&mut report, &mut message);
        assert_eq!(message.len(), before);
        let mut line = Vec::new();
        crate::report::json::write_line(&mut line, &report).expect("written");
        let line = String::from_utf8(line).expect("UTF-8");
        let text = String::from_utf8(message.clone()).expect("ASCII here");
        for secret in ["tarragon", "rosemary", "Rosemary", "Make money"] {
            assert!(!line.contains(secret), "{secret}: {line}");
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(!text.contains("Buy."), "of the body nothing is left");
        for kept in ["galangal.example", "203.0.113.115", "turmeric.example"] {
            assert!(line.contains(kept) && text.contains(kept), "{kept}");
        }
        let first = &report.findings[1].evidence[0];
        if let super::super::model::Read::Bytes { offset, length, .. } = first.read {
            let bytes = &text[offset as usize..(offset + length) as usize];
            assert_eq!(first.value, bytes);
        }
    }

    #[test]
    fn accounts_are_hidden() {
        let mut report = testing::empty();
        let mut hop = testing::hop(1, "a.example", "b.example");
        hop.from = Some(HopFrom {
            helo: None,
            rdns: None,
            rdns_status: "not-stated",
            ip: None,
            port: None,
            ident: Some("mallory".into()),
            auth: Some("bob".into()),
        });
        report.hops.push(hop);
        redact(&mut report, &mut []);
        let from = report.hops[0].from.as_ref().expect("still there");
        assert_eq!((from.ident.as_deref(), from.auth.as_deref()), (Some("xxxxxxx"), Some("xxx")));
    }
}
