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
//!
//! # Many messages, one source
//!
//! A [`Source`] is asked by reference, from as many threads as there are. Make one [`Live`] (and
//! one [`Recorder`] around it, where a recording is wanted) for the whole run and hand `&source`
//! to every thread: cache, breaker, the bound of questions in flight and the merging of identical
//! questions are then shared by all messages. A `Live` of one's own for each message or thread
//! would share nothing.
//!
//! [`Source::ask`] (and with it [`gather`] and `Analyzer::analyze`) blocks its thread until the
//! answers of its round are there, or the budget is over. A blocked thread costs nothing but its
//! stack, so a batch keeps the servers busy by analysing on more threads than there are cores. A
//! message asks some five questions in its first round, of which others have asked some already,
//! and fewer in the next; [`LiveOptions`] allows 256 in flight; so about 128 threads
//! ([`Live::THREADS`]) are what it takes to have them so, and more than 256 are of no use. Offline and with a [`Replay`] nothing ever waits: one
//! thread a core is best there. [`Live::stats`] tells how large the cache is and what was left
//! unasked, [`Source::trouble`] why.
//!
//! The budget is that of one message, counted from its first question; a question that had no
//! room in flight within it is [`NotAsked::Budget`] and not evidence. The order of messages has
//! no influence on answers, but live answers depend on the moment: only a recording makes a run
//! repeatable.

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
