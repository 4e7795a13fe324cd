//! The documentation names what the program says.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use hopcheck::config::{self, Config};
use hopcheck::report::schema;
use serde_json::Value;

fn doc(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn dialects_lists_every_violation() {
    let page = doc("docs/dialects.md");
    for code in hopcheck::received::violations::ALL {
        assert!(page.contains(&format!("| `{code}` |")), "{code}");
    }
}

#[test]
fn links_of_the_readme_lead_somewhere() {
    let readme = doc("README.md");
    let targets = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for target in targets.filter(|t| !t.starts_with("http")) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(), "{target}");
    }
}

/// A newcomer's first command must stay the one that `.ci/run` tries.
#[test]
fn the_readme_begins_with_the_main_job_and_the_tests() {
    let readme = doc("README.md");
    let commands: Vec<&str> =
        readme.split("```sh\n").skip(1).filter_map(|block| block.lines().next()).collect();
    assert!(commands[0].starts_with("cargo run --release -- "), "{}", commands[0]);
    assert_eq!(commands[1], "cargo test");
}

/// The page on the configuration names every key, and its example sets every key and is taken.
#[test]
fn every_key_of_the_configuration_is_documented() {
    let page = doc("docs/configuration.md");
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let example = example.expect("an example").to_owned();
    let parsed = Config::parse(Path::new("/etc/hopcheck/config.toml"), example.clone());
    if let Err(error) = parsed {
        panic!("{error}");
    }
    let table: toml::Table = example.parse().expect("TOML");
    for (name, keys) in config::keys() {
        let mut place = Some(toml::Value::Table(table.clone()));
        for part in name.split('.').filter(|part| !part.is_empty()) {
            place = place.and_then(|value| match value.get(part) {
                Some(toml::Value::Array(items)) => items.first().cloned(),
                other => other.cloned(),
            });
        }
        let place = place.unwrap_or_else(|| panic!("the example has no [{name}]"));
        if !name.is_empty() && !name.contains('.') {
            assert!(page.contains(&format!("[{name}]")), "[{name}]");
        }
        for key in keys {
            assert!(place.get(key).is_some(), "the example does not set {key} of [{name}]");
            let table = place.get(key).is_some_and(|value| value.is_table() || value.is_array());
            let told = page.contains(&format!("| `{key}` |"))
                || (table && page.contains(&format!("[{key}]")));
            assert!(told, "{key} of [{name}] is not explained");
        }
    }
}

/// The fields of an object of the schema as rows: path, type, meaning.
fn rows(schema: &Value, object: &Value, path: &str, out: &mut String) {
    let Some(fields) = object["properties"].as_object() else { return };
    let required: Vec<&str> =
        object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in fields {
        let place = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let (kind, inner, array) = kind_of(schema, field);
        let place = if array { format!("{place}[]") } else { place };
        let meaning = field["description"].as_str().unwrap_or_default().replace('\n', " ");
        let absent = if required.contains(&name.as_str()) { "" } else { ", may be absent" };
        let _ = writeln!(out, "| `{place}` | {kind}{absent} | {meaning} |");
        if let Some(inner) = inner {
            values(schema, &inner, out);
            rows(schema, &inner, &place, out);
            variants(schema, &inner, &place, out);
        }
    }
}

