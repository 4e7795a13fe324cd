//! Rules: files that say what facts mean. Loading, checking, compiling, judging.

mod codes;
mod condition;
mod facts;
mod fault;
mod names;
pub mod schema;
#[cfg(test)]
mod testing;

pub use codes::Code;
pub use condition::{Condition, MAX_DEPTH, MAX_LENGTH, MAX_STEPS, MAX_TOKENS, Outcome};
pub use facts::FactRef;
pub use fault::Fault;
