//! Where messages are found, and in which form they are reported.

use std::io::Write;

use super::*;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("written");
    out.finish().expect("finished")
}

fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        out.append_data(&mut header, name, content.as_bytes()).expect("added");
    }
    out.into_inner().expect("finished")
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).expect("added");
        out.write_all(content.as_bytes()).expect("written");
    }
    out.finish().expect("finished").into_inner()
}

#[test]
fn a_maildir_with_folders_and_flags() {
    let place = Place::new();
    place.file("m/cur/1:2,RS", message(1));
    place.file("m/new/2", message(2));
    place.file("m/tmp/3", message(3));
    place.file("m/.Sent/cur/4:2,", message(4));
    place.file("m/.Sent/new/.keep", "");
    place.file("m/dovecot-uidlist", "3 V1 N5\n");
    let done = place.scan(&["m"]);
    assert_eq!(done.code, Some(0), "{}", done.errors);
    assert_eq!(done.subjects(), ["s4", "s1", "s2"]);
    let lines = done.lines();
    assert_eq!(lines[1]["source"]["path"], "m/cur/1:2,RS");
    assert_eq!(lines[1]["source"]["flags"], "RS");
    assert_eq!(lines[0]["source"].get("flags"), None);
    assert!(done.errors.contains("Skipped, not-mail: 1 (m/dovecot-uidlist)"), "{}", done.errors);
    assert!(done.errors.contains("Skipped, empty: 1"), "{}", done.errors);
}

#[test]
fn an_mbox_and_where_its_messages_lie() {
    let place = Place::new();
    let text = format!(
        "{}From is a word\n>From quoted\n\nFrom here on 10:30 it is text\n\n{}",
        mbox([1]),
        mbox([2, 3])
    );
    place.file("box", &text);
    let done = place.scan(&["box"]);
    assert_eq!(done.subjects(), ["s1", "s2", "s3"]);
    for line in done.lines() {
        let source = &line["source"];
        let at = source["offset"].as_u64().expect("a number") as usize;
        let size = source["size"].as_u64().expect("a number") as usize;
        assert!(text[at..].starts_with("Received: "));
        assert!(text[at..at + size].ends_with('\n'));
        assert!(!text[at..at + size].ends_with("\n\nFrom"));
    }
    assert_eq!(place.scan(&["-"]).code, Some(2), "standard input is empty");
}

#[test]
fn a_large_mbox_is_shared_out_and_stays_in_order() {
    let place = Place::new();
    // Larger than what one worker is given.
    place.file("box", mbox(0..500).replace("body", &"body and more of it\n".repeat(200)));
    for jobs in ["1", "3"] {
        let done = place.scan(&["--jobs", jobs, "box"]);
        assert_eq!(done.subjects(), subjects(0..500), "{jobs} jobs");
    }
    let mut unordered = place.scan(&["--unordered", "--jobs", "3", "box"]).subjects();
    unordered.sort();
    let mut all = subjects(0..500);
    all.sort();
    assert_eq!(unordered, all);
}

#[test]
fn what_is_packed_is_unpacked() {
    let place = Place::new();
    let files: &[(&str, &str)] = &[("in/1.eml", &message(1)), ("box", &mbox([2, 3])), ("x", "no")];
    place.file("a/1.eml.gz", gz(message(1).as_bytes()));
    place.file("a/2.mbox.gz", [gz(mbox([2]).as_bytes()), gz(mbox([3]).as_bytes())].concat());
    place.file("a/3.tar", tar(files));
    place.file("a/4.tar.gz", gz(&tar(files)));
    place.file("a/5.zip", zip(files));
    place.file("a/6.zip.gz", gz(&zip(files)));
    let done = place.scan(&["a"]);
    assert_eq!(done.subjects(), ["s1", "s2", "s3"].repeat(5), "{}", done.errors);
    let paths: Vec<_> = done.lines().iter().map(|l| l["source"]["path"].clone()).collect();
    assert_eq!(paths[3], "a/3.tar!/in/1.eml");
    assert_eq!(paths[9], "a/5.zip!/in/1.eml");
    assert!(done.errors.contains("Skipped, not-mail: 4"), "{}", done.errors);
}

