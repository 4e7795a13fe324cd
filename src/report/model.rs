//! The report, version 1: the JSON that callers rely on. Fields may be added; none is renamed,
//! moved, or changes its meaning.

mod authentication;
mod session;

use std::borrow::Cow;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use authentication::Authentication;
pub use session::{Session, SessionCommand, SessionOddity, SessionTls};

pub const SCHEMA: &str = "hopcheck/report/1";

/// One message's report. Unknown is `null` or absent, never an empty string or 0.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Report {
    /// The name and version of this shape.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What judged, with what: all it takes to repeat the verdict.
    pub tool: Tool,
    /// Which bytes the report is on.
    pub source: Source,
    /// What the message says of itself: fields of its header, decoded (RFC 2047), written by
    /// whoever wrote the mail.
    pub message: MessageInfo,
    /// What is known of the SMTP envelope (RFC 5321 section 2.3.1).
    pub envelope: Envelope,
    /// How the message came, where this program took it over SMTP or LMTP itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// The judgement on the way of the message, not on the honesty of its sender.
    pub verdict: Verdict,
    /// How probable it is that at least one line is forged, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub score: f64,
    /// Where the sender's side handed the mail over to ours; `null` where there is no Received
    /// line or no hand-over.
    pub boundary: Option<Boundary>,
    /// The peer recorded by the lowest line that is trusted or supported; `null` where no such
    /// line names one.
    pub origin: Option<Origin>,
    /// One for each Received line, newest first.
    pub hops: Vec<Hop>,
    /// One for each pair of neighbouring Received lines, newest first.
    pub links: Vec<Link>,
    /// What the rules said, in the order of the lines they were tried on.
    pub findings: Vec<Finding>,
    /// SPF, DKIM, ARC and DMARC, verified now; absent where nothing was verified: offline, in a
    /// scan without `--auth`, and of a message that is not whole as it travelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication: Option<Vec<Authentication>>,
    /// Each question of the DNS and its answer, also those left unasked.
    pub dns: Vec<DnsEntry>,
    /// What could not be read or done.
    pub problems: Vec<Problem>,
}

/// What it takes to repeat the verdict.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Tool {
    /// `hopcheck`.
    pub name: &'static str,
    /// The version of the program (Semantic Versioning 2.0.0).
    pub version: &'static str,
    /// Digest of all rules and data in force.
    #[schemars(length(equal = 64))]
    pub rules: String,
    /// RFC 3339.
    pub now: Option<String>,
    /// No question could be put to the DNS, so its silence means nothing.
    pub offline: bool,
    /// What was set by flags and configuration file, under the names of the file; nothing where
    /// the defaults hold.
    pub settings: serde_json::Value,
    /// Probability, before anything is known, that a line is forged: 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub prior: f64,
    /// From which probabilities on a line is called what.
    pub thresholds: Thresholds,
}

