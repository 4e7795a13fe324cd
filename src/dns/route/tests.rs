use std::time::Duration;

use super::super::gather;
use super::super::testing::replay;
use super::*;

fn route(domain: &str, text: &str) -> (Route, usize) {
    let mut answers = Answers::new();
    gather(&replay(text), &mut answers, Duration::ZERO, |known| route_questions(domain, known));
    (Route::of(domain, &answers), answers.len())
}

/// `by; preference name addresses, …; problems`
fn shown(route: &Route) -> String {
    let hosts: Vec<String> = route
        .hosts
        .iter()
        .map(|host| {
            let ips: Vec<String> = host.addresses.iter().map(IpAddr::to_string).collect();
            let preference = host.preference.map_or("-".to_owned(), |p| p.to_string());
            format!("{preference} {} {}", host.name, ips.join("+")).trim_end().to_owned()
        })
        .collect();
    let problems: Vec<&str> = route.problems.iter().map(RouteProblem::as_str).collect();
    format!("{}; {}; {}", route.by.as_str(), hosts.join(", "), problems.join(" "))
}

#[test]
fn the_way_of_mail() {
    for (text, expected) in [
        (
            "d.example MX 10 a.example\na.example A 192.0.2.1\na.example AAAA 2001:db8::1",
            "mx; 10 a.example 192.0.2.1+2001:db8::1; ",
        ),
        (
            "d.example MX 20 b.example 10 c.example 10 a.example\n\
             a.example A 192.0.2.1\na.example AAAA nodata\n\
             b.example A nxdomain\nb.example AAAA nxdomain\n\
             c.example A nodata\nc.example AAAA nodata",
            "mx; 10 a.example 192.0.2.1, 10 c.example, 20 b.example; \
             exchange-has-no-address exchange-does-not-exist",
        ),
        ("d.example MX 0 .", "null-mx; ; "),
        ("d.example MX 5 .", "null-mx; ; null-mx-preference"),
        (
            "d.example MX 0 . 10 a.example\na.example A 192.0.2.1\na.example AAAA nodata",
            "mx; 10 a.example 192.0.2.1; null-mx-not-alone",
        ),
        (
            "d.example MX nodata\nd.example A 192.0.2.7\nd.example AAAA nodata",
            "address; - d.example 192.0.2.7; ",
        ),
        (
            "d.example MX nodata\nd.example A nodata\nd.example AAAA nodata",
            "nothing; ; undeliverable",
        ),
        ("d.example MX nodata\nd.example A timeout\nd.example AAAA nodata", "unknown; ; silent"),
        ("d.example MX nxdomain", "nothing; ; undeliverable"),
        (
            "d.example MX 10 a.example 20 b.example\na.example A nxdomain\na.example AAAA nxdomain\n\
             b.example A nodata\nb.example AAAA nodata",
            "mx; 10 a.example, 20 b.example; \
             exchange-does-not-exist exchange-has-no-address no-usable-exchange",
        ),
        (
            "d.example MX 10 a.example\na.example A 10.0.0.1\na.example AAAA nodata",
            "mx; 10 a.example 10.0.0.1; exchange-unreachable",
        ),
        ("d.example MX timeout", "unknown; ; silent"),
        ("", "unknown; ; silent"),
        (
            "d.example MX 10 a.example\na.example CNAME b.example\n\
             b.example A 192.0.2.1\nb.example AAAA nodata",
            "mx; 10 a.example 192.0.2.1; exchange-is-alias",
        ),
        ("d.example MX 10 192.0.2.9", "mx; 10 192.0.2.9; exchange-is-address no-usable-exchange"),
        (
            "d.example MX 10 a\\032b.example",
            "mx; 10 a\\032b.example; exchange-is-no-name no-usable-exchange",
        ),
        // One of two families silent.
        (
            "d.example MX 10 a.example\na.example A 192.0.2.1\na.example AAAA servfail",
            "mx; 10 a.example 192.0.2.1; silent",
        ),
    ] {
        assert_eq!(shown(&route("D.Example.", text).0), expected, "{text}");
    }
    let (bad, asked) = route("not a domain", "");
    assert_eq!((shown(&bad).as_str(), asked), ("nothing; ; bad-domain", 0));
    assert_eq!(bad.exists, Some(false));
}

#[test]
fn aliases_of_the_domain() {
    let text = "d.example CNAME e.example\ne.example CNAME f.example\n\
                f.example MX 10 a.example\na.example A 192.0.2.1\na.example AAAA nodata";
    let (found, _) = route("d.example", text);
    assert_eq!(found.aliases, ["e.example", "f.example"]);
    assert_eq!(shown(&found), "mx; 10 a.example 192.0.2.1; ");

    let text = "d.example CNAME e.example\ne.example CNAME f.example\nf.example CNAME e.example";
    let (found, asked) = route("d.example", text);
    assert_eq!(found.aliases, ["e.example", "f.example", "e.example"]);
    assert_eq!(shown(&found), "nothing; ; silent alias-loop");
    assert_eq!(asked, 4);

    let (found, _) = route("d.example", "d.example MX servfail\nd.example CNAME nodata");
    assert_eq!((shown(&found).as_str(), found.exists), ("unknown; ; silent", None));
}

#[test]
fn addresses_that_take_the_mail() {
    let ip = |text: &str| text.parse::<IpAddr>().unwrap();
    let whole = "d.example MX 10 a.example\na.example A 192.0.2.1\na.example AAAA nodata";
    let (found, _) = route("d.example", whole);
    assert_eq!(found.addresses(), [ip("192.0.2.1")]);
    assert_eq!(found.leads_to(ip("::ffff:192.0.2.1")), Some(true));
    assert_eq!(found.leads_to(ip("192.0.2.2")), Some(false));
    let part = "d.example MX 10 a.example\na.example A 192.0.2.1";
    let (found, _) = route("d.example", part);
    assert_eq!(found.leads_to(ip("192.0.2.1")), Some(true));
    assert_eq!(found.leads_to(ip("192.0.2.2")), Some(false));
    assert_eq!(found.leads_to(ip("2001:db8::2")), None, "AAAA is not known");
}

#[test]
fn a_hostile_domain_is_asked_about_only_so_much() {
    let exchanges: Vec<String> = (0..500).map(|i| format!("{i} h{i}.example")).collect();
    let text = format!("d.example MX {}", exchanges.join(" "));
    let (found, asked) = route("d.example", &text);
    assert_eq!(asked, 1 + 2 * MAX_EXCHANGES);
    assert_eq!(found.problems[0], RouteProblem::TooManyExchanges(500));
    // A chain of aliases without end.
    let text: String =
        (0..100).map(|i| format!("n{i}.example CNAME n{}.example\n", i + 1)).collect();
    let (found, asked) = route("n0.example", &text);
    assert_eq!((shown(&found).as_str(), asked), ("unknown; ; silent", 1 + MAX_ALIASES));
}
