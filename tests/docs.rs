//! The documentation names what the program says.

use std::fs;
use std::path::Path;

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
