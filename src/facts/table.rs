//! The table itself: which facts there are, of what type, what they mean, how they are got and
//! where they were read. `hopcheck rules facts` prints it.

use super::{FactSet, HopDns, Traces, hop, link, message};
use crate::chain::Hop;
use crate::rules::schema::{Field, Record, Schema, Scope, Value, Variable};
use crate::span::Span;

/// Numbers of the records in [`SCHEMA`].
pub const HOP: usize = 0;
pub const LINK: usize = 1;
pub const MESSAGE: usize = 2;
pub const GROUP: usize = 3;

/// How a fact is got out of the measured set.
pub(super) type Get = for<'f> fn(&'f FactSet<'_>, usize) -> Value<'f>;

/// Where a fact of a hop was read.
#[derive(Clone, Copy)]
pub(super) enum Where {
    /// In bytes of the line, found by this function (spans count in the line's value).
    Bytes(fn(&Hop<'_>) -> Option<Span>),
    /// In a field beside the line, found by this function (spans count in the message text).
    Trace(fn(&Traces) -> Option<Span>),
    /// From the whole line.
    Line,
    /// From the answer to this question.
    Dns(fn(&HopDns) -> Option<&String>),
    Settings,
    /// In the SMTP session.
    Session,
    /// Worked out from other facts.
    Derived,
}

pub(super) use Where::{Bytes, Derived, Dns, Line, Session, Settings, Trace};

/// Declares the facts of a record once, and makes the three tables that must agree of it.
macro_rules! facts {
    ($fields:ident, $gets:ident, $reads:ident; $($path:literal : $ty:ident, $read:expr, $doc:literal, $get:expr;)+) => {
        pub(in crate::facts) const $fields: &[crate::rules::schema::Field] = &[
            $(crate::rules::schema::Field { path: $path, ty: crate::rules::schema::Type::$ty, doc: $doc },)+
        ];
        pub(in crate::facts) const $gets: &[crate::facts::table::Get] = &[$($get,)+];
        #[allow(dead_code, reason = "links keep no place where a fact was read")]
        pub(in crate::facts) const $reads: &[crate::facts::table::Where] = &[$($read,)+];
    };
}
pub(super) use facts;

pub(super) use hop::{FIELDS as HOP_FIELDS, GETS as HOP_GETS, READS as HOP_READS};
pub(super) use link::{FIELDS as LINK_FIELDS, GETS as LINK_GETS};
pub(super) use message::{FIELDS as MESSAGE_FIELDS, GETS as MESSAGE_GETS, READS as MESSAGE_READS};

const fn record(name: &'static str, fields: &'static [Field]) -> Record {
    Record { name, fields }
}

const fn one(
    name: &'static str,
    record: usize,
    scopes: &'static [Scope],
    doc: &'static str,
) -> Variable {
    Variable { name, record, list: false, scopes, doc }
}

const fn many(
    name: &'static str,
    record: usize,
    scopes: &'static [Scope],
    doc: &'static str,
) -> Variable {
    Variable { name, record, list: true, scopes, doc }
}

const SINGLE: &[Scope] = &[Scope::Hop, Scope::Link, Scope::Message];

/// Variables, in the order that [`resolve`] and [`count`] number them.
const VARIABLES: &[Variable] = &[
    one("hop", HOP, &[Scope::Hop], "the hop that is judged"),
    one("above", HOP, &[Scope::Hop], "the hop above it (newer), with what was found of it"),
    one("link_above", LINK, &[Scope::Hop], "the link between the hop and the one above it"),
    one("link", LINK, &[Scope::Link], "the link that is judged"),
    one("upper", HOP, &[Scope::Link], "the newer hop of the link"),
    one("lower", HOP, &[Scope::Link], "the older hop of the link"),
    one("handover", HOP, SINGLE, "the hop our side wrote at the hand-over"),
    one("message", MESSAGE, SINGLE, "the whole message"),
    many("hops", HOP, &[Scope::Message], "all hops, newest first"),
    many("links", LINK, &[Scope::Message], "all links, newest first"),
    one("group", GROUP, &[Scope::Batch], "messages that have something in common"),
];

pub const SCHEMA: Schema = Schema {
    records: &[
        record("hop", HOP_FIELDS),
        record("link", LINK_FIELDS),
        record("message", MESSAGE_FIELDS),
        record("group", super::GROUP_FIELDS),
    ],
    variables: VARIABLES,
};

/// Which thing a variable is, while hop or link number `index` is judged. Link `i` lies between
/// hops `i` and `i + 1`.
pub(super) fn resolve(facts: &FactSet<'_>, variable: usize, index: usize) -> Option<usize> {
    match variable {
        0 | 3 | 4 => Some(index),
        1 | 2 => index.checked_sub(1),
        5 => Some(index + 1),
        6 => facts.handover,
        _ => Some(0),
    }
}

pub(super) fn count(facts: &FactSet<'_>, variable: usize) -> usize {
    match VARIABLES[variable].record {
        LINK => facts.chain.links.len(),
        _ => facts.chain.hops.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolve_knows_the_order_of_variables() {
        let names: Vec<&str> = VARIABLES.iter().map(|v| v.name).collect();
        assert_eq!(
            names,
            [
                "hop",
                "above",
                "link_above",
                "link",
                "upper",
                "lower",
                "handover",
                "message",
                "hops",
                "links",
                "group"
            ]
        );
    }

    #[test]
    fn paths_are_unique_and_documented() {
        for record in SCHEMA.records {
            let mut paths: Vec<_> = record.fields.iter().map(|f| f.path).collect();
            paths.sort_unstable();
            let all = paths.len();
            paths.dedup();
            assert_eq!(paths.len(), all, "{}", record.name);
            assert!(record.fields.iter().all(|f| !f.doc.is_empty()));
        }
    }
}
