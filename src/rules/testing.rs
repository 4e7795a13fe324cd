//! A small table of facts, and facts to go with it, for tests of the engine.

use std::borrow::Cow;
use std::net::IpAddr;

use super::schema::{Facts, Field, Record, Schema, Scope, Type, Value, Variable};

const fn field(path: &'static str, ty: Type, doc: &'static str) -> Field {
    Field { path, ty, doc }
}

pub(crate) static SCHEMA: Schema = Schema {
    records: &[
        Record {
            name: "hop",
            fields: &[
                field("line", Type::Int, "Counted from the top; 1 is the newest."),
                field("from", Type::Group, "The sender's side of the line."),
                field("from.helo", Type::String, "The name that was announced."),
                field("from.ip", Type::Ip, "The address that was recorded."),
                field("from.tls", Type::Bool, "Whether the line tells of encryption."),
                field("from.names", Type::StringList, "All names of the address."),
                field("by.host", Type::String, "The name of the server that wrote the line."),
                field("by.ips", Type::IpList, "All addresses of that server."),
                field("gap", Type::Double, "Hours since the hop below."),
                field("date.zone", Type::String, "The offset as written."),
                field("date.zone_minutes", Type::Int, "Its last two digits."),
            ],
        },
        Record {
            name: "link",
            fields: &[
                field("kind", Type::String, "How the two lines hang together."),
                field("own", Type::Bool, "Whether our side wrote both."),
            ],
        },
        Record {
            name: "message",
            fields: &[
                field("lines", Type::Int, "Number of lines."),
                field("size", Type::Int, "Bytes."),
                field("sender", Type::String, "The address in From."),
            ],
        },
    ],
    variables: &[
        Variable {
            name: "hop",
            record: 0,
            list: false,
            scopes: &[Scope::Hop],
            doc: "The hop the rule is tried on.",
        },
        Variable {
            name: "above",
            record: 0,
            list: false,
            scopes: &[Scope::Hop],
            doc: "The hop above it.",
        },
        Variable {
            name: "hops",
            record: 0,
            list: true,
            scopes: &[Scope::Hop, Scope::Message],
            doc: "All hops.",
        },
        Variable {
            name: "link",
            record: 1,
            list: false,
            scopes: &[Scope::Link],
            doc: "The link the rule is tried on.",
        },
        Variable {
            name: "upper",
            record: 0,
            list: false,
            scopes: &[Scope::Link],
            doc: "The hop at its upper end.",
        },
        Variable {
            name: "message",
            record: 2,
            list: false,
            scopes: &Scope::ALL,
            doc: "The message as a whole.",
        },
    ],
};

const HOP: usize = 0;
const ABOVE: usize = 1;

/// Facts of some hops and of one message. What is not set is absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    pub hops: Vec<Vec<Value<'static>>>,
    pub message: Vec<Value<'static>>,
}

fn row(record: usize, facts: &[(&str, Value<'static>)]) -> Vec<Value<'static>> {
    let record = &SCHEMA.records[record];
    let mut row = vec![Value::Absent; record.fields.len()];
    for (path, value) in facts {
        let (number, field) = record.field(path).expect("a fact of the table");
        assert!(field.ty.fits(value), "{path}: {value:?}");
        row[number] = value.clone();
    }
    row
}

impl Sample {
    pub fn hop(mut self, facts: &[(&str, Value<'static>)]) -> Self {
        self.hops.push(row(0, facts));
        self
    }

    pub fn message(mut self, facts: &[(&str, Value<'static>)]) -> Self {
        self.message = row(2, facts);
        self
    }
}

impl Facts for Sample {
    fn get(&self, record: usize, field: usize, index: usize) -> Value<'_> {
        let row = match record {
            0 => self.hops.get(index),
            2 => Some(&self.message),
            _ => None,
        };
        match row.and_then(|r| r.get(field)) {
            None | Some(Value::Absent) => Value::Absent,
            Some(Value::Unknown) => Value::Unknown,
            Some(Value::Bool(b)) => Value::Bool(*b),
            Some(Value::Int(i)) => Value::Int(*i),
            Some(Value::Double(d)) => Value::Double(*d),
            Some(Value::Str(s)) => Value::Str(s),
            Some(Value::Ip(ip)) => Value::Ip(*ip),
            Some(Value::Strs(items)) => Value::Strs(Cow::Borrowed(items)),
            Some(Value::Ips(items)) => Value::Ips(Cow::Borrowed(items)),
            Some(Value::Present) => Value::Present,
        }
    }

    fn resolve(&self, variable: usize, index: usize) -> Option<usize> {
        match variable {
            HOP => Some(index),
            ABOVE => index.checked_sub(1),
            _ => Some(0),
        }
    }

    fn count(&self, _: usize, _: usize) -> usize {
        self.hops.len()
    }
}

pub(crate) fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

pub(crate) fn strs(items: &[&'static str]) -> Value<'static> {
    Value::Strs(Cow::Owned(items.iter().map(|s| Cow::Borrowed(*s)).collect()))
}

pub(crate) fn ips(items: &[&str]) -> Value<'static> {
    Value::Ips(Cow::Owned(items.iter().map(|s| ip(s)).collect()))
}

#[test]
fn the_table_is_sound() {
    assert_eq!(SCHEMA.faults(), Vec::<String>::new());
}

/// A rule that uses all that a file may say.
pub(crate) const RULE: &str = r#"
id = "time/zone"
title = "The zone offset cannot exist"
scope = "hop"
when = 'hop.date.zone_minutes >= 60'
level = "high"
weight = 26.5
says = "line {hop.line} has the offset {hop.date.zone}"
cites = ["hop.date.zone", "hop.line"]
accuses = "this"
overlaps = "zone"

[measured]
date = 2026-03-04
fired = { ham = "1 of 3", spam = { hits = 9, of = 12 } }

[docs]
what = """
It looks at the offset from UTC that ends the date of the line, and
of that at the last two digits.

Nothing else."""
why = "No clock has it."
honest = "Never that we know."
references = ["RFC 5322 section 3.3"]
attack = "T1566.002"

[[fires]]
note = "The classic one."
received = ["""from a.example ([192.0.2.1]) by b.example;
 Wed, 4 Mar 2026 10:15:05 -0060"""]
header = "Subject: x\n"
own_host = ["b.example"]
trusted_network = ["192.0.2.0/24"]
now = 2026-03-04T10:20:00Z
[fires.dns]
"a.example A" = ["192.0.2.1", "192.0.2.2"]
"192.0.2.1 ptr" = "nxdomain"

[[silent]]
message = """
Received: from a.example by b.example; Wed, 4 Mar 2026 10:15:05 +0530

body
"""
"#;
