//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::servers::{self, Write};
use crate::measure::Dice;
use crate::measure::line::Say;
use crate::received::parse;

#[test]
fn lines_are_of_their_server_and_time() {
    let mut dice = Dice::of(b"", "held-out lines");
    let all: [(Write, &[&str]); 11] = [
        (servers::courier, &["courier"]),
        (servers::communigate, &["communigate"]),
        (servers::powermta, &["powermta"]),
        (servers::powermta_local, &["powermta"]),
        (servers::haraka, &["haraka", "qpsmtpd"]),
        (servers::opensmtpd, &["opensmtpd", "sendmail"]),
        (servers::domino, &["domino"]),
        (servers::mdaemon, &["mdaemon"]),
        (servers::smtpsvc, &["smtpsvc"]),
        (servers::sun, &["sun"]),
        (servers::postfix_tls, &["postfix"]),
    ];
    for when in [1_020_000_000, 1_180_000_000, 1_400_000_000, 1_560_000_000, 1_770_000_000] {
        for (write, dialects) in all {
            let say = Say::new(&mut dice, "mx.example.org", "user@example.org", when);
            let line = write(&say, &mut dice);
            let read = parse(line.as_bytes());
            assert!(dialects.contains(&read.dialect), "{} {line}", read.dialect);
            assert_eq!(read.date.and_then(|date| date.unix), Some(when), "{line}");
        }
    }
}
