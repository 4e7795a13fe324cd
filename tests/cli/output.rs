//! Where reports go, and what happens when they cannot go there.

use super::*;

/// Runs with standard output going nowhere: the reader is gone before the message is sent.
fn without_reader(words: &[&str]) -> (Option<i32>, String) {
    let place = Place::new();
    let mut child = place
        .process()
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    let _ = stdin.write_all(BARE.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("ends");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[test]
fn a_closed_pipe_ends_quietly_with_2() {
    for words in [&["--offline"][..], &["--offline", "--format", "json"]] {
        assert_eq!(without_reader(words), (Some(2), String::new()));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let place = Place::new();
    place.file("m", BARE);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = place
        .process()
        .args(["--offline", "m", "m"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(errors.lines().count(), 1, "told once: {errors}");
    assert!(errors.starts_with("error: cannot write to standard output: No space left"));
}

#[test]
fn colour_only_where_it_is_wanted() {
    let place = Place::new();
    place.file("m", BARE);
    let colored = |words: &[&str], variables: &[(&str, &str)]| {
        let mut command = place.hopcheck(&["--offline", "m"]);
        command.args(words).envs(variables.iter().copied());
        stdout(&command.assert().code(0)).contains('\x1b')
    };
    assert!(!colored(&[], &[]), "no terminal, no colour");
    assert!(colored(&["--color", "always"], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]), "the flag wins");
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]), "the flag wins");
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&["--format", "json", "--color", "always"], &[]), "JSON has none");
}

#[test]
fn colour_changes_no_letter() {
    let place = Place::new();
    place.file("m", CLASSIC);
    let words = ["--offline", "--now", "2026-03-04T12:00:00Z", "m"];
    let plain = stdout(&place.hopcheck(&words).assert());
    let colored = stdout(&place.hopcheck(&words).args(["--color", "always"]).assert());
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

/// Waits until the program has taken SIGINT into its own hands.
#[cfg(target_os = "linux")]
fn wait_for_handler(pid: u32) {
    for _ in 0..500 {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        // Signal 2 is bit 1.
        if caught.is_some_and(|mask| mask & 2 != 0) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no handler for SIGINT");
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_with_130() {
    let place = Place::new();
    let mut child = place
        .process()
        .arg("--offline")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    wait_for_handler(child.id());
    let killed = Process::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill runs").success());
    assert_eq!(child.wait().expect("ends").code(), Some(130));
}

#[test]
fn the_schema_is_printed_as_it_is_checked_in() {
    let run = Place::new().hopcheck(&["schema"]).assert().code(0);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/report.schema.json");
    assert_eq!(stdout(&run), fs::read_to_string(file).expect("is there"));
    assert_eq!(stderr(&run), "");
}

#[test]
fn what_is_no_message_is_called_so() {
    let place = Place::new();
    for (name, content) in
        [("binary", &b"\x7fELF\x00\x01\x02\x00"[..]), ("prose", b"Hello there\n")]
    {
        place.file(name, content);
        let run = place.hopcheck(&["--offline", name]).assert().code(0);
        assert!(stdout(&run).starts_with(&format!("{name}: NOT A MESSAGE\n")), "{}", stdout(&run));
        let run = place.hopcheck(&["--offline", "--format", "html", name]).assert().code(0);
        assert!(stdout(&run).contains("NOT A MESSAGE"));
    }
}

#[test]
fn several_messages_make_one_page() {
    let place = Place::new();
    place.file("a", BARE);
    place.file("b", CLASSIC);
    let run = place.hopcheck(&["--offline", "--format", "html", "a", "b"]).assert().code(0);
    let page = stdout(&run);
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    assert_eq!(page.matches("<article").count(), 2);
}

#[test]
fn each_form_gives_lines() {
    let place = Place::new();
    place.file("a", BARE);
    place.file("b", CLASSIC);
    for form in ["ecs", "ocsf", "cef", "stix", "misp", "sarif"] {
        let run = place.hopcheck(&["--offline", "--format", form, "a", "b"]).assert().code(0);
        let lines = stdout(&run).lines().count();
        let expected = if form == "ocsf" { 3 } else { 2 };
        assert_eq!(lines, expected, "{form}");
    }
}