#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Thresholds {
    /// Probability, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub suspicious: f64,
    /// Probability, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub forged: f64,
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Source {
    /// The name of the file as it was given, `-` for standard input.
    pub path: Option<String>,
    /// Where in that file the message begins, in bytes.
    pub offset: u64,
    /// Length of the message in bytes, as received.
    pub size: u64,
    /// SHA-256 of the message (FIPS 180-4) in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Of a message inside a message: its section, as IMAP numbers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The Maildir flags in the file's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<String>,
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct MessageInfo {
    /// `Message-ID` (RFC 5322 section 3.6.4), with its angle brackets.
    pub message_id: Option<String>,
    /// `Date` (RFC 5322 section 3.6.1), as it is written.
    pub date: Option<String>,
    /// `From` (RFC 5322 section 3.6.2).
    pub from: Option<String>,
    /// `To` (RFC 5322 section 3.6.3).
    pub to: Option<String>,
    /// `Subject` (RFC 5322 section 3.6.5).
    pub subject: Option<String>,
    /// `Return-Path` (RFC 5321 section 4.4).
    pub return_path: Option<String>,
}

#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Envelope {
    /// The reverse-path, `MAIL FROM` (RFC 5321 section 4.1.1.2).
    pub mail_from: Option<WithBasis>,
    /// The forward-paths, `RCPT TO` (RFC 5321 section 4.1.1.3).
    pub rcpt_to: Vec<WithBasis>,
    /// Address of the host that handed the mail over.
    pub client_ip: Option<WithBasis>,
    /// What that host called itself, `HELO` or `EHLO` (RFC 5321 section 4.1.1.1).
    pub helo: Option<WithBasis>,
    /// Version and cipher of the session, as far as they are stated.
    pub tls: Option<WithBasis>,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct WithBasis {
    /// The value.
    pub value: String,
    /// What the value rests on: a header field, a Received line, the SMTP session.
    pub basis: String,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every line is trusted or supported, and nothing speaks against any.
    Genuine,
    /// Nothing speaks against any line, and not every one is confirmed; also a message without
    /// Received lines.
    Unverified,
    /// There is evidence against at least one line.
    Suspicious,
    /// At least one line is forged beyond reasonable doubt.
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
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Boundary {
    /// The line our side wrote at the hand-over.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// Address of the peer as that line records it.
    pub peer_ip: Option<String>,
    /// What the peer called itself.
    pub peer_helo: Option<String>,
    /// The name that our server recorded for the address.
    pub peer_rdns: Option<String>,
    /// Why the boundary lies here.
    pub basis: Vec<String>,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Origin {
    /// The line that records the peer.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// Address of the peer.
    pub ip: Option<String>,
    /// The name that the server recorded; what the peer called itself only where no address is
    /// known.
    pub host: Option<String>,
    /// `high`: our own line records a public address; `medium`: a line of a supported party does;
    /// `low`: anything else.
    #[schemars(extend("enum" = ["high", "medium", "low"]))]
    pub confidence: String,
    /// What the confidence rests on, and what stands in the way of going further back.
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Custody {
    /// Our side wrote the line.
    Own,
    /// The sender's side supplied it.
    Claimed,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum HopVerdict {
    /// Our side wrote it.
    Trusted,
    /// Something that a forger could not write speaks for it.
    Supported,
    /// Nothing speaks for it or against it.
    Unverified,
    /// There is evidence against it.
    Suspicious,
    /// It is forged beyond reasonable doubt.
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

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Hop {
    /// 1 is the newest.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// Bytes from the start of the message as received; the field's name is included.
    pub offset: u64,
    /// Length in bytes, without the line break at its end.
    pub length: u64,
    /// Whose word the line is.
    pub custody: Custody,
    /// The judgement on this line.
    pub verdict: HopVerdict,
    /// How probable it is that the line is forged, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub score: f64,
    /// What supports the line.
    pub support: Vec<String>,
    /// The grammar that explains the line: `postfix`, `exim`, … `generic` (that of RFC 5321),
    /// `unknown`.
    pub dialect: &'static str,
    /// The `from` clause: who handed over to this server (RFC 5321 section 4.4).
    pub from: Option<HopFrom>,
    /// The `by` clause: the server that wrote the line.
    pub by: Option<HopBy>,
    /// The `via` clause: the link, where it is not the Internet.
    pub via: Option<String>,
    /// The `with` clause: the protocol, such as `ESMTPS` (RFC 3848).
    pub with: Option<String>,
    /// TLS of the session, as the line states it.
    pub tls: Option<HopTls>,
    /// The `id` clause: the server's own name for the message.
    pub id: Option<String>,
    /// The time hidden in the id, where its layout has one: RFC 3339, UTC.
    pub id_time: Option<String>,
    /// The `for` clause: a recipient.
    #[serde(rename = "for")]
    pub for_: Option<String>,
    /// The sender of the envelope, where the line states it.
    pub envelope_from: Option<String>,
    /// The stamp of the line: RFC 3339, UTC.
    pub date: Option<String>,
    /// The stamp as it is written.
    pub date_raw: Option<String>,
    /// The zone of the stamp as it is written, such as `-0800`.
    pub zone: Option<String>,
    /// `[offset, length]` in the message as received, of what no clause explains.
    pub unparsed: Vec<[u64; 2]>,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct HopFrom {
    /// What the peer called itself.
    pub helo: Option<String>,
    /// The name that the server recorded for the peer's address.
    pub rdns: Option<String>,
    /// What the server says of that name: `verified`, `unverified`, `none` (the address has no
    /// name), `failed` (the look-up did), `not-stated`.
    #[schemars(extend("enum" = ["verified", "unverified", "none", "failed", "not-stated"]))]
    pub rdns_status: &'static str,
    /// Address of the peer (RFC 5952 for IPv6).
    pub ip: Option<String>,
    /// TCP port of the peer.
    pub port: Option<u16>,
    /// User by the ident protocol (RFC 1413).
    pub ident: Option<String>,
    /// User who logged in (RFC 4954).
    pub auth: Option<String>,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct HopBy {
    /// Name of the server.
    pub host: Option<String>,
    /// Address of the server, where it is stated.
    pub ip: Option<String>,
    /// What the server says of its software.
    pub software: Option<String>,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct HopTls {
    /// Version, as it is written.
    pub version: Option<String>,
    /// Cipher suite, as it is written.
    pub cipher: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, JsonSchema, Serialize)]
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
    /// Different, and no known reason covers it.
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

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Link {
    /// The newer line.
    #[schemars(range(min = 1))]
    pub upper: usize,
    /// The older line.
    #[schemars(range(min = 2))]
    pub lower: usize,
    /// How the two hang together.
    pub kind: LinkKind,
    /// The reason, as a phrase.
    pub why: String,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Good to know, and no evidence.
    Info,
    /// Weak evidence.
    Low,
    /// Evidence.
    Medium,
    /// Strong evidence.
    High,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Finding {
    /// Id of the rule, stable: `family/name`.
    pub rule: String,
    /// The lines that the finding speaks against; empty where it is about the whole message.
    pub lines: Vec<usize>,
    /// How much it matters.
    pub level: Level,
    /// Decibans: +10 is ten to one for forged.
    pub weight: f64,
    /// The id of the rule whose finding sees the same thing and weighs more: where it is set,
    /// the weight of this finding was not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlapped_by: Option<String>,
    /// What the rule finds, in a few words that hold for all its findings.
    pub title: String,
    /// The technique of MITRE ATT&CK that this is a trace of, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attack: Option<String>,
    /// One sentence with the values in it.
    pub message: String,
    /// The facts that were compared.
    pub evidence: Vec<Evidence>,
}

/// A compared fact, its value, and where it was read.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Evidence {
    /// Name of the fact, as rules use it.
    pub fact: String,
    /// The value; `null` where it is not known.
    pub value: serde_json::Value,
    #[serde(flatten)]
    pub read: Read,
}

/// Where a fact was read.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "read", rename_all = "kebab-case")]
pub enum Read {
    /// Bytes of the message as received.
    Bytes {
        /// The Received line they are in.
        line: Option<usize>,
        /// Where they begin, in bytes from the start of the message.
        offset: u64,
        /// How many they are.
        length: u64,
    },
    /// The answer to a question of the DNS.
    Dns {
        /// Name, type and outcome.
        question: String,
    },
    /// The SMTP session in which the message was received.
    Session,
    /// Flags and configuration file.
    Settings,
    /// Worked out from other facts (a difference of times, a kind of link).
    Derived,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DnsEntry {
    /// The name asked for.
    pub name: String,
    /// The type of record: `A`, `AAAA`, `PTR`, `MX`, `TXT`, `CNAME`.
    #[serde(rename = "type")]
    pub rtype: Cow<'static, str>,
    /// `records`, `nxdomain`, `nodata`, `servfail`, `refused`, `timeout`, `not-asked`, `not-recorded`.
    #[schemars(extend("enum" = ["records", "nxdomain", "nodata", "servfail", "refused", "timeout", "not-asked", "not-recorded"]))]
    pub outcome: Cow<'static, str>,
    /// Why the question was not asked.
    pub why: Option<Cow<'static, str>>,
    /// The records, in presentation format (RFC 1035 section 5.1).
    pub answers: Vec<String>,
    /// How long the answer may be kept, in seconds.
    pub ttl: Option<u32>,
    /// Who answered.
    pub server: Option<Arc<str>>,
}

#[derive(Clone, Debug, JsonSchema, Serialize, serde::Deserialize)]
pub struct Problem {
    /// Stable word for what happened.
    pub code: String,
    /// One sentence.
    pub what: String,
    /// The Received line it concerns.
    pub line: Option<usize>,
    /// Where in the message, in bytes from its start.
    pub offset: Option<u64>,
}
