//! What the header tells of the SMTP envelope. Delivery writes it down under several names; each
//! value keeps the field it was read from, since one that stands below the hand-over may have
//! been written by anybody.

use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, Address, HeaderValue};

use super::decode::unfold;
use super::{Field, FieldKind, Problem};

/// What the header tells of the SMTP envelope, each with the field it was read from.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    /// From the topmost Return-Path (RFC 5321 section 4.4), else the topmost X-Envelope-From or
    /// Envelope-From that holds an address.
    pub mail_from: Option<EnvelopeValue>,
    /// From Delivered-To (RFC 9228), X-Original-To, Envelope-To and the like, from the top down.
    pub rcpt_to: Vec<EnvelopeValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeValue {
    /// As written, without angle brackets; [`NULL_PATH`] for the null reverse-path.
    pub address: String,
    /// The field it comes from, as written (`Return-Path`, `Delivered-To`, …).
    pub basis: String,
    /// Index in [`Message::fields`](super::Message::fields).
    pub field: usize,
}

/// How the null reverse-path is written (RFC 5321 section 4.5.5: delivery notices have it).
pub const NULL_PATH: &str = "<>";

impl EnvelopeValue {
    /// The mail is a notice about other mail: nothing is to be sent back.
    pub fn is_null(&self) -> bool {
        self.address == NULL_PATH
    }

    /// What follows the last `@`.
    pub fn domain(&self) -> Option<&str> {
        self.address.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| !domain.is_empty())
    }
}

/// More recipients than this are not kept; a single message names a few.
pub(super) const RCPT_MAX: usize = 1_000;

/// A value longer than this is no address; only its beginning is read.
const VALUE_MAX: usize = 64 * 1024;

pub(super) fn read(
    text: &[u8],
    fields: &[Field],
    problems: &mut Vec<Problem>,
    offset: impl Fn(u32) -> u64,
) -> Envelope {
    let mut envelope = Envelope::default();
    let (mut from_return_path, mut full) = (false, false);
    for (index, field) in fields.iter().enumerate() {
        let side = match field.kind {
            FieldKind::ReturnPath if !from_return_path => Side::From,
            FieldKind::XEnvelopeFrom | FieldKind::EnvelopeFrom if envelope.mail_from.is_none() => {
                Side::From
            }
            kind if names_recipient(kind) && !full => Side::To,
            _ => continue,
        };
        let value = &text[field.value.range()];
        let value = unfold(&value[..value.len().min(VALUE_MAX)]);
        let basis = || String::from_utf8_lossy(&text[field.name.range()]).into_owned();
        let found = |address| EnvelopeValue { address, basis: basis(), field: index };
        match side {
            Side::From => {
                let Some(address) = reverse_path(&value) else { continue };
                from_return_path = field.kind == FieldKind::ReturnPath;
                envelope.mail_from = Some(found(address));
            }
            Side::To => {
                let room = RCPT_MAX - envelope.rcpt_to.len();
                let addresses = recipients(field.kind, &value);
                if addresses.len() > room && !full {
                    full = true;
                    problems.push(Problem {
                        code: "too-many-recipients",
                        what: format!("only the first {RCPT_MAX} recipients are kept"),
                        offset: Some(offset(field.span.start)),
                    });
                }
                envelope.rcpt_to.extend(addresses.into_iter().take(room).map(found));
            }
        }
    }
    envelope
}

enum Side {
    From,
    To,
}

fn names_recipient(kind: FieldKind) -> bool {
    use FieldKind::*;
    matches!(
        kind,
        DeliveredTo
            | XDeliveredTo
            | XOriginalTo
            | EnvelopeTo
            | XEnvelopeTo
            | XRcptTo
            | ApparentlyTo
            | XApparentlyTo
            | OriginalRecipient
    )
}

fn reverse_path(value: &str) -> Option<String> {
    let null = value.strip_prefix('<').is_some_and(|rest| rest.trim_start().starts_with('>'));
    if null {
        return Some(NULL_PATH.to_owned());
    }
    addresses(value).into_iter().next()
}

fn recipients(kind: FieldKind, value: &str) -> Vec<String> {
    match kind {
        // `rfc822;user@example.org` (RFC 8098 section 2.3).
        FieldKind::OriginalRecipient => {
            addresses(value.split_once(';').map_or(value, |(_, address)| address.trim()))
        }
        // `user@example.org via 192.0.2.1; Tue, 10 Jul …`.
        FieldKind::XApparentlyTo => {
            addresses(value.split_ascii_whitespace().next().unwrap_or_default())
        }
        _ => addresses(value),
    }
}

