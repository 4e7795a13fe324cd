//! `hopcheck route`.

use std::fs;

use serde_json::json;

use super::nameserver::NameServer;
use super::{folder, hopcheck};

const ZONE: &str = "\
example.org. MX 20 b.mx.example.org.
example.org. MX 10 a.mx.example.org.
example.org. TXT \"v=spf1 ip4:192.0.2.0/28 a:out.example.org include:_spf.example.net \" \"-all\"
a.mx.example.org. A 192.0.2.1
a.mx.example.org. AAAA 2001:db8::1
b.mx.example.org. CNAME c.mx.example.net.
c.mx.example.net. A 198.51.100.9
out.example.org. A 192.0.2.77
_spf.example.net. TXT \"v=spf1 ip4:198.51.100.0/24 ?all\"
mail.example.com. CNAME example.org.
null.example.com. MX 0 .
null.example.com. TXT \"v=spf1 -all\"
a-only.example.com. A 203.0.113.5
bare.example.com. TXT \"no mail here\"
bad.example.com. MX 0 .
bad.example.com. MX 10 nowhere.example.com.
bad.example.com. MX 20 bare.example.com.
bad.example.com. MX 30 inside.example.com.
bad.example.com. TXT \"v=spf1 +all\"
bad.example.com. TXT \"v=spf1 -all\"
inside.example.com. A 10.0.0.25
round.example.com. CNAME about.example.com.
about.example.com. CNAME round.example.com.
open.example.com. TXT \"v=spf1 exists:%{i}.list.example.com mx ~all\"
open.example.com. MX 10 a.mx.example.org.
";

