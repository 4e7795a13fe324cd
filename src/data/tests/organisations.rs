//! Which hosts are of one organisation.

use super::*;

#[test]
fn same_name_domain_or_alias() {
    let alias = |id: &str| {
        let entry = DATA.organisations().iter().find(|entry| entry.id == id).unwrap();
        Some(Why::Alias(entry))
    };
    for (a, b, expected) in [
        ("mx.example.org", "MX.Example.org.", Some(Why::SameName)),
        ("mx.example.org", "out.EXAMPLE.org", Some(Why::SameDomain("example.org"))),
        ("mx.example.org", "mx.example.com", None),
        ("a.google.com", "mx.google.com", Some(Why::SameDomain("google.com"))),
        ("mail.gmail.com", "mail-x.google.com", alias("google")),
        ("x.prod.outlook.com", "y.namprd04.prod.exchangelabs.com", alias("microsoft")),
        ("mailfout.nyi.internal", "out1-smtp.messagingengine.com", alias("fastmail")),
        ("vger.email", "vger.kernel.org", alias("kernel-org")),
        // Other customers of one network are strangers.
        ("mail.corp.internal", "mailfout.nyi.internal", None),
        ("notgoogle.com", "google.com", None),
        ("localhost", "localhost", None),
        ("localhost.localdomain", "localhost", None),
        ("localhost", "localhost.localdomain", None),
        ("nas.lan", "nas.lan", Some(Why::SameName)),
        ("nas.lan", "mail.lan", None),
        ("mail.corp.lan", "web.corp.lan", Some(Why::SameDomain("corp.lan"))),
        ("mailhub", "mailhub", Some(Why::SameName)),
        ("mailhub", "mailout", None),
        ("[192.0.2.1]", "[192.0.2.2]", None),
        ("a.github.io", "b.github.io", None),
        ("", "", None),
    ] {
        assert_eq!(DATA.same_organisation(a, b), expected, "{a} and {b}");
        assert_eq!(DATA.same_organisation(b, a).is_some(), expected.is_some(), "{b} and {a}");
    }
}

#[test]
fn a_clouds_customers_are_not_the_cloud() {
    let amazon = DATA.organisation("www.amazon.com");
    assert!(matches!(amazon, Some(OrgKey::Known(_))));
    assert_eq!(DATA.organisation("email-smtp.us-east-1.amazonaws.com"), amazon);
    assert_eq!(DATA.organisation("email-smtp.eu-west-1.amazonaws.com"), amazon);
    let customer = DATA.organisation("ec2-192-0-2-1.eu-west-1.compute.amazonaws.com");
    assert_eq!(customer, Some(OrgKey::Domain("ec2-192-0-2-1.eu-west-1.compute.amazonaws.com")));
    assert_ne!(customer, amazon);
}

#[test]
fn keys_do_not_depend_on_case() {
    use std::collections::HashSet;
    let keys: HashSet<OrgKey<'_>> =
        ["a.example.org", "b.EXAMPLE.org.", "mail.gmail.com", "X.Google.Com", "example.net"]
            .into_iter()
            .filter_map(|host| DATA.organisation(host))
            .collect();
    assert_eq!(keys.len(), 3, "{keys:?}");
    assert!(DATA.organisation("192.0.2.1").is_none());
    assert!(DATA.organisation("mail").is_none());
}

#[test]
fn reasons_read_well() {
    let why = |a, b| DATA.same_organisation(a, b).unwrap().to_string();
    assert_eq!(why("a.example.org", "A.example.org"), "the same name");
    assert_eq!(why("a.Example.org", "b.example.org"), "both below example.org");
    assert_eq!(why("gmail.com", "google.com"), "both of Google (organisation google)");
}
