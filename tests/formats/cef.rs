//! CEF lines read back by the rules of the standard.

use std::collections::BTreeMap;

use hopcheck::report::formats::Siem;

use crate::reports::{Reported, all, of};

/// The seven fields of the prefix and the extension, unescaped.
pub fn read(reported: &Reported) -> (Vec<String>, BTreeMap<String, String>) {
    let events = Siem::Cef.events(&reported.report, &reported.message);
    let [event] = events.as_slice() else { panic!("one line") };
    let line = std::str::from_utf8(&event.line).expect("UTF-8");
    let line = line.strip_suffix('\n').expect("ends the line");
    assert!(!line.chars().any(char::is_control), "{line:?}");
    let mut prefix = vec![String::new()];
    let mut characters = line.chars();
    while prefix.len() < 8 {
        match characters.next().expect("seven bars") {
            '\\' => prefix.last_mut().expect("one").push(characters.next().expect("escaped")),
            '|' => prefix.push(String::new()),
            c => prefix.last_mut().expect("one").push(c),
        }
    }
    prefix.pop();
    // A key is the word before an equals sign that is not escaped.
    let text: String = characters.collect();
    let bytes = text.as_bytes();
    let mut starts = Vec::new();
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'=' && !escaped {
            let key = text[..at].rfind(' ').map_or(0, |blank| blank + 1);
            starts.push((key, at));
        }
        escaped = *byte == b'\\' && !escaped;
    }
    let mut extension = BTreeMap::new();
    for (number, (key, equals)) in starts.iter().enumerate() {
        let end = starts.get(number + 1).map_or(text.len(), |(next, _)| next - 1);
        let value = text[equals + 1..end].replace("\\=", "=").replace("\\\\", "\\");
        let key = text[*key..*equals].to_owned();
        assert!(key.bytes().all(|b| b.is_ascii_alphanumeric()), "{key}");
        assert!(extension.insert(key, value).is_none(), "a key twice: {text}");
    }
    (prefix, extension)
}

#[test]
fn lines_are_read_back() {
    for reported in all() {
        let (prefix, extension) = read(reported);
        let verdict = reported.report.verdict.as_str();
        assert_eq!(prefix[0], "CEF:0");
        assert_eq!(prefix[4], format!("verdict/{verdict}"));
        let severity: u8 = prefix[6].parse().expect("a number");
        assert!(severity <= 10);
        assert_eq!(extension["cs1"], verdict);
        for key in extension.keys().filter(|key| key.ends_with("Label")) {
            let value = key.trim_end_matches("Label");
            assert!(extension.contains_key(value), "{}: {key} labels nothing", reported.name);
        }
        if let Some(source) = extension.get("src") {
            assert!(source.parse::<std::net::Ipv4Addr>().is_ok(), "{source}");
        }
        assert!(extension["externalId"].len() <= 40);
    }
}

#[test]
fn a_subject_adds_no_field() {
    let made = of(b"From: a@example.org\r\nSubject: x cs1=genuine src=192.0.2.1 a\\=b |\r\n\r\n");
    let (_, extension) = read(&made);
    assert_eq!(extension["cs1"], "unverified");
    assert_eq!(extension["cs4"], "x cs1=genuine src=192.0.2.1 a\\=b |");
    assert!(!extension.contains_key("src"));
}
