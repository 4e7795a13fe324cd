//! What the samples say must be true in itself: needs no program, only the files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::clocks::{self, Stamp, stamp};
use crate::expected::{Kind, Mode, Sample, directory, samples};
use crate::fields::{Field, fields, values, word_after};
use crate::names;

const VERDICTS: [&str; 4] = ["genuine", "unverified", "suspicious", "forged"];

/// One entry for each file, so that no file is looked at twice.
fn by_file() -> Vec<(Sample, Vec<Field>)> {
    let mut seen = BTreeSet::new();
    samples()
        .into_iter()
        .filter(|sample| seen.insert(sample.path()))
        .map(|sample| {
            let fields = fields(&sample.bytes());
            (sample, fields)
        })
        .collect()
}

/// The Received lines that nobody forged, with their number from the top.
fn honest_lines<'a>(sample: &Sample, fields: &'a [Field]) -> Vec<(usize, &'a str)> {
    values(fields, "Received")
        .into_iter()
        .enumerate()
        .map(|(at, value)| (at + 1, value))
        .filter(|(line, _)| !sample.forged.contains(line))
        .collect()
}

#[test]
fn every_file_has_its_entry_and_its_row() {
    let samples = samples();
    let names: BTreeSet<&str> = samples.iter().map(|sample| sample.name.as_str()).collect();
    assert_eq!(names.len(), samples.len(), "a name stands twice in expected.toml");
    let known: BTreeSet<_> = samples.iter().map(Sample::path).collect();
    let readme = fs::read_to_string(directory().join("README.md")).expect("samples/README.md");
    let mut messages = 0;
    for entry in fs::read_dir(directory()).expect("samples/") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if name.ends_with(".eml") {
            assert!(known.contains(&path), "{name} is not in expected.toml");
            messages += 1;
        } else if let Some(stem) = name.strip_suffix(".dns.json") {
            assert!(directory().join(format!("{stem}.eml")).exists(), "{name} has no message");
        } else {
            assert!(
                ["README.md", "expected.toml", ".gitattributes"].contains(&name.as_str()),
                "what is {name}?"
            );
        }
    }
    assert!(messages >= 40, "{messages} messages");
    for sample in &samples {
        assert!(readme.contains(&format!("[`{}`]", sample.name)), "{}: no row", sample.name);
    }
    let clean = samples.iter().filter(|sample| sample.kind == Kind::Clean).count();
    assert!(clean >= 20 && samples.len() - clean >= 20);
}

#[test]
fn what_is_expected_is_possible() {
    for sample in samples() {
        let name = &sample.name;
        let fields = fields(&sample.bytes());
        let lines = values(&fields, "Received");
        assert!(sample.shows.len() > 40, "{name}: a sentence, please");
        for mode in Mode::BOTH {
            let allowed = sample.allowed(mode);
            assert!(!allowed.is_empty(), "{name}: no verdict");
            assert!(allowed.iter().all(|verdict| VERDICTS.contains(&verdict.as_str())), "{name}");
            let accuses =
                allowed.iter().any(|verdict| ["suspicious", "forged"].contains(&verdict.as_str()));
            assert_eq!(accuses, sample.kind == Kind::Forged, "{name}: {allowed:?}");
        }
        assert_eq!(sample.forged.is_empty(), sample.kind == Kind::Clean, "{name}");
        assert!(sample.called().is_subset(&sample.forged), "{name}: called");
        assert!(sample.refuted.is_subset(sample.called()), "{name}: refuted");
        let Some(boundary) = sample.boundary else {
            assert!(lines.is_empty(), "{name}: lines without a boundary");
            continue;
        };
        let peer = sample.peer.as_deref().expect("a boundary has a peer");
        assert!(lines[boundary - 1].contains(peer), "{name}: line {boundary} lacks {peer}");
        assert!(sample.forged.iter().all(|line| *line > boundary), "{name}: our line is forged?");
        assert!(sample.forged.iter().all(|line| *line <= lines.len()), "{name}: no such line");
        assert_eq!(sample.origin.first().map(String::as_str), Some(peer), "{name}: origin");
        for origin in &sample.origin {
            let stated = lines[boundary - 1..].iter().any(|line| line.contains(origin.as_str()));
            assert!(stated, "{name}: {origin} stands in no line");
        }
        if sample.kind == Kind::Forged {
            assert_eq!(sample.origin.len(), 1, "{name}: below the hand-over all is claimed");
        }
        assert!(sample.answers().is_some(), "{name}: no DNS answers");
    }
}

