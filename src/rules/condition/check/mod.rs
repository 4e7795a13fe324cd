//! Checks the syntax tree of a condition against the table of facts and builds the tree that is
//! judged. All that can be known of a condition before there is a message is found out here: every
//! name, every type, every regular expression and network.
//!
//! A part that is wrong yields `None` once its fault is noted; the parts beside it are still
//! checked, so that one run tells all that is wrong.

mod function_faults;
mod functions;
mod loops;
mod operators;

use std::ops::Range;

use cel::common::ast::{Expr, IdedExpr, LiteralValue};

use super::spans::Spans;
use super::tree::{Bool, Num, Place, Scalar, Str, Subject};
use super::types::{Single, Typed};
use crate::rules::codes::Code;
use crate::rules::facts::{FactRef, Path, list_fault};
use crate::rules::fault::Fault;
use crate::rules::names::article;
use crate::rules::schema::{Schema, Scope, Type};

/// The name of a loop's item and what it stands for.
struct LoopName {
    name: String,
    item: LoopItem,
}

#[derive(Clone, Copy)]
enum LoopItem {
    Single(Single),
    Record(usize),
}

/// What a dotted path turned out to be.
enum Found {
    /// A loop's item, a record, or a list of records.
    Thing(Typed),
    /// A fact, with what to say if a value is wanted and there is none, it being a group.
    Fact(Place, Type, Option<Fault>),
}

pub(super) struct Checker<'s> {
    schema: &'static Schema,
    scope: Scope,
    spans: Spans<'s>,
    loops: Vec<LoopName>,
    pub faults: Vec<Fault>,
    /// Facts that the condition reads of variables, each once.
    pub reads: Vec<FactRef>,
    /// Whether it reads anything measured at all.
    pub reads_any: bool,
}

impl<'s> Checker<'s> {
    pub fn new(schema: &'static Schema, scope: Scope, spans: Spans<'s>) -> Self {
        Checker {
            schema,
            scope,
            spans,
            loops: Vec::new(),
            faults: Vec::new(),
            reads: Vec::new(),
            reads_any: false,
        }
    }

    /// The whole condition: must be true or false.
    pub fn condition(&mut self, expr: &IdedExpr) -> Option<Bool> {
        match self.expr(expr)? {
            Typed::Scalar(Scalar::Bool(tree)) => Some(tree),
            other => {
                let title = format!("the condition is {}, not a bool", article(&other.describe()));
                self.fault(
                    Fault::new(Code::NotBool, self.spans.of(expr), title)
                        .label("neither true nor false"),
                )
            }
        }
    }

    pub fn text_of(&self, expr: &IdedExpr) -> Range<usize> {
        self.spans.widened(expr)
    }

    fn fault<T>(&mut self, fault: Fault) -> Option<T> {
        self.faults.push(fault);
        None
    }

    /// An expression that must have a value.
    fn expr(&mut self, expr: &IdedExpr) -> Option<Typed> {
        match &expr.expr {
            Expr::Literal(literal) => self.literal(expr, literal),
            Expr::Ident(_) => self.path(expr),
            Expr::Select(_) => self.path(expr),
            Expr::Call(call) => self.call(expr, call),
            Expr::List(list) => self.list(expr, list),
            Expr::Map(_) => self.unsupported(expr, "maps are"),
            Expr::Struct(_) => self.unsupported(expr, "messages are"),
            Expr::Comprehension(_) | Expr::Unspecified => self.unsupported(expr, "this is"),
        }
    }

    /// A single value, not a list and not a record.
    fn scalar(&mut self, expr: &IdedExpr) -> Option<Scalar> {
        match self.expr(expr)? {
            Typed::Scalar(scalar) => Some(scalar),
            other => {
                let title = format!("{} cannot stand here", article(&other.describe()));
                self.fault(
                    Fault::new(Code::WrongType, self.spans.of(expr), title)
                        .label("a single value was expected"),
                )
            }
        }
    }

    fn unsupported<T>(&mut self, expr: &IdedExpr, what: &str) -> Option<T> {
        let at = self.spans.of(expr);
        self.fault(Fault::new(Code::NotSupported, at, format!("{what} not supported")))
    }

