use std::time::Duration;

use super::*;
use crate::dns::{Answers, Replay, gather};

// Signed with keys that were made for these tests alone.
const ED25519: &[u8] = include_bytes!("testdata/ed25519.eml");
const RSA: &[u8] = include_bytes!("testdata/rsa.eml");
const ARC: &[u8] = include_bytes!("testdata/arc.eml");
const KEYS: &str = include_str!("testdata/keys.txt");

/// When the messages were handed over: 2026-03-04T10:15:07Z.
const AT: i64 = 1_772_619_307;

/// `NAME TYPE ANSWER` or `NAME TYPE outcome`, one a line; a second answer after ` | `.
fn replay(lines: &str) -> Replay {
    let entries: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            let mut word = || words.next().unwrap();
            let (name, rtype, rest) = (word(), word(), word());
            match rest {
                "nxdomain" | "nodata" | "servfail" | "timeout" => {
                    serde_json::json!({"name": name, "type": rtype, "outcome": rest})
                }
                _ => {
                    let answers: Vec<&str> = rest.split(" | ").collect();
                    serde_json::json!({"name": name, "type": rtype, "answers": answers})
                }
            }
        })
        .collect();
    let file = serde_json::json!({"schema": "hopcheck/dns/1", "entries": entries});
    Replay::from_slice(file.to_string().as_bytes()).unwrap()
}

fn request(message: &[u8]) -> Request<'_> {
    Request {
        message,
        ip: Some("192.0.2.5".parse().unwrap()),
        helo: Some("out.a.example".to_owned()),
        mail_from: Some("ann@a.example".to_owned()),
        at: Some(AT),
    }
}

fn verify(request: Request<'_>, dns: &str) -> (Verified, Answers) {
    let verifier = Verifier::new(request);
    let mut answers = Answers::new();
    gather(&replay(dns), &mut answers, Duration::ZERO, |known| verifier.questions(known));
    (verifier.verify(&answers), answers)
}

fn spf_of(dns: &str, ip: &str) -> &'static str {
    let ip = Some(ip.parse().unwrap());
    let (verified, _) = verify(Request { ip, ..request(b"From: a@a.example\r\n\r\n") }, dns);
    verified.spf.map_or("-", |spf| spf.result.as_str())
}

fn results(verified: &Verified) -> Vec<String> {
    let shown = |s: &Signature| format!("{} {}", s.domain, s.result.as_str());
    verified.signatures.iter().map(shown).collect()
}

#[test]
fn signatures_are_verified_over_our_answers() {
    let (verified, answers) = verify(request(ED25519), KEYS);
    assert_eq!(results(&verified), ["a.example pass"]);
    let signature = &verified.signatures[0];
    assert_eq!((signature.time, signature.expires), (Some(AT - 5), Some(AT - 5 + 86_400)));
    assert_eq!(signature.selector, "ed");
    assert!(ED25519[signature.at..].starts_with(b" v=1; a=ed25519-sha256;"));
    assert!(answers.find("ed._domainkey.a.example", RecordType::Txt).is_some());
    let (verified, _) = verify(request(RSA), KEYS);
    assert_eq!(results(&verified), ["a.example pass", "mailer.test pass"]);
    // Line ends as mailboxes keep them.
    let unix = String::from_utf8_lossy(RSA).replace('\r', "");
    let (verified, _) = verify(request(unix.as_bytes()), KEYS);
    assert_eq!(results(&verified), ["a.example pass", "mailer.test pass"]);
}

#[test]
fn what_was_changed_or_is_not_known_is_no_pass() {
    let altered = String::from_utf8_lossy(ED25519).replace("find them", "lose them");
    assert_eq!(results(&verify(request(altered.as_bytes()), KEYS).0), ["a.example fail"]);
    let altered = String::from_utf8_lossy(ED25519).replace("Minutes", "Hours");
    assert_eq!(results(&verify(request(altered.as_bytes()), KEYS).0), ["a.example fail"]);
    for (dns, expected) in [
        ("", "a.example temperror"),
        ("ed._domainkey.a.example TXT servfail", "a.example temperror"),
        ("ed._domainkey.a.example TXT nxdomain", "a.example permerror"),
        ("ed._domainkey.a.example TXT v=DKIM1; p=", "a.example permerror"),
        ("ed._domainkey.a.example TXT nothing of the kind", "a.example permerror"),
    ] {
        assert_eq!(results(&verify(request(ED25519), dns).0), [expected], "{dns}");
    }
}

/// Only the header was pasted, or returned in a bounce.
#[test]
fn a_body_that_is_not_there_was_not_altered() {
    for message in [ED25519, ARC] {
        let text = String::from_utf8_lossy(message);
        let header = text.split_once("\r\n\r\n").expect("a body").0;
        let with = "a.example TXT v=spf1 -all\n_dmarc.a.example TXT v=DMARC1; p=reject\n\
                    _dmarc.example TXT nxdomain\n";
        for end in ["\r\n", "\r\n\r\n", "\r\n\r\n \r\n"] {
            let header = format!("{header}{end}");
            let (verified, _) = verify(request(header.as_bytes()), &format!("{KEYS}{with}"));
            for signature in &verified.signatures {
                assert_eq!(signature.result, AuthResult::Neutral, "{header}");
                assert_eq!(signature.why.as_deref(), Some("the body is not there"));
            }
            assert!(!verified.signatures.is_empty());
            assert_ne!(verified.arc, AuthResult::Fail);
            assert_eq!(verified.dmarc, None);
        }
    }
}

