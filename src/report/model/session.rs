//! How the message came, where this program took it itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An SMTP or LMTP session as it was seen. Also what is kept to make up a report that a crash
/// prevented, so it can be read back.
#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
pub struct Session {
    /// The id in our Received line and in the reply.
    pub id: String,
    /// The client's address and port.
    pub ip: String,
    /// The port it connected from.
    pub port: u16,
    /// How the address is known: `connection`, `proxy`, `xclient`.
    pub basis: String,
    /// The host that said who the client is, where it was not the client that connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The client's name, looked up when the mail came.
    pub rdns: Option<String>,
    /// Whether the client's names lead back to its address, as RFC 8601 section 2.7.3 has it.
    pub iprev: Option<String>,
    /// As typed.
    pub helo: String,
    /// As in `with` of our line: `SMTP`, `ESMTPS`, `LMTP`, …
    pub protocol: String,
    /// The account that XCLIENT said the client had logged in to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The encryption; absent where there was none.
    pub tls: Option<SessionTls>,
    /// RFC 3339, when the connection was made.
    pub connected: String,
    /// Milliseconds from the connection to MAIL.
    pub mail_ms: u64,
    /// Milliseconds from the connection to DATA or the first BDAT.
    pub data_ms: u64,
    /// Milliseconds from the connection to the end of the message.
    pub end_ms: u64,
    /// Bytes of the message as sent, dot stuffing undone.
    pub size: u64,
    /// Commands as typed, the first of very many.
    pub commands: Vec<SessionCommand>,
    /// Commands that are not listed.
    #[serde(default, skip_serializing_if = "is_none")]
    pub commands_left_out: u32,
    /// What no well-behaved client does.
    pub oddities: Vec<SessionOddity>,
}

/// Serde hands fields over by reference.
fn is_none(count: &u32) -> bool {
    *count == 0
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize, Deserialize)]
pub struct SessionTls {
    /// Version of the protocol: `TLSv1.3`.
    pub version: String,
    /// The cipher suite by its IANA name.
    pub cipher: String,
    /// The name the client asked for.
    pub server_name: Option<String>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
pub struct SessionCommand {
    /// Milliseconds since the connection was made.
    pub ms: u64,
    /// The command as typed.
    pub line: String,
    /// The code it was answered with.
    pub code: u16,
}

#[derive(Clone, Debug, JsonSchema, Serialize, Deserialize)]
pub struct SessionOddity {
    /// What was odd: `smuggling`, `bare-lf`, `early-talker`, … (docs/serving.md lists them).
    pub code: String,
    /// How often it was seen.
    pub count: u32,
}
