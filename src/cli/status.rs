//! How the program ends.

use std::process::ExitCode;

use crate::config::FailOn;
use crate::report::model::Verdict;

/// The exit status. Of several the higher wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Done = 0,
    /// Done, and a verdict is at or above what `--fail-on` says.
    Found = 1,
    /// Wrong usage, an input that could not be read or is empty, output that could not be
    /// written.
    Failed = 2,
}

/// What a shell reports of a program ended by SIGINT: 128 and the signal's number.
pub(super) const INTERRUPTED: i32 = 130;

impl Status {
    pub(super) fn of_verdict(verdict: Verdict, fail_on: FailOn) -> Status {
        let found = match fail_on {
            FailOn::Suspicious => verdict >= Verdict::Suspicious,
            FailOn::Forged => verdict >= Verdict::Forged,
            FailOn::Never => false,
        };
        if found { Status::Found } else { Status::Done }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_at_or_above_the_threshold_are_found() {
        use Verdict::{Forged, Genuine, Suspicious, Unverified};
        for (fail_on, found) in [
            (FailOn::Never, vec![]),
            (FailOn::Forged, vec![Forged]),
            (FailOn::Suspicious, vec![Suspicious, Forged]),
        ] {
            for verdict in [Genuine, Unverified, Suspicious, Forged] {
                let status = Status::of_verdict(verdict, fail_on);
                assert_eq!(status == Status::Found, found.contains(&verdict), "{verdict:?}");
            }
        }
    }

    #[test]
    fn the_higher_wins() {
        assert!(Status::Done < Status::Found && Status::Found < Status::Failed);
        assert_eq!(Status::Failed as u8, 2);
    }
}
