//! The shipped files are sound: sorted, complete, and of one mind.

use std::collections::BTreeSet;
use std::path::Path;

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
