//! Smuggling over a real connection, whole and byte by byte.

use std::io::Write;
use std::time::Duration;

use crate::support::*;

/// The sequences that the state machine is tried with.
const FALSE_ENDS: &[&str] = &include!("../../src/smtp/session/false_ends.in");

const SMUGGLED: &str = "MAIL FROM:<evil@b.example>\r\nRCPT TO:<victim@d.example>\r\nDATA\r\n\
                        Subject: smuggled\r\n\r\nevil";

fn attack(client: &mut Client, sequence: &str, single: bool) -> u16 {
    client.begin();
    let content = format!("Subject: x\r\n\r\nbefore{sequence}{SMUGGLED}\r\n.\r\n");
    if single {
        for byte in content.as_bytes() {
            if client.stream.write_all(&[*byte]).is_err() {
                break;
            }
        }
    } else {
        client.send(content);
    }
    client.reply().0
}

#[test]
fn nothing_is_smuggled() {
    for mode in ["reject", "record"] {
        let server = Server::storing(&["--bare-newline", mode]);
        let mut expected = 0;
        // One of them begins with the true end.
        for sequence in FALSE_ENDS.iter().filter(|sequence| !sequence.contains("\r\n.\r\n")) {
            for single in [false, true] {
                let mut client = server.client();
                let code = attack(&mut client, sequence, single);
                let bare = sequence.replace("\r\n", "").contains(['\r', '\n']);
                let refused = mode == "reject" && bare;
                assert_eq!(code, if refused { 550 } else { 250 }, "{mode} {sequence:?}");
                assert_eq!(client.say("NOOP"), if refused { 0 } else { 250 });
                expected += usize::from(!refused);
            }
        }
        let stored = server.stored();
        assert_eq!(stored.len(), expected);
        for (_, message) in stored {
            let text = String::from_utf8_lossy(&message);
            assert!(text.contains("RCPT TO:<victim@d.example>") && text.ends_with("evil\r\n"));
        }
        let reports = server.reports();
        assert!(reports.iter().all(|r| r["envelope"]["mail_from"]["value"] == "a@b.example"));
        if mode == "record" {
            let rules = |r: &serde_json::Value| r["findings"].to_string();
            assert!(reports.iter().any(|r| rules(r).contains("session/smuggling")));
        }
    }
}

#[test]
fn early_talkers_are_told() {
    let server = Server::storing(&["--greeting-delay", "300"]);
    let mut client = Client::silent(server.address);
    client.send("EHLO client.example\r\n");
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!((client.reply().0, client.reply().0), (220, 250));
    client.envelope();
    assert_eq!(client.content(PLAIN).0, 250);
    let found = server.reports()[0]["findings"].to_string();
    assert!(found.contains("session/early-talker"), "{found}");
}
