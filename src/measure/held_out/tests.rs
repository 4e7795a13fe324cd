//! **Not to be read by whoever writes or tunes rules.**
//!
//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::servers::{self, Write};
use crate::measure::Dice;
use crate::measure::line::Say;
use crate::received::parse;

/// A slip of the one who wrote the folder would be found in the place of the forger's.
#[test]
fn lines_say_what_they_were_given() {
    let mut dice = Dice::of(b"", "lines held out");
    let all: [Write; 19] = [
        servers::sendmail_ident,
        servers::sendmail_tls,
        servers::fortimail,
        servers::qmail_ldap,
        servers::exim_helo,
        servers::groupwise,
        servers::intermail,
        servers::xmail,
        servers::ironport,
        servers::ecelerity,
        servers::smartermail,
        servers::hmailserver,
        servers::kerio,
        servers::barracuda,
        servers::mercury,
        servers::postfix_login,
        servers::postfix_six,
        servers::youngest,
        |say, dice| servers::qmail_pair(say, dice).remove(1),
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
                && peer.is_some()
                && by == Some("mx.example.org")
                && read.date.as_ref().and_then(|date| date.unix) == Some(when);
            if !right {
                faults.push(format!("{line}\n{:?} {:?}", read.violations, read.unparsed));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
