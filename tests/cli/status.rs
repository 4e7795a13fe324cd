//! Exit status, and words of the command line in any order.

use super::*;

#[test]
fn fail_on_leaves_a_lesser_verdict_alone() {
    let place = Place::new();
    place.file("m", BARE);
    for verdict in ["suspicious", "forged", "never"] {
        place.hopcheck(&["--offline", "m", "--fail-on", verdict]).assert().code(0);
    }
}

#[test]
fn fail_on_a_forged_message() {
    let place = Place::new();
    place.file("classic", CLASSIC);
    for (words, code) in [
        (&["classic"][..], 0),
        (&["classic", "--fail-on", "never"], 0),
        (&["classic", "--fail-on", "suspicious"], 1),
        (&["classic", "--fail-on", "forged"], 1),
        (&["classic", "missing", "--fail-on", "forged"], 2),
    ] {
        place.hopcheck(words).arg("--offline").assert().code(code);
    }
}

#[test]
fn wrong_usage_is_2() {
    let place = Place::new();
    place.file("m", BARE);
    for words in [
        &["--no-such-flag"][..],
        &["--format", "pdf", "m"],
        &["--fail-on", "genuine", "m"],
        &["--offline", "--dns", "192.0.2.1:53", "m"],
        &["--offline", "--dns-replay", "x", "m"],
        &["--own-host", "*.example.org", "m"],
        &["--trusted-network", "192.0.2.0/99", "m"],
        &["--now", "yesterday", "m"],
        &["--dns-timeout", "0", "m"],
        &["--rules", "no-such-folder", "m"],
        &["--config", "no-such-file", "m"],
        &["rules"],
        &["rules", "nonsense"],
        &["rules", "check"],
        &["rules", "check", "no-such-folder"],
        &["explain"],
        &["explain", "no-such/rule"],
    ] {
        let run = place.hopcheck(words).assert().code(2);
        assert_eq!(stdout(&run), "", "{words:?}");
        assert_ne!(stderr(&run), "", "{words:?}");
    }
}

#[test]
fn flags_may_stand_before_and_behind() {
    let place = Place::new();
    place.file("m", BARE);
    for words in [
        &["m", "--offline", "--format", "json"][..],
        &["--offline", "m", "--format", "json"],
        &["check", "--offline", "--format", "json", "m"],
        &["check", "m", "--offline", "--format", "json"],
        &["--offline", "check", "m", "--format", "json"],
        &["--format", "json", "--offline", "check", "m"],
        &["--color", "never", "check", "m", "--offline", "--format=json"],
    ] {
        let run = place.hopcheck(words).assert().code(0);
        assert_eq!(reports(&run).len(), 1, "{words:?}");
    }
}

#[test]
fn rules_are_listed() {
    let place = Place::new();
    place.hopcheck(&["rules", "list"]).assert().code(0);
    place.hopcheck(&["rules", "facts"]).assert().code(0);
    let run = place.hopcheck(&["explain", "no-such/rule"]).assert().code(2);
    assert!(stderr(&run).starts_with("error: no rule is called `no-such/rule`"));
}
