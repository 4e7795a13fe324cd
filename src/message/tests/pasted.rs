//! The forms in which people paste headers: each must give the fields of the message it was
//! copied from, at the places where they stand in the paste.

use super::*;

/// The header of the usual message, without its body.
fn header() -> &'static str {
    MESSAGE.split_inclusive("\n\n").next().unwrap().trim_end()
}

/// Every line changed by `change`.
fn lines(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

/// The fields are those of the usual message, and where each begins in the paste its text stands.
#[track_caller]
fn assert_reads(pasted: &str, problems: &[&str]) {
    let message = parse(pasted.as_bytes());
    assert_eq!(codes(&message), problems, "{pasted}");
    assert_eq!(fields(&message), fields(&parse(MESSAGE.as_bytes())), "{pasted}");
    for field in &message.fields {
        let extent = message.extent(field.span);
        let there = &pasted[extent.start as usize..extent.end as usize];
        let name = message.field_name(field);
        assert!(there.starts_with(name), "{name} {there}");
        assert!(there.ends_with(last_word(&message, field)), "{name} {there}");
        assert_eq!(extent.start, message.offset(field.span.start));
    }
}

fn last_word<'m>(message: &'m Message<'_>, field: &Field) -> &'m str {
    let value = std::str::from_utf8(message.raw_value(field)).unwrap();
    value.split_whitespace().next_back().unwrap_or_default()
}

#[test]
fn indented() {
    for prefix in ["    ", " ", "\t", "\t\t", " \t", "\u{a0}\u{a0}", "  \u{a0}"] {
        assert_reads(&lines(header(), |line| format!("{prefix}{line}")), &["indented"]);
        assert_reads(&lines(MESSAGE, |line| format!("{prefix}{line}")), &["indented"]);
    }
    let crlf = lines(header(), |line| format!("    {line}\r"));
    assert_reads(&crlf, &["indented"]);
}

#[test]
fn indented_and_the_blank_line_too() {
    let pasted = lines(MESSAGE, |line| format!("    {line}"));
    let message = parse(pasted.as_bytes());
    let body = message.body_extent();
    assert_eq!(&pasted[body.start as usize..body.end as usize], "    Body: not a field\n");
    assert_eq!(&message.text[message.body.range()], b"    Body: not a field\n");
}

#[test]
fn all_lines_indented_alike() {
    assert_reads(&lines(header(), |line| format!("    {}", line.trim_start())), &["indented"]);
}

#[test]
fn only_the_first_line_is_indented() {
    assert_reads(&format!("  {}", header()), &["indented"]);
}

#[test]
fn all_but_the_first_line_are_indented() {
    let pasted = lines(header(), |line| format!("      {line}"));
    assert_reads(pasted.trim_start(), &["indented"]);
}

#[test]
fn quoted() {
    for prefix in ["> ", ">", "> > ", ">>", ">> ", "| ", "  > ", ">   "] {
        assert_reads(&lines(header(), |line| format!("{prefix}{line}")), &["quoted"]);
    }
    // The mail program quotes an empty line without the blank.
    let pasted = lines(MESSAGE, |line| match line {
        "" => ">".to_owned(),
        line => format!("> {line}"),
    });
    assert_reads(&pasted, &["quoted"]);
    // It puts no blank before what begins with one.
    let pasted = lines(header(), |line| match line.starts_with(['\t', ' ']) {
        true => format!(">{line}"),
        false => format!("> {line}"),
    });
    let message = parse(pasted.as_bytes());
    assert_eq!(fields(&message).len(), 12);
    assert_eq!(fields(&message)[2], fields(&parse(MESSAGE.as_bytes()))[2]);
}

#[test]
fn quoted_and_wrapped() {
    let pasted = lines(header(), |line| format!("> {}", line.trim_start()));
    assert_reads(&pasted, &["quoted", "rewrapped"]);
}

#[test]
fn an_empty_line_after_each() {
    assert_reads(&lines(header(), |line| format!("{line}\n")), &["double-spaced"]);
    assert_reads(&lines(header(), |line| format!("{line}\r\n\r")), &["double-spaced"]);
}

#[test]
fn continuations_without_indentation() {
    assert_reads(&lines(header(), |line| line.trim_start().to_owned()), &["rewrapped"]);
    let no_break = lines(header(), |line| match line.trim_start() {
        same if same == line => line.to_owned(),
        rest => format!("\u{a0}\u{a0} {rest}"),
    });
    assert_reads(&no_break, &["rewrapped"]);
}

#[test]
fn wrapped_again() {
    for width in [30, 40, 50] {
        let pasted = lines(header(), |line| {
            let mut wrapped = String::new();
            let mut column = 0;
            for word in line.split_inclusive([' ', '\t']) {
                if column > 0 && column + word.trim_end().len() > width {
                    wrapped.truncate(wrapped.trim_end().len());
                    wrapped.push('\n');
                    column = 0;
                }
                wrapped.push_str(word);
                column += word.len();
            }
            wrapped
        });
        assert!(pasted.lines().count() > header().lines().count());
        assert_reads(&pasted, &["rewrapped"]);
    }
}

#[test]
fn in_utf16() {
    for big_endian in [false, true] {
        for mark in ["\u{feff}", ""] {
            let units = mark.encode_utf16().chain(MESSAGE.encode_utf16());
            let pasted: Vec<u8> = units
                .flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() })
                .collect();
            let message = parse(&pasted);
            assert_eq!(codes(&message), ["utf-16"]);
            assert_eq!(fields(&message), fields(&parse(MESSAGE.as_bytes())));
            let subject = message.fields_of(FieldKind::Subject).next().unwrap();
            let place = 2 * (mark.chars().count() + MESSAGE.find("Subject").unwrap()) as u64;
            let len = 2 * subject.span.len() as u64;
            assert_eq!(message.extent(subject.span), place..place + len);
            assert_eq!(message.body_extent().end, pasted.len() as u64);
        }
    }
}

