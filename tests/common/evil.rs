//! Header text that would act if it could: on a terminal, in a browser, in a spreadsheet, on a
//! line of a log. And how it is told that it does not.

use hopcheck::report::escape;

/// Texts of strangers, one for each thing that reads them.
pub const EVIL: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></title><svg onload=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "\u{1b}[2J\u{1b}]0;owned\u{7}",
    "\u{1b}[31mred\u{9b}32mgreen",
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

/// A message with the text everywhere that a stranger writes.
pub fn message(evil: &str) -> String {
    format!(
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
    )
}

/// Nothing in the bytes acts on a terminal or ends a line before its end.
pub fn inert(name: &str, form: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{form} of {name}: {e}"));
    let bad = text.chars().find(|c| *c != '\n' && escape::is_hostile(*c));
    assert_eq!(bad, None, "{form} of {name}");
}

/// The same of text with colours of our own, of which a stranger's text has none: the colours
/// taken out, which are all that is left behind an escape character.
#[allow(dead_code, reason = "not all who include this show colours")]
pub fn inert_but_for_colours(name: &str, form: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{form} of {name}: {e}"));
    let mut plain = String::new();
    for (number, part) in text.split('\u{1b}').enumerate() {
        let rest = match number {
            0 => part,
            _ => {
                let (codes, rest) = part
                    .strip_prefix('[')
                    .and_then(|part| part.split_once('m'))
                    .unwrap_or_else(|| panic!("{form} of {name}: {part:?}"));
                assert!(codes.bytes().all(|b| b.is_ascii_digit() || b == b';'), "{form} of {name}");
                assert!(!rest.starts_with("red"), "{form} of {name}: a stranger's colour");
                rest
            }
        };
        plain.push_str(rest);
    }
    inert(name, form, plain.as_bytes());
}
