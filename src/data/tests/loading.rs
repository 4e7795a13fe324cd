//! What users may write into their files, and what they are told of mistakes.

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
        ("organisations.toml", "[[organisation]\n", "unclosed array table, expected `]`", (1, 16)),
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
        ("providers/x.toml", "id = \"y\"\nname = \"Y\"\n", "provider `y` has no `source`", (1, 6)),
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
