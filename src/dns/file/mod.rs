//! The file that answers are kept in: what `--dns-record` writes and `--dns-replay` reads.
//!
//! ```json
//! {
//!   "schema": "hopcheck/dns/1",
//!   "now": "2026-03-04T10:15:05Z",
//!   "settings": { "dns": "system" },
//!   "entries": [
//!     { "name": "203.0.113.7", "type": "PTR", "answers": ["mail.example.org"] },
//!     { "name": "mail.example.org", "type": "A", "answers": ["203.0.113.7"], "ttl": 300,
//!       "server": "192.0.2.53:53", "time": "2026-03-04T10:15:04Z" },
//!     { "name": "example.org", "type": "MX", "answers": ["10 mx.example.org"] },
//!     { "name": "www.example.org", "type": "A", "aliases": ["web.example.org"],
//!       "answers": ["203.0.113.9"] },
//!     { "name": "nowhere.example", "outcome": "nxdomain" }
//!   ],
//!   "unasked": [ { "name": "late.example", "type": "A", "why": "budget" } ]
//! }
//! ```
//!
//! Only `schema` is required. An entry's `outcome` is `records` where it has `answers`, and must
//! be said otherwise: `nxdomain`, `nodata`, `servfail`, `refused`, `timeout`. PTR questions may
//! name the address itself. An entry without a type says that the name does not exist at all,
//! whatever is asked of it (RFC 8020), and can only be `nxdomain`.

mod read;
mod write;

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(super) use self::read::{File, Whole};
pub(super) use self::write::{Kept, Written};

pub(super) const SCHEMA: &str = "hopcheck/dns/1";

/// An entry in its written form.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEntry {
    pub name: String,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    rtype: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answers: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<String>,
}

/// A question left unasked, in its written form.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUnasked {
    pub name: String,
    #[serde(rename = "type")]
    rtype: String,
    why: String,
}

/// An instant as RFC 3339, in whole seconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Instant(pub i64);

impl TryFrom<String> for Instant {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse::<Timestamp>()
            .map(|instant| Instant(instant.as_second()))
            .map_err(|_| format!("`{}` is no RFC 3339 time", text.escape_debug()))
    }
}

/// RFC 3339 in UTC; `None` only for seconds that no calendar year of four digits has.
pub(super) fn rfc3339(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds).ok().map(|instant| instant.to_string())
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Schema;

impl TryFrom<String> for Schema {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == SCHEMA {
            return Ok(Schema);
        }
        Err(format!("the schema is `{}`, this version reads `{SCHEMA}`", text.escape_debug()))
    }
}
