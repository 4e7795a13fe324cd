//! The page over all samples: what needs no browser to be seen.

use hopcheck::report::html;

use crate::reports::{all, of};

/// Starts and ends of elements in their order; panics where one is not closed.
pub fn elements(page: &str) -> Vec<String> {
    const EMPTY: [&str; 4] = ["meta", "link", "br", "!doctype"];
    let mut open: Vec<String> = Vec::new();
    let mut seen = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').expect("an end of the tag");
        let tag = &rest[..end];
        let name = tag.trim_start_matches('/');
        let name: String =
            name.chars().take_while(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "in {}", &rest[..end.min(60)]);
        } else {
            seen.push(name.clone());
            if !EMPTY.contains(&name.as_str()) {
                open.push(name.clone());
            }
        }
        rest = &rest[end + 1..];
        if name == "style" && !tag.starts_with('/') {
            rest = &rest[rest.find("</style").expect("an end")..];
        }
    }
    assert_eq!(open, [""; 0]);
    seen
}

#[test]
fn pages_are_whole_and_ask_for_nothing() {
    const KNOWN: &[&str] = &[
        "!doctype", "html", "head", "meta", "link", "title", "style", "body", "a", "main", "h1",
        "article", "h2", "h3", "h4", "div", "p", "strong", "dl", "dt", "dd", "section", "ol", "li",
        "span", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "code", "pre",
        "mark", "sup", "details", "summary", "footer",
    ];
    let made = [of(b""), of(b"\0\x01"), of(b"Received: x\r\n\r\n")];
    for reported in all().iter().chain(&made) {
        let page = html::page(&reported.report, &reported.message);
        for element in elements(&page) {
            assert!(KNOWN.contains(&element.as_str()), "{}: <{element}>", reported.name);
        }
        for word in ["src=", "url(", "http://", "https://", "@import", " on", "javascript:"] {
            let attribute = page.split('<').skip(1).filter_map(|tag| tag.split('>').next());
            let outside = |tag: &str| !tag.starts_with("style") && tag.contains(word);
            assert!(!attribute.clone().any(outside), "{}: {word}", reported.name);
        }
        assert!(page.contains(reported.report.verdict.as_str()));
        assert!(page.len() < 200_000, "{}: {} bytes", reported.name, page.len());
        // What is pointed at is there, once.
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            let id = format!("id=\"{target}\"");
            assert_eq!(page.matches(&id).count(), 1, "{}: #{target}", reported.name);
        }
    }
}

#[test]
fn several_reports_make_one_page() {
    let mut page = html::start();
    for (number, reported) in all().iter().take(3).enumerate() {
        page.push_str(&html::article(&reported.report, &reported.message, number + 1));
    }
    page.push_str(&html::end());
    elements(&page);
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are unique over all reports");
}

#[test]
fn eight_hops_stay_small() {
    let mut message = String::new();
    for line in 0..8 {
        message.push_str(&format!(
            "Received: from relay{line}.example.net (relay{line}.example.net [203.0.113.{line}])\r\n\
             \tby mx{line}.example.org (Postfix) with ESMTPS id 4XyZ{line}0abcdzW5\r\n\
             \tfor <user@example.org>; Wed,  4 Mar 2026 10:1{}:00 -0060 (GMT)\r\n",
            8 - line
        ));
    }
    message.push_str("From: a@example.net\r\n\r\n");
    let reported = of(message.as_bytes());
    assert_eq!(reported.report.hops.len(), 8);
    let page = html::page(&reported.report, &reported.message);
    assert!(page.len() < 200_000, "{}", page.len());
}