/// An object of several shapes, told apart by a field that is a word: the words with their
/// meanings, then the fields that only some of them have.
fn variants(schema: &Value, inner: &Value, path: &str, out: &mut String) {
    let shapes: Vec<&Value> = inner["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|shape| shape["properties"].is_object())
        .collect();
    let tag = shapes.iter().find_map(|shape| {
        let fields = shape["properties"].as_object()?;
        fields.iter().find(|(_, field)| field["const"].is_string()).map(|(name, _)| name)
    });
    let Some(tag) = tag else { return };
    let _ = writeln!(out, "| `{path}.{tag}` | word | Where the value was read. |");
    for shape in &shapes {
        let word = shape["properties"][tag]["const"].as_str().expect("a word");
        let meaning = shape["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(out, "| | `{word}` | {meaning} |");
    }
    for shape in shapes {
        let mut shape = shape.clone();
        if let Some(fields) = shape["properties"].as_object_mut() {
            fields.remove(tag);
        }
        rows(schema, &shape, path, out);
    }
}

/// The words that a field may hold, each with its meaning.
fn values(_: &Value, inner: &Value, out: &mut String) {
    for variant in inner["oneOf"].as_array().into_iter().flatten() {
        if let (Some(word), Some(meaning)) =
            (variant["const"].as_str(), variant["description"].as_str())
        {
            let _ = writeln!(out, "| | `{word}` | {} |", meaning.replace('\n', " "));
        }
    }
}

/// A field's type in words, the object or enumeration behind it, and whether it is a list.
fn kind_of(schema: &Value, field: &Value) -> (String, Option<Value>, bool) {
    if let Some(name) = field["$ref"].as_str() {
        let inner = schema.pointer(name.trim_start_matches('#')).expect("a definition").clone();
        let word = if inner["properties"].is_object() { "object" } else { "word" };
        let word = inner["type"].as_str().filter(|kind| *kind != "object").map_or(word, |_| "word");
        return (word.to_owned(), Some(inner), false);
    }
    if let Some(any) = field["anyOf"].as_array() {
        let (kind, inner, array) = kind_of(schema, &any[0]);
        return (format!("{kind} or null"), inner, array);
    }
    if let Some(words) = field["enum"].as_array() {
        let words: Vec<String> =
            words.iter().filter_map(|word| Some(format!("`{}`", word.as_str()?))).collect();
        return (words.join(", "), None, false);
    }
    match &field["type"] {
        Value::String(kind) if kind == "array" => {
            let (kind, inner, _) = kind_of(schema, &field["items"]);
            (format!("list of {kind}"), inner, true)
        }
        Value::String(kind) => (kind.clone(), None, false),
        // A list that may be absent.
        Value::Array(kinds) if kinds.iter().any(|kind| kind == "array") => {
            let (kind, inner, _) = kind_of(schema, &field["items"]);
            (format!("list of {kind}"), inner, true)
        }
        Value::Array(kinds) => {
            let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            (kinds.join(" or "), None, false)
        }
        _ => ("any".to_owned(), None, false),
    }
}

/// The table of the page on the JSON report is made from the schema.
#[test]
fn every_field_of_the_report_is_documented() {
    const START: &str = "<!-- fields: made from the schema -->\n";
    let schema = schema::value();
    let mut table = "| field | type | meaning |\n| --- | --- | --- |\n".to_owned();
    rows(&schema, &schema, "", &mut table);
    let page = doc("docs/json.md");
    let (before, _) = page.split_once(START).expect("the mark");
    let expected = format!("{before}{START}\n{table}");
    if std::env::var_os("HOPCHECK_BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
        fs::write(path, &expected).expect("written");
        return;
    }
    assert_eq!(page, expected, "HOPCHECK_BLESS=1 mends");
    for path in
        ["hops[].from.rdns_status", "findings[].evidence[].offset", "tool.thresholds.forged"]
    {
        assert!(table.contains(&format!("| `{path}` |")), "{path}: {table}");
    }
}

/// Rules may cite what they like; a reader sees words for it.
#[test]
fn every_fact_that_a_rule_cites_has_words() {
    let analyzer = hopcheck::analyzer::Analyzer::new(Default::default(), &[]);
    let analyzer = analyzer.unwrap_or_else(|error| panic!("{error}"));
    for rule in analyzer.judge().rules().rules() {
        for fact in &rule.cites {
            let words = hopcheck::report::words::fact(&fact.path);
            assert_ne!(words, fact.path, "{}: {}", rule.id, fact.path);
        }
    }
}

/// What the README shows of a report is what the program writes.
#[test]
fn excerpts_of_the_readme_are_true() {
    let readme = doc("README.md");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_hopcheck"))
        .current_dir(root)
        .args(["--config", "/dev/null", "--dns-replay", "samples/forged-classic.dns.json"])
        .arg("samples/forged-classic.eml")
        .output()
        .expect("runs");
    let page = String::from_utf8(run.stdout).expect("UTF-8");
    let excerpts: Vec<&str> =
        readme.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(excerpts.len() >= 3);
    // Lines may be left out between those that are shown; their order is kept.
    for excerpt in excerpts {
        let mut rest = page.lines();
        for line in excerpt.lines() {
            assert!(rest.any(|other| other == line), "{line}\nis not there in\n{page}");
        }
    }
}

/// The commands of the page's examples, each split into words as a shell would: without comments,
/// redirections and what stands in front as a variable.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for block in page.split("```sh\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default().replace("\\\n", " ");
        for line in block.lines() {
            let mut words: Vec<String> = Vec::new();
            let mut word = String::new();
            let mut begun = false;
            let mut letters = line.chars().peekable();
            while let Some(c) = letters.next() {
                match c {
                    '\'' | '"' => {
                        begun = true;
                        word.extend(letters.by_ref().take_while(|other| *other != c));
                    }
                    '#' if !begun => break,
                    ' ' | '|' | '&' | ';' | '<' | '>' | '(' | ')' => {
                        if std::mem::take(&mut begun) {
                            words.push(std::mem::take(&mut word));
                        }
                        match c {
                            ' ' => {}
                            '<' | '>' => words.push(c.to_string()),
                            _ => found.push(std::mem::take(&mut words)),
                        }
                    }
                    c => {
                        begun = true;
                        word.push(c);
                    }
                }
            }
            if begun {
                words.push(word);
            }
            found.push(words);
        }
    }
    for words in &mut found {
        while let Some(place) = words.iter().position(|word| word == "<" || word == ">") {
            words.drain(place..(place + 2).min(words.len()));
        }
    }
    found.retain(|words| words.first().is_some_and(|word| word == "hopcheck"));
    found
}

fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let entries = fs::read_dir(folder).expect("the pages");
    let names = entries.map(|entry| entry.expect("read").file_name().into_string().expect("text"));
    let mut pages: Vec<String> =
        names.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
    pages.extend(
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "samples/README.md"].map(str::to_owned),
    );
    pages
}

/// Whoever copies a command from a page gets what the page says, and not a word about its flags.
#[test]
fn commands_of_the_pages_are_taken() {
    let mut tried = 0;
    for name in pages() {
        for words in commands(&doc(&name)) {
            // The files need not be there; the flags, their values and what goes with what do.
            if let Err(error) = hopcheck::cli::command().try_get_matches_from(&words) {
                panic!("{name}: {}: {error}", words.join(" "));
            }
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried}");
}

#[test]
fn commands_are_split_as_a_shell_does() {
    let page = "```sh\nhopcheck 'a b' < x | jq . # no\nX=1 y && hopcheck --a \\\n  b > c\n```";
    assert_eq!(commands(page), [vec!["hopcheck", "a b"], vec!["hopcheck", "--a", "b"]]);
}

/// Flags that the pages speak of are flags of the program.
#[test]
fn flags_of_the_pages_are_there() {
    fn all(command: &clap::Command, out: &mut Vec<String>) {
        out.extend(
            command.get_arguments().filter_map(|one| Some(format!("--{}", one.get_long()?))),
        );
        command.get_subcommands().for_each(|inner| all(inner, out));
    }
    /// Of the benches, of cargo, and a zone that somebody wrote so.
    const OTHERS: &[&str] = &[
        "--900",
        "--technique",
        "--list",
        "--interrupt",
        "--rounds",
        "--release",
        "--help",
        "--version",
    ];
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    all(&hopcheck::cli::command(), &mut known);
    for name in pages().into_iter().filter(|name| name != "docs/peers.md") {
        let page = doc(&name);
        // Examples were tried above; here are the words between backticks.
        let prose: String = page.split("```").step_by(2).collect();
        for span in prose.split('`').skip(1).step_by(2) {
            if span.contains("cargo ") {
                continue;
            }
            for word in span.split_whitespace().filter(|word| word.starts_with("--")) {
                let flag = word.split('=').next().unwrap_or(word).trim_end_matches([',', '.']);
                if !known.iter().any(|one| one == flag) && !OTHERS.contains(&flag) {
                    unknown.push(format!("{name}: {flag} in `{span}`"));
                }
            }
        }
    }
    assert_eq!(unknown, [""; 0]);
}
