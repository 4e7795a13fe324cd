//! The report in the forms that security systems index without a parser of their own.
//!
//! One report in, bytes out: [`Siem::write`] for a stream, [`Siem::events`] where each document
//! needs an id (bulk delivery). Most forms give one line for a report, `ocsf` a second one where
//! there is something to alert on. The lines hold no control character whatever the message
//! says, end with a line feed, and are bounded in size: long values are cut, and the whole is in
//! the JSON report.

mod cef;
mod common;
mod ecs;
mod misp;
mod ocsf;
mod sarif;
mod stix;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub(super) use common::{address_of as mailbox, host};

use super::model::Report;

/// A form for a security system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Siem {
    /// Elastic Common Schema, one document for a report.
    Ecs,
    /// Open Cybersecurity Schema Framework: Email Activity (4009), and a Detection Finding (2004)
    /// for a verdict of `suspicious` or `forged`.
    Ocsf,
    /// ArcSight Common Event Format.
    Cef,
    /// A bundle of STIX 2.1.
    Stix,
    /// A MISP event with an email object.
    Misp,
    /// A log of the Static Analysis Results Interchange Format 2.1.0: findings as regions of the
    /// message.
    Sarif,
}

/// One document, with an id that is the same whenever the same is found of the same message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// 32 or more hexadecimal digits.
    pub id: String,
    /// The document, ending with a line feed and having no other.
    pub line: Vec<u8>,
}

/// The JSON report as a document with the id that the other forms of the same report have.
pub fn json_event(report: &Report) -> Event {
    let mut line = Vec::new();
    // A vector takes all that is written.
    let _ = super::json::write_line(&mut line, report);
    Event { id: common::event_id(report), line }
}

impl Siem {
    pub const ALL: [Siem; 6] =
        [Siem::Ecs, Siem::Ocsf, Siem::Cef, Siem::Stix, Siem::Misp, Siem::Sarif];

    /// The word of `--format`.
    pub fn as_str(self) -> &'static str {
        match self {
            Siem::Ecs => "ecs",
            Siem::Ocsf => "ocsf",
            Siem::Cef => "cef",
            Siem::Stix => "stix",
            Siem::Misp => "misp",
            Siem::Sarif => "sarif",
        }
    }

    /// The form that a word of `--format` names.
    pub fn from_name(name: &str) -> Option<Siem> {
        Siem::ALL.into_iter().find(|form| form.as_str() == name)
    }

    /// The documents for one report. `message` holds the bytes that the report's offsets count
    /// in; it may be empty where they are not at hand, and raw lines are then left out.
    pub fn events(self, report: &Report, message: &[u8]) -> Vec<Event> {
        let id = common::event_id(report);
        let documents = match self {
            Siem::Ecs => vec![common::line(&ecs::document(report, &id))],
            Siem::Ocsf => ocsf::events(report, message, &id).iter().map(common::line).collect(),
            Siem::Cef => vec![cef::line(report, &id)],
            Siem::Stix => vec![common::line(&stix::bundle(report, message, &id))],
            Siem::Misp => vec![common::line(&misp::event(report, message, &id))],
            Siem::Sarif => vec![common::line(&sarif::log(report, message))],
        };
        let number = |(number, line)| {
            let suffix = if number == 0 { String::new() } else { format!("-{number}") };
            Event { id: format!("{id}{suffix}"), line }
        };
        documents.into_iter().enumerate().map(number).collect()
    }

    /// Writes the documents for one report, a line each.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write<W: Write>(self, out: &mut W, report: &Report, message: &[u8]) -> io::Result<()> {
        self.events(report, message).iter().try_for_each(|event| out.write_all(&event.line))
    }
}