/// The addresses in a value, as written.
fn addresses(value: &str) -> Vec<String> {
    let simple = value.strip_prefix('<').and_then(|v| v.strip_suffix('>')).unwrap_or(value);
    let is_simple =
        !simple.is_empty() && simple.bytes().all(|b| b > b' ' && !br#"<>,;:"()[]\"#.contains(&b));
    if is_simple {
        return vec![simple.to_owned()];
    }
    let line = format!("{value}\n");
    let mut found = Vec::new();
    let mut add = |addr: &Addr<'_>| {
        let address = match (&addr.address, &addr.name) {
            // `mailing list user@example.org`, as ezmlm writes it.
            (Some(address), _) if !address.contains('"') => {
                address.rsplit(' ').next().unwrap_or_default()
            }
            (Some(address), _) => address,
            // A local name alone is taken for a display name.
            (None, Some(name)) if !name.contains(' ') => name,
            _ => return,
        };
        if !address.is_empty() {
            found.push(address.to_string());
        }
    };
    match MessageStream::new(line.as_bytes()).parse_address() {
        HeaderValue::Address(Address::List(list)) => list.iter().for_each(&mut add),
        HeaderValue::Address(Address::Group(groups)) => {
            groups.iter().flat_map(|group| &group.addresses).for_each(&mut add);
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn from(header: &str) -> Option<(String, String, usize)> {
        let message = parse(header.as_bytes());
        message.envelope.mail_from.map(|v| (v.address, v.basis, v.field))
    }

    fn to(header: &str) -> Vec<String> {
        let message = parse(header.as_bytes());
        message.envelope.rcpt_to.into_iter().map(|v| v.address).collect()
    }

    #[test]
    fn senders() {
        for (header, address, basis, field) in [
            ("Return-Path: <a@example.org>\n", "a@example.org", "Return-Path", 0),
            ("Return-path: a@example.org\n", "a@example.org", "Return-path", 0),
            ("Return-Path: <>\n", "<>", "Return-Path", 0),
            ("Return-Path:< >\n", "<>", "Return-Path", 0),
            (
                "Return-Path: <a@example.org> (added by b@c.example)\n",
                "a@example.org",
                "Return-Path",
                0,
            ),
            (
                "Return-Path: <@relay.example:a@example.org>\n",
                "@relay.example:a@example.org",
                "Return-Path",
                0,
            ),
            ("Return-Path: <\"a b\"@example.org>\n", "\"a b\"@example.org", "Return-Path", 0),
            ("Return-Path: MAILER-DAEMON\n", "MAILER-DAEMON", "Return-Path", 0),
            ("Return-Path:\n\t<a@example.org>\n", "a@example.org", "Return-Path", 0),
            // The topmost Return-Path wins over all else, wherever that stands.
            (
                "X-Envelope-From: <x@example.org>\nReturn-Path: <a@example.org>\nReturn-Path: <b@example.org>\n",
                "a@example.org",
                "Return-Path",
                1,
            ),
            (
                "Return-Path: \nX-Envelope-From: x@example.org\n",
                "x@example.org",
                "X-Envelope-From",
                1,
            ),
            (
                "Envelope-From: <x@example.org>\nX-Envelope-From: <y@example.org>\n",
                "x@example.org",
                "Envelope-From",
                0,
            ),
        ] {
            let expected = Some((address.to_owned(), basis.to_owned(), field));
            assert_eq!(from(header), expected, "{header}");
        }
        assert_eq!(from("From: a@example.org\n"), None);
    }

    #[test]
    fn recipients_in_order() {
        for (header, expected) in [
            (
                "Delivered-To: a@example.org\nX-Original-To: b@example.org\n",
                &["a@example.org", "b@example.org"][..],
            ),
            ("Envelope-To: <a@example.org>, b@example.org\n", &["a@example.org", "b@example.org"]),
            (
                "X-Envelope-To: <a@example.org>,\n <b@example.org>\n",
                &["a@example.org", "b@example.org"],
            ),
            ("Delivered-To: mailing list a@example.org\n", &["a@example.org"]),
            ("X-RCPT-To: <a@example.org>\nX-Rcpt-To: b\n", &["a@example.org", "b"]),
            ("Original-Recipient: rfc822;a@example.org\n", &["a@example.org"]),
            (
                "X-Apparently-To: a@example.org via 192.0.2.1; Tue, 10 Jul 2007 10:00:00 -0700\n",
                &["a@example.org"],
            ),
            ("Apparently-To: a@example.org (A B)\n", &["a@example.org"]),
            ("Delivered-To: \nTo: c@example.org\n", &[]),
        ] {
            assert_eq!(to(header), expected, "{header}");
        }
    }

    #[test]
    fn domains_and_null_path() {
        let value = |address: &str| EnvelopeValue {
            address: address.to_owned(),
            basis: String::new(),
            field: 0,
        };
        assert_eq!(value("a@example.org").domain(), Some("example.org"));
        assert_eq!(value("a").domain(), None);
        assert_eq!(value("a@").domain(), None);
        assert!(value("<>").is_null() && !value("a").is_null());
    }

    #[test]
    fn recipients_beyond_the_bound_are_left_out_and_said_so() {
        let field = "Delivered-To: a@example.org\n";
        let list = |n| format!("X-Envelope-To: {}\n", "a@example.org, ".repeat(n));
        for (header, problems) in [
            (field.repeat(RCPT_MAX), 0),
            (field.repeat(RCPT_MAX + 2), 1),
            (list(RCPT_MAX), 0),
            (list(RCPT_MAX + 1), 1),
        ] {
            let kept = parse(header.as_bytes());
            assert_eq!(kept.envelope.rcpt_to.len(), RCPT_MAX);
            assert_eq!(kept.problems.len(), problems);
            assert!(kept.problems.iter().all(|p| p.code == "too-many-recipients"));
        }
    }
}
