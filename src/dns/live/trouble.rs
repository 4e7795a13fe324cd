//! Why nothing was heard, in words for people.

use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

/// The last failure on the way to a server, shared by all that may meet one.
#[derive(Clone, Debug, Default)]
pub(super) struct Trouble(Arc<Mutex<Option<String>>>);

impl Trouble {
    pub fn note(&self, what: impl Display) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(what.to_string());
    }

    /// Takes note of something that says less than what may be there already.
    pub fn note_if_none(&self, what: impl Display) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.get_or_insert_with(|| what.to_string());
    }

    pub fn text(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