    fn literal(&mut self, expr: &IdedExpr, literal: &LiteralValue) -> Option<Typed> {
        Some(Typed::Scalar(match literal {
            LiteralValue::Boolean(b) => Scalar::Bool(Bool::Const(*b.inner())),
            LiteralValue::Int(i) => Scalar::Int(Num::Const(*i.inner())),
            LiteralValue::UInt(u) => Scalar::Uint(Num::Const(*u.inner())),
            LiteralValue::Double(d) => Scalar::Double(Num::Const(*d.inner())),
            LiteralValue::String(s) => Scalar::Str(Str::Const(s.inner().into())),
            LiteralValue::Bytes(_) => return self.unsupported(expr, "bytes are"),
            LiteralValue::Null => {
                let at = self.spans.of(expr);
                return self.fault(
                    Fault::new(Code::NotSupported, at, "null is not supported")
                        .help("`has(…)` says whether a fact is there")
                        .note("an absent fact is not null: using it makes its condition unknown"),
                );
            }
        }))
    }

    fn path(&mut self, expr: &IdedExpr) -> Option<Typed> {
        let Some(path) = self.spans.path(expr) else {
            // A dot behind something that is no name: `f(x).y`.
            return self.unsupported(expr, "a field of what is not a record is");
        };
        match self.find(&path) {
            Ok(Found::Thing(Typed::Record(record))) => {
                let record = self.schema.records.get(record).map_or("record", |r| r.name);
                let title =
                    format!("`{}` is {}, not one of its facts", path.text(), article(record));
                self.fault(Fault::new(Code::NotAValue, path.at(), title).label("name a fact of it"))
            }
            Ok(Found::Thing(typed)) => Some(typed),
            Ok(Found::Fact(place, ty, no_value)) => match (Typed::of_fact(ty, place), no_value) {
                (Some(typed), _) => Some(typed),
                (None, fault) => {
                    self.faults.extend(fault);
                    None
                }
            },
            Err(fault) => self.fault(fault),
        }
    }

    /// What a dotted path means: an item of a loop around, or a variable of the table.
    fn find(&mut self, path: &Path<'_>) -> Result<Found, Fault> {
        let Some(((name, name_at), rest)) = path.names.split_first() else {
            return Err(Fault::new(Code::UnknownName, path.at(), "a name is missing"));
        };
        let in_loop = self.loops.iter().enumerate().rev().find(|(_, l)| l.name == *name);
        let (record, subject) = match in_loop.map(|(depth, l)| (depth, l.item)) {
            Some((depth, LoopItem::Single(single))) => {
                if let Some((_, at)) = rest.first() {
                    let title = format!("`{name}` is {}", article(single.as_str()));
                    return Err(Fault::new(Code::UnknownFact, at.start..path.at().end, title)
                        .label("there is nothing below it"));
                }
                return Ok(Found::Thing(Typed::Scalar(single.item(depth))));
            }
            Some((depth, LoopItem::Record(record))) => (record, Subject::Loop(depth)),
            None => {
                let others: Vec<&str> = self.loops.iter().map(|l| l.name.as_str()).collect();
                let found = self.schema.find_variable(self.scope, &others, name, name_at.clone());
                let (number, variable) = found?;
                self.reads_any = true;
                if variable.list && rest.is_empty() {
                    let records = super::tree::Records::Variable(number);
                    return Ok(Found::Thing(Typed::Records(variable.record, records)));
                }
                if variable.list {
                    return Err(list_fault(variable, self.schema.record_of(variable), path.at()));
                }
                (variable.record, Subject::Variable(number))
            }
        };
        if rest.is_empty() {
            return Ok(Found::Thing(Typed::Record(record)));
        }
        let Some(table) = self.schema.records.get(record) else {
            return Err(Fault::new(Code::UnknownFact, path.at(), "the table of facts is broken"));
        };
        let (field, found) = table.find_field(name, rest, path.at())?;
        if let Subject::Variable(variable) = subject {
            let (path, ty) = (path.text(), found.ty);
            let read = FactRef { variable, record, field, path, ty };
            if ty != Type::Group && !self.reads.contains(&read) {
                self.reads.push(read);
            }
        }
        let no_value = (found.ty == Type::Group).then(|| table.group_fault(name, found, path.at()));
        Ok(Found::Fact(Place { subject, record, field }, found.ty, no_value))
    }
}
