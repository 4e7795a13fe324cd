//! Header text that would act if it could, in every form.

use hopcheck::report::formats::Siem;
use hopcheck::report::{escape, html, json, text};
use serde_json::Value;

use crate::ocsf_schema::Schema;
use crate::reports::{Reported, of};
use crate::{cef, html as pages};

const EVIL: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></title><svg onload=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "\u{1b}[2J\u{1b}]0;owned\u{7}",
    "=HYPERLINK(\"http://evil.example\")",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "a\u{202e}moc.elpmaxe\u{202c}",
    "pay\u{200b}pal\u{2066}x\u{2069}",
    "a\u{85}b\u{2028}c\u{2029}d",
    "x\0y",
    "CEF:0|evil|evil|1|1|1|10|src=192.0.2.1",
    "| cs1=genuine",
    "\\u003cscript\\u003e",
    "&lt;script&gt;&#60;",
    "*/*;alert(1)//",
    "[ipv4-addr:value = '1.1.1.1'] OR ['a'='a']",
];

/// Messages with each of them everywhere that a stranger writes.
fn messages() -> Vec<Reported> {
    let mut all = Vec::new();
    let long = "a".repeat(100_000);
    let long_name = format!("{long}.example");
    for evil in EVIL.iter().copied().chain([long.as_str(), long_name.as_str()]) {
        let message = format!(
            "Return-Path: <{evil}>\r\n\
             Received: from {evil} ({evil} [203.0.113.9]) by mx.example.org (Postfix) with ESMTP id {evil} for <{evil}@example.org>; Wed, 4 Mar 2026 10:15:05 +0000 ({evil})\r\n\
             Received: from [{evil}] ({evil}@{evil} [198.51.100.7]) (authenticated as {evil}) by {evil} ({evil}) with {evil} via {evil} id {evil}; {evil}\r\n\
             Received: by {evil} with {evil}; Wed, 4 Mar 2026 10:15:05 -0060\r\n\
             From: {evil} <{evil}@example.net>\r\n\
             To: \"{evil}\" <b@example.org>, {evil}\r\n\
             Subject: {evil}\r\n\
             Message-ID: <{evil}@example.net>\r\n\
             Date: {evil}\r\n\
             Content-Type: {evil}/{evil}\r\n\r\n"
        );
        let mut reported = of(message.as_bytes());
        reported.name = evil.chars().take(40).collect();
        reported.report.source.path = Some(format!("/tmp/{evil}/x.eml"));
        all.push(reported);
    }
    all.push(of(&[b"Received: from ".as_slice(), &[0xff, 0xfe, 0x80], b" by x\r\n\r\n"].concat()));
    all
}

/// Nothing in the bytes acts on a terminal or ends a line before its end.
fn inert(name: &str, form: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{form} of {name}: {e}"));
    let bad = text.chars().find(|c| *c != '\n' && escape::is_hostile(*c));
    assert_eq!(bad, None, "{form} of {name}");
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
        let page = text::render(&reported.report, &reported.message, text::Options::default());
        inert(&reported.name, "text", page.as_bytes());
    }
}
