//! Names and addresses: questions, answers that keep every kind of silence apart, and where
//! answers come from. Knows nothing of messages.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `question` | [`Question`]: names as they are asked for, reverse names |
//! | `answer` | [`Answer`]: records, and the kinds of silence |
//! | `answers` | [`Answers`]: all that is known about one message; [`gather`]: asking in rounds |
//! | `source` | [`Source`], the one way to ask; [`Offline`] |
//! | `server` | [`ServerSpec`]: which server to ask, as `--dns` says it |
//! | `live/` | [`Live`]: a source that asks servers |
//! | `file/`, `replay`, `record` | [`Replay`] and [`Recorder`]: answers kept in a file |
//! | `identity/` | does a host fit its address: pure functions over answers |
//! | `route/`, `spf/` | who receives mail for a domain, and who may send it: pure functions too |

mod answer;
mod answers;
mod file;
pub mod identity;
mod live;
mod question;
mod record;
mod replay;
pub mod route;
mod server;
mod source;
pub mod spf;
#[cfg(test)]
mod testing;

pub use answer::{Answer, NotAsked, Outcome, Record};
pub use answers::{Answers, gather};
pub use live::{Live, LiveOptions, LiveStats};
pub use question::{NameError, Question, RecordType};
pub use record::{Recorded, Recorder};
pub use replay::{Replay, ReplayError};
pub use server::{Endpoint, Host, ServerSpec, ServerSpecError};
pub use source::{Offline, Source};
