use std::time::Duration;

use super::*;
use crate::dns::gather;
use crate::dns::testing::replay;

fn senders(text: &str) -> (Senders, usize) {
    let mut answers = Answers::new();
    gather(&replay(text), &mut answers, Duration::ZERO, |known| spf_questions("D.Example", known));
    (Senders::of("D.Example", &answers), answers.len())
}

fn problems(senders: &Senders) -> Vec<&'static str> {
    senders.problems.iter().map(SpfProblem::as_str).collect()
}

fn check(senders: &Senders, ip: &str) -> &'static str {
    senders.check(ip.parse().unwrap()).as_str()
}

const LARGE: &str = "\
d.example TXT v=spf1 ip4:192.0.2.0/28 -ip4:198.51.100.66 a:mail.d.example mx include:_spf.p.example ~all | other text
mail.d.example A 192.0.2.77
mail.d.example AAAA 2001:db8::77
d.example MX 10 mx1.d.example 20 mx2.d.example
mx1.d.example A 203.0.113.1
mx1.d.example AAAA nodata
mx2.d.example A 203.0.113.2
mx2.d.example AAAA nodata
_spf.p.example TXT v=spf1 -ip4:198.51.100.7 ip4:198.51.100.0/24 ip6:2001:db8:1::/48 ?all
";

#[test]
fn all_senders_with_the_way_that_leads_to_them() {
    let (senders, asked) = senders(LARGE);
    assert_eq!(senders.domain, "d.example");
    assert_eq!(senders.published, Some(true));
    assert_eq!((asked, senders.lookups, problems(&senders)), (9, 3, vec![]));
    let shown: Vec<String> = senders
        .networks()
        .iter()
        .map(|s| format!("{} {} {}", s.network, s.qualifier.as_str(), s.by.join(" > ")))
        .collect();
    assert_eq!(
        shown,
        [
            "192.0.2.0/28 pass ip4:192.0.2.0/28",
            "198.51.100.66/32 fail ip4:198.51.100.66",
            "192.0.2.77/32 pass a:mail.d.example",
            "2001:db8::77/128 pass a:mail.d.example",
            "203.0.113.1/32 pass mx",
            "203.0.113.2/32 pass mx",
            "198.51.100.0/24 pass include:_spf.p.example > ip4:198.51.100.0/24",
            "2001:db8:1::/48 pass include:_spf.p.example > ip6:2001:db8:1::/48",
        ]
    );
    assert_eq!(senders.all(), Some(Qualifier::SoftFail));
    for (ip, expected) in [
        ("192.0.2.5", "pass"),
        ("::ffff:192.0.2.5", "pass"),
        ("203.0.113.2", "pass"),
        ("2001:db8:1::9", "pass"),
        ("198.51.100.8", "pass"),
        // The first match decides, inside and outside.
        ("198.51.100.66", "fail"),
        ("198.51.100.7", "softfail"),
        ("203.0.113.3", "softfail"),
    ] {
        assert_eq!(check(&senders, ip), expected, "{ip}");
    }
    assert_eq!(senders.permits("192.0.2.5".parse().unwrap()), Some(true));
    assert_eq!(senders.permits("203.0.113.3".parse().unwrap()), Some(false));
}

