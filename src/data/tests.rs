//! The shipped files are sound, and the look-ups say of the world what the world knows.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::Path;
use std::sync::LazyLock;

use super::builtin::{FILES, builtin_for_tests};
use super::*;

static DATA: LazyLock<Data> = LazyLock::new(builtin_for_tests);

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

mod files {
    use super::*;

    #[test]
    fn every_provider_file_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/providers");
        let on_disk: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| format!("providers/{}", entry.unwrap().file_name().to_str().unwrap()))
            .collect();
        let listed: BTreeSet<String> = FILES
            .iter()
            .map(|(path, _)| (*path).to_owned())
            .filter(|path| path.starts_with("providers/"))
            .collect();
        assert_eq!(listed, on_disk);
    }

    fn assert_sorted<T: Ord + std::fmt::Debug>(what: &str, items: impl IntoIterator<Item = T>) {
        let items: Vec<T> = items.into_iter().collect();
        for pair in items.windows(2) {
            assert!(pair[0] < pair[1], "{what}: {:?} stands before {:?}", pair[0], pair[1]);
        }
    }

    #[test]
    fn organisations_are_sorted_and_have_several_domains() {
        assert!(DATA.organisations().len() > 100);
        assert_sorted("organisations", DATA.organisations().iter().map(|entry| &entry.id));
        for entry in DATA.organisations() {
            assert_sorted(&entry.id, &entry.domains);
            assert!(entry.domains.len() > 1, "{} needs no entry", entry.id);
            assert!(!entry.source.is_empty(), "{} has no source", entry.id);
        }
    }

    #[test]
    fn providers_are_sorted_and_named_as_their_files() {
        for (path, text) in FILES.iter().filter(|(path, _)| path.starts_with("providers/")) {
            let id = path.strip_prefix("providers/").unwrap().strip_suffix(".toml").unwrap();
            let line = format!("id = \"{id}\"");
            assert!(text.lines().any(|found| found == line), "{path}");
            assert!(DATA.providers().iter().any(|provider| provider.id == id), "{path}");
        }
        for provider in DATA.providers() {
            let id = &provider.id;
            assert_sorted(id, &provider.names);
            assert_sorted(id, &provider.rdns);
            assert_sorted(id, &provider.signs);
            assert_sorted(id, &provider.mailboxes);
            assert!(!provider.names.is_empty(), "{id}");
            for group in &provider.networks {
                assert!(!group.cidrs.is_empty() && !group.source.is_empty(), "{id}");
                let v4 = |net: &&ipnet::IpNet| net.addr().is_ipv4();
                assert_sorted(id, group.cidrs.iter().filter(v4));
                assert_sorted(id, group.cidrs.iter().filter(|net| !v4(net)));
                for net in &group.cidrs {
                    assert!(DATA.is_global(net.addr()), "{id}: {net} is special");
                    let found = DATA.provider_network(net.addr()).unwrap();
                    assert_eq!(&found.provider.id, id, "{net}");
                }
            }
        }
    }

    /// All names of one provider are of one organisation, so that a chain may pass from one to
    /// the other.
    #[test]
    fn a_providers_names_belong_together() {
        for provider in DATA.providers() {
            for name in provider.names.iter().chain(&provider.rdns) {
                let first = &provider.names[0];
                assert!(DATA.same_organisation(first, name).is_some(), "{first} and {name}");
            }
        }
    }

    #[test]
    fn networks_and_names_have_known_order() {
        let networks = &DATA.special_networks.list;
        assert!(networks.len() > 50);
        let key = |entry: &SpecialNetwork| {
            let net = entry.network;
            (net.addr().is_ipv6(), net.network(), net.prefix_len())
        };
        assert_sorted("special networks", networks.iter().map(key));
        let names = &DATA.special_names.list;
        for kind in NameKind::ALL {
            let names = names.iter().filter(|entry| entry.kind == *kind);
            assert_sorted(kind.as_str(), names.clone().map(|entry| &entry.name));
            assert!(names.count() > 0, "no {}", kind.as_str());
        }
    }
}

mod organisations {
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
}

mod providers {
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
}

mod special {
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
}

mod generic {
    use super::*;

