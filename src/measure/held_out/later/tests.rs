//! **Not to be read by whoever writes or tunes rules.**
//!
//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::known::Write;
use super::servers;
use crate::measure::Dice;
use crate::measure::line::Say;
use crate::received::parse;

#[test]
fn lines_say_what_they_were_given() {
    let mut dice = Dice::of(b"", "later lines held out");
    let all: [Write; 9] = [
        servers::engine,
        servers::exim_login,
        servers::gateway,
        servers::mailenable,
        servers::postfix_certified,
        servers::qmail_tls,
        servers::sendmail_login,
        servers::small_server,
        servers::suite,
    ];
    let mut faults = Vec::new();
    for when in [1_020_000_000, 1_180_000_000, 1_400_000_000, 1_560_000_000, 1_770_000_000] {
        for write in all {
            let say = Say::new(&mut dice, "mx.example.org", "user@example.org", when);
            let line = write(&say, &mut dice);
            let read = parse(line.as_bytes());
            let by = read.by.as_ref().and_then(|by| by.host.as_ref()).map(|by| by.as_str());
            let peer = read.from.as_ref().and_then(|from| from.ip);
            let right = read.unparsed.is_empty()
                && read.violations.is_empty()
                && peer.is_some_and(|peer| peer.to_string() == say.ip)
                && by == Some("mx.example.org")
                && read.date.as_ref().and_then(|date| date.unix) == Some(when);
            if !right {
                faults.push(format!("{line}\n{:?} {:?}", read.violations, read.unparsed));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