/// Made by `zstd -c` and `xz -c` of the message with the subject s1.
#[test]
fn zstandard_and_xz() {
    let place = Place::new();
    for (name, packed) in [
        ("z/1.eml.zst", &include_bytes!("packed/1.eml.zst")[..]),
        ("z/1.eml.xz", include_bytes!("packed/1.eml.xz")),
    ] {
        place.file(name, packed);
        let done = place.scan(&[name]);
        assert_eq!(done.subjects(), ["s1"], "{}", done.errors);
        assert_eq!(done.lines()[0]["source"]["size"], message(1).len(), "{name}");
        // Two streams, one behind the other, are one file: here the text stands there twice.
        place.file(name, [packed, packed].concat());
        let done = place.scan(&[name]);
        assert_eq!(done.lines()[0]["source"]["size"], 2 * message(1).len(), "{name}");
        // What is cut short is told, and what was unpacked is reported on.
        place.file(name, &packed[..packed.len() - 20]);
        let done = place.scan(&[name]);
        assert!(done.errors.contains("Skipped, damaged: 1"), "{name}: {}", done.errors);
    }
}

#[test]
fn an_outlook_message_has_its_transport_header_read() {
    let place = Place::new();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let make = |headers: Option<&str>, attached: Option<&str>| {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("made");
        let mut add = |path: &str, content: &[u8]| {
            let path = Path::new(path);
            file.create_storage_all(path.parent().expect("has one")).expect("made");
            file.create_stream(path).expect("made").write_all(content).expect("written");
        };
        add("/__properties_version1.0", b"");
        if let Some(headers) = headers {
            add("/__substg1.0_007D001F", &wide(headers));
        }
        if let Some(headers) = attached {
            add(
                "/__attach_version1.0_#00000000/__substg1.0_3701000D/__substg1.0_007D001F",
                &wide(headers),
            );
        }
        file.flush().expect("flushed");
        file.into_inner().into_inner()
    };
    place.file("o/1.msg", make(Some(&message(1)), Some(&message(2))));
    place.file("o/2.msg", make(None, None));
    let done = place.scan(&["o"]);
    assert_eq!(done.subjects(), ["s1", "s2"], "{}", done.errors);
    assert!(done.errors.contains("Skipped, no-transport-header: 1 (o/2.msg"), "{}", done.errors);
}

#[test]
fn a_list_of_paths() {
    let place = Place::new();
    for number in 1..=3 {
        place.file(&format!("{number}.eml"), message(number));
    }
    place.file("lines", "3.eml\n1.eml\r\n");
    place.file("nul", "2.eml\x001.eml\x00");
    assert_eq!(place.scan(&["--from-file", "lines"]).subjects(), ["s3", "s1"]);
    assert_eq!(place.scan(&["--from-file", "nul"]).subjects(), ["s2", "s1"]);
    let missing = place.scan(&["--from-file", "not-there"]);
    assert_eq!(missing.code, Some(2));
}

#[test]
fn exit_status_and_summary() {
    let place = Place::new();
    place.file("f/1.eml", message(1));
    let forged = message(2).replace("+0000 (UTC)", "+0000 (UTC)\nReceived: from x.example ([198.51.100.9]) by mail.a.example (Postfix) with ESMTP id 3F2C81B0D4; Wed, 4 Mar 2026 18:15:03 -0060");
    place.file("f/2.eml", forged);
    assert_eq!(place.scan(&["f"]).code, Some(0));
    let failed = place.scan(&["--fail-on", "suspicious", "--summary", "s.json", "f"]);
    assert_eq!(failed.code, Some(1));
    let summary = fs::read(place.path().join("s.json")).expect("was written");
    let summary: Value = serde_json::from_slice(&summary).expect("JSON");
    assert_eq!(summary["schema"], "hopcheck/summary/1");
    assert_eq!(summary["messages"], 2);
    assert_eq!(summary["worst"][0]["source"], "f/2.eml");
    let missing = place.scan(&["f", "not-there"]);
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.errors.contains("error: not-there: no such file or folder\n"),
        "{}",
        missing.errors
    );
    assert_eq!(place.scan(&["--output", "not/there", "f"]).code, Some(2));
    assert_eq!(place.scan(&[]).code, Some(2), "nothing to scan");
}

