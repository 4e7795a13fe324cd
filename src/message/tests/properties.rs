//! What holds for any bytes.

use proptest::prelude::*;

use super::*;

/// What holds; the fuzz target for messages includes it too.
mod sound;

use sound::{assert_fields, assert_sound};

/// Texts that are made of what headers, pastes and their accidents are made of.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "\n", "\r\n", "\r", "\r\r\n", "\n\n", " ", "\t", "  ", "    ", ":", ";", "(", ")", "<>",
            "\u{a0}", "\u{feff}", "\0", "é", "> ", ">", "| ", "```", "=?utf-8?q?=0A?=", "=?", "?=",
        ]),
        3 => prop::sample::select(vec![
            "Received: from a.example (a.example [192.0.2.1])", "by b.example with ESMTP id 1",
            "; Wed, 4 Mar 2026 10:15:05", "16:39:50 -0800", "+0000 (UTC)", "(envelope-from <a>)",
            "Received", "received :", "X-Received: by 2001:db8::1", "Return-Path: <a@example.org>",
            "Delivered-To: b@example.org", "X-Envelope-To: a, \"b c\"@d, e:f,g;", "To: c",
            "Subject: =?utf-8?b?YQ==?=", "DKIM-Signature: v=1; h=from:to:", "subject:date; b=YQ==",
            "From a@example.org Wed Mar 4 10:15:05 2026", "X-Foo:bar", "junk", "https://example.org/",
        ]),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

/// Well-formed headers: names and values, folded or not.
fn header() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        Just("Received".to_owned()),
        Just("X-Received".to_owned()),
        Just("subject".to_owned()),
        "[A-Za-z][A-Za-z0-9-]{0,40}",
    ];
    let value = prop::collection::vec("[ -~]{0,30}[!-~]", 1..4)
        .prop_map(|lines| format!(" {}", lines.join("\n\t")));
    prop::collection::vec((name, value), 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_sound(&bytes);
    }

    #[test]
    fn any_soup(bytes in soup()) {
        assert_sound(&bytes);
    }

    #[test]
    fn any_soup_in_utf16(bytes in soup(), big_endian: bool) {
        let text = String::from_utf8_lossy(&bytes);
        let utf16: Vec<u8> = text
            .encode_utf16()
            .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        assert_sound(&utf16);
    }

    #[test]
    fn any_soup_within_small_bounds(bytes in soup(), header in 0usize..200, repair in 0usize..200) {
        let limits = Limits { header, repair, fields: 3, lead: 50, text: 250 };
        let message = parse_within(&bytes, &limits);
        assert_fields(&message);
        assert!(message.fields.len() <= 3);
    }

    /// The same header with LF and with CRLF gives the same fields.
    #[test]
    fn line_ends_do_not_matter(bytes in soup()) {
        let text = String::from_utf8_lossy(&bytes).replace('\r', "");
        prop_assume!(text.contains('\n'));
        let lf = parse(text.as_bytes());
        let crlf = text.replace('\n', "\r\n");
        let crlf = parse(crlf.as_bytes());
        prop_assert_eq!(fields(&lf), fields(&crlf));
        prop_assert_eq!(codes(&lf), codes(&crlf));
    }

    /// A well-formed header is read as written: never repaired, nothing left over, and as
    /// mail-parser reads it.
    #[test]
    fn well_formed(header in header(), body in "[ -~\n]{0,50}") {
        let text: String = header.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let text = format!("From: a\n{text}\n{body}");
        let message = parse(text.as_bytes());
        prop_assert!(message.problems.is_empty(), "{:?}", message.problems);
        prop_assert!(matches!(message.text, Cow::Borrowed(_)));
        let read: Vec<_> = message.fields[1..]
            .iter()
            .map(|f| {
                let value = String::from_utf8_lossy(message.raw_value(f)).into_owned();
                (message.field_name(f).to_owned(), value)
            })
            .collect();
        prop_assert_eq!(&read, &header);
        prop_assert_eq!(&message.text[message.body.range()], body.as_bytes());

        let parser = mail_parser::MessageParser::new()
            .ignore_header(mail_parser::HeaderName::Received)
            .default_header_ignore();
        let theirs = parser.parse_headers(text.as_bytes()).unwrap();
        let theirs: Vec<_> =
            theirs.headers().iter().map(|h| (h.offset_field, h.offset_start)).collect();
        let ours: Vec<_> = message.fields.iter().map(|f| (f.span.start, f.value.start)).collect();
        prop_assert_eq!(ours, theirs);
    }
}
