//! The finished report: its shape ([`model`]) and its forms for people ([`text`]) and machines
//! ([`json`]). Knows nothing of how a report came about. [`route`] is the report on a domain.

pub mod abuse;
pub mod arf;
pub mod escape;
pub mod formats;
pub mod html;
pub mod json;
pub mod model;
pub mod redact;
pub mod route;
pub mod schema;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
mod witnesses;
pub mod words;

use std::borrow::Cow;

use crate::dns::{Answers, Record};

/// All questions and answers, in the order in which they were first asked.
pub fn dns_entries(answers: &Answers) -> Vec<model::DnsEntry> {
    answers
        .iter()
        .map(|(question, answer)| model::DnsEntry {
            name: question.name.clone(),
            rtype: question.rtype.as_str().into(),
            outcome: answer.outcome.as_str().into(),
            why: answer.outcome.why().map(Cow::Borrowed),
            answers: answer.records().iter().map(Record::to_string).collect(),
            ttl: answer.ttl,
            server: answer.server.clone(),
        })
        .collect()
}
