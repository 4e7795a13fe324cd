//! Who analyses, where there are more threads than cores: a batch that asks the DNS has many
//! threads so that many questions are under way, yet only so many of them work at once. The rest
//! wait for answers, for messages, or for their turn.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::dns::{Answer, Question, Source};

/// So many may work at once; without a number, all.
pub struct Turns {
    free: Option<Mutex<usize>>,
    given: Condvar,
}

/// The right to work, until it is dropped.
pub struct Turn<'t>(&'t Turns);

impl Turns {
    pub const fn of(many: Option<usize>) -> Self {
        let free = match many {
            Some(many) => Some(Mutex::new(many)),
            None => None,
        };
        Turns { free, given: Condvar::new() }
    }

    /// Waits until it may work.
    pub fn take(&self) -> Turn<'_> {
        self.wait();
        Turn(self)
    }

    fn wait(&self) {
        if let Some(mut free) = self.free() {
            while *free == 0 {
                free = self.given.wait(free).unwrap_or_else(PoisonError::into_inner);
            }
            *free -= 1;
        }
    }

    fn give(&self) {
        if let Some(mut free) = self.free() {
            *free += 1;
            drop(free);
            self.given.notify_one();
        }
    }

    fn free(&self) -> Option<MutexGuard<'_, usize>> {
        Some(self.free.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Turn<'_> {
    /// Lets another work while this one does what it has to wait for.
    pub fn rest<R>(&self, wait: impl FnOnce() -> R) -> R {
        self.0.give();
        // Also where `wait` panics: the turn is given back when this is dropped.
        let _back = Back(self.0);
        wait()
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.give();
    }
}

struct Back<'t>(&'t Turns);

impl Drop for Back<'_> {
    fn drop(&mut self) {
        self.0.wait();
    }
}

/// Answers, for which whoever has the turn lets others work.
pub struct Patient<'t> {
    pub dns: &'t dyn Source,
    pub turn: &'t Turn<'t>,
}

impl Source for Patient<'_> {
    fn ask(&self, questions: &[Question], budget: Duration) -> Vec<Arc<Answer>> {
        let known = self.dns.at_hand(questions);
        known.unwrap_or_else(|| self.turn.rest(|| self.dns.ask(questions, budget)))
    }

    fn is_offline(&self) -> bool {
        self.dns.is_offline()
    }

    fn recorded_now(&self) -> Option<i64> {
        self.dns.recorded_now()
    }

    fn trouble(&self) -> Option<String> {
        self.dns.trouble()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Instant;

    use super::*;
    use crate::dns::{Outcome, RecordType};

    /// Takes its time, and says how many worked at once meanwhile.
    struct Slow<'t> {
        working: &'t AtomicUsize,
        known: bool,
    }

    impl Source for Slow<'_> {
        fn ask(&self, questions: &[Question], _: Duration) -> Vec<Arc<Answer>> {
            self.working.fetch_sub(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(20));
            vec![Answer::new(Outcome::NoData).into(); questions.len()]
        }

        fn at_hand(&self, questions: &[Question]) -> Option<Vec<Arc<Answer>>> {
            self.known.then(|| vec![Answer::new(Outcome::NxDomain).into(); questions.len()])
        }
    }

    #[test]
    fn two_work_and_the_others_wait_for_answers() {
        let turns = Turns::of(Some(2));
        let (working, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let question = [Question::new("a.example", RecordType::A).unwrap()];
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    let turn = turns.take();
                    for _ in 0..5 {
                        most.fetch_max(
                            working.fetch_add(1, Ordering::SeqCst) + 1,
                            Ordering::SeqCst,
                        );
                        let slow = Slow { working: &working, known: false };
                        let patient = Patient { dns: &slow, turn: &turn };
                        let answers = patient.ask(&question, Duration::from_secs(1));
                        assert_eq!(answers[0].outcome, Outcome::NoData);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 2);
        // One after the other they would have waited 1.6 s.
        assert!(start.elapsed() < Duration::from_millis(800), "{:?}", start.elapsed());
        assert_eq!(*turns.free().unwrap(), 2);
    }

    #[test]
    fn for_what_is_at_hand_nobody_rests() {
        let turns = Turns::of(Some(1));
        let turn = turns.take();
        let working = AtomicUsize::new(1);
        let slow = Slow { working: &working, known: true };
        let patient = Patient { dns: &slow, turn: &turn };
        let question = [Question::new("a.example", RecordType::A).unwrap()];
        let answers = patient.ask(&question, Duration::from_secs(1));
        assert_eq!((answers[0].outcome.clone(), working.into_inner()), (Outcome::NxDomain, 1));
    }

    #[test]
    fn a_turn_outlives_a_panic() {
        let turns = Turns::of(Some(1));
        let turn = turns.take();
        let rest = std::panic::AssertUnwindSafe(|| turn.rest(|| panic!("while resting")));
        assert!(std::panic::catch_unwind(rest).is_err());
        assert_eq!(*turns.free().unwrap(), 0);
        drop(turn);
        assert_eq!(*turns.free().unwrap(), 1);
    }

    #[test]
    fn without_a_number_all_work() {
        let turns = Turns::of(None);
        let (one, two) = (turns.take(), turns.take());
        assert_eq!(one.rest(|| 1) + two.rest(|| 1), 2);
    }
}