#[test]
fn csv_runs_nothing_in_a_spreadsheet() {
    let place = Place::new();
    let hostile = message(1).replace("Subject: s1", "Subject: =HYPERLINK(\"http://x.example\")");
    place.file("1.eml", hostile);
    place.file("2.eml", message(2).replace("Subject: s2", "Subject: a, \"b\""));
    let done = place.scan(&["--format", "csv", "1.eml", "2.eml"]);
    let lines: Vec<&str> = done.out.split("\r\n").collect();
    assert!(lines[0].starts_with("path,offset,part,size,verdict,score,"), "{}", lines[0]);
    assert!(lines[1].contains("\"'=HYPERLINK(\"\"http://x.example\"\")\""), "{}", lines[1]);
    assert!(lines[2].contains("\"a, \"\"b\"\"\""), "{}", lines[2]);
    assert_eq!(lines[3], "");
}

#[test]
fn text_has_a_line_for_each() {
    let place = Place::new();
    place.file("1.eml", message(1));
    let done = place.scan(&["--format", "text", "1.eml"]);
    assert_eq!(done.out.lines().count(), 1);
    assert!(done.out.contains("203.0.113.7") && done.out.contains("1.eml"), "{}", done.out);
}

#[test]
fn sha256_is_that_of_the_message() {
    let place = Place::new();
    place.file("1.eml", "From: a@example.org\nSubject: x\n\nbody\n");
    let line = &place.scan(&["--sha256", "1.eml"]).lines()[0];
    let digest = line["source"]["sha256"].as_str().expect("is there");
    use sha2::Digest;
    let expected = sha2::Sha256::digest(b"From: a@example.org\nSubject: x\n\nbody\n");
    let expected: String = expected.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, expected);
}

#[test]
fn html_is_one_page() {
    let place = Place::new();
    place.file("1.eml", message(1).replace("Subject: s1", "Subject: <script>x</script>"));
    let done = place.scan(&["--format", "html", "1.eml"]);
    assert!(done.out.starts_with("<!DOCTYPE html>") && done.out.ends_with("</html>\n"));
    assert!(done.out.contains("&lt;script&gt;x") && !done.out.contains("<script"), "{}", done.out);
}

#[test]
fn a_header_below_other_text_is_read_where_a_message_is_expected() {
    let place = Place::new();
    let text = format!("Loading the configuration ...\n{}", message(1));
    place.file("f/1.eml", &text);
    place.file("f/notes", &text);
    assert_eq!(place.scan(&["f"]).subjects(), ["s1"]);
}

/// Each message gives what `check` gives for it, in each of the forms for other systems.
#[test]
fn forms_for_other_systems_are_streams_of_documents() {
    let place = Place::new();
    place.file("box", mbox(1..=3));
    for number in 1..=3 {
        place.file(&format!("{number}.eml"), message(number));
    }
    for format in ["ecs", "ocsf", "cef", "stix", "misp", "sarif"] {
        let done = place.scan(&["--format", format, "1.eml", "2.eml", "3.eml"]);
        assert_eq!(done.code, Some(0), "{}", done.errors);
        let words = ["check", "--offline", "--now", "2026-03-04T12:00:00Z", "--format", format];
        let words = [&words[..], &["1.eml", "2.eml", "3.eml"]].concat();
        let check = Done::of(place.hopcheck(&words).output().expect("runs"));
        assert_eq!(done.out, check.out, "{format}");
        assert_eq!(done.out.lines().count(), 3, "{format}");
        // And as many of an mbox.
        assert_eq!(place.scan(&["--format", format, "box"]).out.lines().count(), 3, "{format}");
        let resumed = place.scan(&["--format", format, "--resume", "box", "box"]);
        assert_eq!(resumed.code, Some(2), "only ndjson is resumed");
    }
}

#[test]
fn json_is_another_word_for_ndjson() {
    let place = Place::new();
    place.file("1.eml", message(1));
    assert_eq!(place.scan(&["--format", "json", "1.eml"]).out, place.scan(&["1.eml"]).out);
}
