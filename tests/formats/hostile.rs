//! Header text that would act if it could, in every form.

use hopcheck::report::formats::Siem;
use hopcheck::report::{abuse, arf, html, json, redact, text};
use hopcheck::scan::line::Form;
use serde_json::Value;

use crate::evil::{self, inert, inert_but_for_colours};
use crate::ocsf_schema::Schema;
use crate::reports::{Reported, of};
use crate::{cef, html as pages};

/// Messages with each of them everywhere that a stranger writes.
fn messages() -> Vec<Reported> {
    let mut all = Vec::new();
    let long = "a".repeat(100_000);
    let long_name = format!("{long}.example");
    for evil in evil::EVIL.iter().copied().chain([long.as_str(), long_name.as_str()]) {
        let message = evil::message(evil);
        let mut reported = of(message.as_bytes());
        reported.name = evil.chars().take(40).collect();
        reported.report.source.path = Some(format!("/tmp/{evil}/x.eml"));
        all.push(reported);
    }
    all.push(of(&[b"Received: from ".as_slice(), &[0xff, 0xfe, 0x80], b" by x\r\n\r\n"].concat()));
    all
}

#[test]
fn lines_of_all_forms_are_inert_bounded_and_one() {
    for reported in messages() {
        for form in Siem::ALL {
            for event in form.events(&reported.report, &reported.message) {
                inert(&reported.name, form.as_str(), &event.line);
                assert_eq!(event.line.iter().filter(|b| **b == b'\n').count(), 1);
                assert!(event.line.len() < 250_000, "{} {}", form.as_str(), event.line.len());
                if form != Siem::Cef {
                    let _: Value = serde_json::from_slice(&event.line).expect("JSON");
                }
            }
        }
        let mut line = Vec::new();
        json::write_line(&mut line, &reported.report).expect("written");
        inert(&reported.name, "json", &line);
    }
}

#[test]
fn ocsf_stays_within_its_classes() {
    let schema = Schema::compiled();
    for reported in messages() {
        for event in crate::reports::documents(Siem::Ocsf, &reported) {
            assert_eq!(schema.faults(&event), [""; 0], "{}", reported.name);
        }
    }
}

#[test]
fn ecs_has_no_term_that_an_index_refuses() {
    fn walk(value: &Value, place: &str) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(k, v)| walk(v, &format!("{place}.{k}")));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, place)),
            Value::String(text) => assert!(text.len() <= 32_766, "{place}: {}", text.len()),
            _ => {}
        }
    }
    for reported in messages() {
        walk(&crate::reports::documents(Siem::Ecs, &reported)[0], "");
    }
}

#[test]
fn cef_has_the_fields_it_wrote_and_no_others() {
    for reported in messages() {
        let (prefix, extension) = cef::read(&reported);
        assert_eq!(prefix[1], "hopcheck", "{}", reported.name);
        assert_eq!(extension["cs1"], reported.report.verdict.as_str(), "{}", reported.name);
        for (key, most) in [("msg", 1023), ("shost", 1023), ("suser", 1023), ("cs4", 4000)] {
            let length = extension.get(key).map_or(0, |value| value.chars().count());
            assert!(length <= most, "{key}: {length}");
        }
    }
}

#[test]
fn stix_patterns_hold_addresses_alone() {
    for reported in messages() {
        let bundle = crate::reports::documents(Siem::Stix, &reported).remove(0);
        for object in bundle["objects"].as_array().expect("objects") {
            if let Some(pattern) = object["pattern"].as_str() {
                let value = pattern.split('\'').nth(1).expect("a value");
                assert!(value.parse::<std::net::IpAddr>().is_ok(), "{pattern}");
                assert_eq!(pattern.matches('\'').count(), 2, "{pattern}");
            }
        }
    }
}

#[test]
fn sarif_names_a_file_by_a_plain_reference() {
    for reported in messages() {
        let log = crate::reports::documents(Siem::Sarif, &reported).remove(0);
        let uri = log["runs"][0]["artifacts"][0]["location"]["uri"].as_str().expect("a reference");
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b);
        assert!(uri.bytes().all(plain), "{uri}");
    }
}

#[test]
fn pages_keep_strangers_text_text() {
    let plain =
        of(b"Received: from a.example by b.example; Wed, 4 Mar 2026 10:15:05 +0000\r\n\r\n");
    let known: Vec<String> = pages::elements(&html::page(&plain.report, &plain.message));
    for reported in messages() {
        let page = html::page(&reported.report, &reported.message);
        inert(&reported.name, "html", page.as_bytes());
        let elements = pages::elements(&page);
        for element in ["script", "img", "svg", "iframe", "object", "form", "input"] {
            assert!(!elements.iter().any(|seen| seen == element), "{}: {element}", reported.name);
        }
        let count = |name: &str, all: &[String]| all.iter().filter(|e| *e == name).count();
        for once in ["html", "head", "style", "title", "body", "main"] {
            assert_eq!(count(once, &elements), count(once, &known), "{}: {once}", reported.name);
        }
        assert!(page.len() < 300_000, "{}: {}", reported.name, page.len());
    }
}

