//! OCSF events against the compiled classes.

use hopcheck::report::formats::Siem;
use hopcheck::report::model::Verdict;

use crate::ocsf_schema::Schema;
use crate::reports::{all, documents, of};

#[test]
fn every_event_is_of_its_class() {
    let schema = Schema::compiled();
    let mut detections = 0;
    for reported in all() {
        let events = documents(Siem::Ocsf, reported);
        for event in &events {
            assert_eq!(schema.faults(event), [""; 0], "{}: {event:#}", reported.name);
        }
        let alert = reported.report.verdict >= Verdict::Suspicious;
        let classes: Vec<_> = events.iter().map(|event| event["class_uid"].as_u64()).collect();
        let expected = if alert { vec![Some(4009), Some(2004)] } else { vec![Some(4009)] };
        assert_eq!(classes, expected, "{}", reported.name);
        detections += usize::from(alert);
    }
    assert!(detections > 20, "{detections}");
}

#[test]
fn a_message_that_names_nobody_is_a_base_event() {
    let schema = Schema::compiled();
    for message in [&b"Subject: x\r\n\r\n"[..], b"", b"From: nobody\r\n\r\n"] {
        let events = documents(Siem::Ocsf, &of(message));
        assert_eq!(events[0]["class_uid"], 0);
        assert_eq!(schema.faults(&events[0]), [""; 0]);
    }
}
