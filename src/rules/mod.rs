//! Rules: files that say what facts mean. Loading, checking, compiling, judging.

pub mod schema;
