//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::{logins, servers};
use crate::measure::held_out::tests::say_what_they_were_given;

#[test]
fn lines_say_what_they_were_given() {
    say_what_they_were_given(
        "more lines held out",
        &[
            servers::bastion,
            servers::office,
            servers::unverified,
            servers::campaign,
            servers::young,
            servers::java,
            servers::exim_port,
            servers::postfix_tls,
            servers::sendmail_bare,
            servers::windows,
            servers::qmail_named,
            servers::courier_plain,
            servers::verified,
            servers::daemon,
            logins::squirrel,
            logins::qmail_user,
            logins::daemon_user,
            logins::sasl,
            logins::office_user,
        ],
    );
}
