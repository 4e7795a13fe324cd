//! Providers by name, address, signature and mailbox.

use super::*;

fn id(provider: Option<&Provider>) -> Option<&str> {
    provider.map(|provider| provider.id.as_str())
}

#[test]
fn by_name() {
    for (host, expected) in [
        ("mx.google.com", Some("google")),
        ("mail-ed1-f41.GOOGLE.com.", Some("google")),
        ("google.com.example.org", None),
        ("notgoogle.com", None),
        ("example-host.bc.googleusercontent.com", None),
        ("NAM10-MW2-obe.outbound.protection.outlook.com", Some("microsoft")),
        ("a8-52.smtp-out.amazonses.com", Some("amazon-ses")),
        ("ec2-192-0-2-1.compute-1.amazonaws.com", None),
        ("c-192-0-2-1.hsd1.ca.comcast.net", None),
        ("resqmta.westchester.pa.mail.comcast.net", Some("comcast")),
        ("203.0.113.7", None),
    ] {
        assert_eq!(id(DATA.provider_of_name(host)), expected, "{host}");
    }
}

#[test]
fn by_address() {
    for (address, expected) in [
        ("209.85.128.0", Some("google")),
        ("209.85.255.255", Some("google")),
        ("::ffff:209.85.220.41", Some("google")),
        ("2607:f8b0:4864:20::531", Some("google")),
        ("40.107.0.1", Some("microsoft")),
        ("2a01:111:f403:2415::", Some("microsoft")),
        ("54.240.8.52", Some("amazon-ses")),
        ("17.58.6.41", Some("apple")),
        ("192.0.2.1", None),
        ("8.8.8.8", None),
        ("2001:db8::1", None),
    ] {
        assert_eq!(id(DATA.provider_of_ip(ip(address))), expected, "{address}");
    }
    let network = DATA.provider_network(ip("209.85.220.41")).unwrap();
    assert_eq!(network.network.to_string(), "209.85.128.0/17");
    assert!(network.source.contains("_netblocks"));
}

#[test]
fn by_other_names() {
    assert_eq!(id(DATA.provider_of_rdns("mail-x.google.com")), Some("google"));
    assert_eq!(id(DATA.provider_of_rdns("mailfout.nyi.internal")), None);
    assert_eq!(id(DATA.provider_of_signature("gmail.com")), Some("google"));
    let workspace = "example-org.20230601.gappssmtp.com";
    assert_eq!(id(DATA.provider_of_signature(workspace)), Some("google"));
    assert_eq!(id(DATA.provider_of_mailbox("Outlook.com")), Some("microsoft"));
    assert_eq!(id(DATA.provider_of_mailbox("example.com")), None);
}

#[test]
fn a_list_is_complete_for_a_time() {
    let google = DATA.provider_of_name("mx.google.com").unwrap();
    let day = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
    assert!(google.networks_complete_at(Some(day("2024-05-01T00:00:00Z"))));
    assert!(google.networks_complete_at(None));
    assert!(!google.networks_complete_at(Some(day("2004-05-01T00:00:00Z"))));
    assert!(!google.networks_complete_at(Some(day("2040-05-01T00:00:00Z"))));
    assert!(!google.networks_complete_at(Some(i64::MAX)));
    let yahoo = DATA.provider_of_name("mta1.mail.yahoo.com").unwrap();
    assert!(!yahoo.networks_complete_at(None));
}
