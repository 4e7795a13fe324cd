//! From answers to the file.

use serde::Serialize;
use serde_json::Value;

use super::{RawEntry, RawUnasked, rfc3339};
use crate::dns::answer::{Answer, Outcome, Record};
use crate::dns::question::Question;

/// The whole file, as written.
#[derive(Serialize)]
pub(in crate::dns) struct Written<'a> {
    pub schema: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    #[serde(skip_serializing_if = "Value::is_null")]
    pub settings: &'a Value,
    pub entries: Vec<RawEntry>,
    pub unasked: Vec<RawUnasked>,
}

/// The written form of an answer; `None` where the file does not keep such.
pub(in crate::dns) enum Kept {
    Entry(RawEntry),
    Unasked(RawUnasked),
}

impl Kept {
    pub fn of(question: &Question, answer: &Answer) -> Option<Kept> {
        let rtype = question.rtype.as_str().to_owned();
        let (outcome, answers) = match &answer.outcome {
            Outcome::NotRecorded => return None,
            Outcome::NotAsked(why) => {
                let name = question.name.clone();
                return Some(Kept::Unasked(RawUnasked { name, rtype, why: why.as_str().into() }));
            }
            Outcome::Records(records) => {
                (None, Some(records.iter().map(Record::to_string).collect()))
            }
            other => (Some(other.as_str().to_owned()), None),
        };
        Some(Kept::Entry(RawEntry {
            name: question.name.clone(),
            rtype: Some(rtype),
            outcome,
            aliases: answer.aliases.clone(),
            answers,
            ttl: answer.ttl,
            server: answer.server.clone(),
            time: answer.time.and_then(rfc3339),
        }))
    }
}
