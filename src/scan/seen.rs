//! What the summary and the second pass need of a report: taken from the report itself, or read
//! back from a line that an interrupted run had finished. Both give the same.

use std::borrow::Cow;

use serde::Deserialize;

use crate::report::model::{self, Custody, HopVerdict, Verdict};

/// A report, as much of it as is needed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Seen<'r> {
    #[serde(borrow)]
    pub source: Source<'r>,
    #[serde(borrow)]
    pub message: Message<'r>,
    pub verdict: Verdict,
    pub score: f64,
    #[serde(borrow)]
    pub boundary: Option<Boundary<'r>>,
    #[serde(borrow)]
    pub origin: Option<Origin<'r>>,
    #[serde(borrow)]
    pub hops: Vec<Hop<'r>>,
    #[serde(borrow)]
    pub findings: Vec<Finding<'r>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Source<'r> {
    #[serde(borrow)]
    pub path: Option<Cow<'r, str>>,
    pub offset: u64,
    #[serde(default)]
    pub size: u64,
    #[serde(borrow, default)]
    pub part: Option<Cow<'r, str>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Message<'r> {
    #[serde(borrow)]
    pub message_id: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub date: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub from: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub subject: Option<Cow<'r, str>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Boundary<'r> {
    pub line: usize,
    #[serde(borrow)]
    pub peer_ip: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub peer_helo: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub peer_rdns: Option<Cow<'r, str>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Origin<'r> {
    #[serde(borrow)]
    pub ip: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub host: Option<Cow<'r, str>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Hop<'r> {
    pub custody: Custody,
    pub verdict: HopVerdict,
    #[serde(borrow)]
    pub dialect: Cow<'r, str>,
    #[serde(borrow)]
    pub from: Option<From<'r>>,
    #[serde(borrow)]
    pub by: Option<By<'r>>,
    #[serde(borrow)]
    pub id: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub date: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub date_raw: Option<Cow<'r, str>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct From<'r> {
    #[serde(borrow)]
    pub helo: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub rdns: Option<Cow<'r, str>>,
    #[serde(borrow)]
    pub ip: Option<Cow<'r, str>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct By<'r> {
    #[serde(borrow)]
    pub host: Option<Cow<'r, str>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Finding<'r> {
    #[serde(borrow)]
    pub rule: Cow<'r, str>,
    pub weight: Option<f64>,
}

fn cow(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
}

impl<'r> Seen<'r> {
    /// Of a report.
    pub fn of(report: &'r model::Report) -> Self {
        Seen {
            source: Source {
                path: cow(&report.source.path),
                offset: report.source.offset,
                size: report.source.size,
                part: cow(&report.source.part),
            },
            message: Message {
                message_id: cow(&report.message.message_id),
                date: cow(&report.message.date),
                from: cow(&report.message.from),
                subject: cow(&report.message.subject),
            },
            verdict: report.verdict,
            score: report.score,
            boundary: report.boundary.as_ref().map(|boundary| Boundary {
                line: boundary.line,
                peer_ip: cow(&boundary.peer_ip),
                peer_helo: cow(&boundary.peer_helo),
                peer_rdns: cow(&boundary.peer_rdns),
            }),
            origin: report
                .origin
                .as_ref()
                .map(|origin| Origin { ip: cow(&origin.ip), host: cow(&origin.host) }),
            hops: report.hops.iter().map(Hop::of).collect(),
            findings: report
                .findings
                .iter()
                .map(|found| Finding {
                    rule: Cow::Borrowed(found.rule.as_str()),
                    weight: Some(found.weight),
                })
                .collect(),
        }
    }
}

impl<'r> Hop<'r> {
    fn of(hop: &'r model::Hop) -> Self {
        Hop {
            custody: hop.custody,
            verdict: hop.verdict,
            dialect: Cow::Borrowed(hop.dialect),
            from: hop.from.as_ref().map(|from| From {
                helo: cow(&from.helo),
                rdns: cow(&from.rdns),
                ip: cow(&from.ip),
            }),
            by: hop.by.as_ref().map(|by| By { host: cow(&by.host) }),
            id: cow(&hop.id),
            date: cow(&hop.date),
            date_raw: cow(&hop.date_raw),
        }
    }

    /// The name of the server that the line says wrote it.
    pub fn by_host(&self) -> Option<&str> {
        self.by.as_ref()?.host.as_deref()
    }
}

/// What a line read back says of the run that wrote it.
#[derive(Clone, Debug, Deserialize)]
pub struct Tool {
    pub version: String,
    pub rules: String,
    pub now: Option<String>,
    pub settings: serde_json::Value,
}
