//! `hopcheck report-abuse`: whom it writes to, and what it refuses to guess; `--redact`.

use super::*;

/// A name that nothing confirms offline.
const UNCONFIRMED: &str = "\
Return-Path: <mallory@sender.example>\r
Received: from mail.turmeric.example (mail.turmeric.example [203.0.113.115])\r
\tby mx.example.org (Postfix) with ESMTPS id 4QZ0aB1c2DzXyZ\r
\tfor <victim@example.org>; Wed,  4 Mar 2026 10:15:05 +0000 (UTC)\r
From: Mallory <mallory@sender.example>\r
To: Victim <victim@example.org>\r
Subject: secret plans\r
\r
body of the matter\r
";

#[test]
fn a_complaint_is_written_to_the_origins_organisation() {
    let place = Place::new();
    // Sendmail says so where a name does not lead back to the address.
    place.file("m", format!("{CLASSIC}body of the matter\r\n"));
    let words = ["report-abuse", "m", "--offline", "--from", "desk@example.org"];
    let run = place.hopcheck(&words).assert().code(0);
    let text = stdout(&run);
    for part in [
        "From: <desk@example.org>\r\n",
        "To: <abuse@turmeric.example>\r\n",
        "Content-Type: message/feedback-report\r\n",
        "Source-IP: 203.0.113.115\r\n",
        "body of the matter\r\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn nobody_is_guessed_at() {
    let place = Place::new();
    place.file("m", UNCONFIRMED);
    let from = ["--from", "desk@example.org"];
    let run = place.hopcheck(&["report-abuse", "m", "--offline"]).args(from).assert().code(2);
    assert_eq!(stdout(&run), "");
    assert!(stderr(&run).contains("--to"), "{}", stderr(&run));

    let run = place.hopcheck(&["report-abuse", "m", "--offline"]).assert().code(2);
    assert!(stderr(&run).contains("--from"), "{}", stderr(&run));

    let words = ["report-abuse", "m", "--offline", "--to", "noc@provider.example"];
    let run = place.hopcheck(&words).args(from).assert().code(0);
    assert!(stdout(&run).contains("To: <noc@provider.example>"));

    place.file(
        "c.toml",
        "[abuse]\nfrom = 'a@example.org'\n[abuse.contacts]\n'203.0.113.0/24' = 'b@example.net'\n",
    );
    let words = ["report-abuse", "m", "--offline", "--config", "c.toml"];
    let text = stdout(&place.hopcheck(&words).assert().code(0));
    assert!(text.contains("From: <a@example.org>") && text.contains("To: <b@example.net>"));
}

#[test]
fn contacts_that_cannot_be_meant_are_refused() {
    let place = Place::new();
    place.file("m", CLASSIC);
    for (table, what) in [
        ("'203.0.113.0/99' = 'b@example.net'", "prefix"),
        ("'provider' = 'b@example.net'", "domain"),
        ("'provider.example' = 'nobody'", "address of mail"),
    ] {
        place.file("c.toml", format!("[abuse.contacts]\n{table}\n"));
        let run = place.hopcheck(&["m", "--offline", "--config", "c.toml"]).assert().code(2);
        let errors = stderr(&run);
        assert!(errors.contains("c.toml:2:") && errors.contains(what), "{errors}");
    }
}

#[test]
fn what_is_redacted_names_nobody_in_any_form() {
    let place = Place::new();
    place.file("m", UNCONFIRMED);
    for form in ["text", "json", "html", "ecs", "ocsf", "cef", "stix", "misp", "sarif"] {
        let words = ["--offline", "--redact", "--format", form, "m"];
        let text = stdout(&place.hopcheck(&words).assert().code(0));
        for secret in ["victim", "Victim", "mallory", "Mallory", "secret plans", "body of the"] {
            assert!(!text.contains(secret), "{form}: {secret}: {text}");
        }
        // Without a finding, SARIF names no host.
        assert!(form == "sarif" || text.contains("203.0.113.115"), "{form}");
    }
    let words = ["report-abuse", "m", "--offline", "--redact", "--from", "desk@example.org"];
    let words = [&words[..], &["--to", "abuse@provider.example"]].concat();
    let text = stdout(&place.hopcheck(&words).assert().code(0));
    assert!(!text.contains("victim") && !text.contains("body of the"), "{text}");
    assert!(text.contains("text/rfc822-headers"));
}

/// A scan too can be passed on, in every form, with its summary.
#[test]
fn a_redacted_scan_names_nobody() {
    let place = Place::new();
    let mbox = format!("From mallory@sender.example Wed Mar  4 10:15:05 2026\n{UNCONFIRMED}\n");
    let mbox = mbox.replace("\r\n", "\n");
    // Enough that findings across messages would have something to say.
    place.file("victim/box", mbox.repeat(12));
    place.file("victim/empty", "");
    for form in ["ndjson", "csv", "text", "html", "ecs", "ocsf", "cef", "stix", "misp", "sarif"] {
        let words = ["scan", "--offline", "--redact", "--format", form, "--summary", "s", "victim"];
        let run = place.hopcheck(&words).assert().code(0);
        let summary = fs::read_to_string(place.path().join("s")).expect("written");
        for text in [stdout(&run), stderr(&run), summary] {
            for secret in ["victim", "Victim", "mallory", "Mallory", "secret plans", "body of the"]
            {
                assert!(!text.contains(secret), "{form}: {secret}: {text}");
            }
        }
    }
    let words = ["scan", "--offline", "--redact", "--resume", "x", "victim"];
    place.hopcheck(&words).assert().code(2);
}