#[test]
fn the_page_of_text_is_inert() {
    for reported in messages() {
        for ascii in [false, true] {
            let options = text::Options { ascii, ..text::Options::default() };
            let page = text::render(&reported.report, &reported.message, options);
            inert(&reported.name, "text", page.as_bytes());
            assert!(page.len() < 300_000, "{}: {}", reported.name, page.len());
            let options = text::Options { color: true, ..options };
            let page = text::render(&reported.report, &reported.message, options);
            inert_but_for_colours(&reported.name, "text in colour", page.as_bytes());
        }
    }
}

/// The cells of CSV (RFC 4180).
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        let cell = cells.last_mut().expect("one");
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    assert!(!quoted, "{line}");
    cells
}

#[test]
fn a_spreadsheet_runs_nothing() {
    let columns = cells(Form::Csv.head().trim_end()).len();
    for reported in messages() {
        let mut line = Vec::new();
        Form::Csv.write(&mut line, &reported.report, &reported.message).expect("written");
        let line = String::from_utf8(line).expect("UTF-8");
        let line = line.strip_suffix("\r\n").expect("ends the record");
        inert(&reported.name, "csv", line.as_bytes());
        assert!(!line.contains('\n'), "{}", reported.name);
        let cells = cells(line);
        assert_eq!(cells.len(), columns, "{}", reported.name);
        for cell in cells {
            let first = cell.trim_start_matches([' ', '"']).chars().next();
            assert!(!first.is_some_and(|c| "=+-@|%\t".contains(c)), "{}: {cell}", reported.name);
        }
    }
}

#[test]
fn lists_of_a_scan_are_inert() {
    let mut page = Form::Html.head().to_owned();
    for reported in messages() {
        let mut line = Vec::new();
        Form::Text.write(&mut line, &reported.report, &reported.message).expect("written");
        inert(&reported.name, "scan text", &line);
        assert_eq!(line.iter().filter(|b| **b == b'\n').count(), 1, "{}", reported.name);
        let mut row = Vec::new();
        Form::Html.write(&mut row, &reported.report, &reported.message).expect("written");
        inert(&reported.name, "scan html", &row);
        page.push_str(&String::from_utf8(row).expect("UTF-8"));
    }
    page.push_str(&Form::Html.tail("<script>alert(1)</script>"));
    let elements = pages::elements(&page);
    for element in ["script", "img", "svg", "iframe", "object", "form", "input"] {
        assert!(!elements.iter().any(|seen| seen == element), "{element}");
    }
}

/// What is attached to a complaint is the message as it came; all before it is ours.
#[test]
fn a_complaint_has_the_fields_it_wrote_and_no_others() {
    let to = abuse::Addressee { address: "abuse@provider.example".into(), basis: "why".into() };
    for mut reported in messages() {
        for redacted in [false, true] {
            if redacted {
                redact::redact(&mut reported.report, &mut reported.message);
            }
            let complaint = arf::Complaint {
                from: "desk@example.org",
                to: &to,
                now: 1_772_625_600,
                header_only: redacted,
            };
            let bytes = arf::message(&reported.report, &reported.message, &complaint);
            let text = String::from_utf8_lossy(&bytes);
            let kind = if redacted { "text/rfc822-headers" } else { "message/rfc822" };
            let (ours, _) = text.split_once(&format!("Content-Type: {kind}\r\n")).expect(kind);
            inert(&reported.name, "complaint", ours.replace("\r\n", "\n").as_bytes());
            let boundary = text.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next());
            let boundary = format!("\r\n--{}", boundary.expect("a boundary"));
            assert_eq!(text.matches(&boundary).count(), 4, "{}", reported.name);
            assert!(text.split("\r\n").all(|line| line.len() <= 3 * 998), "{}", reported.name);
            assert!(
                bytes.split(|b| *b == b'\n').all(|line| line.len() <= 999),
                "{}",
                reported.name
            );
            for field in ["Source-IP", "Feedback-Type", "User-Agent", "Version"] {
                let name = format!("\r\n{field}: ");
                assert!(ours.matches(&name).count() <= 1, "{}: {field}", reported.name);
            }
        }
    }
}
