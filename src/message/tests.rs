//! The room as a whole: what is read of messages of all kinds, and of what is no message.

use std::time::{Duration, Instant};

use super::*;

mod pasted;
mod properties;

/// A message of the usual kind, with LF line ends.
pub(super) const MESSAGE: &str = "\
Return-Path: <a@example.com>
Delivered-To: b@example.org
Received: from mail.example.com (mail.example.com [192.0.2.1])
\tby mx.example.org (Postfix) with ESMTPS id 4XyZ
\tfor <b@example.org>; Wed, 4 Mar 2026 10:15:05 +0000 (UTC)
Authentication-Results: mx.example.org;
\tspf=pass smtp.mailfrom=a@example.com
Received: from [203.0.113.9] (unknown [203.0.113.9])
\tby mail.example.com (Postfix) with ESMTPSA id 7AbC;
\tWed, 4 Mar 2026 10:15:01 +0000 (UTC)
DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=from:to:
\tsubject:date; b=dGVzdA==
Message-ID: <1@example.com>
Date: Wed, 4 Mar 2026 10:15:00 +0000
From: =?utf-8?q?J=C3=B6rg?= <a@example.com>
To: b@example.org
Subject: A long subject that is
 folded
X-Spam-Status: No

Body: not a field
";

/// Name and unfolded value of each field.
pub(super) fn fields(message: &Message<'_>) -> Vec<(String, String)> {
    message
        .fields
        .iter()
        .map(|f| (message.field_name(f).to_owned(), message.unfolded(f).into_owned()))
        .collect()
}

