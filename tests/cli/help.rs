//! Help and version, against files below `tests/help` that were looked at by a person.

use super::*;

#[test]
fn help_is_as_reviewed() {
    let place = Place::new();
    for (words, file) in [
        (&["-h"][..], "help/short.txt"),
        (&["--help"], "help/long.txt"),
        (&["check", "-h"], "help/check.txt"),
        (&["serve", "-h"], "help/serve.txt"),
        (&["rules", "-h"], "help/rules.txt"),
        (&["rules", "list", "-h"], "help/rules-list.txt"),
        (&["rules", "check", "-h"], "help/rules-check.txt"),
        (&["rules", "measure", "-h"], "help/rules-measure.txt"),
        (&["explain", "-h"], "help/explain.txt"),
        (&["scan", "-h"], "help/scan.txt"),
        (&["learn", "-h"], "help/learn.txt"),
        (&["report-abuse", "-h"], "help/report-abuse.txt"),
        (&["schema", "-h"], "help/schema.txt"),
    ] {
        let run = place.hopcheck(words).assert().code(0);
        assert_eq!(stderr(&run), "");
        golden(file, &stdout(&run));
    }
}

#[test]
fn help_can_be_asked_for_as_a_command() {
    let place = Place::new();
    let help = stdout(&place.hopcheck(&["help", "check"]).assert().code(0));
    let flag = stdout(&place.hopcheck(&["check", "--help"]).assert().code(0));
    assert_eq!(help, flag);
}

#[test]
fn version() {
    let run = Place::new().hopcheck(&["--version"]).assert().code(0);
    assert_eq!(stdout(&run), concat!("hopcheck ", env!("CARGO_PKG_VERSION"), "\n"));
}

/// An example in the help must be a rule that there is.
#[test]
fn the_rule_that_help_names_exists() {
    let place = Place::new();
    let help = stdout(&place.hopcheck(&["explain", "--help"]).assert().code(0));
    let rule = help.split("such as ").nth(1).and_then(|rest| rest.split_whitespace().next());
    let rule = rule.expect("an example").to_owned();
    let run = place.hopcheck(&["explain", &rule]).assert().code(0);
    assert!(stdout(&run).contains(&rule));
}