#[test]
fn recorded_answers_are_well_formed() {
    for sample in samples() {
        let Some(path) = sample.answers() else { continue };
        let name = path.display();
        let json: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON");
        assert_eq!(json["schema"], "hopcheck/dns/1", "{name}");
        assert!(json["now"].as_str().is_some_and(|now| now.ends_with('Z')), "{name}");
        let mut questions = BTreeMap::new();
        for entry in json["entries"].as_array().expect("entries") {
            let question = (entry["name"].as_str().expect("a name"), entry["type"].as_str());
            assert!(
                matches!(question.1, Some("A" | "AAAA" | "PTR" | "MX" | "TXT")),
                "{name}: {entry}"
            );
            assert_eq!(question.0, question.0.to_ascii_lowercase(), "{name}: {entry}");
            match (entry["answers"].as_array(), entry["outcome"].as_str()) {
                (Some(answers), None) => assert!(!answers.is_empty(), "{name}: {entry}"),
                (None, Some(outcome)) => assert!(
                    ["nxdomain", "nodata", "servfail", "refused", "timeout"].contains(&outcome),
                    "{name}: {entry}"
                ),
                _ => panic!("{name}: answers or outcome: {entry}"),
            }
            assert!(questions.insert(question, ()).is_none(), "{name}: twice: {entry}");
        }
        let peer: std::net::IpAddr = sample.peer.as_deref().expect("a peer").parse().expect("ip");
        let reverse = reverse_name(peer);
        assert!(questions.contains_key(&(reverse.as_str(), Some("PTR"))), "{name}: no {reverse}");
    }
}

fn reverse_name(address: std::net::IpAddr) -> String {
    match address {
        std::net::IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        std::net::IpAddr::V6(address) => {
            let nibbles = address.octets().into_iter().rev().flat_map(|b| [b & 15, b >> 4]);
            nibbles.map(|nibble| format!("{nibble:x}.")).collect::<String>() + "ip6.arpa"
        }
    }
}

#[test]
fn only_reserved_names_and_addresses_occur() {
    for (sample, fields) in by_file() {
        let text = String::from_utf8_lossy(&sample.bytes()).into_owned();
        assert_eq!(names::strangers(&text), Vec::<String>::new(), "{}", sample.name);
        if let Some(path) = sample.answers() {
            let text = fs::read_to_string(path).expect("answers").replace(".in-addr.arpa", "");
            // Where a domain's DMARC policy lies (RFC 7489 section 6.1).
            let text = text.replace("\"_dmarc.", "\"");
            let text: String = text.lines().filter(|line| !line.contains("PTR")).collect();
            assert_eq!(names::strangers(&text), Vec::<String>::new(), "{} (DNS)", sample.name);
        }
        for name in ["From", "To", "Cc", "Sender", "Return-Path", "Delivered-To", "Reply-To"] {
            for value in values(&fields, name) {
                let people = names::people_at_providers(value);
                assert!(people.is_empty(), "{}: {name}: {people:?}", sample.name);
            }
        }
    }
}

