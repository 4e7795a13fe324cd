//! Conditions: CEL (Common Expression Language), checked against the table of facts when they are
//! loaded and compiled to a typed tree. The `cel` crate parses them; its interpreter is used in
//! tests only, as the measure of ours (`against_cel`).

mod address;
mod check;
mod cost;
mod eval;
mod eval_lists;
mod number;
mod parse;
mod pattern;
mod spans;
mod tokens;
mod tree;
mod types;

#[cfg(test)]
mod against_cel;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::fmt;

use cel::common::ast::operators;

pub(super) use parse::with_stack;
pub use tokens::{MAX_DEPTH, MAX_LENGTH, MAX_TOKENS};

use self::check::Checker;
use self::eval::Env;
use self::tree::Bool;
use super::codes::Code;
use super::facts::FactRef;
use super::fault::Fault;
use super::schema::{Facts, Schema, Scope};

/// How many items all loops of a condition may look at together while it is judged once. A
/// condition that would need more is unknown. This bounds what a message of many lines costs.
pub const MAX_STEPS: u32 = 100_000;

/// What became of a condition. It has fired only when it is [`Outcome::True`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    True,
    False,
    /// A fact it needs is absent or unknown, or an operation had no result.
    Unknown,
}

impl Outcome {
    /// Whether the condition is definitely true.
    pub fn is_true(self) -> bool {
        self == Outcome::True
    }
}

impl From<Option<bool>> for Outcome {
    fn from(value: Option<bool>) -> Self {
        match value {
            Some(true) => Outcome::True,
            Some(false) => Outcome::False,
            None => Outcome::Unknown,
        }
    }
}

/// A condition that is ready to be judged.
#[derive(Clone)]
pub struct Condition {
    source: String,
    /// The top-level conjuncts; one where the condition is no chain of `&&`.
    conjuncts: Vec<Conjunct>,
    tree: Bool,
    reads: Vec<FactRef>,
}

#[derive(Clone)]
struct Conjunct {
    text: String,
    tree: Bool,
}

impl Condition {
    /// Reads, checks and compiles a condition, as it may stand in a rule of that scope. On
    /// failure all that is wrong, with places in `source`.
    pub fn compile(
        source: &str,
        schema: &'static Schema,
        scope: Scope,
    ) -> Result<Self, Vec<Fault>> {
        with_stack(|| Self::compile_here(source, schema, scope)).unwrap_or_else(|| {
            let title = "there is no memory to read the condition";
            Err(vec![Fault::new(Code::TooComplex, 0..source.len(), title)])
        })
    }

    /// The same, where [`with_stack`] has provided the stack already.
    pub(super) fn compile_here(
        source: &str,
        schema: &'static Schema,
        scope: Scope,
    ) -> Result<Self, Vec<Fault>> {
        let (expr, spans) = parse::parse(source).map_err(|fault| vec![fault])?;
        let mut checker = Checker::new(schema, scope, spans);
        let tree = checker.condition(&expr);
        let (Some(tree), true) = (tree, checker.faults.is_empty()) else {
            return Err(checker.faults);
        };
        if !checker.reads_any {
            let fault = Fault::new(Code::NoFact, 0..source.len(), "the condition reads no fact")
                .label("this is the same for every message");
            return Err(vec![fault]);
        }
        let texts = spans::operands(&expr, operators::LOGICAL_AND)
            .into_iter()
            .map(|e| source.get(checker.text_of(e)).unwrap_or_default().to_owned());
        let trees = match &tree {
            Bool::And(parts) => parts.to_vec(),
            single => vec![single.clone()],
        };
        let conjuncts = texts.zip(trees).map(|(text, mut tree)| {
            cost::arrange(&mut tree);
            Conjunct { text, tree }
        });
        let conjuncts = conjuncts.collect();
        let mut tree = tree;
        cost::arrange(&mut tree);
        Ok(Condition { source: source.to_owned(), conjuncts, tree, reads: checker.reads })
    }

    /// Judges the condition for the hop or link of that number (0 where the scope has no such).
    pub fn eval<F: Facts + ?Sized>(&self, facts: &F, index: usize) -> Outcome {
        judge(&self.tree, facts, index)
    }

    /// Whether the condition is definitely true. Says the same as [`Condition::eval`], and stops
    /// at the first part that keeps it from being true, be that false or unknown.
    pub fn holds<F: Facts + ?Sized>(&self, facts: &F, index: usize) -> bool {
        let steps = Cell::new(MAX_STEPS);
        self.tree.holds(&Env { facts, index, frame: None, steps: &steps })
    }

    /// The condition as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The facts of single records that the condition reads, in the order in which it names them.
    pub fn reads(&self) -> &[FactRef] {
        &self.reads
    }

    /// The condition with each of its top-level conjuncts left out in turn, in source order.
    /// Brackets around conjuncts are looked into. A condition of one conjunct leaves one that is
    /// always true.
    ///
    /// For tests: unless some example is judged differently, a conjunct has no effect.
    pub fn conjuncts(&self) -> Vec<Condition> {
        (0..self.conjuncts.len())
            .map(|dropped| {
                let mut conjuncts = self.conjuncts.clone();
                conjuncts.remove(dropped);
                let texts: Vec<&str> = conjuncts.iter().map(|c| c.text.as_str()).collect();
                let source = match texts.as_slice() {
                    [] => "true".to_owned(),
                    texts => texts.join(" && "),
                };
                let trees = conjuncts.iter().map(|c| c.tree.clone()).collect();
                Condition { source, conjuncts, tree: Bool::And(trees), reads: self.reads.clone() }
            })
            .collect()
    }

    /// The text of each top-level conjunct.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.conjuncts.iter().map(|conjunct| conjunct.text.as_str())
    }

    /// Roughly what it takes to judge one top-level conjunct, by its place in
    /// [`Condition::texts`].
    pub fn part_cost(&self, part: usize) -> u32 {
        self.conjuncts.get(part).map_or(0, |conjunct| cost::cost(&conjunct.tree))
    }

    /// Whether one top-level conjunct, by its place in [`Condition::texts`], is definitely true.
    /// Where all are, so is the condition.
    pub fn part_holds<F: Facts + ?Sized>(&self, part: usize, facts: &F, index: usize) -> bool {
        let steps = Cell::new(MAX_STEPS);
        let env = Env { facts, index, frame: None, steps: &steps };
        self.conjuncts.get(part).is_some_and(|conjunct| conjunct.tree.holds(&env))
    }

    /// The text and outcome of each top-level conjunct: shows an author why a rule kept silent.
    pub fn outcomes<F: Facts + ?Sized>(&self, facts: &F, index: usize) -> Vec<(&str, Outcome)> {
        self.conjuncts.iter().map(|c| (c.text.as_str(), judge(&c.tree, facts, index))).collect()
    }
}

fn judge<F: Facts + ?Sized>(tree: &Bool, facts: &F, index: usize) -> Outcome {
    let steps = Cell::new(MAX_STEPS);
    tree.eval(&Env { facts, index, frame: None, steps: &steps }).into()
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.source).finish()
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}