pub(super) fn codes(message: &Message<'_>) -> Vec<&'static str> {
    message.problems.iter().map(|p| p.code).collect()
}

fn names(text: &[u8]) -> Vec<String> {
    fields(&parse(text)).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_usual_message() {
    let message = parse(MESSAGE.as_bytes());
    assert_eq!(codes(&message), &[] as &[&str]);
    assert!(matches!(message.text, Cow::Borrowed(_)));
    assert_eq!(message.fields.len(), 12);
    assert_eq!(&MESSAGE[message.body.range()], "Body: not a field\n");
    assert_eq!(message.body_extent(), message.extent(message.body));

    let received: Vec<_> = message.received().collect();
    assert_eq!(received.len(), 2);
    assert!(message.raw_field(received[0]).starts_with(b"Received: from mail.example.com ("));
    assert!(message.raw_field(received[0]).ends_with(b"+0000 (UTC)"));
    assert_eq!(message.raw_value(received[1])[..7], *b" from [");
    let above: Vec<_> = message.fields.iter().map(|f| f.received_above).collect();
    assert_eq!(above, [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2]);

    assert_eq!(message.decoded_first(FieldKind::From).unwrap(), "Jörg <a@example.com>");
    assert_eq!(message.decoded_first(FieldKind::Subject).unwrap(), "A long subject that is folded");
    assert_eq!(message.decoded_first(FieldKind::Cc), None);
    assert_eq!(message.envelope.mail_from.as_ref().unwrap().address, "a@example.com");
    assert_eq!(message.envelope.rcpt_to[0].basis, "Delivered-To");
    assert_eq!(message.envelope.rcpt_to[0].field, 1);
}

#[test]
fn line_ends_make_no_difference() {
    let lf = parse(MESSAGE.as_bytes());
    for (end, problems) in [("\r\n", &[][..]), ("\r\r\n", &[]), ("\r", &["cr-line-ends"])] {
        let text = MESSAGE.replace('\n', end);
        let other = parse(text.as_bytes());
        assert_eq!(codes(&other), problems, "{end:?}");
        assert_eq!(fields(&other), fields(&lf), "{end:?}");
        assert_eq!(other.text[other.body.range()].trim_ascii(), b"Body: not a field", "{end:?}");
        let received =
            |m: &Message<'_>| m.fields.iter().map(|f| f.received_above).collect::<Vec<_>>();
        assert_eq!(received(&other), received(&lf));
    }
}

#[test]
fn mixed_line_ends() {
    let message = parse(b"A: 1\r\nB: 2\n\t3\r\n\t4\nC: 5\r\n\nbody");
    assert_eq!(
        fields(&message),
        [("A", "1"), ("B", "2 3 4"), ("C", "5")].map(|(n, v)| (n.to_owned(), v.to_owned()))
    );
    assert_eq!(&message.text[message.body.range()], b"body");
}

#[test]
fn no_value_runs_on_into_the_next_field() {
    let text = b"Date: Sun, 1 Mar 2026 16:50:54 UT\nFrom: \"a\nReceived: (\nTo: <a\nSubject: =?utf-8?q?\nCc: d\n\n";
    assert_eq!(names(text), ["Date", "From", "Received", "To", "Subject", "Cc"]);
}

#[test]
fn a_bare_cr_is_part_of_the_value_it_stands_in() {
    // Else what a peer says of itself could begin a line of its own.
    let message = parse(b"Received: from a\rReceived: from b\r\nSubject: x\r\n\r\n");
    assert_eq!(message.received().count(), 1);
    assert_eq!(message.raw_value(&message.fields[0]), b" from a\rReceived: from b");
}

#[test]
fn what_stands_above_the_header_is_stepped_over() {
    let mbox = "From a@example.com Wed Mar  4 10:15:05 2026\n";
    for (above, expected) in [
        ("\u{feff}", &["byte-order-mark"][..]),
        ("\n", &["leading-blank-lines"]),
        ("\r\n \t\r\n", &["leading-blank-lines"]),
        (mbox, &["mbox-from-line"]),
        (&mbox.replace('\n', "\r\n"), &["mbox-from-line"]),
        (&format!(">{mbox}"), &["mbox-from-line"]),
        (
            &format!("\u{feff}\n{mbox}>{mbox}"),
            &["byte-order-mark", "leading-blank-lines", "mbox-from-line"],
        ),
        ("```\n", &["leading-text"]),
        ("~~~ text\n", &["leading-text"]),
        ("| header\n|---\n", &["leading-text"]),
        ("Hello,\n\nplease see the header:\n\n", &["leading-text"]),
        ("Header:\n\n", &["leading-text"]),
        // What is left of a line where the selection began.
        ("by mx9.example.org with ESMTP; Wed, 4 Mar 2026 10:15:06 +0000\n", &["leading-text"]),
        ("\tfor <b@example.org>; Wed, 4 Mar 2026 10:15:06 +0000\n", &["leading-text"]),
        // What a mail program shows above it.
        (
            "Original Message\n\nMessage ID\t<1@example.com>\nCreated at:\tWed, Mar 4, 2026\n\
             From:\tA <a@example.com>\nTo:\tb@example.org\nSubject:\tA long subject\n\n",
            &["leading-text"],
        ),
        ("\n```\n", &["leading-blank-lines", "leading-text"]),
    ] {
        let text = format!("{above}{MESSAGE}");
        let message = parse(text.as_bytes());
        assert_eq!(codes(&message), expected, "{above:?}");
        assert_eq!(fields(&message), fields(&parse(MESSAGE.as_bytes())), "{above:?}");
        assert_eq!(message.fields[0].span.start as usize, above.len(), "{above:?}");
        assert!(matches!(message.text, Cow::Borrowed(_)), "{above:?}");
    }
}

#[test]
fn fields_of_no_known_name_above_the_first_known_one() {
    let text = "junk here\nX-A: 1\n\tfolded\nX-B: 2\nReceived: from a\n\n";
    assert_eq!(names(text.as_bytes()), ["X-A", "X-B", "Received"]);
    let text = "junk here\n  X-A: 1\n  \tfolded\n  Received: from a\n";
    assert_eq!(names(text.as_bytes()), ["X-A", "Received"]);
}

#[test]
fn mbox_lines_inside_a_header_are_no_field() {
    let message =
        parse(b"Return-Path: <a@example.com>\n>From a@example.com Wed Mar  4\nSubject: x\n\n");
    assert_eq!(codes(&message), ["not-a-field"]);
    assert_eq!(names(&message.text), ["Return-Path", "Subject"]);
}

#[test]
fn names_are_read_as_they_are_written() {
    for (header, expected, kind) in [
        ("Received: a\n\n", &["Received"][..], FieldKind::Received),
        ("RECEIVED:a\n\n", &["RECEIVED"], FieldKind::Received),
        ("Received : a\n\n", &["Received"], FieldKind::Received),
        ("Received \t:a\n\n", &["Received"], FieldKind::Received),
        // Hidden from readers that take the first line for one without a colon.
        ("Received\r\n : a\r\n\r\n", &["Received"], FieldKind::Received),
        ("Received\n \n\t: a\n\n", &["Received"], FieldKind::Received),
        ("X-Received\n :a\n\n", &["X-Received"], FieldKind::XReceived),
        ("Return-Path: <a>\nRe ceived: a\n\n", &["Return-Path"], FieldKind::ReturnPath),
        ("Return-Path: <a>\n:Received: a\n\n", &["Return-Path"], FieldKind::ReturnPath),
        ("Return-Path: <a>\nReceived\na: b\n\n", &["Return-Path", "a"], FieldKind::ReturnPath),
        ("Return-Path: <a>\nReceived\n\n: b\n", &["Return-Path"], FieldKind::ReturnPath),
        ("Return-Path: <a>\nR\u{e9}ceived: b\n\n", &["Return-Path"], FieldKind::ReturnPath),
        ("Return-Path: <a>\nReceived", &["Return-Path"], FieldKind::ReturnPath),
        ("Return-Path: <a>\n2002:a05: b\n\n", &["Return-Path", "2002"], FieldKind::ReturnPath),
        ("Received:", &["Received"], FieldKind::Received),
        ("Received:\n", &["Received"], FieldKind::Received),
    ] {
        let message = parse(header.as_bytes());
        let names: Vec<_> = message.fields.iter().map(|f| message.field_name(f)).collect();
        assert_eq!(names, expected, "{header:?}");
        assert_eq!(message.fields[0].kind, kind, "{header:?}");
    }
}

#[test]
fn a_name_longer_than_any_known_one() {
    let name = "X-".repeat(100);
    let text = format!("From: a\n{name}: b\n\n");
    assert_eq!(names(text.as_bytes()), ["From".to_owned(), name]);
}

#[test]
fn lines_that_are_no_field_are_told() {
    let text =
        b"From a\nReturn-Path: <a@example.com>\n>From b\n c\nTo: b\njunk here\n and more\n\nbody";
    let message = parse(text);
    assert_eq!(codes(&message), ["mbox-from-line", "not-a-field"]);
    let stray: Vec<_> = message.stray.iter().map(|s| &message.text[s.range()]).collect();
    assert_eq!(stray, [&b">From b\n c\n"[..], b"junk here\n and more\n"]);
    assert_eq!(message.problems[1].offset, Some(36));
    assert!(message.problems[1].what.starts_with("31 bytes"), "{:?}", message.problems);
}

#[test]
fn where_the_body_is() {
    for (text, body) in [
        (&b"A: b\n\nbody\n"[..], Some(&b"body\n"[..])),
        (b"A: b\r\n\r\nbody", Some(b"body")),
        (b"A: b\n\n", Some(b"")),
        (b"A: b\n", None),
        (b"A: b", None),
        (b"A: b\n \n\nbody", Some(b"body")),
        (b"A: b\n \nC: d", None),
    ] {
        let message = parse(text);
        let start = body.map_or(text.len(), |body| text.len() - body.len());
        assert_eq!(message.body, Span::new(start, text.len()), "{text:?}");
        assert_eq!(message.body_extent(), start as u64..text.len() as u64, "{text:?}");
    }
}

#[test]
fn what_is_no_message() {
    for (bytes, expected) in [
        (&b""[..], &["no-header"][..]),
        (b"\n\n", &["leading-blank-lines", "no-header"]),
        (b"Hello there\nthis is text: with a colon\n", &["no-header"]),
        (b"{\"a\": 1}", &["no-header"]),
        (b"<html>\n<body>", &["no-header"]),
        (b"\0\0\0\0", &["not-a-message", "no-header"]),
        (b"\x7fELF\x02\x01\x01\0\0\0", &["not-a-message", "no-header"]),
        (b"PK\x03\x04\x14\0\x08\0", &["not-a-message", "no-header"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["not-a-message", "no-header"]),
        (b"%PDF-1.7\n\x01\x02\x03\x04\x05\x06", &["not-a-message", "no-header"]),
        (b"\xff\xfe", &["utf-16", "no-header"]),
    ] {
        let message = parse(bytes);
        assert_eq!(codes(&message), expected, "{bytes:?}");
        assert!(message.fields.is_empty(), "{bytes:?}");
        assert_eq!(message.body_extent().end, bytes.len() as u64);
    }
}

#[test]
fn a_big_body_is_not_touched() {
    let mut bytes = MESSAGE.as_bytes().to_vec();
    let header = bytes.len();
    bytes.resize(200_000_000, 0);
    let start = Instant::now();
    let message = parse(&bytes);
    assert!(start.elapsed() < Duration::from_millis(100), "{:?}", start.elapsed());
    assert!(matches!(message.text, Cow::Borrowed(_)));
    assert!(message.body_extent().start < header as u64);
    assert_eq!(message.body_extent().end, 200_000_000);
    assert_eq!(message.fields.len(), 12);
}

/// What takes much longer than a read of the bytes grows faster than they do.
fn quick<'a>(bytes: &'a [u8], what: &str) -> Message<'a> {
    let start = Instant::now();
    let message = parse(bytes);
    assert!(start.elapsed() < Duration::from_secs(10), "{what}: {:?}", start.elapsed());
    message
}

#[test]
fn ten_thousand_received_lines() {
    let text =
        "Received: from a.example ([192.0.2.1]) by b.example;\n\tWed, 4 Mar 2026 10:15:05 +0000\n"
            .repeat(10_000);
    let message = quick(text.as_bytes(), "lines");
    assert_eq!(message.received().count(), 10_000);
    assert_eq!(message.fields[9_999].received_above, 9_999);
    assert_eq!(codes(&message), &[] as &[&str]);
}

#[test]
fn one_line_of_five_megabytes() {
    let text = format!("Received: from {} by b\nSubject: x\n\n", "a".repeat(5_000_000));
    let message = quick(text.as_bytes(), "one line");
    assert_eq!(message.fields.len(), 2);
    assert_eq!(codes(&message), &[] as &[&str]);
}

#[test]
fn a_header_without_end_is_read_to_the_bound() {
    let limits = Limits::default();
    // With fields, without any line break, and as one field that never ends.
    for (first, more) in [
        ("", "Received: from a by b; Wed, 4 Mar 2026 10:15:05 +0000\n"),
        ("Received: from ", "a"),
        ("Received: from ", "\n a.example b.example c.example d.example"),
    ] {
        let text = first.to_owned() + &more.repeat((limits.header + 100_000) / more.len());
        let message = quick(text.as_bytes(), more);
        let codes = codes(&message);
        assert!(codes.contains(&"header-too-long"), "{codes:?}");
        assert!(!message.fields.is_empty() && message.fields.len() <= limits.fields);
        assert!(message.fields.last().unwrap().span.end as usize <= limits.header);
        assert!(message.body.is_empty() && message.body_extent().is_empty());
    }
    // To the byte: what ends at the bound is whole.
    let small = Limits { header: 12, ..limits };
    assert_eq!(codes(&parse_within(b"From: a\nB:c\n", &small)), &[] as &[&str]);
    assert_eq!(codes(&parse_within(b"From: a\nB:c\nD", &small)), ["header-too-long"]);
    assert_eq!(codes(&parse_within(b"From: a\nB:\n\nD", &small)), &[] as &[&str]);
}

#[test]
fn fields_beyond_the_bound_are_left_out_and_said_so() {
    let limit = Limits::default().fields;
    let text = "From: a\n".repeat(limit) + "\nbody";
    let message = quick(text.as_bytes(), "fields");
    assert_eq!((message.fields.len(), codes(&message)), (limit, vec![]));

    let text = "From: a\n".repeat(limit + 1) + "junk\nand more\nFrom: a\n\nbody";
    let message = quick(text.as_bytes(), "fields");
    assert_eq!((message.fields.len(), codes(&message)), (limit, vec!["too-many-fields"]));
    assert_eq!(message.problems[0].offset, Some(8 * limit as u64));
    // The body is found all the same.
    assert_eq!(&message.text[message.body.range()], b"body");

    // Fields of the least size that fits the bound on bytes: memory is bounded too.
    let text = "a:\n".repeat(limit * 4);
    let message = quick(text.as_bytes(), "small fields");
    assert_eq!(message.fields.len(), limit);
}

#[test]
fn more_than_can_be_addressed() {
    let small = Limits { text: 20, ..Limits::default() };
    let message = parse_within(b"From: a\n\n0123456789abcdef", &small);
    assert_eq!(codes(&message), ["too-large"]);
    assert_eq!(message.problems[0].offset, Some(20));
    assert_eq!(message.body, Span::new(9, 20));
    assert_eq!(message.body_extent(), 9..25);
    // The bound of spans, in earnest; the memory is never touched.
    #[cfg(target_pointer_width = "64")]
    assert_eq!(Limits::default().text, 0xFFFF_FFFF);
}

#[test]
fn hostile_texts_take_no_long_time() {
    for piece in [
        " ",
        "\t\n",
        "\r",
        "\n",
        "a",
        "a\n",
        "> ",
        ">\n",
        "To:\n",
        " To: a\n",
        "a\n ",
        "Received\n ",
        "Received: a\nb\n",
        "Received: (\n",
        "From x\n",
        "```\n",
        "\u{a0}",
        "A:b\n\n",
        "X-A:\n \n",
        ":",
        "Received: a; \nb\n",
        "DKIM-Signature: h=a:\nb:\n",
        "=?",
        "To: =?utf-8?q?=?=\n",
        "\0",
        "\u{feff}",
    ] {
        for first in ["", "Received: x\n", "  Received: x\n", "> Received: x\n", "junk\n"] {
            let text = first.to_owned() + &piece.repeat(100_000 / piece.len());
            let message = quick(text.as_bytes(), piece);
            for field in message.fields.iter().take(100) {
                message.decoded(field);
            }
        }
    }
}