#[test]
fn dates_are_right_where_nothing_is_forged() {
    let mut seen = 0;
    for (sample, fields) in by_file() {
        let own = values(&fields, "Date").into_iter().map(|value| (0, value));
        for (line, value) in honest_lines(&sample, &fields).into_iter().chain(own) {
            let forged_date = line == 0 && sample.kind == Kind::Forged;
            let Some(stamp) = stamp(value) else {
                // Lines of an honest server that writes no date, or a date in its own form.
                let undated = ["Lotus Notes router", "recvd-"];
                let known = forged_date || undated.iter().any(|mark| value.contains(mark));
                assert!(known, "{}: no date in {value}", sample.name);
                continue;
            };
            if !forged_date {
                assert!(stamp.weekday_is_right(), "{}: {value}", sample.name);
                assert!(stamp.zone_name_is_right(), "{}: {value}", sample.name);
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen} dates");
}

#[test]
fn honest_time_runs_forward() {
    for (sample, fields) in by_file() {
        let stamps: Vec<i64> = honest_lines(&sample, &fields)
            .iter()
            .filter_map(|(_, value)| stamp(value).map(|stamp| stamp.epoch))
            .collect();
        for pair in stamps.windows(2) {
            let back = pair[1] - pair[0];
            let allowed = if sample.name == "clean-clock-skew" { 300 } else { 0 };
            assert!(back <= allowed, "{}: {back} s back", sample.name);
        }
    }
}

/// What an id of this line says of the time, and which decoder read it.
fn id_time(value: &str, stamp: &Stamp) -> Option<(&'static str, Result<i64, String>)> {
    let id = word_after(value, "id")?;
    let wall = |wall: Option<(i16, i8, i8, i64, i64, i64)>| match wall {
        // On the same wall as the stamp: the difference is that of the clocks.
        Some((y, m, d, hour, minute, second)) if (y, m, d) == date_of(stamp) => {
            let (.., h, min, s) = stamp.wall;
            Ok(stamp.epoch + (hour - h) * 3600 + (minute - min) * 60 + second - s)
        }
        other => Err(format!("{id}: {other:?}")),
    };
    let sound = |time: Option<i64>| time.ok_or_else(|| format!("{id}: not such an id"));
    Some(if value.contains("pps.filterd") {
        return None;
    } else if value.contains("(Exim") {
        ("exim", sound(clocks::exim(id)))
    } else if value.contains("(Postfix") && id.len() >= 12 && id.contains('z') {
        ("postfix-long", sound(clocks::postfix_long(id)))
    } else if value.contains("(Postfix") {
        ("postfix-short", clocks::postfix_short(id).then_some(stamp.epoch).ok_or(id.to_owned()))
    } else if value.contains("mx.google.com with") {
        ("google", wall(clocks::google_wall(id)))
    } else if value.contains("Domino Release") {
        ("domino", wall(clocks::domino_wall(id)))
    } else if value.contains("Lotus SMTP MTA") {
        ("notes", sound(clocks::notes(id)))
    } else if value.contains("with LMTP") {
        ("dovecot", sound(clocks::dovecot(id)))
    } else if let Some(hour) = clocks::sendmail_hour(id) {
        ("sendmail-hour", if hour == stamp.wall.3 { Ok(stamp.epoch) } else { Err(id.to_owned()) })
    } else if value.contains("(8.1") {
        ("sendmail", sound(clocks::sendmail(id, stamp)))
    } else {
        return None;
    })
}

fn date_of(stamp: &Stamp) -> (i16, i8, i8) {
    (stamp.wall.0, stamp.wall.1, stamp.wall.2)
}

#[test]
fn ids_tell_the_time_of_their_stamp() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (sample, fields) in by_file() {
        let delivered = values(&fields, "X-Received").into_iter().map(|value| (0, value));
        for (_, value) in honest_lines(&sample, &fields).into_iter().chain(delivered) {
            let Some(stamp) = stamp(value) else { continue };
            let found = match word_after(value, "id").and_then(clocks::google_millis) {
                Some(time) => Some(("google-millis", Ok(time))),
                None => id_time(value, &stamp),
            };
            let Some((decoder, time)) = found else { continue };
            let time = time.unwrap_or_else(|id| panic!("{}: {decoder}: {id}", sample.name));
            let gap = (time - stamp.epoch).abs();
            assert!(gap <= 2, "{}: {decoder} is {gap} s off: {value}", sample.name);
            *seen.entry(decoder).or_default() += 1;
        }
    }
    // Each decoder has met something, so none of them is idle.
    for (decoder, least) in [
        ("exim", 8),
        ("postfix-long", 40),
        ("postfix-short", 10),
        ("google", 3),
        ("google-millis", 5),
        ("domino", 1),
        ("notes", 1),
        ("dovecot", 3),
        ("sendmail", 10),
        ("sendmail-hour", 3),
    ] {
        let count = seen.get(decoder).copied().unwrap_or(0);
        assert!(count >= least, "{decoder}: {count} of {least}");
    }
}

#[test]
fn signing_times_fit_a_hop() {
    let mut seen = 0;
    for (sample, fields) in by_file() {
        let stamps: Vec<i64> = honest_lines(&sample, &fields)
            .iter()
            .filter_map(|(_, value)| stamp(value).map(|stamp| stamp.epoch))
            .collect();
        let signed = ["DKIM-Signature", "X-Google-DKIM-Signature", "ARC-Seal"];
        for value in signed.iter().flat_map(|name| values(&fields, name)) {
            let Some(time) = clocks::tag_t(value) else { continue };
            let near = stamps.iter().any(|stamp| (stamp - time).abs() <= 10);
            assert!(near, "{}: t={time} fits no hop", sample.name);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} signing times");
}

#[test]
fn messages_are_whole() {
    for (sample, fields) in by_file() {
        for name in ["From", "To", "Subject", "Date", "Message-ID"] {
            assert!(!values(&fields, name).is_empty(), "{}: no {name}", sample.name);
        }
        let text = String::from_utf8_lossy(&sample.bytes()).replace("\r\n", "\n");
        if sample.name != "clean-pasted-header" {
            let body = text.split_once("\n\n").map_or("", |(_, body)| body);
            assert!(body.trim().len() > 10, "{}: no body", sample.name);
        }
        assert!(text.ends_with('\n'), "{}: last line is cut", sample.name);
        assert!(!text.contains("\n \n"), "{}: an empty fold", sample.name);
    }
}