#[test]
fn a_signature_must_have_been_valid_at_the_hand_over() {
    let at = |at| results(&verify(Request { at: Some(at), ..request(ED25519) }, KEYS).0);
    assert_eq!(at(AT), ["a.example pass"], "whatever the machine's clock says");
    assert_eq!(at(AT + 90_000), ["a.example neutral"]);
    let dns = format!("{KEYS}_dmarc.a.example TXT v=DMARC1; p=reject\n_dmarc.example TXT nxdomain");
    let dns = dns + "\na.example TXT v=spf1 -all";
    let dmarc = |at| verify(Request { at: Some(at), ..request(ED25519) }, &dns).0.dmarc;
    let result = |at| dmarc(at).map(|dmarc| dmarc.result);
    assert_eq!((result(AT), result(AT + 90_000)), (Some(AuthResult::Pass), Some(AuthResult::Fail)));
}

#[test]
fn a_sealed_chain() {
    let (verified, _) = verify(request(ARC), KEYS);
    assert_eq!(
        (verified.arc, &verified.sealers[..]),
        (AuthResult::Pass, &["c.test".to_owned()][..])
    );
    let altered = String::from_utf8_lossy(ARC).replace("spf=pass", "spf=fail");
    let (verified, _) = verify(request(altered.as_bytes()), KEYS);
    assert_eq!((verified.arc, verified.sealers.len()), (AuthResult::Fail, 0));
    assert_eq!(verify(request(ED25519), KEYS).0.arc, AuthResult::None);
}

#[test]
fn spf_at_the_hand_over() {
    for (dns, ip, expected) in [
        ("a.example TXT v=spf1 ip4:192.0.2.0/28 -all", "192.0.2.5", "pass"),
        ("a.example TXT v=spf1 ip4:192.0.2.0/28 -all", "203.0.113.7", "fail"),
        ("a.example TXT v=spf1 ip4:192.0.2.0/28 ~all", "203.0.113.7", "softfail"),
        (
            "a.example TXT v=spf1 mx -all\na.example MX 10 m.a.example | 20 n.a.example\nm.a.example A nodata\nn.a.example A 192.0.2.5",
            "192.0.2.5",
            "pass",
        ),
        ("a.example TXT v=spf1 a -all\na.example A timeout", "192.0.2.5", "temperror"),
        (
            "a.example TXT v=spf1 a:out.a.example -all\nout.a.example AAAA 2001:db8::5",
            "2001:db8::5",
            "pass",
        ),
        (
            "a.example TXT v=spf1 include:b.example -all\nb.example TXT v=spf1 ip4:192.0.2.5 -all",
            "192.0.2.5",
            "pass",
        ),
        (
            "a.example TXT v=spf1 include:b.example -all\nb.example TXT nxdomain",
            "192.0.2.5",
            "permerror",
        ),
        ("a.example TXT v=spf1 redirect=b.example\nb.example TXT v=spf1 -all", "192.0.2.5", "fail"),
        ("a.example TXT v=spf1 -all | v=spf1 +all", "192.0.2.5", "permerror"),
        ("a.example TXT other text | v=spf1 +all", "192.0.2.5", "pass"),
        ("a.example TXT v=spf1 bogus:x -all", "192.0.2.5", "permerror"),
        ("a.example TXT nodata", "192.0.2.5", "none"),
        ("a.example TXT servfail", "192.0.2.5", "temperror"),
        ("", "192.0.2.5", "temperror"),
        // Terms that depend on the message.
        (
            "a.example TXT v=spf1 exists:%{ir}.l.a.example -all\n5.2.0.192.l.a.example A 127.0.0.2",
            "192.0.2.5",
            "pass",
        ),
        (
            "a.example TXT v=spf1 exists:%{ir}.l.a.example -all\n5.2.0.192.l.a.example A nxdomain",
            "192.0.2.5",
            "fail",
        ),
        (
            "a.example TXT v=spf1 exists:known.a.example -all\nknown.a.example A 127.0.0.2",
            "2001:db8::5",
            "pass",
        ),
        ("a.example TXT v=spf1 exists:%{d} -all\na.example A nodata", "2001:db8::5", "fail"),
        (
            "a.example TXT v=spf1 ptr:a.example -all\n192.0.2.5 PTR out.a.example\nout.a.example A 192.0.2.5",
            "192.0.2.5",
            "pass",
        ),
        (
            "a.example TXT v=spf1 ptr:a.example -all\n192.0.2.5 PTR out.a.example\nout.a.example A 192.0.2.9",
            "192.0.2.5",
            "fail",
        ),
    ] {
        assert_eq!(spf_of(dns, ip), expected, "{ip}: {dns}");
    }
    // Without a reverse-path the announced name is asked about.
    let null = Request { mail_from: Some(String::new()), ..request(ED25519) };
    let (verified, _) = verify(null, "out.a.example TXT v=spf1 ip4:192.0.2.5 -all");
    let spf = verified.spf.unwrap();
    assert_eq!(
        (spf.result, spf.domain.as_str(), spf.of_helo),
        (AuthResult::Pass, "out.a.example", true)
    );
    let unknown = Request { mail_from: None, ..request(ED25519) };
    assert_eq!(verify(unknown, "").0.spf, None);
}

