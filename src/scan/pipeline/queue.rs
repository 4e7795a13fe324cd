//! What lies between the reader and the workers: so many units, in order.
//!
//! A reader that waits for room is woken when half of it is free, not for every unit: with units
//! of one message that would be two switches of threads a message. For the same reason the
//! `Condvar` here and in the rooms beside is parking_lot's, which asks nothing of the system where
//! nobody waits.

use std::collections::VecDeque;

use parking_lot::{Condvar, Mutex, MutexGuard};

/// Units on their way.
pub(super) struct Queue<U> {
    state: Mutex<State<U>>,
    filled: Condvar,
    freed: Condvar,
    room: usize,
}

struct State<U> {
    units: VecDeque<U>,
    /// No more come.
    ended: bool,
    /// No more are taken.
    closed: bool,
}

/// Nobody takes units any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closed;

impl<U> Queue<U> {
    pub(super) fn new(room: usize) -> Self {
        let state = State { units: VecDeque::with_capacity(room), ended: false, closed: false };
        Queue { state: Mutex::new(state), filled: Condvar::new(), freed: Condvar::new(), room }
    }

    /// Puts a unit behind the others, as soon as there is room.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub(super) fn put(&self, unit: U) -> Result<(), Closed> {
        let mut state = self.lock();
        if state.units.len() >= self.room {
            while state.units.len() > self.room / 2 && !state.closed {
                self.freed.wait(&mut state);
            }
        }
        if state.closed {
            return Err(Closed);
        }
        state.units.push_back(unit);
        drop(state);
        self.filled.notify_one();
        Ok(())
    }

    /// The next unit with what `note` says of it, if one is there: `note` is asked in the order
    /// of units.
    pub(super) fn at_hand<N>(&self, note: impl FnOnce() -> N) -> Option<(U, N)> {
        let mut state = self.lock();
        let unit = state.units.pop_front()?;
        let noted = note();
        let half = state.units.len() == self.room / 2;
        drop(state);
        if half {
            self.freed.notify_one();
        }
        Some((unit, noted))
    }

    /// Waits until a unit is there, which another may take meanwhile. False: there are no more.
    pub(super) fn wait(&self) -> bool {
        let mut state = self.lock();
        while state.units.is_empty() && !state.ended {
            self.filled.wait(&mut state);
        }
        !state.units.is_empty()
    }

    /// No more come.
    pub(super) fn end(&self) {
        self.lock().ended = true;
        self.filled.notify_all();
    }

    /// No more are taken.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.freed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<U>> {
        self.state.lock()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn all_come_once_and_in_order() {
        for room in [1, 2, 3, 10] {
            let queue = Queue::new(room);
            let next = AtomicUsize::new(0);
            let taken = Mutex::new(Vec::new());
            thread::scope(|scope| {
                scope.spawn(|| {
                    (0..1000).for_each(|n| queue.put(n).unwrap());
                    queue.end();
                });
                for _ in 0..3 {
                    scope.spawn(|| {
                        let note = || next.fetch_add(1, Ordering::SeqCst);
                        while queue.wait() {
                            if let Some((unit, number)) = queue.at_hand(note) {
                                // The note is taken before the next unit is.
                                assert_eq!(unit, number);
                                taken.lock().push(unit);
                            }
                        }
                    });
                }
            });
            let mut taken = taken.into_inner();
            taken.sort_unstable();
            assert_eq!(taken, (0..1000).collect::<Vec<_>>());
        }
    }

    #[test]
    fn whoever_waits_for_room_is_woken_when_half_of_it_is_free() {
        let queue = Queue::new(4);
        let put = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                for n in 0..8 {
                    queue.put(n).unwrap();
                    put.fetch_add(1, Ordering::SeqCst);
                }
            });
            let settles = |wanted| {
                while put.load(Ordering::SeqCst) != wanted {
                    thread::yield_now();
                }
                thread::sleep(std::time::Duration::from_millis(20));
                assert_eq!(put.load(Ordering::SeqCst), wanted);
            };
            settles(4);
            queue.at_hand(|| ()).unwrap();
            settles(4);
            queue.at_hand(|| ()).unwrap();
            settles(6);
            for _ in 0..4 {
                queue.at_hand(|| ()).unwrap();
            }
            settles(8);
        });
    }

    #[test]
    fn a_reader_does_not_wait_for_workers_that_are_gone() {
        let queue = Queue::new(1);
        queue.put(1).unwrap();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.put(2));
            thread::sleep(std::time::Duration::from_millis(10));
            queue.close();
            assert_eq!(waiting.join().unwrap(), Err(Closed));
        });
        assert_eq!(queue.put(3), Err(Closed));
    }
}
