//! Puts what the workers made back in the order of the input, and hands it on.
//!
//! Units are taken by the workers in order, so the one that is due is always being worked on:
//! whoever is ahead of it may wait without keeping it from coming.

use std::collections::BTreeMap;

use parking_lot::{Condvar, Mutex, MutexGuard};

use super::turns::Turn;

/// Where pieces go, one at a time.
pub trait Sink<P>: Send {
    /// Takes a piece. False: nothing more can be taken.
    fn take(&mut self, piece: &mut P) -> bool;
}

/// How much of memory a piece takes.
pub trait Weight {
    fn weight(&self) -> usize;
}

/// The way to the sink.
pub struct Ordered<P, S> {
    state: Mutex<State<P, S>>,
    moved: Condvar,
    /// Bytes that may wait for their turn.
    room: usize,
    /// Every piece goes on at once.
    unordered: bool,
}

struct State<P, S> {
    due: u64,
    waiting: BTreeMap<u64, P>,
    held: usize,
    sink: S,
    closed: bool,
}

/// The sink takes nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

impl<P: Weight + Default, S: Sink<P>> Ordered<P, S> {
    pub fn new(sink: S, room: usize, unordered: bool) -> Self {
        let state = State { due: 0, waiting: BTreeMap::new(), held: 0, sink, closed: false };
        Ordered { state: Mutex::new(state), moved: Condvar::new(), room, unordered }
    }

    /// Hands on a piece of unit number `unit`, and leaves it empty for use again. `last`: nothing
    /// more comes of this unit. May wait until the units before are through, and lets others work
    /// while it does.
    ///
    /// # Errors
    /// Where the sink takes nothing more.
    pub fn put(&self, unit: u64, piece: &mut P, last: bool, turn: &Turn<'_>) -> Result<(), Closed> {
        let state = self.lock();
        if !self.must_wait(&state, unit) || last && state.has_room(piece, self.room) {
            return self.put_now(state, unit, piece, last);
        }
        drop(state);
        turn.rest(|| self.put_now(self.lock(), unit, piece, last))
    }

    fn must_wait(&self, state: &State<P, S>, unit: u64) -> bool {
        !self.unordered && state.due != unit && !state.closed
    }

    fn put_now(
        &self,
        mut state: MutexGuard<'_, State<P, S>>,
        unit: u64,
        piece: &mut P,
        last: bool,
    ) -> Result<(), Closed> {
        while self.must_wait(&state, unit) {
            if last && state.has_room(piece, self.room) {
                state.held += piece.weight();
                state.waiting.insert(unit, std::mem::take(piece));
                return Ok(());
            }
            self.moved.wait(&mut state);
        }
        if state.closed || !state.sink.take(piece) {
            return self.close(&mut state);
        }
        if last && !self.unordered {
            state.due += 1;
            while let Some(mut next) = state.next() {
                state.held -= next.weight();
                if !state.sink.take(&mut next) {
                    return self.close(&mut state);
                }
                state.due += 1;
            }
            self.moved.notify_all();
        }
        Ok(())
    }

    /// Takes nothing more.
    pub fn end(&self) {
        let _ = self.close(&mut self.lock());
    }

    fn close(&self, state: &mut State<P, S>) -> Result<(), Closed> {
        state.closed = true;
        self.moved.notify_all();
        Err(Closed)
    }

    /// The sink, when all workers are through.
    pub fn into_sink(self) -> S {
        self.state.into_inner().sink
    }

    fn lock(&self) -> MutexGuard<'_, State<P, S>> {
        self.state.lock()
    }
}

impl<P: Weight, S> State<P, S> {
    fn has_room(&self, piece: &P, room: usize) -> bool {
        self.held + piece.weight() <= room
    }

    fn next(&mut self) -> Option<P> {
        self.waiting.remove(&self.due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::turns::Turns;

    /// Nobody has to wait for a turn.
    static ALL: Turns = Turns::of(None);

    #[derive(Default)]
    struct Text(String);

    impl Weight for Text {
        fn weight(&self) -> usize {
            self.0.len()
        }
    }

    struct Joined {
        text: String,
        most: usize,
    }

    impl Sink<Text> for Joined {
        fn take(&mut self, piece: &mut Text) -> bool {
            self.text.push_str(&std::mem::take(&mut piece.0));
            self.text.len() <= self.most
        }
    }

    #[test]
    fn what_comes_early_waits_for_its_turn() {
        let ordered = Ordered::new(Joined { text: String::new(), most: 100 }, 10, false);
        let put =
            |unit, text: &str, last| ordered.put(unit, &mut Text(text.into()), last, &ALL.take());
        put(2, "c", true).unwrap();
        put(1, "b", true).unwrap();
        put(0, "a", false).unwrap();
        put(0, "A", true).unwrap();
        put(3, "d", true).unwrap();
        assert_eq!(ordered.into_sink().text, "aAbcd");
    }

    #[test]
    fn where_there_is_no_room_a_worker_waits() {
        let ordered = Ordered::new(Joined { text: String::new(), most: 100 }, 2, false);
        std::thread::scope(|scope| {
            for unit in 1..20 {
                let ordered = &ordered;
                scope.spawn(move || {
                    ordered.put(unit, &mut Text("xyz".into()), true, &ALL.take()).unwrap();
                });
            }
            ordered.put(0, &mut Text("a".into()), true, &ALL.take()).unwrap();
        });
        assert_eq!(ordered.into_sink().text, format!("a{}", "xyz".repeat(19)));
    }

    #[test]
    fn a_full_sink_frees_who_waits() {
        let ordered = Ordered::new(Joined { text: String::new(), most: 2 }, 0, false);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| ordered.put(1, &mut Text("b".into()), true, &ALL.take()));
            assert_eq!(ordered.put(0, &mut Text("aaa".into()), true, &ALL.take()), Err(Closed));
            assert_eq!(waiting.join().unwrap(), Err(Closed));
        });
    }
}
