//! What is read, and what is said of what cannot be read.

use super::*;

#[test]
fn a_file_and_a_pipe_give_the_same_report() {
    let place = Place::new();
    place.file("m.eml", BARE);
    let words = ["--offline", "--now", "2026-03-04T12:00:00Z", "--format", "json"];
    let file = place.hopcheck(&words).arg("m.eml").assert().code(0);
    let mut of_file = reports(&file).remove(0);
    assert_eq!(of_file["schema"], "hopcheck/report/1");
    assert_eq!(of_file["source"]["path"], "m.eml");
    assert_eq!(of_file["source"]["size"], BARE.len());
    assert_eq!(of_file["verdict"], "unverified");
    assert_eq!(of_file["tool"]["now"], "2026-03-04T12:00:00Z");
    for words in [&words[..], &[&words[..], &["-"]].concat(), &[&["check"], &words[..]].concat()] {
        let pipe = place.hopcheck(words).write_stdin(BARE).assert().code(0);
        let of_pipe = reports(&pipe).remove(0);
        of_file["source"]["path"] = "-".into();
        assert_eq!(of_pipe, of_file);
        assert_eq!(stderr(&pipe), "", "nothing but the report");
    }
}

#[test]
fn several_files_are_reported_in_order() {
    let place = Place::new();
    place.file("a", BARE);
    place.file("b", BARE);
    let run = place.hopcheck(&["--offline", "--format", "json", "b", "a", "b"]).assert().code(0);
    let paths: Vec<_> = reports(&run).iter().map(|r| r["source"]["path"].clone()).collect();
    assert_eq!(paths, ["b", "a", "b"]);
    let run = place.hopcheck(&["--offline", "a", "b"]).assert().code(0);
    assert!(stdout(&run).starts_with("a: UNVERIFIED\n"));
    assert!(stdout(&run).contains("\n\nb: UNVERIFIED\n"), "a blank line between them");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_reported() {
    let place = Place::new();
    place.file("good.eml", BARE);
    place.file("empty.eml", "");
    place.file("mail/new/1", BARE);
    place.file("maildir/cur/1", BARE);
    let run = place
        .hopcheck(&["--offline", "--format", "json"])
        .args(["missing.eml", "empty.eml", "mail", "maildir", "good.eml"])
        .assert()
        .code(2);
    assert_eq!(reports(&run).len(), 1);
    let errors = stderr(&run);
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(
        lines,
        [
            "error: missing.eml: no such file",
            "error: empty.eml: there is no message in it: it is empty",
            "error: mail: this is a directory; name the messages in it: hopcheck mail/*.eml",
            "error: maildir: this is a directory; name the messages in it: \
             hopcheck maildir/cur/*",
        ]
    );
}

#[test]
fn empty_standard_input_is_an_error() {
    let place = Place::new();
    let run = place.hopcheck(&["--offline"]).write_stdin("").assert().code(2);
    assert!(stderr(&run).starts_with("error: standard input: there is no message"));
    assert_eq!(stdout(&run), "");
    let run = place.hopcheck(&["--offline", "-", "-"]).write_stdin(BARE).assert().code(2);
    assert_eq!(stderr(&run), "error: standard input can be read only once\n");
}

#[test]
fn a_misspelt_command_is_recognised() {
    let run = Place::new().hopcheck(&["rule", "list"]).assert().code(2);
    assert!(stderr(&run).contains("`hopcheck rules` meant?"), "{}", stderr(&run));
}

#[test]
fn files_called_like_commands() {
    let place = Place::new();
    place.file("rules", BARE);
    for words in [
        &["./rules", "--offline"][..],
        &["--offline", "--", "rules"],
        &["check", "rules", "--offline"],
    ] {
        let run = place.hopcheck(words).assert().code(0);
        assert!(stdout(&run).contains("rules: UNVERIFIED"), "{words:?}");
    }
}

#[test]
fn binary_input_is_reported_on() {
    let place = Place::new();
    let noise: Vec<u8> =
        (0..100_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    place.file("noise", &noise);
    place.file("zeros", vec![0; 10_000]);
    let run = place.hopcheck(&["--offline", "noise", "zeros"]).assert().code(0);
    let controls = |c: char| c.is_control() && c != '\n';
    assert!(!stdout(&run).contains(controls), "nothing hostile is printed");
}

#[test]
fn a_large_file_is_read_in_bounded_memory() {
    let place = Place::new();
    let path = place.file("large.eml", BARE);
    let file = fs::OpenOptions::new().write(true).open(path).expect("opened");
    file.set_len(200 << 20).expect("made large, without using the room");
    let run = place.hopcheck(&["--offline", "--format", "json", "large.eml"]).assert().code(0);
    let report = reports(&run).remove(0);
    assert_eq!(report["source"]["size"], 200 << 20);
    let codes: Vec<_> =
        report["problems"].as_array().expect("a list").iter().map(|p| &p["code"]).collect();
    assert!(codes.contains(&&Value::from("partly-read")), "{codes:?}");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_text_are_shown_inert() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let name = OsStr::from_bytes(b"\x1b[31m\xff\xe2\x80\xae.eml");
    let run = place.hopcheck(&["--offline"]).arg(name).assert().code(2);
    assert_eq!(stderr(&run), "error: \\u{1b}[31m\\xff\\u{202e}.eml: no such file\n");
    fs::write(place.path().join(name), BARE).expect("written");
    let run = place.hopcheck(&["--offline"]).arg(name).assert().code(0);
    assert!(stdout(&run).starts_with("\\u{1b}[31m\u{fffd}\\u{202e}.eml: UNVERIFIED"));
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read() {
    let place = Place::new();
    let pipe = place.path().join("pipe");
    let made = Process::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, BARE)
    });
    place.hopcheck(&["--offline", "pipe"]).assert().code(0);
    writer.join().expect("no panic").expect("written");
}
