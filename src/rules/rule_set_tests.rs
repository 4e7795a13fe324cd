//! Whole rule files and sets of them.

use super::example::{ExampleAnswer, ExampleInput};
use super::schema::{Scope, Value};
use super::testing::{RULE, SCHEMA, Sample};
use super::{Accuses, Code, Figure, RuleSet, SourceFile, digest};
use crate::report::model::Level;

fn named(id: &str) -> (String, String) {
    (format!("{id}.toml"), RULE.replace("time/zone", id))
}

#[test]
fn a_rule_with_all_that_it_says() {
    let rules = RuleSet::load([("time/zone.toml", RULE)], &SCHEMA).unwrap();
    let rule = rules.get("time/zone").unwrap();
    assert_eq!(rule.title, "The zone offset cannot exist");
    assert_eq!((rule.scope, rule.level, rule.weight), (Scope::Hop, Level::High, 26.5));
    assert_eq!((rule.family(), rule.accuses), ("time", Accuses::This));
    assert_eq!(rule.overlaps.as_deref(), Some("zone"));
    let cites: Vec<&str> = rule.cites.iter().map(|c| c.path.as_str()).collect();
    assert_eq!(cites, ["hop.date.zone", "hop.line"]);
    assert_eq!(rule.measured[0], ("date".to_owned(), Figure::Text("2026-03-04".to_owned())));
    assert_eq!(rule.docs.attack.as_deref(), Some("T1566.002"));
    assert_eq!(rule.docs.references, ["RFC 5322 section 3.3"]);

    let fires = &rule.fires[0];
    assert_eq!((fires.line, fires.now), (28, Some(1_772_619_600)));
    assert_eq!(fires.own_hosts, ["b.example"]);
    assert_eq!(fires.trusted_networks[0].to_string(), "192.0.2.0/24");
    assert_eq!((fires.dns[1].name.as_str(), fires.dns[1].rtype.as_str()), ("192.0.2.1", "PTR"));
    assert_eq!(fires.dns[1].answer, ExampleAnswer::Outcome("nxdomain".to_owned()));
    assert!(matches!(&rule.silent[0].input, ExampleInput::Message(m) if m.ends_with("body\n")));

    let facts = Sample::default()
        .hop(&[
            ("line", Value::Int(2)),
            ("date.zone", Value::Str("-0060")),
            ("date.zone_minutes", Value::Int(60)),
        ])
        .hop(&[("date.zone_minutes", Value::Unknown)]);
    assert!(rule.fires_on(&facts, 0));
    assert!(!rule.fires_on(&facts, 1));
    assert_eq!(rule.says.render(&facts, 0), "line 2 has the offset -0060");
    assert_eq!(rule.cites[0].value(&facts, 0), Value::Str("-0060"));
    assert_eq!(rule.cites[0].value(&facts, 1), Value::Absent);
}

#[test]
fn rules_are_in_the_order_of_their_ids() {
    let rules = RuleSet::load(["b/x", "a/y", "a/x"].map(named), &SCHEMA).unwrap();
    let ids: Vec<&str> = rules.rules().iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["a/x", "a/y", "b/x"]);
    assert!(rules.get("a/z").is_none());
    assert_eq!(rules.nearest("a/xx"), Some("a/x"));
}

#[test]
fn data_is_left_alone_but_counts_for_the_digest() {
    let data = |text: &str| ("organisations.toml".to_owned(), text.to_owned());
    let load = |text: &str| RuleSet::load([named("a/x"), data(text)], &SCHEMA).unwrap();
    let (one, two) = (load("[a]"), load("not even TOML ="));
    assert_eq!(one.rules().len(), 1);
    assert_ne!(one.digest(), two.digest());
    assert_eq!(one.digest(), digest(one.files()));
}

#[test]
fn a_rule_may_be_replaced_once_it_says_so() {
    let mine = |text: &str| SourceFile {
        name: "a/x.toml".to_owned(),
        shown: "mine/a/x.toml".to_owned(),
        text: text.to_owned().into(),
    };
    let (name, original) = named("a/x");
    let changed =
        original.replace("26.5", "3").replace("\n[measured]", "replaces = true\n[measured]");
    let built_in = SourceFile::from((name, original.clone()));
    let rules = RuleSet::load([built_in.clone(), mine(&changed)], &SCHEMA).unwrap();
    assert_eq!(rules.rules().len(), 1);
    assert_eq!(rules.rules()[0].weight, 3.0);
    assert_eq!(rules.rules()[0].file, "mine/a/x.toml");
    // What was replaced is no longer in force.
    assert_eq!(rules.digest(), digest(&[mine(&changed)]));

    let twice = RuleSet::load([built_in, mine(&original)], &SCHEMA).unwrap_err();
    assert_eq!(twice.len(), 1);
    let wrong = twice.iter().next().unwrap();
    assert_eq!(
        (wrong.code(), wrong.path(), wrong.place()),
        (Code::DoubleId, "mine/a/x.toml", Some((2, 6)))
    );
}

#[test]
fn errors_of_all_files_are_told() {
    let bad = |id: &str| {
        let (name, text) = named(id);
        (name, text.replace("zone_minutes", "zone_minuts"))
    };
    let wrong = RuleSet::load([bad("b/x"), named("c/x"), bad("a/x")], &SCHEMA).unwrap_err();
    let told: Vec<(&str, Code)> = wrong.iter().map(|d| (d.path(), d.code())).collect();
    assert_eq!(told, [("a/x.toml", Code::UnknownFact), ("b/x.toml", Code::UnknownFact)]);
}

#[test]
fn hostile_files_do_no_harm() {
    for text in [
        "\u{0}".to_owned(),
        "[".repeat(100_000),
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{b=".repeat(50_000)),
        "a.".repeat(50_000),
        format!("id = '{}'", "x".repeat(1 << 20)),
        format!("when = '{}'", "(".repeat(1 << 20)),
        format!("says = '{}'", "{".repeat(20_000)),
        format!("cites = [{}]", "'a.b.c.d',".repeat(1_000)),
        "weight = 99999999999999999999999999".to_owned(),
    ] {
        let wrong = RuleSet::load([("a/b.toml", text)], &SCHEMA).unwrap_err();
        assert!(!wrong.is_empty());
        // What is told of a big file is not itself big.
        let told = wrong.to_string().len();
        assert!(told < 100_000, "{told} bytes");
    }
}
