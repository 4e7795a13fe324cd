//! Operators: which types they take, and what they are compiled to.

use cel::common::ast::{CallExpr, Expr, IdedExpr, operators};

use super::Checker;
use crate::rules::codes::Code;
use crate::rules::condition::spans::operands;
use crate::rules::condition::tree::{Arithmetic, Bool, Ip, List, Net, Num, Relation, Scalar, Str};
use crate::rules::condition::types::{Single, Typed};
use crate::rules::fault::Fault;
use crate::rules::names::article;

impl Checker<'_> {
    /// A call that stands for an operator. `None` within `Some` would be no operator at all.
    pub(super) fn operator(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Typed> {
        let relation = match call.func_name.as_str() {
            operators::EQUALS => Some(Relation::Equal),
            operators::NOT_EQUALS => Some(Relation::Unequal),
            operators::LESS => Some(Relation::Less),
            operators::LESS_EQUALS => Some(Relation::LessOrEqual),
            operators::GREATER => Some(Relation::Greater),
            operators::GREATER_EQUALS => Some(Relation::GreaterOrEqual),
            _ => None,
        };
        let arithmetic = match call.func_name.as_str() {
            operators::ADD => Some(Arithmetic::Add),
            operators::SUBSTRACT => Some(Arithmetic::Subtract),
            operators::MULTIPLY => Some(Arithmetic::Multiply),
            operators::DIVIDE => Some(Arithmetic::Divide),
            operators::MODULO => Some(Arithmetic::Remainder),
            _ => None,
        };
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR, _) => {
                let mut parts = Vec::new();
                let mut is_whole = true;
                for part in operands(expr, &call.func_name) {
                    match self.bool(part, "`&&` and `||` join what is true or false") {
                        Some(part) => parts.push(part),
                        None => is_whole = false,
                    }
                }
                let parts = parts.into_boxed_slice();
                let is_and = call.func_name == operators::LOGICAL_AND;
                let tree = if is_and { Bool::And(parts) } else { Bool::Or(parts) };
                is_whole.then_some(Typed::Scalar(Scalar::Bool(tree)))
            }
            (operators::LOGICAL_NOT, [inner]) => {
                let inner = self.bool(inner, "`!` turns true into false")?;
                Some(Typed::Scalar(Scalar::Bool(Bool::Not(Box::new(inner)))))
            }
            (operators::NEGATE, [inner]) => self.negation(expr, inner),
            (operators::CONDITIONAL, [condition, yes, no]) => {
                self.conditional(expr, condition, yes, no)
            }
            (operators::IN, [needle, list]) => self.is_in(expr, needle, list),
            (operators::INDEX, _) => self.fault(
                Fault::new(Code::NotSupported, self.spans.of(expr), "an index is not supported")
                    .help("`in`, `exists(x, …)` and `all(x, …)` go through a list"),
            ),
            (_, [left, right]) => match (relation, arithmetic) {
                (Some(relation), _) => self.comparison(expr, relation, left, right),
                (_, Some(arithmetic)) => self.arithmetic(expr, arithmetic, left, right),
                _ => self.unsupported(expr, "this operator is"),
            },
            _ => self.unsupported(expr, "this operator is"),
        }
    }

    /// An operand that must be true or false.
    pub(super) fn bool(&mut self, expr: &IdedExpr, why: &str) -> Option<Bool> {
        match self.expr(expr)? {
            Typed::Scalar(Scalar::Bool(tree)) => Some(tree),
            other => {
                let title = format!("this is {}, not a bool", article(&other.describe()));
                let at = self.spans.of(expr);
                self.fault(Fault::new(Code::WrongType, at, title).label(why))
            }
        }
    }

    fn negation(&mut self, expr: &IdedExpr, inner: &IdedExpr) -> Option<Typed> {
        let negated = match self.scalar(inner)? {
            Scalar::Int(n) => Scalar::Int(Num::Negate(Box::new(n))),
            Scalar::Double(n) => Scalar::Double(Num::Negate(Box::new(n))),
            other => {
                let title = format!("{} has no negative", article(other.single().as_str()));
                return self.fault(
                    Fault::new(Code::WrongType, self.spans.of(expr), title)
                        .label("`-` takes an int or a double"),
                );
            }
        };
        Some(Typed::Scalar(negated))
    }

    fn conditional(
        &mut self,
        expr: &IdedExpr,
        condition: &IdedExpr,
        yes: &IdedExpr,
        no: &IdedExpr,
    ) -> Option<Typed> {
        let test = self.bool(condition, "what stands before `?` is true or false");
        let (yes_typed, no_typed) = (self.expr(yes), self.expr(no));
        let (test, yes_typed, no_typed) = (test?, yes_typed?, no_typed?);
        Some(match (yes_typed, no_typed) {
            (Typed::Scalar(a), Typed::Scalar(b)) => Typed::Scalar(match (a, b) {
                (Scalar::Bool(a), Scalar::Bool(b)) => {
                    Scalar::Bool(Bool::If(Box::new((test, a, b))))
                }
                (Scalar::Int(a), Scalar::Int(b)) => Scalar::Int(Num::If(Box::new((test, a, b)))),
                (Scalar::Uint(a), Scalar::Uint(b)) => Scalar::Uint(Num::If(Box::new((test, a, b)))),
                (Scalar::Double(a), Scalar::Double(b)) => {
                    Scalar::Double(Num::If(Box::new((test, a, b))))
                }
                (Scalar::Str(a), Scalar::Str(b)) => Scalar::Str(Str::If(Box::new((test, a, b)))),
                (Scalar::Ip(a), Scalar::Ip(b)) => Scalar::Ip(Ip::If(Box::new((test, a, b)))),
                (Scalar::Net(a), Scalar::Net(b)) => Scalar::Net(Net::If(Box::new((test, a, b)))),
                (a, b) => {
                    let (a, b) = (a.single().as_str(), b.single().as_str());
                    return self.branches_differ(expr, (yes, a), (no, b));
                }
            }),
            (Typed::List(a, yes_list), Typed::List(b, no_list)) if a == b => {
                Typed::List(a, List::If(Box::new((test, yes_list, no_list))))
            }
            (a, b) if a.is_same_type(&b) => {
                return self.unsupported(expr, "a choice between lists of records is");
            }
            (a, b) => {
                let (a, b) = (a.describe(), b.describe());
                return self.branches_differ(expr, (yes, &a), (no, &b));
            }
        })
    }

    fn branches_differ(
        &mut self,
        expr: &IdedExpr,
        yes: (&IdedExpr, &str),
        no: (&IdedExpr, &str),
    ) -> Option<Typed> {
        let at = self.spans.function(expr);
        let fault = Fault::new(Code::WrongType, at, "`? :` has branches of different types")
            .context(self.spans.of(yes.0), format!("this is {}", article(yes.1)))
            .context(self.spans.of(no.0), format!("this is {}", article(no.1)));
        self.fault(fault)
    }

    fn comparison(
        &mut self,
        expr: &IdedExpr,
        relation: Relation,
        left: &IdedExpr,
        right: &IdedExpr,
    ) -> Option<Typed> {
        let (a, b) = (self.expr(left), self.expr(right));
        let is_equality = matches!(relation, Relation::Equal | Relation::Unequal);
        let (a, b) = match (a?, b?) {
            (Typed::Scalar(a), Typed::Scalar(b)) => (a, b),
            (a, b) => {
                let fault = self.mismatch(expr, (left, &a.describe()), (right, &b.describe()));
                let fault =
                    fault.help("`size(…)`, `exists(x, …)` and `all(x, …)` ask about a list");
                return self.fault(fault);
            }
        };
        let (a_type, b_type) = (a.single(), b.single());
        Some(Typed::Scalar(Scalar::Bool(match (a, b) {
            (Scalar::Bool(a), Scalar::Bool(b)) => Bool::Bools(relation, Box::new((a, b))),
            (Scalar::Int(a), Scalar::Int(b)) => Bool::Ints(relation, a, b),
            (Scalar::Uint(a), Scalar::Uint(b)) => Bool::Uints(relation, Box::new((a, b))),
            (Scalar::Double(a), Scalar::Double(b)) => Bool::Doubles(relation, a, b),
            (Scalar::Str(a), Scalar::Str(b)) => Bool::Strs(relation, a, b),
            (Scalar::Ip(a), Scalar::Ip(b)) if is_equality => Bool::Ips(relation, a, b),
            (Scalar::Net(a), Scalar::Net(b)) if is_equality => {
                Bool::Nets(relation, Box::new((a, b)))
            }
            // CEL orders numbers of different types, and has no `==` of them.
            (a, b) if a_type.is_number() && b_type.is_number() && !is_equality => {
                Bool::Mixed(relation, Box::new((a, b)))
            }
            _ => {
                let (a, b) = (a_type.as_str(), b_type.as_str());
                let fault = self.mismatch(expr, (left, a), (right, b));
                let fault = match (a_type, b_type) {
                    (Single::Ip, Single::Str) | (Single::Str, Single::Ip) => {
                        fault.help("an address is written `ip(\"192.0.2.1\")`")
                    }
                    (Single::Ip, Single::Net) | (Single::Net, Single::Ip) => {
                        fault.help("write `cidr(\"192.0.2.0/24\").containsIP(…)`")
                    }
                    (Single::Ip | Single::Net, _) if a_type == b_type => {
                        fault.note("addresses and networks have no order: only `==` and `!=`")
                    }
                    (Single::Double, Single::Int | Single::Uint) if self.is_literal(right) => {
                        let digits = self.spans.text(self.spans.of(right)).trim_end_matches('u');
                        fault.help(format!("a double is written `{digits}.0`"))
                    }
                    (Single::Int, Single::Uint) if self.is_literal(right) => {
                        let digits = self.spans.text(self.spans.of(right)).trim_end_matches('u');
                        fault.help(format!("an int is written `{digits}`"))
                    }
                    _ if a_type.is_number() && b_type.is_number() => {
                        fault.help("make them one type: `double(…)` or `int(…)`")
                    }
                    (Single::Str, n) | (n, Single::Str) if n.is_number() => {
                        fault.help("a number is written without quotation marks")
                    }
                    _ => fault,
                };
                return self.fault(fault);
            }
        })))
    }

    fn arithmetic(
        &mut self,
        expr: &IdedExpr,
        operation: Arithmetic,
        left: &IdedExpr,
        right: &IdedExpr,
    ) -> Option<Typed> {
        let (a, b) = (self.scalar(left), self.scalar(right));
        let (a, b) = (a?, b?);
        let (a_type, b_type) = (a.single(), b.single());
        Some(Typed::Scalar(match (a, b) {
            (Scalar::Int(a), Scalar::Int(b)) => {
                Scalar::Int(Num::Arithmetic(operation, Box::new((a, b))))
            }
            (Scalar::Uint(a), Scalar::Uint(b)) => {
                Scalar::Uint(Num::Arithmetic(operation, Box::new((a, b))))
            }
            (Scalar::Double(a), Scalar::Double(b)) if operation != Arithmetic::Remainder => {
                Scalar::Double(Num::Arithmetic(operation, Box::new((a, b))))
            }
            (Scalar::Str(a), Scalar::Str(b)) if operation == Arithmetic::Add => {
                Scalar::Str(Str::Concat(Box::new((a, b))))
            }
            _ => {
                let (a, b) = ((left, a_type.as_str()), (right, b_type.as_str()));
                let fault = self.mismatch(expr, a, b);
                let fault = if a_type.is_number() && b_type.is_number() && a_type != b_type {
                    fault.help("make them one type: `double(…)` or `int(…)`")
                } else if a_type == Single::Str || b_type == Single::Str {
                    fault.help("`+` joins two strings; `string(…)` makes one")
                } else {
                    fault
                };
                return self.fault(fault);
            }
        }))
    }

    fn is_in(&mut self, expr: &IdedExpr, needle: &IdedExpr, list: &IdedExpr) -> Option<Typed> {
        let (value, within) = (self.expr(needle), self.expr(list));
        match (value?, within?) {
            (Typed::Scalar(value), Typed::List(item, list)) if value.single() == item => {
                Some(Typed::Scalar(Scalar::Bool(Bool::In(Box::new((value, list))))))
            }
            (value, within) => {
                let types = (value.describe(), within.describe());
                let fault = self.mismatch(expr, (needle, &types.0), (list, &types.1));
                let fault = match (&value, &within) {
                    (Typed::Scalar(Scalar::Str(_)), Typed::Scalar(Scalar::Str(_))) => {
                        fault.help("a part of a string: `whole.contains(part)`")
                    }
                    (Typed::Scalar(Scalar::Ip(_)), Typed::Scalar(Scalar::Net(_))) => {
                        fault.help("write `cidr(\"192.0.2.0/24\").containsIP(…)`")
                    }
                    (Typed::Scalar(Scalar::Ip(_)), Typed::List(Single::Str, _)) => {
                        fault.help("addresses are written `[ip(\"192.0.2.1\")]`")
                    }
                    (_, Typed::Records(..)) => fault.help("a list of records: `exists(x, …)`"),
                    _ => fault,
                };
                self.fault(fault)
            }
        }
    }

    fn is_literal(&self, expr: &IdedExpr) -> bool {
        matches!(expr.expr, Expr::Literal(_))
    }

    /// Two operands that do not fit their operator.
    fn mismatch(
        &self,
        expr: &IdedExpr,
        left: (&IdedExpr, &str),
        right: (&IdedExpr, &str),
    ) -> Fault {
        let at = self.spans.function(expr);
        let sign = self.spans.text(at.clone());
        let title = format!("`{sign}` does not take {} and {}", article(left.1), article(right.1));
        Fault::new(Code::WrongType, at, title)
            .context(self.spans.of(left.0), format!("this is {}", article(left.1)))
            .context(self.spans.of(right.0), format!("this is {}", article(right.1)))
    }
}
