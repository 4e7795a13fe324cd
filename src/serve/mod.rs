//! The sink: takes mail over SMTP or LMTP, analyses it, stores it, reports on it. It relays
//! nothing.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `options` | what a server is told before it starts |
//! | `server` | sockets to sessions: accepting, draining, signals |
//! | `listen` | sockets of our own or of systemd, and the change of user |
//! | `connection` | one connection: a [`Session`](crate::smtp::Session) driven over a stream |
//! | `gate` | how many connections and how much memory there may be |
//! | `proxy` | the PROXY protocol |
//! | `tls` | certificates |
//! | `engine` | the analyzer in force, which a reload replaces |
//! | `work` | threads that analyse and write |
//! | `stamp` | our fields on top of a message, and forged ones taken out |
//! | `spool` | the Maildir |
//! | `journal` | what is known of messages whose report is not written yet |
//! | `lines` | a report in the form that was asked for |
//! | `report_log` | where reports go |
//! | `commit` | the one order in which a message becomes safe, for several at once |
//! | `recover` | reports that a crash prevented |
//! | `metrics`, `http` | what is counted, and where it is read |
//! | `notify` | systemd's readiness protocol |

mod commit;
mod connection;
mod engine;
mod gate;
mod http;
mod journal;
mod lines;
mod listen;
mod metrics;
mod notify;
mod options;
mod proxy;
mod recover;
mod report_log;
mod server;
mod spool;
mod stamp;
mod tls;
mod work;

pub use engine::{Engine, Load, RejectOn};
pub use options::{DeliverTo, Options, TlsFiles};
pub use server::{Reopen, StartLog, run};
