//! Messages inside messages.

use super::*;

fn outer(kind: &str, part: &str) -> String {
    format!(
        "From: mailer@b.example\nSubject: outer\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"=b\"\n\n--=b\nContent-Type: text/plain\n\n\
         see below\n--=b\nContent-Type: {kind}\n\n{part}\n--=b--\n"
    )
}

#[test]
fn forwarded_returned_and_encoded_messages_have_reports_of_their_own() {
    let place = Place::new();
    let forwarded = outer("message/rfc822", &message(1));
    place.file("1.eml", &forwarded);
    let header = message(2).split("\n\n").next().expect("a header").to_owned();
    place.file("2.eml", outer("text/rfc822-headers", &(header + "\n")));
    place.file("3.eml", outer("message/rfc822", &outer("message/rfc822", &message(3))));
    let done = place.scan(&["1.eml", "2.eml", "3.eml"]);
    assert_eq!(done.subjects(), ["outer", "s1", "outer", "s2", "outer", "outer", "s3"]);
    let lines = done.lines();
    let parts: Vec<&Value> = lines.iter().map(|line| &line["source"]["part"]).collect();
    assert_eq!(
        parts,
        [
            &Value::Null,
            &"2".into(),
            &Value::Null,
            &"2".into(),
            &Value::Null,
            &"2".into(),
            &"2.2".into()
        ]
    );
    let offset = lines[1]["source"]["offset"].as_u64().expect("a number") as usize;
    assert!(forwarded[offset..].starts_with("Received: from mail.a.example"));
}

#[test]
fn check_reports_on_parts_and_on_every_message_of_an_mbox() {
    let place = Place::new();
    place.file("1.eml", outer("message/rfc822", &message(1)));
    place.file("box", mbox([2, 3]));
    let words = ["--offline", "--format", "json", "1.eml", "box"];
    let done = Done::of(place.hopcheck(&words).output().expect("runs"));
    assert_eq!(done.subjects(), ["outer", "s1", "s2", "s3"]);
    assert_eq!(done.lines()[1]["source"]["part"], "2");
}
