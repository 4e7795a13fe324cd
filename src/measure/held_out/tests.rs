//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::servers::{self, Write};
use crate::measure::Dice;
use crate::measure::line::Say;
use crate::received::{Line, parse};

/// A slip of the one who wrote a folder would be found in the place of the forger's.
pub(super) fn say_what_they_were_given(purpose: &str, all: &[Write]) {
    assert_each(purpose, all, |read, say| {
        let peer = read.from.as_ref().and_then(|from| from.ip);
        peer.is_some_and(|peer| peer.to_string() == say.ip)
    });
}

/// Lines by each server at several times, the peer of which is judged by `right`.
fn assert_each(purpose: &str, all: &[Write], right: impl Fn(&Line<'_>, &Say) -> bool) {
    let mut dice = Dice::of(b"", purpose);
    let mut faults = Vec::new();
    for when in [1_020_000_000, 1_180_000_000, 1_400_000_000, 1_560_000_000, 1_770_000_000] {
        for write in all {
            let say = Say::new(&mut dice, "mx.example.org", "user@example.org", when);
            let line = write(&say, &mut dice);
            let read = parse(line.as_bytes());
            let by = read.by.as_ref().and_then(|by| by.host.as_ref()).map(|by| by.as_str());
            let whole = read.unparsed.is_empty()
                && read.violations.is_empty()
                && by == Some("mx.example.org")
                && read.date.as_ref().and_then(|date| date.unix) == Some(when);
            if !whole || !right(&read, &say) {
                faults.push(format!("{line}\n{:?} {:?}", read.violations, read.unparsed));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn lines_say_what_they_were_given() {
    let all: [Write; 18] = [
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
        servers::youngest,
        |say, dice| servers::qmail_pair(say, dice).remove(1),
    ];
    say_what_they_were_given("lines held out", &all);
    // It draws an address of IPv6 for itself.
    assert_each("lines held out", &[servers::postfix_six], |read, _| {
        read.from.as_ref().is_some_and(|from| from.ip.is_some_and(|ip| ip.is_ipv6()))
    });
}
