//! Interrupted scans, and output that cannot be written.

use std::time::Duration;

use super::*;

/// A folder that takes some time.
fn store(place: &Place) {
    place.file("m/box", mbox(0..1_500));
    for number in 1_500..1_700 {
        place.file(&format!("m/z/{number}.eml"), message(number));
    }
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    lines.sort_unstable();
    lines
}

#[test]
fn an_interrupted_scan_resumed_gives_what_one_in_one_go_gives() {
    let place = Place::new();
    store(&place);
    let whole = place.scan(&["m"]);
    assert_eq!(whole.code, Some(0), "{}", whole.errors);
    let output = place.file("out.ndjson", "");
    let words =
        ["scan", "--offline", "--now", "2026-03-04T12:00:00Z", "--resume", "out.ndjson", "m"];
    for number in 0..6_u64 {
        let mut child = place.hopcheck(&words).stderr(Stdio::piped()).spawn().expect("starts");
        std::thread::sleep(Duration::from_millis(400 + 150 * number));
        let signal = if number % 2 == 0 { "-INT" } else { "-KILL" };
        let _ = Process::new("kill").args([signal, &child.id().to_string()]).status();
        let status = child.wait().expect("ends");
        if number % 2 == 0 {
            assert!(matches!(status.code(), Some(130 | 0)), "{status}");
        }
    }
    let resumed = place.scan(&["--resume", "out.ndjson", "m"]);
    assert_eq!(resumed.code, Some(0), "{}", resumed.errors);
    let resumed = fs::read(&output).expect("is there");
    assert_eq!(lines(&resumed), lines(whole.out.as_bytes()));
}

#[test]
fn half_lines_and_records_across_messages_are_taken_back() {
    let place = Place::new();
    place.file("m/box", mbox(0..20));
    let whole = place.scan(&["m"]).out;
    let cut: usize = whole.lines().take(7).map(|line| line.len() + 1).sum();
    place.file("out", &whole[..cut + 100]);
    assert_eq!(place.scan(&["--resume", "out", "m"]).code, Some(0));
    assert_eq!(fs::read_to_string(place.path().join("out")).expect("is there"), whole);
    // And what is whole stays as it is.
    assert_eq!(place.scan(&["--resume", "out", "m"]).code, Some(0));
    assert_eq!(fs::read_to_string(place.path().join("out")).expect("is there"), whole);
}

#[test]
fn lines_of_other_settings_are_not_mixed_in() {
    let place = Place::new();
    place.file("m/box", mbox(0..3));
    place.file("out", place.scan(&["m"]).out);
    let other = place.scan(&["--resume", "out", "--own-host", "mx.example.org", "m"]);
    assert_eq!(other.code, Some(2));
    assert!(other.errors.contains("other settings"), "{}", other.errors);
    place.file("none", "this is no report\n");
    assert_eq!(place.scan(&["--resume", "none", "m"]).code, Some(2));
}

#[test]
fn a_closed_pipe_ends_with_2() {
    let place = Place::new();
    store(&place);
    let mut child = place
        .hopcheck(&["scan", "--offline", "m"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let place = Place::new();
    store(&place);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = place
        .hopcheck(&["scan", "--offline", "m"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(errors.contains("cannot write to standard output: No space left"), "{errors}");
}

/// A limit on the size of files stands for a full disk: what is there ends with a whole line.
#[cfg(unix)]
#[test]
fn what_was_written_before_the_disk_was_full_is_whole() {
    let place = Place::new();
    store(&place);
    let program = env!("CARGO_BIN_EXE_hopcheck");
    let script =
        format!("trap '' XFSZ; ulimit -f 500; exec '{program}' scan --offline --output out m");
    let output = Process::new("bash")
        .args(["-c", &script])
        .current_dir(place.path())
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let written = fs::read(place.path().join("out")).expect("is there");
    assert!(written.len() > 100_000 && written.len() <= 512_000, "{}", written.len());
    assert_eq!(written.last(), Some(&b'\n'));
}