#[test]
fn dmarc_of_the_author() {
    let policy = "_dmarc.a.example TXT v=DMARC1; p=reject\n_dmarc.example TXT nxdomain\n";
    let spf = "a.example TXT v=spf1 -all\n";
    let found =
        |message, dns: String| verify(request(message), &dns).0.dmarc.expect("SPF is known");
    let dmarc = |message, dns: String| found(message, dns).result.as_str();
    assert_eq!(dmarc(ED25519, format!("{KEYS}{policy}{spf}")), "pass");
    assert_eq!(
        dmarc(ED25519, format!("ed._domainkey.a.example TXT nxdomain\n{policy}{spf}")),
        "fail"
    );
    let none = "_dmarc.a.example TXT nxdomain\n_dmarc.example TXT nxdomain\n";
    assert_eq!(dmarc(ED25519, format!("{KEYS}{none}{spf}")), "none");
    assert_eq!(dmarc(ED25519, format!("{KEYS}{spf}")), "temperror", "the policy is not known");
    let Dmarc { domain, policy, .. } = found(ED25519, format!("{KEYS}{policy}{spf}"));
    assert_eq!((domain.as_str(), policy), ("a.example", Some("reject")));
    // Without SPF a signature can say that it passes, and none that it fails.
    let alone = |dns: String| {
        let request = Request { ip: None, ..request(ED25519) };
        verify(request, &dns).0.dmarc.map(|dmarc| dmarc.result)
    };
    let with = "_dmarc.a.example TXT v=DMARC1; p=reject\n_dmarc.example TXT nxdomain\n";
    assert_eq!(alone(format!("{KEYS}{with}")), Some(AuthResult::Pass));
    assert_eq!(alone(format!("ed._domainkey.a.example TXT nxdomain\n{with}")), None);
    // An address of the SPF record that is not known: neither a pass nor a failure.
    let silent = "a.example TXT v=spf1 a -all\na.example A timeout";
    let dns = format!("ed._domainkey.a.example TXT nxdomain\n{with}{silent}");
    assert_eq!(dmarc(ED25519, dns), "temperror");
}

#[test]
fn hostile_messages_cost_little() {
    let start = std::time::Instant::now();
    let field = String::from_utf8_lossy(RSA);
    let field = field.split("DKIM-Signature:").nth(1).unwrap();
    let mut many = String::new();
    for _ in 0..2_000 {
        many += &format!("DKIM-Signature:{field}");
    }
    let message = format!("{many}From: ann@a.example\r\n\r\n{}", "x".repeat(1 << 20));
    let (verified, answers) = verify(request(message.as_bytes()), KEYS);
    assert_eq!((verified.signatures.len(), verified.left_out), (MAX_SIGNATURES, 1_992));
    assert!(answers.len() < 20);
    let names = "h=".to_owned() + &"From:".repeat(50_000) + "From";
    let message = field.replace("h=From:Subject:Date", &names);
    let message = format!("DKIM-Signature:{message}From: ann@a.example\r\n\r\n");
    assert_eq!(verify(request(message.as_bytes()), KEYS).0.left_out, 1);
    // A record that includes fifty others stops at ten lookups.
    let mut dns = String::from("a.example TXT v=spf1");
    (0..50).for_each(|i| dns += &format!(" include:i{i}.example"));
    (0..50).for_each(|i| dns += &format!("\ni{i}.example TXT v=spf1 -all"));
    assert_eq!(spf_of(&dns, "192.0.2.5"), "permerror");
    let looped = "a.example TXT v=spf1 include:a.example -all";
    assert_eq!(spf_of(looped, "192.0.2.5"), "permerror");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

proptest::proptest! {
    #[test]
    fn no_message_makes_it_panic(at in 0..ED25519.len(), bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..6)) {
        let mut message = ED25519.to_vec();
        let end = (at + bytes.len()).min(message.len());
        message.splice(at..end, bytes);
        verify(request(&message), KEYS);
    }

    #[test]
    fn no_record_makes_it_panic(text in "(v=spf1 )?[a-z0-9:%{}/.+~?_= -]{0,60}", ip in 0..2usize) {
        // ` | ` parts answers here; in a record it is an error like any other.
        spf_of(&format!("a.example TXT {}", text.trim()).replace("TXT \n", "TXT x"), ["192.0.2.5", "2001:db8::5"][ip]);
    }
}
