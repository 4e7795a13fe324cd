//! **Not to be read by whoever writes or tunes rules.**
//!
//! The servers' lines are what they say they are. Verdicts are nobody's business here.

use super::servers;
use crate::measure::held_out::tests::say_what_they_were_given;

#[test]
fn lines_say_what_they_were_given() {
    say_what_they_were_given(
        "fresh lines held out",
        &[
            servers::directory,
            servers::university,
            servers::network,
            servers::freeware,
            servers::filter,
            servers::horde,
            servers::webmail,
            servers::account,
        ],
    );
}
