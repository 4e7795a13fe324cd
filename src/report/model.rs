//! The report, version 1: the JSON that callers rely on. Fields may be added; none is renamed,
//! moved, or changes its meaning.

use serde::Serialize;

pub const SCHEMA: &str = "hopcheck/report/1";

/// One message's report. Unknown is `null` or absent, never an empty string or 0.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub schema: &'static str,
    pub tool: Tool,
    pub source: Source,
    pub message: MessageInfo,
    pub envelope: Envelope,
    /// How the message came, where this program took it over SMTP or LMTP itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    pub verdict: Verdict,
    /// How probable it is that at least one line is forged, 0 to 1.
    pub score: f64,
    pub boundary: Option<Boundary>,
    pub origin: Option<Origin>,
    pub hops: Vec<Hop>,
    pub links: Vec<Link>,
    pub findings: Vec<Finding>,
    pub dns: Vec<DnsEntry>,
    pub problems: Vec<Problem>,
}

/// What it takes to repeat the verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
    /// Digest of all rules and data in force.
    pub rules: String,
    /// RFC 3339.
    pub now: Option<String>,
    /// No question could be put to the DNS, so its silence means nothing.
    pub offline: bool,
    pub settings: serde_json::Value,
    pub prior: f64,
    pub thresholds: Thresholds,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Thresholds {
    pub suspicious: f64,
    pub forged: f64,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Source {
    pub path: Option<String>,
    pub offset: u64,
    pub size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct MessageInfo {
    pub message_id: Option<String>,
    pub date: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub subject: Option<String>,
    pub return_path: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Envelope {
    pub mail_from: Option<WithBasis>,
    pub rcpt_to: Vec<WithBasis>,
    pub client_ip: Option<WithBasis>,
    pub helo: Option<WithBasis>,
    pub tls: Option<WithBasis>,
}

/// An SMTP or LMTP session as it was seen. Also what is kept to make up a report that a crash
/// prevented, so it can be read back.
#[derive(Clone, Debug, Default, Serialize, serde::Deserialize)]
pub struct Session {
    /// The id in our Received line and in the reply.
    pub id: String,
    /// The client's address and port.
    pub ip: String,
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
    pub tls: Option<SessionTls>,
    /// RFC 3339, when the connection was made.
    pub connected: String,
    /// Milliseconds since then: MAIL, DATA or the first BDAT, the end of the message.
    pub mail_ms: u64,
    pub data_ms: u64,
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

#[derive(Clone, Debug, Default, Serialize, serde::Deserialize)]
pub struct SessionTls {
    pub version: String,
    pub cipher: String,
    /// The name the client asked for.
    pub server_name: Option<String>,
}

#[derive(Clone, Debug, Serialize, serde::Deserialize)]
pub struct SessionCommand {
    /// Milliseconds since the connection was made.
    pub ms: u64,
    pub line: String,
    /// The code it was answered with.
    pub code: u16,
}

#[derive(Clone, Debug, Serialize, serde::Deserialize)]
pub struct SessionOddity {
    pub code: String,
    pub count: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct WithBasis {
    pub value: String,
    pub basis: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Genuine,
    Unverified,
    Suspicious,
    Forged,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Genuine => "genuine",
            Verdict::Unverified => "unverified",
            Verdict::Suspicious => "suspicious",
            Verdict::Forged => "forged",
        }
    }
}

/// Where their side handed the mail over to ours.
#[derive(Clone, Debug, Serialize)]
pub struct Boundary {
    /// The line our side wrote at the hand-over.
    pub line: usize,
    pub peer_ip: Option<String>,
    pub peer_helo: Option<String>,
    pub peer_rdns: Option<String>,
    /// Why the boundary lies here.
    pub basis: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Origin {
    pub line: usize,
    pub ip: Option<String>,
    pub host: Option<String>,
    pub confidence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Custody {
    /// Our side wrote the line.
    Own,
    /// The sender's side supplied it.
    Claimed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HopVerdict {
    Trusted,
    Supported,
    Unverified,
    Suspicious,
    Forged,
}

impl HopVerdict {
    pub fn as_str(self) -> &'static str {
        match self {
            HopVerdict::Trusted => "trusted",
            HopVerdict::Supported => "supported",
            HopVerdict::Unverified => "unverified",
            HopVerdict::Suspicious => "suspicious",
            HopVerdict::Forged => "forged",
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Hop {
    /// 1 is the newest.
    pub line: usize,
    /// Bytes from the start of the message as received; the field's name is included.
    pub offset: u64,
    pub length: u64,
    pub custody: Custody,
    pub verdict: HopVerdict,
    pub score: f64,
    /// What supports the line.
    pub support: Vec<String>,
    pub dialect: &'static str,
    pub from: Option<HopFrom>,
    pub by: Option<HopBy>,
    pub via: Option<String>,
    pub with: Option<String>,
    pub tls: Option<HopTls>,
    pub id: Option<String>,
    pub id_time: Option<String>,
    #[serde(rename = "for")]
    pub for_: Option<String>,
    pub envelope_from: Option<String>,
    pub date: Option<String>,
    pub date_raw: Option<String>,
    pub zone: Option<String>,
    /// `[offset, length]` in the message as received, of what no clause explains.
    pub unparsed: Vec<[u64; 2]>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HopFrom {
    pub helo: Option<String>,
    pub rdns: Option<String>,
    pub rdns_status: &'static str,
    pub ip: Option<String>,
    pub port: Option<u16>,
    pub ident: Option<String>,
    pub auth: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HopBy {
    pub host: Option<String>,
    pub ip: Option<String>,
    pub software: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HopTls {
    pub version: Option<String>,
    pub cipher: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// The lower line's `by` is a name the upper line's `from` has.
    Exact,
    /// Two names of one organisation.
    Organisation,
    /// The lower `by` names the address the upper line recorded.
    Address,
    /// Both inside one host or one private network.
    Internal,
    /// Different, and a known reason covers it.
    Explained,
    Unexplained,
    /// One of the lines does not say enough.
    Unknown,
}

impl LinkKind {
    pub fn as_str(self) -> &'static str {
        match self {
            LinkKind::Exact => "exact",
            LinkKind::Organisation => "organisation",
            LinkKind::Address => "address",
            LinkKind::Internal => "internal",
            LinkKind::Explained => "explained",
            LinkKind::Unexplained => "unexplained",
            LinkKind::Unknown => "unknown",
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub upper: usize,
    pub lower: usize,
    pub kind: LinkKind,
    pub why: String,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Info,
    Low,
    Medium,
    High,
}

#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub rule: String,
    pub lines: Vec<usize>,
    pub level: Level,
    /// Decibans: +10 is ten to one for forged.
    pub weight: f64,
    pub message: String,
    pub evidence: Vec<Evidence>,
}

/// A compared fact, its value, and where it was read.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    pub fact: String,
    pub value: serde_json::Value,
    #[serde(flatten)]
    pub read: Read,
}

/// Where a fact was read.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "read", rename_all = "kebab-case")]
pub enum Read {
    /// Bytes of the message as received.
    Bytes {
        line: Option<usize>,
        offset: u64,
        length: u64,
    },
    Dns {
        question: String,
    },
    Session,
    Settings,
    /// Worked out from other facts (a difference of times, a kind of link).
    Derived,
}

#[derive(Clone, Debug, Serialize)]
pub struct DnsEntry {
    pub name: String,
    #[serde(rename = "type")]
    pub rtype: String,
    /// `records`, `nxdomain`, `nodata`, `servfail`, `refused`, `timeout`, `not-asked`, `not-recorded`.
    pub outcome: String,
    pub why: Option<String>,
    pub answers: Vec<String>,
    pub ttl: Option<u32>,
    pub server: Option<String>,
}

#[derive(Clone, Debug, Serialize, serde::Deserialize)]
pub struct Problem {
    pub code: String,
    pub what: String,
    pub line: Option<usize>,
    pub offset: Option<u64>,
}
