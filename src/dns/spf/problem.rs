//! What can be wrong with SPF records.

use std::fmt;

use super::{BadTerm, MAX_EXCHANGES, MAX_LOOKUPS, MAX_VOID_LOOKUPS};
use crate::dns::question::Question;

/// Something that is wrong with a domain's records, or kept from being known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpfProblem {
    /// No name of the DNS; nothing was asked.
    BadDomain,
    /// More than one record (RFC 7208 section 4.5).
    SeveralRecords {
        domain: String,
        count: usize,
    },
    BadTerm {
        domain: String,
        bad: BadTerm,
    },
    /// `include` or `redirect` to a domain without a record (sections 5.2 and 6.1).
    NoRecord {
        domain: String,
        term: String,
    },
    /// More than ten terms need the DNS; this one is the eleventh.
    TooManyLookups {
        domain: String,
        term: String,
    },
    /// More than two lookups that bring nothing.
    TooManyVoidLookups {
        count: usize,
    },
    /// More than ten exchanges behind one `mx`.
    TooManyExchanges {
        domain: String,
        count: usize,
    },
    /// A record that leads back to itself.
    Loop {
        domain: String,
    },
    /// A term that depends on the message: `exists`, `ptr`, macros.
    Open {
        domain: String,
        term: String,
    },
    /// A question without an answer, and what came instead.
    Silent {
        question: Question,
        outcome: &'static str,
    },
}

impl SpfProblem {
    /// A stable word for machines.
    pub fn as_str(&self) -> &'static str {
        match self {
            SpfProblem::BadDomain => "bad-domain",
            SpfProblem::SeveralRecords { .. } => "several-records",
            SpfProblem::BadTerm { .. } => "bad-term",
            SpfProblem::NoRecord { .. } => "no-record",
            SpfProblem::TooManyLookups { .. } => "too-many-lookups",
            SpfProblem::TooManyVoidLookups { .. } => "too-many-void-lookups",
            SpfProblem::TooManyExchanges { .. } => "too-many-exchanges",
            SpfProblem::Loop { .. } => "loop",
            SpfProblem::Open { .. } => "open",
            SpfProblem::Silent { .. } => "silent",
        }
    }

    /// The section that the record breaks; `None` where nothing is broken and something is only
    /// not known.
    pub fn reference(&self) -> Option<&'static str> {
        Some(match self {
            SpfProblem::BadDomain => "RFC 7208 section 4.3",
            SpfProblem::SeveralRecords { .. } => "RFC 7208 section 4.5",
            SpfProblem::BadTerm { .. } => "RFC 7208 section 4.6",
            SpfProblem::NoRecord { term, .. } if term.to_ascii_lowercase().contains("redirect") => {
                "RFC 7208 section 6.1"
            }
            SpfProblem::NoRecord { .. } => "RFC 7208 section 5.2",
            SpfProblem::TooManyLookups { .. }
            | SpfProblem::TooManyVoidLookups { .. }
            | SpfProblem::TooManyExchanges { .. }
            | SpfProblem::Loop { .. } => "RFC 7208 section 4.6.4",
            SpfProblem::Open { .. } | SpfProblem::Silent { .. } => return None,
        })
    }

    fn what(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SpfProblem::BadDomain => f.write_str("no such name can be in the DNS"),
            SpfProblem::SeveralRecords { domain, count } => {
                write!(f, "{domain} has {count} SPF records, where one is allowed")
            }
            SpfProblem::BadTerm { domain, bad } => write!(f, "the record of {domain}: {bad}"),
            SpfProblem::NoRecord { domain, term } => {
                write!(f, "`{}` of {domain} leads to no SPF record", term.escape_debug())
            }
            SpfProblem::TooManyLookups { domain, term } => write!(
                f,
                "`{}` of {domain} is one lookup too many, where {MAX_LOOKUPS} are allowed",
                term.escape_debug()
            ),
            SpfProblem::TooManyVoidLookups { count } => {
                write!(f, "{count} lookups bring nothing, where {MAX_VOID_LOOKUPS} are allowed")
            }
            SpfProblem::TooManyExchanges { domain, count } => {
                write!(f, "{domain} has {count} exchanges, where {MAX_EXCHANGES} are allowed")
            }
            SpfProblem::Loop { domain } => write!(f, "the record of {domain} leads back to itself"),
            SpfProblem::Open { domain, term } => {
                write!(f, "`{}` of {domain} depends on the message", term.escape_debug())
            }
            SpfProblem::Silent { question, outcome } => {
                write!(f, "{question} was not answered ({outcome})")
            }
        }
    }
}

impl fmt::Display for SpfProblem {
    /// What is wrong, and by which section.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what(f)?;
        self.reference().map_or(Ok(()), |section| write!(f, " ({section})"))
    }
}
