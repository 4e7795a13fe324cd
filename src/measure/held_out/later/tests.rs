//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::servers;
use crate::measure::held_out::tests::say_what_they_were_given;

#[test]
fn lines_say_what_they_were_given() {
    say_what_they_were_given(
        "later lines held out",
        &[
            servers::engine,
            servers::exim_login,
            servers::gateway,
            servers::mailenable,
            servers::postfix_certified,
            servers::qmail_tls,
            servers::sendmail_login,
            servers::small_server,
            servers::suite,
        ],
    );
}
