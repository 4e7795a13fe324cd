//! Special networks and names.

use super::*;

#[test]
fn networks() {
    use NetworkKind::*;
    for (address, expected) in [
        ("10.1.2.3", Some((Private, false))),
        ("172.15.255.255", None),
        ("172.16.0.0", Some((Private, false))),
        ("172.31.255.255", Some((Private, false))),
        ("172.32.0.0", None),
        ("192.168.0.1", Some((Private, false))),
        ("100.64.0.1", Some((Shared, false))),
        ("100.63.255.255", None),
        ("127.0.0.53", Some((Loopback, false))),
        ("169.254.1.1", Some((LinkLocal, false))),
        ("0.0.0.0", Some((Unspecified, false))),
        ("0.136.144.80", Some((Unspecified, false))),
        ("192.0.2.55", Some((Documentation, false))),
        ("198.51.100.1", Some((Documentation, false))),
        ("203.0.113.255", Some((Documentation, false))),
        ("198.19.255.255", Some((Benchmark, false))),
        ("198.20.0.0", None),
        ("192.0.0.9", Some((Anycast, true))),
        ("192.0.0.11", Some((Protocol, false))),
        ("224.0.0.1", Some((Multicast, false))),
        ("240.0.0.1", Some((Reserved, false))),
        ("255.255.255.255", Some((Broadcast, false))),
        ("8.8.8.8", None),
        ("::1", Some((Loopback, false))),
        ("::", Some((Unspecified, false))),
        ("::ffff:10.0.0.1", Some((Private, false))),
        ("::ffff:8.8.8.8", None),
        ("fe80::1", Some((LinkLocal, false))),
        ("fd00::1", Some((Private, false))),
        ("ff02::1", Some((Multicast, false))),
        ("2001:db8::1", Some((Documentation, false))),
        ("3fff:123::1", Some((Documentation, false))),
        ("2001::1", Some((Teredo, false))),
        ("2001:2::1", Some((Benchmark, false))),
        ("2001:20::1", Some((Identifier, true))),
        ("2001:200::1", None),
        ("2a01:111:f403::1", None),
        ("64:ff9b::808:808", Some((Nat64, true))),
        ("64:ff9b::a00:1", Some((Private, false))),
        ("64:ff9b:1::a00:1", Some((Nat64, false))),
        ("2002:808:808::1", Some((SixToFour, false))),
        ("2002:a05:7108::", Some((Private, false))),
        ("2002:c0a8:101::", Some((Private, false))),
        ("2002:7f00:1::", Some((Loopback, false))),
        ("4000::1", Some((Reserved, false))),
        ("5f00::1", Some((Protocol, false))),
        ("1::", Some((Reserved, false))),
        ("100::1", Some((Discard, false))),
    ] {
        let found = DATA.special(ip(address)).map(|entry| (entry.kind, entry.global));
        assert_eq!(found, expected, "{address}");
        assert_eq!(
            DATA.is_global(ip(address)),
            expected.is_none_or(|(_, global)| global),
            "{address}"
        );
    }
}

#[test]
fn names() {
    use NameKind::*;
    for (host, expected) in [
        ("localhost", Some(Local)),
        ("LOCALHOST.", Some(Local)),
        ("foo.localhost", Some(Local)),
        ("localhost.localdomain", Some(Local)),
        ("mail.localdomain", Some(Internal)),
        ("nas.local", Some(Internal)),
        ("mail.corp.internal", Some(Internal)),
        ("router.home.arpa", Some(Internal)),
        ("www.example.com", Some(Documentation)),
        ("bank.example", Some(Documentation)),
        ("a.test", Some(Documentation)),
        ("a.invalid", Some(Invalid)),
        ("abc.onion", Some(Alternative)),
        ("mail.co.yu", Some(Retired)),
        ("example.co", None),
        ("mail.google.com", None),
        ("latest", None),
        ("127.0.0.1", None),
    ] {
        assert_eq!(DATA.special_name(host).map(|entry| entry.kind), expected, "{host}");
    }
}

#[test]
fn possible_names() {
    for (host, expected) in [
        ("mail.google.com", true),
        ("www.example.com", true),
        ("mail.bank.example", false),
        ("mail.co.yu", true),
        ("mail.corp.internal", false),
        ("mail.corp.local", false),
        ("server.qwertzuiop", false),
        ("localhost", false),
        ("com", false),
        ("192.0.2.1", false),
        ("host.xn--p1ai", true),
        ("host.MUSEUM", true),
    ] {
        assert_eq!(DATA.name_exists_possible(host), expected, "{host}");
    }
}
