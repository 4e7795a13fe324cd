//! The analyzer in force. A reload puts another in its place; messages under way keep theirs.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crate::analyzer::Analyzer;
use crate::dns::Source;
use crate::report::model::Verdict;

/// All that a worker needs to judge a message.
pub struct Engine {
    pub analyzer: Analyzer,
    pub dns: Arc<dyn Source + Send>,
    /// For the questions of one message.
    pub budget: Duration,
    /// The clock, where it is not this machine's: seconds since the epoch.
    pub now: Option<i64>,
    pub reject_on: RejectOn,
}

/// From which verdict on a message is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RejectOn {
    Suspicious,
    Forged,
    #[default]
    Never,
}

impl RejectOn {
    pub fn applies(self, verdict: Verdict) -> bool {
        match self {
            RejectOn::Suspicious => verdict >= Verdict::Suspicious,
            RejectOn::Forged => verdict >= Verdict::Forged,
            RejectOn::Never => false,
        }
    }
}

/// Makes the engine anew from configuration and rules. The error is ready to be shown.
pub type Load = Box<dyn Fn() -> Result<Engine, String> + Send + Sync>;

pub(super) struct Engines {
    now: RwLock<Arc<Engine>>,
    load: Load,
}

impl Engines {
    pub(super) fn new(load: Load) -> Result<Self, String> {
        let engine = load()?;
        Ok(Engines { now: RwLock::new(Arc::new(engine)), load })
    }

    pub(super) fn get(&self) -> Arc<Engine> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// # Errors
    /// With what is wrong with the new one; the old one stays.
    pub(super) fn reload(&self) -> Result<(), String> {
        let engine = Arc::new((self.load)()?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = engine;
        Ok(())
    }
}
