//! Texts of strangers in all that the program writes: standard output and error of every command.
//! The forms of a report are tried on their own in `tests/formats`; here is what lies around them.

use crate::evil::{EVIL, inert, inert_but_for_colours, message};

use super::*;

/// What a run wrote, of which nothing may act.
fn written(name: &str, what: &str, run: &Assert) -> (String, String) {
    inert(name, what, &run.get_output().stdout);
    inert(name, what, &run.get_output().stderr);
    (stdout(run), stderr(run))
}

/// The text as the name of a file, as far as it can be one.
fn as_name(evil: &str) -> String {
    evil.chars().filter(|c| !"/\0".contains(*c)).collect()
}

#[test]
fn files_with_hostile_names_and_content() {
    let place = Place::new();
    let mut names = Vec::new();
    for (number, evil) in EVIL.iter().enumerate() {
        // As a file of its own, and behind a `From ` line.
        let name = format!("./{}.eml", as_name(evil));
        place.file(&name, message(evil));
        place.file(&format!("{number}"), format!("From {evil} Wed Mar  4\n{}", message(evil)));
        names.extend([name, format!("{number}")]);
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for form in ["text", "json", "html", "ecs", "ocsf", "cef", "stix", "misp", "sarif"] {
        let words = [&["--offline", "--format", form], &names[..]].concat();
        let run = place.hopcheck(&words).assert().code(0);
        let (out, _) = written("all", form, &run);
        let lines = out.lines().count();
        match form {
            "text" | "html" => {}
            "ocsf" => assert!((names.len()..=2 * names.len()).contains(&lines), "{lines}"),
            form => assert_eq!(lines, names.len(), "{form}"),
        }
    }
    let words = ["--offline", "--color", "always", "missing\u{1b}[2J"];
    let run = place.hopcheck(&[&words, &names[..]].concat()).assert().code(2);
    inert_but_for_colours("all", "stdout in colour", &run.get_output().stdout);
    inert_but_for_colours("all", "stderr in colour", &run.get_output().stderr);
}

/// All of them, one behind the other.
fn together() -> String {
    EVIL.join(" ").replace('\0', "")
}

#[test]
fn words_of_the_command_line_come_back_inert() {
    let place = Place::new();
    place.file("m", BARE);
    let evil = &*together();
    // There is nothing below a file.
    let below = &*format!("m/{evil}");
    for words in [
        &["explain", evil][..],
        &["rules", "list", "--rules", evil],
        &["rules", "check", evil],
        &["rules", "facts", evil],
        &["rules", "measure", evil],
        &["route", "--offline", evil],
        &["--config", evil, "m"],
        &["--dns-replay", evil, "m"],
        &["--dns-record", evil, "--dns-replay", "m", "m"],
        &["--dns", evil, "m"],
        &["--own-host", evil, "--offline", "m"],
        &["--trusted-network", evil, "m"],
        &["--now", evil, "m"],
        &["--format", evil, "m"],
        &["--deliver", evil, "m"],
        &[
            "--offline",
            "--format",
            "json",
            "--deliver",
            "syslog+udp://127.0.0.1:9",
            "--deliver-queue",
            evil,
            "m",
            "--deliver-timeout",
            evil,
        ],
        &["scan", "--offline", evil],
        &["scan", "--offline", "--from-file", evil],
        &["scan", "--offline", "--output", evil, "m"],
        &["scan", "--resume", evil, "m"],
        &["learn", evil],
        &["report-abuse", "--offline", "--from", evil, "m"],
        &["report-abuse", "--offline", "--from", "a@example.org", "--to", evil, "m"],
        &["serve", "--listen", evil],
        &["serve", "--host", evil],
        &["serve", "--spool", below, "--listen", "127.0.0.1:0"],
        &["serve", "--log-file", below, "--listen", "127.0.0.1:0"],
        &["serve", "--report", below, "--listen", "127.0.0.1:0"],
        &["serve", "--user", evil, "--listen", "127.0.0.1:0"],
        &["serve", "--tls-cert", evil, "--tls-key", evil, "--listen", "127.0.0.1:0"],
        &[evil],
    ] {
        let run = place.hopcheck(words).timeout(std::time::Duration::from_secs(20)).assert();
        let (_, errors) = written("words", &words[..words.len().min(2)].join(" "), &run);
        assert_ne!(run.get_output().status.code(), None, "{errors}");
        assert!(!errors.is_empty(), "{words:?}");
    }
}

/// Files that a stranger may have made: rules, configuration, recorded answers.
#[test]
fn what_is_shown_of_a_faulty_file_is_inert() {
    let place = Place::new();
    let evil = &*together();
    place.file("m", BARE);
    place.file("rules/x/y.toml", format!("level = \"low\" # {evil}\nwhen = \"\"\"\n{evil}"));
    place.file("c.toml", format!("own-hosts = [] # {evil}\n\"{evil}\" = 1\n"));
    place.file("key.toml", "trusted-networks = [ # \u{9b}31m\u{202e}\u{e0041}\n 1 ]\n");
    place.file("d.json", format!("{{\"schema\": \"{evil}\"}}"));
    for words in [
        &["rules", "check", "rules"][..],
        &["--rules", "rules", "--offline", "m"],
        &["--config", "c.toml", "--offline", "m"],
        &["--config", "key.toml", "--offline", "m"],
        &["--dns-replay", "d.json", "m"],
    ] {
        let run = place.hopcheck(words).assert().code(2);
        let (_, errors) = written("a file", &words.join(" "), &run);
        assert!(errors.contains("error"), "{errors}");
    }
}

/// A zone may hold any bytes; `route` shows them, and so does a report.
#[test]
fn answers_of_the_dns_are_inert() {
    for evil in EVIL {
        let place = Place::new();
        let name = "a.example.org";
        let entries = serde_json::json!([
            {"name": "example.org", "type": "MX", "answers": [format!("10 {evil}"), "5 a.example.org"]},
            {"name": "example.org", "type": "TXT", "answers": [format!("v=spf1 include:{evil} ?{evil} -all")]},
            {"name": name, "type": "A", "answers": ["192.0.2.1"]},
            {"name": name, "type": "TXT", "answers": [evil]},
            {"name": "9.113.0.203.in-addr.arpa", "type": "PTR", "answers": [evil]},
        ]);
        let file = serde_json::json!({
            "schema": "hopcheck/dns/1", "now": "2026-03-04T12:00:00Z", "entries": entries,
        });
        place.file("d.json", file.to_string());
        place.file("m", message(evil));
        for form in ["text", "json"] {
            let words = ["route", "--dns-replay", "d.json", "--format", form, "example.org"];
            let run = place.hopcheck(&words).assert();
            written(evil, "route", &run);
            let run = place.hopcheck(&["--dns-replay", "d.json", "--format", form, "m"]).assert();
            written(evil, "check", &run);
        }
    }
}

/// What was learned becomes a configuration: it must be one, and name nobody by accident.
#[test]
fn what_is_learned_is_inert_and_can_be_read() {
    let all = together();
    for evil in [all.as_str(), EVIL[0], EVIL[6], "a\"b]\n[x", "x'''y", "mx.evil\u{202e}.example"] {
        let place = Place::new();
        let one = |number: usize| {
            let text = message(evil).replace("10:15:05", &format!("10:15:{number:02}"));
            format!("From a@example.org Wed Mar  4 10:15:07 2026\n{}\n", text.replace("\r\n", "\n"))
        };
        place.file("box", (0..30).map(one).collect::<String>());
        let run = place.hopcheck(&["learn", "box"]).assert().code(0);
        let (learned, _) = written(evil, "learn", &run);
        let _: toml::Table = learned.parse().unwrap_or_else(|e| panic!("{evil}: {e}\n{learned}"));
        place.file("learned.toml", learned);
        let run = place.hopcheck(&["--config", "learned.toml", "--offline", "box"]).assert();
        assert_eq!(run.get_output().status.code(), Some(0), "{}", stderr(&run));
    }
}

/// Our own pages say nothing of strangers; that they act on nothing is seen all the same.
#[test]
fn pages_of_our_own_are_inert() {
    let place = Place::new();
    for words in [
        &["rules", "list"][..],
        &["rules", "facts"],
        &["explain", "continuity/handover-break"],
        &["schema"],
        &["--help"],
        &["scan", "--help"],
    ] {
        written("ours", &words.join(" "), &place.hopcheck(words).assert().code(0));
    }
}