    #[test]
    fn names_of_lines_and_of_servers() {
        // Host, its address, and what is expected: dynamic, form of the address, word.
        type Expected = Option<(bool, Option<AddressForm>, Option<&'static str>)>;
        let digits = Some(AddressForm::Digits);
        let cases: &[(&str, Option<&str>, Expected)] = &[
            ("dyn-203-0-113-7.isp.example", Some("203.0.113.7"), Some((true, digits, Some("dyn")))),
            ("pool-203-0-113-7.isp.example", None, Some((true, digits, Some("pool")))),
            ("pppoe7.isp.example", None, Some((true, None, Some("pppoe")))),
            (
                "static-7-113-0-203.dsl.isp.example",
                Some("203.0.113.7"),
                Some((false, Some(AddressForm::Reversed), Some("static"))),
            ),
            (
                "cb007107.isp.example",
                Some("203.0.113.7"),
                Some((false, Some(AddressForm::Hex), None)),
            ),
            ("cpe-1234.line.isp.example", None, Some((false, None, Some("cpe")))),
            ("203-0-113-7.isp.example", Some("203.0.113.7"), Some((false, digits, None))),
            ("203-0-113-8.isp.example", Some("203.0.113.7"), None),
            (
                "ec2-203-0-113-7.compute-1.amazonaws.com",
                Some("203.0.113.7"),
                Some((false, digits, None)),
            ),
            ("dsl7.isp.example", None, None),
            ("dsl.isp.example", None, None),
            ("mail.dsl.example", None, None),
            ("mail-203-0-113-7.esp.example", Some("203.0.113.7"), None),
            ("mx7.example.org", Some("203.0.113.7"), None),
            ("mailpool7.example.org", None, None),
            ("dhcp.example.org", None, None),
            ("example.org", None, None),
            ("localhost", None, None),
            ("203.0.113.7", Some("203.0.113.7"), None),
        ];
        for &(host, address, expected) in cases {
            let found = DATA.generic_name(host, address.map(ip));
            let found = found.map(|found| (found.dynamic, found.address, found.word));
            assert_eq!(found, expected, "{host}");
        }
    }

    #[test]
    fn reasons_read_well() {
        let generic = DATA.generic_name("dyn-203-0-113-7.isp.example", None).unwrap();
        assert_eq!(
            generic.to_string(),
            "the address (digits) is part of the name, the word \"dyn\" names an access line"
        );
    }
}

mod loading {
    use super::*;

    fn errors(files: &[(&str, &str)]) -> Vec<LoadError> {
        let all = FILES.iter().chain(files).copied();
        Data::load(all).expect_err("the files are broken")
    }

    /// Message, line and column of the only error.
    fn error(path: &str, text: &str) -> (String, usize, usize) {
        let errors = errors(&[(path, text)]);
        assert_eq!(errors.len(), 1, "{errors:#?}");
        assert_eq!(errors[0].path, path);
        (errors[0].message.clone(), errors[0].line, errors[0].column)
    }

