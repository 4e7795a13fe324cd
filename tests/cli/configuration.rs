//! The configuration file: what wins over what, and how mistakes are told.

use super::*;

fn settings(assert: &Assert) -> Value {
    reports(assert).remove(0)["tool"]["settings"].clone()
}

#[test]
fn flags_win_over_the_file_and_the_named_file_over_the_users() {
    let place = Place::new();
    place.file("m", BARE);
    place.file(".config/hopcheck/config.toml", "own-hosts = ['home.example']");
    place.file("xdg/hopcheck/config.toml", "own-hosts = ['xdg.example']");
    place.file("named.toml", "own-hosts = ['named.example']\nauthserv-ids = ['a.example']");
    let words = ["--offline", "--format", "json", "m"];

    let run = place.hopcheck(&words).assert().code(0);
    assert_eq!(settings(&run)["own-hosts"], serde_json::json!(["home.example"]));

    let xdg = place.path().join("xdg");
    let run = place.hopcheck(&words).env("XDG_CONFIG_HOME", &xdg).assert().code(0);
    assert_eq!(settings(&run)["own-hosts"], serde_json::json!(["xdg.example"]));

    let named = ["--config", "named.toml"];
    let run = place.hopcheck(&words).args(named).env("XDG_CONFIG_HOME", &xdg).assert().code(0);
    assert_eq!(settings(&run)["own-hosts"], serde_json::json!(["named.example"]));

    let flags = ["--own-host", "one.example", "--own-host", ".two.example"];
    let run = place.hopcheck(&words).args(named).args(flags).assert().code(0);
    let settings = settings(&run);
    assert_eq!(settings["own-hosts"], serde_json::json!(["one.example", ".two.example"]));
    assert_eq!(settings["authserv-ids"], serde_json::json!(["a.example"]), "still the file's");
}

#[test]
fn the_form_of_output_can_be_set() {
    let place = Place::new();
    place.file("m", BARE);
    place.file("c.toml", "[output]\nformat = 'json'\ncolor = 'always'\n[dns]\noffline = true");
    let run = place.hopcheck(&["--config", "c.toml", "m"]).assert().code(0);
    assert_eq!(reports(&run)[0]["tool"]["offline"], true);
    let run = place.hopcheck(&["--config", "c.toml", "m", "--format", "text"]).assert().code(0);
    assert!(stdout(&run).contains('\x1b'));
    let words = ["--config", "c.toml", "m", "--format", "text", "--color", "never"];
    assert!(!stdout(&place.hopcheck(&words).assert().code(0)).contains('\x1b'));
}

#[test]
fn a_wrong_file_is_refused_before_anything_is_read() {
    let place = Place::new();
    place.file("m", BARE);
    place.file(".config/hopcheck/config.toml", "trusted-network = ['192.0.2.0/24']\n");
    let run = place.hopcheck(&["--offline", "m"]).assert().code(2);
    assert_eq!(stdout(&run), "");
    let errors = stderr(&run);
    assert!(errors.contains("config.toml:1:1"), "{errors}");
    assert!(errors.contains("^^^^^^^^^^^^^^^"), "{errors}");
    assert!(errors.contains("did you mean `trusted-networks`?"), "{errors}");
    assert!(!errors.contains('\x1b'), "{errors}");
    let words = ["--offline", "m", "--color", "always"];
    assert!(stderr(&place.hopcheck(&words).assert().code(2)).contains('\x1b'));
}

#[test]
fn rules_that_the_file_names_must_exist() {
    let place = Place::new();
    place.file("m", BARE);
    place.file("c.toml", "[rules]\ndisable = ['no-such/rule']\n");
    for words in [&["m", "--offline"][..], &["rules", "list"]] {
        let run = place.hopcheck(words).args(["--config", "c.toml"]).assert().code(2);
        assert!(stderr(&run).contains("no rule is called `no-such/rule`"), "{words:?}");
        assert!(stderr(&run).contains("c.toml:2:12"), "{words:?}");
    }
}
