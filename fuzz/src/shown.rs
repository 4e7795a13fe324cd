//! What holds of everything that is shown to people or handed to machines.

use hopcheck::report::escape::is_hostile;
use hopcheck::report::json;
use hopcheck::report::model::{Read, Report};
use hopcheck::report::text::{self, Options};

/// One line of JSON in which nothing acts. Gives it back.
pub fn json_line(report: &Report) -> Vec<u8> {
    let mut line = Vec::new();
    json::write_line(&mut line, report).expect("a vector can be written");
    let shown = std::str::from_utf8(&line).expect("JSON is UTF-8");
    let shown = shown.strip_suffix('\n').expect("a line feed ends it");
    assert!(!shown.chars().any(is_hostile), "{shown:?}");
    let value: serde_json::Value = serde_json::from_str(shown).expect("JSON");
    assert!(value.is_object());
    line
}

/// Pages of every kind, in which nothing acts and every line fits.
pub fn pages(report: &Report, message: &[u8]) {
    let options = [
        Options::default(),
        Options { width: 60, ..Options::default() },
        Options { width: 120, ascii: true, ..Options::default() },
    ];
    for options in options {
        let page = text::render(report, message, options);
        inert(&page);
        assert!(!options.ascii || page.is_ascii(), "{page:?}");
    }
    let colored = text::render(report, message, Options { color: true, ..Options::default() });
    inert(&without_sequences(&colored));
}

/// No character in it moves, hides, recolours or ends anything but its own line.
#[track_caller]
pub fn inert(page: &str) {
    let hostile = page.chars().find(|&c| c != '\n' && is_hostile(c));
    assert!(hostile.is_none(), "{hostile:?} in {page:?}");
}

/// The page without sequences that set colours and weights, which are all that we write.
fn without_sequences(page: &str) -> String {
    let mut plain = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let digits = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        rest = digits.strip_prefix('m').expect("only colours and weights are set");
    }
    plain + rest
}

/// Numbers of a report fit the message and one another.
pub fn numbers(report: &Report, message: &[u8]) {
    let size = message.len() as u64;
    let hops = report.hops.len();
    assert!((0.0..=1.0).contains(&report.score));
    for (index, hop) in report.hops.iter().enumerate() {
        assert_eq!(hop.line, index + 1);
        assert!(hop.offset + hop.length <= size);
        assert!((0.0..=1.0).contains(&hop.score) && hop.score <= report.score);
        for [offset, length] in &hop.unparsed {
            assert!(*offset >= hop.offset && offset + length <= hop.offset + hop.length);
        }
    }
    assert_eq!(report.links.len(), hops.saturating_sub(1));
    for finding in &report.findings {
        assert!(finding.lines.iter().all(|line| (1..=hops).contains(line)));
        for evidence in &finding.evidence {
            if let Read::Bytes { line, offset, length } = &evidence.read {
                assert!(offset + length <= size, "{evidence:?}");
                assert!(line.is_none_or(|line| (1..=hops).contains(&line)));
            }
        }
    }
    assert!(report.boundary.as_ref().is_none_or(|b| (1..=hops).contains(&b.line)));
    assert!(report.origin.as_ref().is_none_or(|o| (1..=hops).contains(&o.line)));
    assert!(report.problems.iter().all(|p| p.offset.is_none_or(|at| at <= size)));
}
