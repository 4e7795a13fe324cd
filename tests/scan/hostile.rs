//! Trees that are made to break a scan, and those that break by themselves.

use std::io::Write;

use super::*;

/// What is said of a reason in the summary.
fn skipped<'s>(done: &'s Done, reason: &str) -> Option<&'s str> {
    let start = format!("Skipped, {reason}: ");
    done.errors.lines().find_map(|line| line.strip_prefix(&start))
}

#[cfg(unix)]
#[test]
fn each_thing_that_is_no_message_is_counted_and_nothing_is_lost() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    let place = Place::new();
    for number in 0..100 {
        place.file(&format!("t/good/{number:03}.eml"), message(number));
    }
    symlink("..", place.path().join("t/loop")).expect("made");
    symlink("/etc/hostname", place.path().join("t/link.eml")).expect("made");
    let fifo = Process::new("mkfifo").arg(place.path().join("t/fifo")).status().expect("runs");
    assert!(fifo.success());
    let zeros = fs::File::create(place.path().join("t/zeros")).expect("made");
    zeros.set_len(1 << 30).expect("sparse");
    place.file("t/empty", "");
    place.file("t/binary", [0_u8, 1, 2, 255].repeat(1_000));
    place.file("t/text", "Only a note\nwithout any header: at all\n");
    let odd = place.path().join("t").join(OsStr::from_bytes(b"\xff\xfe.eml"));
    fs::write(odd, message(100)).expect("written");
    // 320 MB of zeros in 330 KB.
    let packed = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(bytes).expect("written");
        out.finish().expect("finished")
    };
    let zeros = packed(&vec![0; 1 << 20]).repeat(320);
    place.file("t/bomb.eml.gz", [packed(message(101).as_bytes()), zeros].concat());
    let cut = place.file("t/cut.zip", b"PK\x03\x04 and no more");
    let locked = place.file("t/locked.eml", message(102));
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("set");
    let readable = fs::File::open(&locked).is_ok();

    let done = place.scan(&["t"]);
    assert_eq!(done.code, Some(0), "what is below a path is counted: {}", done.errors);
    let mut expected = subjects(0..102);
    if readable {
        expected.push("s102".to_owned());
    }
    let mut found = done.subjects();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{}", done.errors);
    assert!(skipped(&done, "symbolic-link").is_some_and(|s| s.starts_with('2')), "{}", done.errors);
    assert!(skipped(&done, "special-file").is_some_and(|s| s.contains("t/fifo")));
    assert!(skipped(&done, "not-mail").is_some_and(|s| s.starts_with("3 ") && s.contains("zeros")));
    assert!(skipped(&done, "empty").is_some_and(|s| s.starts_with("1 ")));
    assert!(skipped(&done, "damaged").is_some_and(|s| s.contains("t/cut.zip")));
    assert!(skipped(&done, "bomb").is_some_and(|s| s.contains("bomb.eml.gz")), "{}", done.errors);
    assert_eq!(skipped(&done, "unreadable").is_some(), !readable);
    assert!(cut.exists());
    // The name that is not UTF-8 is shown with replacement characters.
    assert!(done.out.contains("\u{fffd}\u{fffd}.eml"));
}

#[test]
fn files_that_vanish_and_grow_meanwhile() {
    let place = Place::new();
    for number in 0..1_000 {
        place.file(&format!("t/{number:04}.eml"), message(number));
    }
    let child = place
        .hopcheck(&["scan", "--offline", "--jobs", "1", "t"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    for number in (500..1_000).rev() {
        let path = place.path().join(format!("t/{number:04}.eml"));
        match number % 2 {
            0 => drop(fs::remove_file(path)),
            _ => {
                let mut file = fs::OpenOptions::new().append(true).open(path).expect("is there");
                file.write_all(b"more\n").expect("written");
            }
        }
    }
    let done = Done::of(child.wait_with_output().expect("ends"));
    assert_eq!(done.code, Some(0), "{}", done.errors);
    let found = done.subjects();
    let odd = subjects((0..1_000).filter(|number| *number < 500 || number % 2 == 1));
    for subject in &odd {
        assert!(found.contains(subject), "{subject} is lost");
    }
    let vanished = skipped(&done, "vanished")
        .map_or(0, |said| said.split(' ').next().and_then(|count| count.parse().ok()).unwrap_or(0));
    // Those that were gone before the folder was listed nobody knows of.
    assert!(found.len() + vanished <= 1_000);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_named_is_read() {
    let place = Place::new();
    place.file("1.eml", message(1));
    let program = env!("CARGO_BIN_EXE_hopcheck");
    let script = format!(
        "'{program}' scan --offline <(cat 1.eml) && cat 1.eml | '{program}' scan --offline -"
    );
    let output = Process::new("bash")
        .args(["-c", &script])
        .current_dir(place.path())
        .output()
        .expect("runs");
    let done = Done::of(output);
    assert_eq!(done.subjects(), ["s1", "s1"], "{}", done.errors);
}

/// A store whose names and headers would act if they could: lines, table, page, summary, errors.
#[cfg(unix)]
#[test]
fn hostile_names_and_headers_are_inert_in_all_that_a_scan_writes() {
    use crate::evil::{EVIL, inert, message};
    let place = Place::new();
    let mut count = 0;
    for evil in EVIL {
        let name: String = evil.chars().filter(|c| !"/\0".contains(*c)).collect();
        place.file(&format!("t/{name}/1.eml"), message(evil));
        place.file(&format!("t/{name}/empty\nline"), "");
        place.file(&format!("t/{name}/cut\u{1b}[2J.zip"), b"PK\x03\x04 and no more");
        place.file(
            &format!("t/{name}/box"),
            format!("From {evil} Wed Mar  4 10:15:07 2026\n{}", message(evil)),
        );
        count += 2;
    }
    let forms = ["ndjson", "csv", "text", "html", "ecs", "ocsf", "cef", "stix", "misp", "sarif"];
    for form in forms {
        let words = ["--format", form, "--output", "out", "--summary", "sum", "t", "gone\u{1b}[2J"];
        let done = place.scan(&words);
        assert_eq!(done.code, Some(2), "what was named is gone: {}", done.errors);
        inert("the store", "standard error", done.errors.as_bytes());
        let out = fs::read_to_string(place.path().join("out")).expect("written");
        inert("the store", form, out.replace("\r\n", "\n").as_bytes());
        match form {
            "html" => {
                for element in ["<script", "<img", "<svg", "<iframe"] {
                    assert!(!out.contains(element), "{element}");
                }
            }
            "ocsf" => {}
            "ndjson" => {
                let messages = out.lines().filter(|line| line.contains("hopcheck/report/1"));
                assert_eq!(messages.count(), count);
            }
            "csv" => assert_eq!(out.lines().count(), count + 1),
            form => assert_eq!(out.lines().count(), count, "{form}"),
        }
        let summary = fs::read_to_string(place.path().join("sum")).expect("written");
        inert("the store", "summary", summary.as_bytes());
        let summary: Value = serde_json::from_str(&summary).expect("JSON");
        assert_eq!(summary["messages"], count);
    }
}
