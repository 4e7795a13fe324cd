//! Bounds what lies in memory between two threads.

use parking_lot::{Condvar, Mutex};

/// Bytes that may be under way.
pub(super) struct Budget {
    state: Mutex<State>,
    freed: Condvar,
    limit: usize,
}

#[derive(Default)]
struct State {
    used: usize,
    closed: bool,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Budget { state: Mutex::default(), freed: Condvar::new(), limit }
    }

    /// Waits until there is room. One thing that is larger than all room goes alone.
    pub(super) fn take(&self, bytes: usize) {
        let mut state = self.state.lock();
        while state.used > 0 && state.used + bytes > self.limit && !state.closed {
            self.freed.wait(&mut state);
        }
        state.used += bytes;
    }

    pub(super) fn free(&self, bytes: usize) {
        let mut state = self.state.lock();
        state.used = state.used.saturating_sub(bytes);
        self.freed.notify_all();
    }

    /// Nobody waits any more.
    pub(super) fn close(&self) {
        self.state.lock().closed = true;
        self.freed.notify_all();
    }
}
