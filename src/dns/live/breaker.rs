//! When a server is given up, and when it is tried again.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// Questions in a row without an answer that make a server suspect …
const SILENT_QUESTIONS: u32 = 3;
/// … when there was none for this long either.
const SILENT_TIME: Duration = Duration::from_secs(1);
/// Until the first new attempt; twice as long after each that fails.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Stops asking a dead server.
///
/// Silence alone condemns nobody: some names get no answer because *their* servers are dead. So
/// after a few questions in a row without an answer the server is asked for something it must
/// know; only when that fails too are questions refused, for a while, until such a probe succeeds.
pub(super) struct Breaker {
    state: Mutex<State>,
    changed: Condvar,
    open: watch::Sender<bool>,
}

struct State {
    silent: u32,
    last_answer: Instant,
    phase: Phase,
    pause: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Questions pass.
    Closed,
    /// A probe is under way that decides.
    Suspect,
    /// Questions are refused; a probe is due at the time given, or under way.
    Open { probe: Option<Instant> },
}

/// What becomes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    Pass,
    /// The server is given up.
    Refuse,
    /// The same, and the caller is to send a probe and to report what came of it.
    RefuseAndProbe,
}

impl Breaker {
    pub fn new() -> Self {
        let state = State {
            silent: 0,
            last_answer: Instant::now(),
            phase: Phase::Closed,
            pause: FIRST_PAUSE,
        };
        Breaker {
            state: Mutex::new(state),
            changed: Condvar::new(),
            open: watch::Sender::new(false),
        }
    }

    /// The server said something.
    pub fn answered(&self) {
        let mut state = self.state();
        state.silent = 0;
        state.last_answer = Instant::now();
        state.pause = FIRST_PAUSE;
        self.enter(state, Phase::Closed);
    }

    /// A question got no answer. True when the caller is to send a probe.
    pub fn silent(&self) -> bool {
        let mut state = self.state();
        state.silent = state.silent.saturating_add(1);
        let suspect = state.phase == Phase::Closed
            && state.silent >= SILENT_QUESTIONS
            && state.last_answer.elapsed() >= SILENT_TIME;
        if suspect {
            self.enter(state, Phase::Suspect);
        }
        suspect
    }

    /// The probe got no answer.
    pub fn probe_failed(&self) {
        let mut state = self.state();
        if state.phase != Phase::Closed {
            let probe = Some(Instant::now() + state.pause);
            state.pause = (state.pause * 2).min(LONGEST_PAUSE);
            self.enter(state, Phase::Open { probe });
        }
    }

    /// Whether questions may be asked now. Waits, for `patience` at most, for a probe that is
    /// about to decide.
    pub fn gate(&self, patience: Duration) -> Gate {
        let waited = self
            .changed
            .wait_timeout_while(self.state(), patience, |state| state.phase == Phase::Suspect);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match state.phase {
            Phase::Closed => Gate::Pass,
            Phase::Open { probe: Some(when) } if when <= Instant::now() => {
                state.phase = Phase::Open { probe: None };
                Gate::RefuseAndProbe
            }
            Phase::Suspect | Phase::Open { .. } => Gate::Refuse,
        }
    }

    /// Makes the first new attempt come sooner.
    #[cfg(test)]
    pub fn hurry(&self) {
        self.state().pause = Duration::from_millis(300);
    }

    /// Questions are refused.
    pub fn is_open(&self) -> bool {
        *self.open.borrow()
    }

    /// Ends when the server is given up.
    pub async fn opened(&self) {
        let mut open = self.open.subscribe();
        // An error would say that this breaker is gone.
        let _ = open.wait_for(|open| *open).await;
    }

    /// Whether the server said something at that time or later.
    pub fn answered_since(&self, when: Instant) -> bool {
        self.state().last_answer >= when
    }

    fn enter(&self, mut state: MutexGuard<'_, State>, phase: Phase) {
        if state.phase == phase {
            return;
        }
        state.phase = phase;
        drop(state);
        self.open.send_if_modified(|open| {
            let before = std::mem::replace(open, matches!(phase, Phase::Open { .. }));
            before != *open
        });
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A breaker whose server last spoke an hour ago.
    fn after_silence() -> Breaker {
        let breaker = Breaker::new();
        if let Some(past) = Instant::now().checked_sub(Duration::from_secs(3600)) {
            breaker.state().last_answer = past;
        }
        breaker
    }

    #[test]
    fn a_few_silent_questions_call_for_a_probe_and_the_probe_decides() {
        let breaker = after_silence();
        assert!(!breaker.silent() && !breaker.silent());
        assert_eq!(breaker.gate(Duration::ZERO), Gate::Pass);
        assert!(breaker.silent());
        assert!(!breaker.silent(), "one probe is enough");
        assert_eq!(breaker.gate(Duration::ZERO), Gate::Refuse);
        assert!(!breaker.is_open());
        breaker.probe_failed();
        assert!(breaker.is_open());
        assert_eq!(breaker.gate(Duration::from_secs(9)), Gate::Refuse);
        breaker.answered();
        assert_eq!(breaker.gate(Duration::ZERO), Gate::Pass);
        assert!(!breaker.is_open());
    }

    #[test]
    fn any_answer_starts_the_count_anew() {
        let breaker = after_silence();
        breaker.silent();
        breaker.silent();
        breaker.answered();
        assert!(!breaker.silent() && !breaker.silent() && !breaker.silent());
        breaker.state().last_answer = after_silence().state().last_answer;
        assert!(breaker.silent());
        // A late probe of a server that has answered meanwhile changes nothing.
        breaker.answered();
        breaker.probe_failed();
        assert_eq!(breaker.gate(Duration::ZERO), Gate::Pass);
    }

    #[test]
    fn probes_come_one_at_a_time_and_ever_later() {
        let breaker = after_silence();
        (0..3).for_each(|_| _ = breaker.silent());
        let mut pauses = Vec::new();
        for _ in 0..6 {
            pauses.push(breaker.state().pause.as_secs());
            breaker.probe_failed();
            assert_eq!(breaker.gate(Duration::ZERO), Gate::Refuse);
            breaker.state().phase = Phase::Open { probe: Some(Instant::now()) };
            assert_eq!(breaker.gate(Duration::ZERO), Gate::RefuseAndProbe);
            assert_eq!(breaker.gate(Duration::ZERO), Gate::Refuse);
        }
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60]);
    }

    #[test]
    fn questions_wait_for_the_probe_that_decides() {
        let breaker = after_silence();
        (0..3).for_each(|_| _ = breaker.silent());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| breaker.gate(Duration::from_secs(60)));
            std::thread::sleep(Duration::from_millis(20));
            breaker.answered();
            assert_eq!(waiting.join().unwrap(), Gate::Pass);
        });
    }
}
