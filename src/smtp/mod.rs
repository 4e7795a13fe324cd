//! SMTP and LMTP as the receiving side speaks them (RFC 5321, RFC 2033), as a pure state machine:
//! bytes in, replies and whole messages out. No sockets, no clock, no files, so that every
//! sequence can be tried byte by byte.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `session/` | [`Session`]: the state machine |
//! | `line` | [`LineReader`](line::LineReader): command lines out of a stream of bytes |
//! | `command` | [`Command`](command::Command): what a line asks for |
//! | `path` | reverse-path and forward-path, parameters of MAIL and RCPT |
//! | `data` | [`DataReader`](data::DataReader): the one end that DATA has, and dot transparency |
//! | `oddity` | [`Oddity`]: what no well-behaved client does |
//! | `reply` | replies with their enhanced codes |
//! | `limits` | [`Limits`] |
//! | `transcript` | what was typed, to a bound |

pub mod command;
pub mod data;
pub mod limits;
pub mod line;
pub mod oddity;
pub mod path;
pub mod reply;
pub mod session;
pub mod transcript;

pub use limits::Limits;
pub use oddity::{Oddities, Oddity};
pub use reply::Reply;
pub use session::{
    BareNewline, Config, Event, Forwarded, Note, Outcome, Peer, PeerBasis, Session, Tls,
    Transaction,
};
