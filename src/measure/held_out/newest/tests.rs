//! **Not to be read by whoever writes or tunes rules.**
//!
//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::{logins, servers};
use crate::measure::held_out::tests::say_what_they_were_given;

#[test]
fn lines_say_what_they_were_given() {
    say_what_they_were_given(
        "newest lines held out",
        &[
            servers::guard,
            servers::scanner,
            servers::carrier,
            servers::gatekeeper,
            servers::switch,
            servers::corporate,
            servers::list_host,
            servers::proxied,
            servers::nameless,
            servers::unconfirmed,
            logins::login,
            logins::account,
            logins::courier,
        ],
    );
}
