//! SARIF logs read by a library for it, and their regions held against the message.

use hopcheck::report::formats::Siem;
use serde_sarif::sarif::Sarif;

use crate::reports::{all, documents, of};

#[test]
fn every_log_is_read_and_points_at_what_it_says() {
    let mut regions = 0;
    let made = [of(b""), of(b"Received: x\r\n\r\n")];
    for reported in all().iter().chain(&made) {
        let document = documents(Siem::Sarif, reported).remove(0);
        let log: Sarif = serde_json::from_value(document.clone())
            .unwrap_or_else(|e| panic!("{}: {e}", reported.name));
        let [run] = log.runs.as_slice() else { panic!("one run") };
        let rules = run.tool.driver.rules.clone().unwrap_or_default();
        let results = run.results.as_ref().expect("results, if none");
        assert_eq!(results.len(), reported.report.findings.len(), "{}", reported.name);
        for (result, finding) in results.iter().zip(&reported.report.findings) {
            assert_eq!(result.rule_id.as_deref(), Some(finding.rule.as_str()));
            let number = result.rule_index.expect("an index") as usize;
            assert_eq!(rules[number].id, finding.rule);
            let places = result.locations.iter().chain(&result.related_locations).flatten();
            for place in places {
                let physical = place.physical_location.as_ref().expect("a place");
                let Some(region) = &physical.region else { continue };
                let start = region.byte_offset.expect("an offset") as usize;
                let end = start + region.byte_length.expect("a length") as usize;
                assert!(reported.message.get(start..end).is_some(), "{}", reported.name);
                let line = reported.message[..start].iter().filter(|b| **b == b'\n').count() + 1;
                assert_eq!(region.start_line, Some(line as i64), "{}", reported.name);
                regions += 1;
            }
        }
    }
    assert!(regions > 200, "{regions}");
}