    #[test]
    fn users_add_to_every_table() {
        let files = [
            (
                "mine/organisations.toml",
                "[[organisation]]\nid = \"google\"\ndomains = [\"g.example\"]\n\
                 [[organisation]]\nid = \"acme\"\nname = \"Acme\"\ndomains = [\"acme.example\", \
                 \"acme.lan\"]\nsource = \"our network\"\n",
            ),
            (
                "mine/providers/google.toml",
                "id = \"google\"\nnames = [\"g.example\"]\n[[networks]]\nsource = \"us\"\n\
                 as_of = 2026-01-01\ncidrs = [\"198.51.100.0/24\"]\n",
            ),
            (
                "mine/special-networks.toml",
                "[[network]]\ncidr = \"198.51.100.0/25\"\nname = \"Our DMZ\"\nkind = \"private\"\n\
                 source = \"us\"\n",
            ),
            (
                "mine/special-names.toml",
                "[[name]]\nname = \"acme-internal\"\nkind = \"internal\"\nsource = \"us\"\n",
            ),
            (
                "mine/generic-names.toml",
                "[[words]]\nkind = \"dynamic\"\nwords = [\"wobbly\"]\nsource = \"us\"\n",
            ),
            ("mine/time/zone.toml", "this is a rule and none of our business"),
        ];
        let data = Data::load(FILES.iter().chain(&files).copied()).unwrap();
        assert!(data.same_organisation("mx.g.example", "mx.google.com").is_some());
        assert!(data.same_organisation("mx.acme.lan", "mx.acme.example").is_some());
        assert_eq!(data.provider_of_name("mx.g.example").unwrap().id, "google");
        assert_eq!(data.provider_of_ip(ip("198.51.100.1")).unwrap().id, "google");
        assert!(data.provider_of_name("mx.google.com").unwrap().networks_complete.is_some());
        assert_eq!(data.special(ip("198.51.100.1")).unwrap().kind, NetworkKind::Private);
        assert_eq!(data.special(ip("198.51.100.200")).unwrap().kind, NetworkKind::Documentation);
        assert_eq!(data.special_name("x.acme-internal").unwrap().kind, NameKind::Internal);
        assert!(data.generic_name("wobbly7.isp.example", None).unwrap().dynamic);
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (path, text, message, place) in [
            (
                "organisations.toml",
                "[[organisation]\n",
                "unclosed array table, expected `]`",
                (1, 16),
            ),
            (
                "organisations.toml",
                "[[organisation]]\nid = \"a\"\nname = \"A\"\ndomain = [\"a.example\"]\n",
                "unknown field `domain`, expected one of `id`, `name`, `domains`, `source`",
                (4, 1),
            ),
            (
                "organisations.toml",
                "[[organisation]]\nid = \"a\"\nname = \"A\"\ndomains = [\"a.example\"]\n",
                "organisation `a` has no `source`",
                (1, 1),
            ),
            (
                "organisations.toml",
                "[[organisation]]\nid = \"google\"\ndomains = [\"com.example\", \"co.uk\"]\n",
                "`co.uk` is a public suffix: names below it belong to different owners",
                (3, 27),
            ),
            (
                "organisations.toml",
                "[[organisation]]\nid = \"google\"\ndomains = [\"*.a.example\"]\n",
                "`*.a.example` is not a domain name",
                (3, 12),
            ),
            (
                "organisations.toml",
                "[[organisation]]\nid = \"google\"\ndomains = [\"A.example\"]\n",
                "`A.example` is not in lower-case ASCII",
                (3, 12),
            ),
            (
                "organisations.toml",
                "[[organisation]]\nid = \"google\"\ndomains = [\"mailhub\"]\n",
                "`mailhub` is a single label, which could be anybody's",
                (3, 12),
            ),
            (
                "organisations.toml",
                "[[organisation]]\nid = \"Google Inc\"\ndomains = []\n",
                "`Google Inc` cannot be an id",
                (2, 6),
            ),
            (
                "special-networks.toml",
                "[[network]]\ncidr = \"10.1.0.0/8\"\nname = \"x\"\nkind = \"private\"\nsource = \"x\"\n",
                "`10.1.0.0/8` is not how this network is written",
                (2, 8),
            ),
            (
                "special-networks.toml",
                "[[network]]\ncidr = \"10.1.0.0/16\"\nname = \"x\"\nkind = \"privat\"\nsource = \"x\"\n",
                "there is no kind `privat`",
                (4, 8),
            ),
            (
                "special-networks.toml",
                "[[network]]\ncidr = \"10.1.0.1\"\nname = \"x\"\nkind = \"private\"\nsource = \"x\"\n",
                "`10.1.0.1` is not a network",
                (2, 8),
            ),
            (
                "special-networks.toml",
                "[[network]]\ncidr = \"10.1.0.0/16\"\nname = \"\"\nkind = \"private\"\nsource = \"x\"\n",
                "`name` is empty",
                (3, 8),
            ),
            (
                "special-names.toml",
                "[[name]]\nname = \"x\"\nkind = \"internal\"\n",
                "name `x` has no `source`",
                (1, 1),
            ),
            (
                "generic-names.toml",
                "[[words]]\nkind = \"line\"\nwords = [\"DSL\"]\nsource = \"x\"\n",
                "`DSL` is not a word of small letters",
                (3, 10),
            ),
            (
                "providers/x.toml",
                "id = \"y\"\nname = \"Y\"\n",
                "provider `y` has no `source`",
                (1, 6),
            ),
            (
                "providers/x.toml",
                "id = \"y\"\nname = \"Y\"\nsource = \"x\"\nnetworks_complete = true\n",
                "a complete list needs the time for which it is: `complete_from` and \
                 `complete_until`",
                (4, 21),
            ),
            (
                "providers/x.toml",
                "id = \"y\"\nname = \"Y\"\nsource = \"x\"\ncomplete_from = 2026-01-01\n",
                "this date needs `networks_complete = true`",
                (4, 17),
            ),
            (
                "providers/x.toml",
                "id = \"y\"\nname = \"Y\"\nsource = \"x\"\n[[networks]]\nsource = \"x\"\n\
                 as_of = 2026-01-01T00:00:00Z\ncidrs = []\n",
                "`2026-01-01T00:00:00Z` is not a date",
                (6, 9),
            ),
        ] {
            let (shown, line, column) = error(path, text);
            assert_eq!(shown, message, "{text}");
            assert_eq!((line, column), place, "{shown}\n{text}");
        }
    }

