//! Who analyses, where there are more threads than cores: a batch that asks the DNS has many
//! threads so that many questions are under way, yet only so many of them work at once. The rest
//! wait for answers, for messages, or for their turn.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::{Condvar, Mutex, MutexGuard};

use crate::dns::{Answer, Question, Source};

/// So many may work at once; without a number, all.
///
/// Whoever is in the middle of something comes before those who would begin something new: what
/// was begun first is wanted first, and as long as nobody has to wait for answers the same few
/// threads go on, and the others sleep.
pub struct Turns {
    state: Option<Mutex<State>>,
    /// For those in the middle of something.
    resumed: Condvar,
    /// For those who would begin.
    given: Condvar,
}

struct State {
    free: usize,
    /// How many wait in the middle of something.
    resuming: usize,
}

/// The right to work, until it is dropped.
pub struct Turn<'t>(&'t Turns);

impl Turns {
    pub const fn of(many: Option<usize>) -> Self {
        let state = match many {
            Some(free) => Some(Mutex::new(State { free, resuming: 0 })),
            None => None,
        };
        Turns { state, resumed: Condvar::new(), given: Condvar::new() }
    }

    /// Waits until it may begin.
    pub fn take(&self) -> Turn<'_> {
        self.begin();
        Turn(self)
    }

    fn begin(&self) {
        if let Some(mut state) = self.state() {
            while state.free <= state.resuming {
                self.given.wait(&mut state);
            }
            state.free -= 1;
        }
    }

    fn resume(&self) {
        if let Some(mut state) = self.state() {
            state.resuming += 1;
            while state.free == 0 {
                self.resumed.wait(&mut state);
            }
            state.resuming -= 1;
            state.free -= 1;
        }
    }

    fn give(&self) {
        if let Some(mut state) = self.state() {
            state.free += 1;
            // Those who resume were told of as many turns as there are of them.
            let others = if state.free <= state.resuming { &self.resumed } else { &self.given };
            drop(state);
            others.notify_one();
        }
    }

    fn state(&self) -> Option<MutexGuard<'_, State>> {
        Some(self.state.as_ref()?.lock())
    }
}

impl Turn<'_> {
    /// Lets another work while this one does what it has to wait for.
    pub fn rest<R>(&self, wait: impl FnOnce() -> R) -> R {
        self.0.give();
        // Also where `wait` panics: the turn is given back when this is dropped.
        let _back = Back(self.0, Turns::resume);
        wait()
    }

    /// The same for one that is in the middle of nothing.
    pub fn idle<R>(&self, wait: impl FnOnce() -> R) -> R {
        self.0.give();
        let _back = Back(self.0, Turns::begin);
        wait()
    }

    /// Lets those go first who wait in the middle of something.
    pub fn after_others(&self) {
        if self.0.state().is_some_and(|state| state.resuming > state.free) {
            self.idle(|| ());
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.give();
    }
}

struct Back<'t>(&'t Turns, fn(&Turns));

impl Drop for Back<'_> {
    fn drop(&mut self) {
        (self.1)(self.0);
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
        assert_eq!(turns.state().unwrap().free, 2);
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
        assert_eq!(turns.state().unwrap().free, 0);
        drop(turn);
        assert_eq!(turns.state().unwrap().free, 1);
    }

    #[test]
    fn what_was_begun_goes_before_what_is_new() {
        let turns = Turns::of(Some(1));
        let order = Mutex::new(Vec::new());
        let note = |what| order.lock().push(what);
        let turn = turns.take();
        std::thread::scope(|scope| {
            let (began, resting) = std::sync::mpsc::channel();
            let (answer, answered) = std::sync::mpsc::channel();
            let waits = |resuming| {
                while turns.state().unwrap().resuming != resuming {
                    std::thread::yield_now();
                }
            };
            let (turns, note) = (&turns, &note);
            scope.spawn(move || {
                let turn = turns.take();
                turn.rest(|| {
                    began.send(()).unwrap();
                    answered.recv().unwrap();
                });
                note("resumed");
            });
            // It begins as soon as it is let, and then waits for its answer.
            turn.idle(|| resting.recv().unwrap());
            for _ in 0..3 {
                scope.spawn(move || {
                    let _turn = turns.take();
                    note("new");
                });
            }
            turn.after_others();
            note("went on");
            answer.send(()).unwrap();
            waits(1);
            turn.after_others();
            note("went on");
            drop(turn);
        });
        let order = order.into_inner();
        let place = |what| order.iter().position(|noted| *noted == what).unwrap();
        assert_eq!(place("went on"), 0, "{order:?}");
        assert_eq!(place("resumed"), 1, "{order:?}");
        assert_eq!(order.len(), 6, "{order:?}");
        let state = turns.state().unwrap();
        assert_eq!((state.free, state.resuming), (1, 0));
    }

    #[test]
    fn without_a_number_all_work() {
        let turns = Turns::of(None);
        let (one, two) = (turns.take(), turns.take());
        assert_eq!(one.rest(|| 1) + two.rest(|| 1), 2);
    }
}