#[test]
fn what_records_say_of_an_address() {
    for (text, expected, expected_problems) in [
        ("d.example TXT nodata", "none", vec![]),
        ("d.example TXT nxdomain", "none", vec![]),
        ("d.example TXT some text", "none", vec![]),
        ("d.example TXT timeout", "unknown", vec!["silent"]),
        ("", "unknown", vec!["silent"]),
        ("d.example TXT v=spf1 -all | v=spf1 +all", "permerror", vec!["several-records"]),
        ("d.example TXT v=spf1 ip4:192.0.2.1 bad:x -all", "permerror", vec!["bad-term"]),
        ("d.example TXT v=spf1", "neutral", vec![]),
        ("d.example TXT v=spf1 +all", "pass", vec![]),
        ("d.example TXT v=spf1 -all ip4:192.0.2.1", "fail", vec![]),
        ("d.example TXT v=spf1 redirect=e.example\ne.example TXT v=spf1 -all", "fail", vec![]),
        (
            "d.example TXT v=spf1 redirect=e.example\ne.example TXT nodata",
            "permerror",
            vec!["no-record"],
        ),
        ("d.example TXT v=spf1 redirect=e.example -all", "fail", vec![]),
        (
            "d.example TXT v=spf1 include:e.example -all\ne.example TXT nodata",
            "permerror",
            vec!["no-record"],
        ),
        // Matched before anything goes wrong.
        (
            "d.example TXT v=spf1 ip4:192.0.2.0/24 include:e.example\ne.example TXT nodata",
            "pass",
            vec!["no-record"],
        ),
        (
            "d.example TXT v=spf1 include:e.example -all\ne.example TXT v=spf1 x",
            "permerror",
            vec!["bad-term"],
        ),
        ("d.example TXT v=spf1 include:d.example -all", "permerror", vec!["loop"]),
        (
            "d.example TXT v=spf1 include:e.example -all\ne.example TXT v=spf1 redirect=d.example",
            "permerror",
            vec!["loop"],
        ),
        // Silence and what depends on the message are unknown …
        (
            "d.example TXT v=spf1 include:e.example -all\ne.example TXT timeout",
            "unknown",
            vec!["silent"],
        ),
        ("d.example TXT v=spf1 exists:%{i}.x.example -all", "unknown", vec!["open"]),
        ("d.example TXT v=spf1 include:%{l}.x.example -all", "unknown", vec!["open"]),
        (
            "d.example TXT v=spf1 a -all\nd.example A servfail\nd.example AAAA nodata",
            "unknown",
            vec!["silent"],
        ),
        (
            "d.example TXT v=spf1 a -all\nd.example A 192.0.2.2\nd.example AAAA servfail",
            "fail",
            vec!["silent"],
        ),
        ("d.example TXT v=spf1 mx -all\nd.example MX servfail", "unknown", vec!["silent"]),
        // … unless it comes to the same.
        ("d.example TXT v=spf1 -exists:%{i}.x.example -all", "fail", vec!["open"]),
        ("d.example TXT v=spf1 ptr ip4:192.0.2.1 -all", "pass", vec!["open"]),
    ] {
        let (senders, _) = senders(text);
        assert_eq!(check(&senders, "192.0.2.1"), expected, "{text}");
        assert_eq!(problems(&senders), expected_problems, "{text}");
    }
    let bad = Senders::of("not a domain", &Answers::new());
    assert_eq!((check(&bad, "192.0.2.1"), problems(&bad)), ("none", vec!["bad-domain"]));
}

#[test]
fn limits_of_the_standard() {
    // Fifty includes: ten are followed, then every check ends with an error.
    let includes: Vec<String> = (0..50).map(|i| format!("include:i{i}.example")).collect();
    let mut text = format!("d.example TXT v=spf1 {} -all\n", includes.join(" "));
    for i in 0..50 {
        text.push_str(&format!("i{i}.example TXT v=spf1 ip4:192.0.2.{i}\n"));
    }
    let (found, asked) = senders(&text);
    assert_eq!((asked, found.lookups), (11, 10));
    assert_eq!(problems(&found), ["too-many-lookups"]);
    assert_eq!(check(&found, "192.0.2.9"), "pass");
    assert_eq!(check(&found, "192.0.2.10"), "permerror");
    // As many in a row, one inside the other.
    let mut text = "d.example TXT v=spf1 include:i0.example -all\n".to_owned();
    for i in 0..50 {
        text.push_str(&format!("i{i}.example TXT v=spf1 include:i{}.example\n", i + 1));
    }
    let (found, asked) = senders(&text);
    assert_eq!((asked, problems(&found)), (11, vec!["too-many-lookups"]));
    assert_eq!(check(&found, "192.0.2.1"), "permerror");
    // Many exchanges.
    let exchanges: Vec<String> = (0..11).map(|i| format!("10 m{i}.example")).collect();
    let text = format!("d.example TXT v=spf1 mx -all\nd.example MX {}", exchanges.join(" "));
    let (found, asked) = senders(&text);
    assert_eq!((asked, problems(&found)), (2, vec!["too-many-exchanges"]));
    assert_eq!(check(&found, "192.0.2.1"), "permerror");
    // Names without addresses.
    let mut text = "d.example TXT v=spf1 a:x0.example a:x1.example a:x2.example -all\n".to_owned();
    for i in 0..3 {
        text.push_str(&format!("x{i}.example A nxdomain\nx{i}.example AAAA nxdomain\n"));
    }
    let (found, _) = senders(&text);
    assert_eq!(problems(&found), ["too-many-void-lookups"]);
    assert_eq!(check(&found, "192.0.2.1"), "fail");
}

#[test]
fn prefixes_around_addresses() {
    let (found, _) = senders(
        "d.example TXT v=spf1 a/24//64 -all\nd.example A 192.0.2.200\nd.example AAAA 2001:db8::1",
    );
    for (ip, expected) in [
        ("192.0.2.1", "pass"),
        ("192.0.3.1", "fail"),
        ("2001:db8::ffff", "pass"),
        ("2001:db8:0:1::1", "fail"),
    ] {
        assert_eq!(check(&found, ip), expected, "{ip}");
    }
}
