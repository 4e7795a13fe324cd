//! Questions under way, each once, however many wait for it.

use std::collections::HashMap;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::dns::{Answer, Question};

/// Somebody who waits, and the number the question has with them.
pub(super) struct Waiter {
    pub to: Sender<(usize, Arc<Answer>)>,
    pub index: usize,
}

struct Flight {
    waiters: Vec<Waiter>,
    /// When the last of them stops waiting.
    until: Instant,
    /// When the question was first sent.
    sent: Option<Instant>,
}

#[derive(Default)]
pub(super) struct Flights {
    map: Mutex<HashMap<Question, Flight>>,
}

impl Flights {
    /// Waits for a question. True when it is not under way yet, and the caller is to start it.
    /// `late` is looked at first, so that an answer that came a moment ago is not asked for again.
    pub fn join(
        &self,
        question: &Question,
        waiter: Waiter,
        until: Instant,
        late: impl FnOnce() -> Option<Arc<Answer>>,
    ) -> bool {
        let mut map = self.map();
        if let Some(flight) = map.get_mut(question) {
            flight.waiters.push(waiter);
            flight.until = flight.until.max(until);
            return false;
        }
        if let Some(answer) = late() {
            // Nobody there is nobody served.
            let _ = waiter.to.send((waiter.index, answer));
            return false;
        }
        let flight = Flight { waiters: vec![waiter], until, sent: None };
        map.insert(question.clone(), flight);
        true
    }

    /// Marks the question as sent. False when nobody waits any more.
    pub fn set_off(&self, question: &Question) -> bool {
        let now = Instant::now();
        match self.map().get_mut(question) {
            Some(flight) if flight.until > now => {
                flight.sent = Some(now);
                true
            }
            _ => false,
        }
    }

    /// For how long the question has been out; `None` where it was not sent.
    pub fn out_for(&self, question: &Question) -> Option<Duration> {
        self.map().get(question)?.sent.map(|sent| sent.elapsed())
    }

    /// Ends a flight: all that wait get the answer.
    pub fn land(&self, question: &Question, answer: &Arc<Answer>) {
        let flight = self.map().remove(question);
        for waiter in flight.into_iter().flat_map(|flight| flight.waiters) {
            // Who has stopped waiting does not want it.
            let _ = waiter.to.send((waiter.index, answer.clone()));
        }
    }

    fn map(&self) -> MutexGuard<'_, HashMap<Question, Flight>> {
        self.map.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
