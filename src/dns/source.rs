//! Where answers come from.

use std::sync::Arc;
use std::time::Duration;

use super::answer::{Answer, NotAsked};
use super::question::Question;

/// Where answers come from. All questions of a round are given at once, so that they can be
/// under way together.
pub trait Source: Sync {
    /// One answer for each question, in order, shared with whoever else asks the same. Must return within about `budget`; what could
    /// not be asked or answered by then says so in its outcome.
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>>;

    /// The same, where nothing has to be waited for; `None` where something may have to be.
    fn at_hand(&self, questions: &[Question]) -> Option<Vec<Arc<Answer>>> {
        let _ = questions;
        None
    }

    /// No question will ever be answered: the analysis need not make any up.
    fn is_offline(&self) -> bool {
        false
    }

    /// The clock that goes with recorded answers, seconds since the epoch.
    fn recorded_now(&self) -> Option<i64> {
        None
    }

    /// Why answers may be missing, in words for the person at the terminal. No part of a report:
    /// it may differ from run to run.
    fn trouble(&self) -> Option<String> {
        None
    }
}

impl<S: Source + ?Sized> Source for &S {
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>> {
        (**self).ask(questions, budget)
    }

    fn at_hand(&self, questions: &[Question]) -> Option<Vec<Arc<Answer>>> {
        (**self).at_hand(questions)
    }

    fn is_offline(&self) -> bool {
        (**self).is_offline()
    }

    fn recorded_now(&self) -> Option<i64> {
        (**self).recorded_now()
    }

    fn trouble(&self) -> Option<String> {
        (**self).trouble()
    }
}

impl<S: Source + Send + ?Sized> Source for Box<S> {
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>> {
        (**self).ask(questions, budget)
    }

    fn at_hand(&self, questions: &[Question]) -> Option<Vec<Arc<Answer>>> {
        (**self).at_hand(questions)
    }

    fn is_offline(&self) -> bool {
        (**self).is_offline()
    }

    fn recorded_now(&self) -> Option<i64> {
        (**self).recorded_now()
    }

    fn trouble(&self) -> Option<String> {
        (**self).trouble()
    }
}

/// No DNS at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offline;

impl Source for Offline {
    fn ask(&self, questions: &[Question], _budget: Duration) -> Vec<Arc<Answer>> {
        vec![Answer::not_asked(NotAsked::Offline).into(); questions.len()]
    }

    fn is_offline(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Outcome, RecordType};
    use super::*;

    #[test]
    fn offline_answers_every_question_with_silence() {
        let questions =
            ["a.example", "b.example"].map(|n| Question::new(n, RecordType::A).unwrap());
        let boxed: Box<dyn Source + Send> = Box::new(Offline);
        for source in [&Offline as &dyn Source, &&Offline, &boxed] {
            assert!(source.is_offline());
            assert_eq!((source.recorded_now(), source.trouble()), (None, None));
            let answers = source.ask(&questions, Duration::from_secs(1));
            assert_eq!(answers.len(), 2);
            assert!(answers.iter().all(|a| a.outcome == Outcome::NotAsked(NotAsked::Offline)));
        }
    }
}
