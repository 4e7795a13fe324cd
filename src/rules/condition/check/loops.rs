//! Lists, and the macros that go through them.

use cel::common::ast::{CallExpr, Expr, IdedExpr, ListExpr};

use super::{Checker, LoopItem, LoopName};
use crate::rules::codes::Code;
use crate::rules::condition::tree::{Bool, List, Loop, Quantifier, Range, Records, Scalar};
use crate::rules::condition::types::Typed;
use crate::rules::fault::Fault;
use crate::rules::names::article;

/// How deep loops may stand in one another.
const MAX_LOOPS: usize = 3;

impl Checker<'_> {
    pub(super) fn list(&mut self, expr: &IdedExpr, list: &ListExpr) -> Option<Typed> {
        let Some(first) = list.elements.first() else {
            let at = self.spans.of(expr);
            return self.fault(
                Fault::new(Code::WrongType, at, "the list is empty").label("nothing is ever in it"),
            );
        };
        let items: Vec<Option<Scalar>> = list.elements.iter().map(|e| self.scalar(e)).collect();
        let items: Option<Vec<Scalar>> = items.into_iter().collect();
        let items = items?;
        let single = items.first()?.single();
        let odd = items.iter().zip(&list.elements).find(|(item, _)| item.single() != single);
        if let Some((item, element)) = odd {
            let (of, other) = (single.as_str(), item.single().as_str());
            let at = self.spans.of(element);
            return self.fault(
                Fault::new(Code::WrongType, at, "the items of a list are of one type")
                    .label(format!("this is {}", article(other)))
                    .context(self.spans.of(first), format!("this is {}", article(of))),
            );
        }
        let constants: Option<Vec<_>> = items.iter().map(Scalar::constant).collect();
        Some(Typed::List(
            single,
            match constants {
                Some(constants) => List::Const(constants.into_boxed_slice()),
                None => List::Literal(items.into_boxed_slice()),
            },
        ))
    }

    /// `list.exists(x, …)` and its like.
    pub(super) fn macro_call(
        &mut self,
        expr: &IdedExpr,
        call: &CallExpr,
        target: &IdedExpr,
    ) -> Option<Typed> {
        let name = call.func_name.as_str();
        let [variable, body] = call.args.as_slice() else {
            let at = self.spans.of(expr);
            let title = format!("`{name}` takes a name and a condition");
            return self.fault(
                Fault::new(Code::WrongArguments, at, title)
                    .help(format!("write `list.{name}(x, …)`, x being the item's name")),
            );
        };
        let Expr::Ident(variable_name) = &variable.expr else {
            let at = self.spans.of(variable);
            return self.fault(
                Fault::new(Code::WrongArguments, at, format!("`{name}` takes a name first"))
                    .label("this is not a single name"),
            );
        };
        let over = self.expr(target)?;
        let item = match &over {
            Typed::List(single, _) => LoopItem::Single(*single),
            Typed::Records(record, _) => LoopItem::Record(*record),
            other => {
                let at = self.spans.function(expr);
                let title = format!("`{name}` is a function of a list");
                let is = format!("this is {}", article(&other.describe()));
                return self.fault(
                    Fault::new(Code::WrongArguments, at, title).context(self.spans.of(target), is),
                );
            }
        };
        self.check_nesting(expr, item)?;
        let depth = self.loops.len();
        self.loops.push(LoopName { name: variable_name.clone(), item });
        let body = self.bool(body, "what is asked of each item is true or false");
        self.loops.pop();
        let body = body?;
        let quantifier = match name {
            "exists" => Quantifier::Exists,
            "all" => Quantifier::All,
            "exists_one" => Quantifier::One,
            _ => return self.filter(over, body, depth),
        };
        let over = match over {
            Typed::List(_, list) => Range::List(list),
            Typed::Records(_, records) => Range::Records(records),
            _ => return None,
        };
        let the_loop = Loop { over, depth, body };
        Some(Typed::Scalar(Scalar::Bool(Bool::Quantified(quantifier, Box::new(the_loop)))))
    }

    fn filter(&mut self, over: Typed, body: Bool, depth: usize) -> Option<Typed> {
        Some(match over {
            Typed::List(single, list) => {
                Typed::List(single, List::Filter(Box::new((list, body)), depth))
            }
            Typed::Records(record, records) => {
                Typed::Records(record, Records::Filter(Box::new((records, body)), depth))
            }
            _ => return None,
        })
    }

    fn check_nesting(&mut self, expr: &IdedExpr, item: LoopItem) -> Option<()> {
        let at = self.spans.function(expr);
        if self.loops.len() >= MAX_LOOPS {
            let title = format!("loops stand more than {MAX_LOOPS} deep in one another");
            return self.fault(Fault::new(Code::TooComplex, at, title));
        }
        let is_record = |item: LoopItem| matches!(item, LoopItem::Record(_));
        if is_record(item) && self.loops.iter().any(|l| is_record(l.item)) {
            return self.fault(
                Fault::new(Code::TooComplex, at, "records are gone through within records")
                    .note("a message may have 10,000 lines: this would look at each pair of them"),
            );
        }
        Some(())
    }
}
