//! Many messages: reads mailbox stores in parallel, has each message analysed, and writes one
//! line for each in the order in which they lie there. Then says what only many messages show.
//!
//! | place | what it holds |
//! | --- | --- |
//! | `source/` | where messages lie: folders, mboxes, archives, and messages inside messages |
//! | `pipeline` | one reader, many workers, one writer; memory is bounded by [`Budget`] |
//! | `ordered` | puts what the workers made back in order |
//! | `output` | writes whole lines only, whatever happens to the disk |
//! | `line` | a report as a line of NDJSON or CSV, or for people |
//! | `gist` | what the summary and the second pass keep of a report, or read back from its line |
//! | `tally` | the summary |
//! | `resume` | what an interrupted run had finished |
//! | `batch/` | the second pass |
//!
//! [`Budget`]: pipeline

pub mod batch;
pub mod line;
pub mod ordered;
pub mod output;
pub mod pipeline;
pub mod resume;
pub mod seen;
pub mod source;
pub mod tally;
pub(crate) mod turns;
pub mod writer;