#[test]
fn several_repairs_on_one_another() {
    // UTF-16, CR line ends, a line above, quoted, and continuations without indentation.
    let quoted = lines(header(), |line| format!("> {}", line.trim_start()));
    let pasted = format!("Hi,\n\n{quoted}").replace('\n', "\r");
    let bytes: Vec<u8> = pasted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let message = parse(&bytes);
    // Line ends are looked at once only; what is read of CR in UTF-16 is no message.
    assert_eq!(codes(&message)[0], "utf-16");

    let pasted = format!("Hi,\n\n{quoted}");
    let bytes: Vec<u8> = pasted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let message = parse(&bytes);
    assert_eq!(codes(&message), ["utf-16", "leading-text", "quoted", "rewrapped"]);
    assert_eq!(fields(&message), fields(&parse(MESSAGE.as_bytes())));
    for field in &message.fields {
        let name = message.field_name(field);
        let at = message.offset(field.span.start) as usize / 2;
        assert!(pasted[at..].starts_with(name), "{name}");
    }
}

#[test]
fn fenced() {
    assert_reads(&format!("```\n{MESSAGE}```\n"), &["leading-text"]);
    let pasted = format!("```\n{}\n```\n", header());
    let message = parse(pasted.as_bytes());
    assert_eq!(codes(&message), ["leading-text", "not-a-field"]);
    assert_eq!(fields(&message), fields(&parse(MESSAGE.as_bytes())));
    let indented = format!("- item:\n\n{}", lines(header(), |line| format!("      {line}")));
    assert_reads(&indented, &["leading-text", "indented"]);
}

#[test]
fn entities_are_left_alone() {
    let pasted = header().replace('<', "&lt;").replace('>', "&gt;");
    let message = parse(pasted.as_bytes());
    assert_eq!(codes(&message), &[] as &[&str]);
    assert_eq!(message.raw_value(&message.fields[0]), b" &lt;a@example.com&gt;");
}

