use std::time::Duration;

use super::super::gather;
use super::super::testing::replay;
use super::*;

fn about(ip: &str, names: &[&str], text: &str) -> (Reverse, Answers) {
    let ip: IpAddr = ip.parse().unwrap();
    let mut answers = Answers::new();
    gather(&replay(text), &mut answers, Duration::ZERO, |known| {
        let mut questions = reverse_questions(ip, names, known);
        questions.extend(names.iter().flat_map(|name| Question::addresses(name)));
        questions
    });
    (Reverse::of(ip, names, &answers), answers)
}

#[test]
fn iprev_over_all_names() {
    use Iprev::{Fail, Pass, PermError, TempError};
    const IP: &str = "203.0.113.7";
    for (text, expected) in [
        ("203.0.113.7 PTR a.example\na.example A 203.0.113.7", Some(Pass)),
        ("203.0.113.7 PTR a.example\na.example A 203.0.113.8", Some(Fail)),
        ("203.0.113.7 PTR a.example\na.example A nxdomain", Some(Fail)),
        ("203.0.113.7 PTR a.example\na.example A nodata", Some(Fail)),
        ("203.0.113.7 PTR a.example\na.example A timeout", Some(TempError)),
        ("203.0.113.7 PTR a.example\na.example A refused", Some(TempError)),
        // Not recorded is not a failure of the DNS.
        ("203.0.113.7 PTR a.example", None),
        // One of several names is enough, and one silent name is too many to fail.
        (
            "203.0.113.7 PTR a.example b.example\na.example A 203.0.113.8\nb.example A 203.0.113.7",
            Some(Pass),
        ),
        (
            "203.0.113.7 PTR a.example b.example\na.example A timeout\nb.example A 203.0.113.7",
            Some(Pass),
        ),
        (
            "203.0.113.7 PTR a.example b.example\na.example A timeout\nb.example A 203.0.113.8",
            Some(TempError),
        ),
        // By way of an alias, and with several addresses.
        (
            "203.0.113.7 PTR a.example\na.example CNAME b.example\nb.example A 203.0.113.9 203.0.113.7",
            Some(Pass),
        ),
        // A name that no DNS has cannot confirm.
        ("203.0.113.7 PTR 203.0.113.7", Some(Fail)),
        ("203.0.113.7 PTR nxdomain", Some(PermError)),
        ("203.0.113.7 PTR nodata", Some(PermError)),
        ("203.0.113.7 PTR servfail", Some(TempError)),
        ("203.0.113.7 PTR timeout", Some(TempError)),
        ("", None),
    ] {
        assert_eq!(about(IP, &[], text).0.iprev, expected, "{text}");
    }
    let (found, _) = about(
        "2001:db8::7",
        &[],
        "2001:db8::7 PTR a.example\na.example AAAA 2001:db8::7\na.example A 203.0.113.8",
    );
    assert_eq!(found.iprev, Some(Pass));
    // Mapped addresses are the addresses they map.
    let text = "203.0.113.7 PTR a.example\na.example A 203.0.113.7";
    assert_eq!(about("::ffff:203.0.113.7", &[], text).0.iprev, Some(Pass));
}

#[test]
fn nothing_asked_is_nothing_known() {
    let ip = "203.0.113.7".parse().unwrap();
    let answers = Answers::new();
    assert_eq!(Reverse::of(ip, &[], &answers), Reverse::default());
    assert_eq!(Forward::of("a.example", &answers), Forward::default());
    assert_eq!(Forward::of("a.example", &answers).leads_to(ip), None);
}

#[test]
fn a_lie_in_reverse_dns_is_seen_through() {
    let text = "203.0.113.7 PTR mail.bank.example\nmail.bank.example A 198.51.100.20";
    let (found, answers) = about("203.0.113.7", &["mail.bank.example"], text);
    assert_eq!(found.iprev, Some(Iprev::Fail));
    assert_eq!(found.refuted, ["mail.bank.example"]);
    let forward = Forward::of("mail.bank.example", &answers);
    assert_eq!(forward.leads_to("203.0.113.7".parse().unwrap()), Some(false));
    assert_eq!(forward.addresses, ["198.51.100.20".parse::<IpAddr>().unwrap()]);
}

#[test]
fn of_two_hundred_names_ten_are_looked_up_and_the_claimed_one_first() {
    let names: Vec<String> = (100..300).map(|i| format!("h{i}.example")).collect();
    let ptr = format!("203.0.113.7 PTR {}", names.join(" "));
    let text = format!("{ptr}\nh250.example A 203.0.113.7");
    let (found, answers) = about("203.0.113.7", &[], &text);
    assert_eq!(answers.len(), 1 + MAX_REVERSE_NAMES);
    assert_eq!((found.names.len(), found.undecided.len()), (200, 200));
    assert_eq!(found.iprev, None, "nobody looked");
    let (found, answers) = about("203.0.113.7", &["H250.Example."], &text);
    assert_eq!(answers.len(), 1 + MAX_REVERSE_NAMES + 1, "and AAAA of the claimed name");
    assert_eq!(found.confirmed, ["h250.example"]);
    assert_eq!(found.iprev, Some(Iprev::Pass));
    assert_eq!(found.undecided.len(), 199);
    // Ten refuted and the rest unknown is not all refuted.
    let all: String = (100..110).map(|i| format!("h{i}.example A nxdomain\n")).collect();
    let (found, _) = about("203.0.113.7", &[], &format!("{ptr}\n{all}"));
    assert_eq!((found.iprev, found.refuted.len()), (None, 10));
}

#[test]
fn names_exist_resolve_and_lead_somewhere() {
    let ip: IpAddr = "203.0.113.7".parse().unwrap();
    let (yes, no) = (Some(true), Some(false));
    for (text, exists, resolves, leads) in [
        ("a.example A 203.0.113.7", yes, yes, yes),
        ("a.example A 203.0.113.7\na.example AAAA timeout", yes, yes, yes),
        ("a.example A 203.0.113.8\na.example AAAA nodata", yes, yes, no),
        ("a.example A 203.0.113.8", yes, yes, no),
        ("a.example A timeout\na.example AAAA 2001:db8::7", yes, yes, None),
        ("a.example A nodata\na.example AAAA nodata", yes, no, no),
        ("a.example A nodata\na.example AAAA timeout", yes, None, no),
        ("a.example A nxdomain\na.example AAAA nxdomain", no, no, no),
        ("a.example A nxdomain", no, no, no),
        ("a.example A timeout\na.example AAAA nxdomain", no, no, no),
        // A server that says both of one name errs in the harmless direction.
        ("a.example A nxdomain\na.example AAAA nodata", yes, no, no),
        ("a.example A servfail\na.example AAAA refused", None, None, None),
        ("a.example A timeout", None, None, None),
        ("", None, None, None),
        ("a.example CNAME b.example\nb.example A nxdomain\nb.example AAAA nxdomain", yes, no, no),
        ("a.example CNAME b.example\nb.example A 203.0.113.7", yes, yes, yes),
    ] {
        let (_, answers) = about("203.0.113.7", &["A.Example"], text);
        let forward = Forward::of("A.Example", &answers);
        let got = (forward.exists, forward.resolves, forward.leads_to(ip));
        assert_eq!(got, (exists, resolves, leads), "{text}");
    }
    let impossible = Forward::of("not a name", &Answers::new());
    assert_eq!((impossible.exists, impossible.leads_to(ip)), (no, no));
}