    #[test]
    fn the_same_thing_twice_names_both_places() {
        let (message, line, column) = error(
            "mine/organisations.toml",
            "[[organisation]]\nid = \"apple\"\ndomains = [\n  \"gmail.com\",\n]\n",
        );
        assert!(message.starts_with("`gmail.com` is in the table already, at organisations.toml:"));
        assert_eq!((line, column), (4, 3));
        let (message, ..) = error(
            "mine/providers/x.toml",
            "id = \"x\"\nname = \"X\"\nsource = \"x\"\nnames = [\"google.com\"]\n",
        );
        assert!(
            message.starts_with("`google.com` is among the `names` already, at providers/google"),
            "{message}"
        );
        let (message, ..) = error(
            "mine/special-networks.toml",
            "[[network]]\ncidr = \"10.0.0.0/8\"\nname = \"x\"\nkind = \"private\"\nsource = \"x\"\n",
        );
        assert!(message.contains("already, at special-networks.toml:"), "{message}");
    }

    #[test]
    fn all_mistakes_at_once_and_with_help() {
        let errors = errors(&[
            ("a/special-names.toml", "[[name]]\nname = \"x\"\nkind = \"lokal\"\nsource = \"x\"\n"),
            ("b/organisations.toml", "[[organisation]]\nid = \"\"\ndomains = []\n"),
        ]);
        assert_eq!(errors.len(), 2);
        assert_eq!(errors[0].help.as_deref(), Some("did you mean `local`?"));
        let shown = errors[0].to_string();
        assert!(shown.contains("a/special-names.toml:3:8"), "{shown}");
        assert!(shown.contains("^^^^^^^"), "{shown}");
    }
}

mod hostile {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Whatever stands where a host name should be, look-ups answer and do not panic.
        #[test]
        fn any_text_is_answered(host in "[a-zA-Z0-9.\\-_\\[\\]:ü \u{0}]{0,300}", other in ".{0,80}") {
            for host in [host.as_str(), other.as_str()] {
                let _ = DATA.organisation(host);
                let _ = DATA.same_organisation(host, &other);
                let _ = DATA.provider_of_name(host);
                let _ = DATA.special_name(host);
                let _ = DATA.name_exists_possible(host);
                let _ = DATA.generic_name(host, None);
                let _ = DATA.generic_name(host, Some(IpAddr::from([192, 0, 2, 1])));
                if let Some(domain) = registrable_domain(host) {
                    prop_assert!(host.trim_end_matches('.').ends_with(domain));
                    prop_assert!(registrable_domain(domain) == Some(domain));
                }
            }
        }

        #[test]
        fn names_that_look_like_names(host in "([a-z0-9-]{1,12}\\.){1,8}(com|uk|co\\.uk|example|lan)") {
            let domain = registrable_domain(&host);
            prop_assert!(domain.is_none_or(|domain| host.ends_with(domain)));
            prop_assert_eq!(DATA.organisation(&host).is_some(), domain.is_some());
        }
    }
}