#[test]
fn offsets_of_what_was_joined() {
    let pasted = "Received: from a.example\nby b.example; Wed, 4 Mar 2026 10:15:05 +0000\nTo: c\n";
    let message = parse(pasted.as_bytes());
    assert_eq!(codes(&message), ["rewrapped"]);
    assert_eq!(message.problems[0].offset, Some(25));
    let by = message.text.windows(3).position(|w| w == b"by ").unwrap() as u32;
    // The blank that was put in stands for nothing.
    assert_eq!(message.extent(Span { start: by - 1, end: by }), 25..25);
    assert_eq!(message.offset(by), 25);
    assert_eq!(message.extent(message.fields[0].span), 0..69);
    assert_eq!(message.extent(message.fields[1].span), 70..75);
}

#[test]
fn what_a_sender_writes_first_is_not_joined_to_our_line() {
    let ours = "Received: from evil.example ([192.0.2.1])\n\tby mx.example.org; Wed, 4 Mar 2026 10:15:05 +0000\n";
    let theirs = "Received: from a\nby mail.example; Wed, 4 Mar 2026 10:15:01 +0000\nTo: c\n\n";
    for stray in ["by mail.example with ESMTP", "(envelope-from <x@example.net>)", "+0900", "x"] {
        let text = format!("{ours}{stray}\n{theirs}");
        let message = parse(text.as_bytes());
        let top = message.received().next().unwrap();
        assert!(message.raw_value(top).ends_with(b"+0000"), "{stray}");
        assert_eq!(message.received().count(), 2);
        assert_eq!(message.stray.len(), 1, "{stray}");
    }
}

#[test]
fn fields_that_travelled_are_left_alone() {
    // Each looks in one way like something that was pasted, and is not.
    for text in [
        // A field that was put out of action, and folding that looks like fields.
        "Received: from a\n >Received: from b\n Received: from c\nTo: d\n\n",
        ">Received: from b\nReceived: from a\n\n",
        // Lines of a body without a blank line above it.
        "Received: from a by b; Wed, 4 Mar 2026 10:15:05 +0000\nHello,\nhow are you\n",
        "Subject: x\nHello,\nhow are you\n\nmore",
        // A header of one line, and a body that quotes one.
        "Subject: x\n\n  Received: from a\n  Received: from b\n",
        "Subject: x\n\nbody\n\nReceived: from a\n\nReceived: from b\n",
        // A name that begins with a digit.
        "Received: from a by b; Wed, 4 Mar 2026 10:15:05 +0000\n2002:a05: x\nTo: c\n\n",
    ] {
        let message = parse(text.as_bytes());
        assert!(matches!(message.text, Cow::Borrowed(_)), "{text}\n{:?}", codes(&message));
    }
}

#[test]
fn a_repair_reads_no_more_than_its_bound() {
    let limits = Limits { repair: 400, ..Limits::default() };
    let text = lines(&MESSAGE.repeat(3), |line| format!("  {line}"));
    let message = parse_within(text.as_bytes(), &limits);
    assert_eq!(codes(&message), ["indented", "header-too-long"]);
    assert!(message.text.len() <= 400);
    assert_eq!(message.problems[1].offset, Some(400));
    assert!(message.received().count() == 2);
    assert!(message.body_extent().is_empty());
    // Where the blank line is within the bound the body is whole.
    let limits = Limits { repair: MESSAGE.len() + 20, ..Limits::default() };
    let text = format!("  {MESSAGE}{}", "body\n".repeat(100));
    let message = parse_within(text.as_bytes(), &limits);
    assert_eq!(codes(&message), ["indented"]);
    assert!(message.text.len() < text.len());
    assert_eq!(message.body_extent().end, text.len() as u64);
}