fn text(server: &NameServer, domain: &str) -> String {
    let folder = folder();
    let dns = server.address.to_string();
    let ran = hopcheck(folder.path(), &["route", domain, "--dns", &dns]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    ran.out
}

#[test]
fn who_receives_and_who_may_send() {
    let server = NameServer::of_records(ZONE);
    assert_eq!(
        text(&server, "Example.Org."),
        "\
example.org
  receives by MX, the best first
       10  a.mx.example.org                      192.0.2.1, 2001:db8::1
       20  b.mx.example.org -> c.mx.example.net  198.51.100.9
  may send     v=spf1 ip4:192.0.2.0/28 a:out.example.org include:_spf.example.net -all
    pass      192.0.2.0/28     ip4:192.0.2.0/28
    pass      192.0.2.77/32    a:out.example.org
    pass      198.51.100.0/24  include:_spf.example.net > ip4:198.51.100.0/24
    fail      every other address
    2 of 10 lookups are needed (RFC 7208 section 4.6.4)
  breaks the RFC
    the exchange b.mx.example.org is an alias of c.mx.example.net, which is forbidden (RFC 2181 section 10.3)
"
    );
    for (domain, parts) in [
        ("someone@mail.example.com", &["  alias of     example.org\n", "a.mx.example.org"][..]),
        (
            "null.example.com",
            &["receives no mail, and says so: null MX (RFC 7505)", "fail      every"],
        ),
        ("a-only.example.com", &["receives at its own address", "203.0.113.5", "no SPF record"]),
        (
            "bare.example.com",
            &["receives no mail", "neither an exchange nor an address", "(RFC 5321 section 5.1)"],
        ),
        ("nothing.example.com", &["does not exist", "(RFC 5321 section 5.1)"]),
        (
            "bad.example.com",
            &[
                "a null MX stands beside other exchanges (RFC 7505 section 3)",
                "the exchange nowhere.example.com does not exist (RFC 5321 section 5.1)",
                "the exchange bare.example.com has no address (RFC 5321 section 5.1)",
                "inside.example.com has the address 10.0.0.25, which leads nowhere (RFC 6890",
                "bad.example.com has 2 SPF records, where one is allowed (RFC 7208 section 4.5)",
            ],
        ),
        ("round.example.com", &["the aliases go round in a circle (RFC 1034 section 3.6.2)"]),
        ("open.example.com", &["not known\n", "depends on the message", "softfail  every other"]),
    ] {
        let text = text(&server, domain);
        for part in parts {
            assert!(text.contains(part), "{domain}: {part:?} is not in\n{text}");
        }
    }
}

#[test]
fn for_machines() {
    let server = NameServer::of_records(ZONE);
    let folder = folder();
    let dns = server.address.to_string();
    let words = ["route", "example.org", "null.example.com", "--format", "json", "--dns", &dns];
    let ran = hopcheck(folder.path(), &words);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let [first, second] = &ran.json()[..] else { panic!("{}", ran.out) };
    assert_eq!(first["schema"], "hopcheck/route/1");
    assert_eq!(first["routed_by"], "mx");
    assert_eq!(
        first["hosts"][1],
        json!({"preference": 20, "name": "b.mx.example.org", "aliases": ["c.mx.example.net"],
               "addresses": ["198.51.100.9"], "usable": true})
    );
    assert_eq!(first["spf"]["all"], "fail");
    assert_eq!(first["spf"]["lookups"], 2);
    assert_eq!(
        first["spf"]["senders"][2],
        json!({"network": "198.51.100.0/24", "result": "pass",
               "by": ["include:_spf.example.net", "ip4:198.51.100.0/24"]})
    );
    assert_eq!(first["problems"][0]["code"], "exchange-is-alias");
    assert_eq!(first["problems"][0]["reference"], "RFC 2181 section 10.3");
    let asked: Vec<_> = first["dns"].as_array().into_iter().flatten().collect();
    assert!(asked.iter().any(|e| e["name"] == "_spf.example.net" && e["type"] == "TXT"));
    assert!(asked.iter().all(|e| e["server"] == dns.as_str()));
    assert_eq!((&second["routed_by"], &second["hosts"]), (&json!("null-mx"), &json!([])));
}

#[test]
fn a_recording_gives_the_same_bytes() {
    let folder = folder();
    let words = ["route", "example.org", "bad.example.com", "--format", "json"];
    let live = {
        let server = NameServer::of_records(ZONE);
        let dns = server.address.to_string();
        hopcheck(folder.path(), &[&words[..], &["--dns", &dns, "--dns-record", "r.json"]].concat())
    };
    assert_eq!(live.code, Some(0), "{}", live.err);
    let replay = hopcheck(folder.path(), &[&words[..], &["--dns-replay", "r.json"]].concat());
    assert_eq!((replay.code, &replay.out, &replay.err), (Some(0), &live.out, &live.err));
    let other = hopcheck(folder.path(), &["route", "other.example", "--dns-replay", "r.json"]);
    assert!(
        other.out.contains("other.example MX was not answered (not-recorded)"),
        "{}",
        other.out
    );
}

/// What is no domain is refused with its reason, before anybody is asked; what only looks odd is
/// not.
#[test]
fn odd_domains() {
    let server = NameServer::of_records(
        "xn--bcher-kva.example. MX 10 mx.example.org.\n\
         _bar.example. MX 10 mx.example.org.\n\
         mx.example.org. A 192.0.2.1\n\
         address.example. MX 10 192.0.2.7.\n\
         alias.example. MX 10 to.example.\nto.example. CNAME to2.example.\n\
         to2.example. CNAME to.example.\n",
    );
    let folder = folder();
    let dns = server.address.to_string();
    let long = format!("{}.example", "a".repeat(300));
    for (word, why) in [
        ("", "the name is empty"),
        (".", "a label is empty"),
        ("a..example", "a label is empty"),
        ("ann@", "the name is empty"),
        ("192.0.2.1", "this is an address, and a domain is meant"),
        ("2001:db8::1", "this is an address, and a domain is meant"),
        ("[192.0.2.1]", "an address literal has no route"),
        ("a b.example", "' ' cannot be in a name"),
        ("http://example.org/", "a domain of mail has no ':'"),
        ("example.org:25", "a domain of mail has no ':'"),
        ("*.example.org", "a domain of mail has no '*'"),
        (&long, "longer than"),
        ("a\u{1b}[31m.example", "cannot be in a name"),
    ] {
        let ran =
            hopcheck(folder.path(), &["route", "--dns", &dns, "--format", "json", "--", word]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{word}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains(why), "{word}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1);
        assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    }
    for (word, part) in [
        ("bücher.example", "10  mx.example.org"),
        ("BÜCHER.example.", "192.0.2.1"),
        ("_bar.example", "192.0.2.1"),
        ("address.example", "(RFC 1035 section 3.3.9)"),
        ("alias.example", "RFC"),
    ] {
        let text = text(&server, word);
        assert!(text.contains(part), "{word}: {text}");
    }
    // One that is refused does not keep the others from it.
    let words = ["route", "a..example", "_bar.example", "--dns", &dns, "--format", "json"];
    let both = hopcheck(folder.path(), &words);
    assert_eq!((both.code, both.json().len()), (Some(2), 1));
}

#[test]
fn limits_of_spf() {
    let mut zone = String::from("many.example. TXT \"v=spf1");
    for i in 0..50 {
        zone += &format!(" include:i{i}.example");
        if i % 5 == 4 {
            zone += "\" \"";
        }
    }
    zone += " -all\"\n";
    for i in 0..50 {
        zone += &format!("i{i}.example. TXT \"v=spf1 ip4:192.0.2.{i} -all\"\n");
    }
    zone += "void.example. TXT \"v=spf1 a:x1.example a:x2.example a:x3.example -all\"\n";
    zone += "self.example. TXT \"v=spf1 include:self.example -all\"\n";
    zone += "none.example. TXT \"v=spf1 include:x1.example -all\"\n";
    zone += "typo.example. TXT \"v=spf1 ipv4:192.0.2.1 -all\"\n";
    zone += "end.example. TXT \"v=spf1 redirect=x1.example\"\n";
    let server = NameServer::of_records(&zone);
    for (domain, part) in [
        ("many.example", "`include:i10.example` of many.example is one lookup too many, where 10"),
        ("void.example", "3 lookups bring nothing, where 2 are allowed (RFC 7208 section 4.6.4)"),
        ("self.example", "leads back to itself (RFC 7208 section 4.6.4)"),
        ("none.example", "leads to no SPF record (RFC 7208 section 5.2)"),
        ("typo.example", "(RFC 7208 section 4.6)"),
        ("end.example", "leads to no SPF record (RFC 7208 section 6.1)"),
    ] {
        let text = text(&server, domain);
        assert!(text.contains(part), "{domain}: {part:?} is not in\n{text}");
    }
}

#[test]
fn wrong_usage_and_silence_are_told_apart() {
    let folder = folder();
    let run = |words: &[&str]| hopcheck(folder.path(), words);
    let bad = run(&["route", "a..example", "--dns", "127.0.0.1:1", "--dns-timeout", "0.2"]);
    assert_eq!((bad.code, bad.out.as_str()), (Some(2), ""));
    assert_eq!(bad.err, "error: a..example: a label is empty\n");
    let offline = run(&["route", "example.org", "--offline"]);
    assert_eq!(offline.code, Some(2));
    assert!(offline.err.contains("--dns-replay"), "{}", offline.err);
    assert_eq!(run(&["route"]).code, Some(2));
    assert_eq!(run(&["route", "example.org", "--dns", "quic://x"]).code, Some(2));

    let deaf = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
    let dns = deaf.local_addr().expect("an address").to_string();
    let silent = run(&["route", "example.org", "--dns", &dns, "--dns-timeout", "0.3"]);
    assert_eq!(silent.code, Some(0), "{}", silent.err);
    assert!(silent.out.contains("the DNS did not say who receives"), "{}", silent.out);
    assert!(silent.out.contains("example.org MX was not answered (timeout)"), "{}", silent.out);

    // The server knows one zone and refuses all else.
    let server = NameServer::of_zone("example.net.", "x.example.net. A 192.0.2.1\n");
    let dns = server.address.to_string();
    let refused = run(&["route", "example.org", "--dns", &dns]);
    assert!(refused.out.contains("example.org MX was not answered (refused)"), "{}", refused.out);

    // The configuration has a say in both.
    fs::write(
        folder.path().join("c.toml"),
        format!("[dns]\nserver = '{dns}'\n[output]\nformat = 'json'\n"),
    )
    .expect("written");
    let configured = run(&["route", "x.example.net", "--config", "c.toml"]);
    assert_eq!(configured.json()[0]["routed_by"], "address", "{}", configured.err);
}
