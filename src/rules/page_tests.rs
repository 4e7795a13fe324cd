//! The pages, and what else of the documentation must agree with rules and facts.

use std::path::Path;

use super::page::{anchor, cell, facts_page, rules_page};
use super::testing::{RULE, SCHEMA};
use super::{RuleSet, builtin};
use crate::facts;

/// Compares with a file below `docs/`; with HOPCHECK_BLESS set, writes it.
fn is_as_made(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("HOPCHECK_BLESS").is_some() {
        std::fs::write(&path, made).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = there.lines().zip(made.lines()).position(|(there, made)| there != made);
    assert!(
        there == made,
        "docs/{name} is out of date from line {}: \
         `HOPCHECK_BLESS=1 cargo test --lib rules::page` writes it anew",
        1 + differs.unwrap_or(there.lines().count().min(made.lines().count())),
    );
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    let rules = RuleSet::load(builtin(), &facts::SCHEMA);
    is_as_made("rules.md", &rules_page(&rules.unwrap_or_else(|wrong| panic!("{wrong}"))));
}

#[test]
fn the_page_of_facts_is_up_to_date() {
    is_as_made("facts.md", &facts_page(&facts::SCHEMA));
}

/// Facts named by a path that begins with a variable, without the methods called on them.
fn paths(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let word = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.' | '(');
    text.split(word).filter_map(|path| {
        let path = match path.split_once('(') {
            Some((path, _)) => path.rsplit_once('.')?.0,
            None => path.trim_end_matches('.'),
        };
        let (variable, path) = path.split_once('.')?;
        facts::SCHEMA.variable(variable).map(|_| (variable, path))
    })
}

#[test]
fn the_facts_that_are_documented_exist() {
    let docs = include_str!("../../docs/writing-rules.md");
    let unknown: Vec<_> = paths(docs)
        .filter(|(name, path)| {
            let (_, variable) = facts::SCHEMA.variable(name).unwrap();
            !facts::SCHEMA.record_of(variable).fields.iter().any(|f| f.path == *path)
        })
        .collect();
    // The error that is shown.
    assert_eq!(unknown, [("hop", "from.hello")]);
}

#[test]
fn the_readme_of_rules_lists_what_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let listed = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let mut listed: Vec<&str> = listed.collect();
    listed.sort_unstable();
    let mut there: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() { format!("{name}/") } else { name }
        })
        .filter(|name| name.ends_with('/') || name.ends_with(".toml"))
        .collect();
    there.sort_unstable();
    assert_eq!(listed, there);
}

#[test]
fn a_rule_on_its_page() {
    let rules = RuleSet::load([("time/zone.toml", RULE)], &SCHEMA).unwrap();
    let page = rules_page(&rules);
    let (_, page) = page.split_once("what it finds |\n").unwrap();
    let expected = r#"| --- | --- | --- | --- |
| [`time/zone`](#timezone) | high | +26.5 | The zone offset cannot exist |

## time

### time/zone

**The zone offset cannot exist.** Level high, weight +26.5 (about 447 to 1 for forged). Tried on
each hop; speaks against the line. Of the findings `zone` on one line only the strongest counts.
ATT&CK [T1566.002](https://attack.mitre.org/techniques/T1566/002/).
[File](../rules/time/zone.toml).

It looks at the offset from UTC that ends the date of the line, and of that at the last two
digits.

Nothing else.

_Why it is a sign:_ No clock has it.

_When honest mail does it:_ Never that we know.

It fires when

```
hop.date.zone_minutes >= 60
```

and says

```text
line {hop.line} has the offset {hop.date.zone}
```

with the evidence `hop.date.zone` and `hop.line`.

It fires on (The classic one.)

```text
Received: from a.example ([192.0.2.1]) by b.example; Wed, 4 Mar 2026 10:15:05 -0060
Subject: x
```

with `--own-host b.example`, `--trusted-network 192.0.2.0/24`, `a.example A` answered by
`192.0.2.1 192.0.2.2`, `192.0.2.1 PTR` answered by `nxdomain`, the clock at
`2026-03-04T10:20:00Z`.

It stays silent on

```text
Received: from a.example by b.example; Wed, 4 Mar 2026 10:15:05 +0530

body
```

References: RFC 5322 section 3.3.

Measured:

- date: 2026-03-04
- fired:
  - ham: 1 of 3
  - spam:
    - hits: 9
    - of: 12
"#;
    assert_eq!(page, expected);
}

#[test]
fn anchors_are_those_of_the_headings() {
    assert_eq!(anchor("appended/below-refuted"), "appendedbelow-refuted");
    assert_eq!(anchor("Facts of a hop"), "facts-of-a-hop");
}

#[test]
fn bars_do_not_end_a_cell() {
    assert_eq!(cell("a | b"), "a \\| b");
}
