//! Where the parts of a parsed condition stand in its text. The parser tells only one token of
//! each: the dot of `a.b`, the bracket of `f(x)`, the sign of `a + b`.

use std::ops::Range;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators};

use super::tokens::{Kind, Token};
use crate::rules::facts::Path;

pub(super) struct Spans<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    info: SourceInfo,
}

impl<'s> Spans<'s> {
    pub fn new(source: &'s str, tokens: Vec<Token>, info: SourceInfo) -> Self {
        Spans { source, tokens, info }
    }

    pub fn text(&self, at: Range<usize>) -> &'s str {
        self.source.get(at).unwrap_or_default()
    }

    /// The number of the token that the parser noted for the node.
    fn token(&self, expr: &IdedExpr) -> Option<usize> {
        let (start, _) = self.info.offset_for(expr.id)?;
        self.tokens.binary_search_by_key(&(start as usize), |t| t.at.start).ok()
    }

    fn token_text(&self, number: usize) -> &'s str {
        self.tokens.get(number).map_or("", |t| self.text(t.at.clone()))
    }

    fn token_at(&self, number: usize) -> Option<Range<usize>> {
        self.tokens.get(number).map(|t| t.at.clone())
    }

    /// The bytes of the expression, without brackets around it.
    pub fn of(&self, expr: &IdedExpr) -> Range<usize> {
        self.try_of(expr).unwrap_or(0..self.source.len())
    }

    fn try_of(&self, expr: &IdedExpr) -> Option<Range<usize>> {
        let token = self.token(expr)?;
        let at = self.token_at(token)?;
        Some(match &expr.expr {
            Expr::Literal(literal) => {
                let negative = match literal {
                    LiteralValue::Int(i) => *i.inner() < 0,
                    LiteralValue::Double(d) => d.inner().is_sign_negative(),
                    _ => false,
                };
                match token.checked_sub(1).and_then(|t| self.token_at(t)) {
                    Some(sign) if negative && self.text(sign.clone()) == "-" => sign.start..at.end,
                    _ => at,
                }
            }
            Expr::Select(select) => {
                self.widened(&select.operand).start..self.token_at(token + 1)?.end
            }
            Expr::Call(call) => match (&call.target, call.args.as_slice()) {
                (Some(target), _) => self.widened(target).start..self.closing(token)?,
                (None, [inner, _]) if call.func_name == operators::INDEX => {
                    self.widened(inner).start..self.closing(token)?
                }
                (None, [inner]) if is_operator(call) => at.start..self.widened(inner).end,
                (None, [first, .., last]) if is_operator(call) => {
                    self.widened(first).start..self.widened(last).end
                }
                _ => self.token_at(token.checked_sub(1)?)?.start..self.closing(token)?,
            },
            Expr::List(_) | Expr::Map(_) => at.start..self.closing(token)?,
            Expr::Struct(_) => self.token_at(token.checked_sub(1)?)?.start..self.closing(token)?,
            Expr::Ident(_) | Expr::Comprehension(_) | Expr::Unspecified => at,
        })
    }

    /// The end of what the bracket at `token` opens.
    fn closing(&self, token: usize) -> Option<usize> {
        let mut depth = 0usize;
        for t in self.tokens.get(token..)? {
            match t.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if depth == 0 {
                return Some(t.at.end);
            }
        }
        None
    }

    /// The bytes of the expression with the brackets around it that belong to no call.
    pub fn widened(&self, expr: &IdedExpr) -> Range<usize> {
        let mut at = self.of(expr);
        loop {
            let before = self.tokens.partition_point(|t| t.at.start < at.start);
            let after = self.tokens.partition_point(|t| t.at.start < at.end);
            let Some(open) = before.checked_sub(1) else { return at };
            let is_call = open.checked_sub(1).is_some_and(|n| {
                self.tokens.get(n).is_some_and(|t| t.kind == Kind::Word)
                    && self.token_text(n) != "in"
            });
            if is_call || self.token_text(open) != "(" || self.token_text(after) != ")" {
                return at;
            }
            match (self.token_at(open), self.token_at(after)) {
                (Some(open), Some(close)) => at = open.start..close.end,
                _ => return at,
            }
        }
    }

    /// Where the name of a called function stands; the sign of an operator.
    pub fn function(&self, expr: &IdedExpr) -> Range<usize> {
        let is_named = match &expr.expr {
            Expr::Call(call) => !is_operator(call),
            _ => false,
        };
        self.token(expr)
            .and_then(|t| if is_named { t.checked_sub(1) } else { Some(t) })
            .and_then(|t| self.token_at(t))
            .unwrap_or_else(|| self.of(expr))
    }

    /// The names of a dotted path, if the expression is one.
    pub fn path<'e>(&self, expr: &'e IdedExpr) -> Option<Path<'e>> {
        let mut names = Vec::new();
        let mut expr = expr;
        loop {
            match &expr.expr {
                Expr::Ident(name) => {
                    names.push((name.as_str(), self.of(expr)));
                    names.reverse();
                    return Some(Path { names });
                }
                Expr::Select(select) if !select.test => {
                    let at = self.token(expr).and_then(|dot| self.token_at(dot + 1));
                    names.push((select.field.as_str(), at.unwrap_or_else(|| self.of(expr))));
                    expr = &select.operand;
                }
                _ => return None,
            }
        }
    }
}

/// Whether the call stands for an operator; their names hold signs that no function's has.
pub(super) fn is_operator(call: &CallExpr) -> bool {
    call.func_name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.')
}

/// The operands of a chain of `&&` (or `||`) in the order in which they are written, whatever
/// tree the parser balanced them into and whatever brackets join them.
pub(super) fn operands<'e>(expr: &'e IdedExpr, operator: &str) -> Vec<&'e IdedExpr> {
    let mut found = Vec::new();
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        match &expr.expr {
            Expr::Call(call) if call.func_name == operator && call.target.is_none() => {
                stack.extend(call.args.iter().rev());
            }
            _ => found.push(expr),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::parse::{parse, with_stack};
    use super::*;

    fn visit<'e>(expr: &'e IdedExpr, all: &mut Vec<&'e IdedExpr>) {
        all.push(expr);
        match &expr.expr {
            Expr::Call(call) => {
                call.target.iter().for_each(|t| visit(t, all));
                call.args.iter().for_each(|a| visit(a, all));
            }
            Expr::Select(select) => visit(&select.operand, all),
            Expr::List(list) => list.elements.iter().for_each(|e| visit(e, all)),
            _ => {}
        }
    }

    /// The text of each node, outermost first.
    fn spans(source: &str) -> Vec<String> {
        with_stack(|| {
            let (expr, spans) = parse(source).unwrap();
            let mut all = Vec::new();
            visit(&expr, &mut all);
            all.into_iter().map(|e| spans.text(spans.of(e)).to_owned()).collect()
        })
        .unwrap()
    }

    #[test]
    fn places_of_nodes() {
        assert_eq!(
            spans("(a.b + 1) * -c"),
            ["(a.b + 1) * -c", "a.b + 1", "a.b", "a", "1", "-c", "c"]
        );
        assert_eq!(spans("!(a) ? 'é' : x"), ["!(a) ? 'é' : x", "!(a)", "a", "'é'", "x"]);
        assert_eq!(spans("has( a . b )"), ["has( a . b )", "a . b", "a"]);
        assert_eq!(
            spans("(a.b).exists(h, h in [- 1])"),
            ["(a.b).exists(h, h in [- 1])", "a.b", "a", "h", "h in [- 1]", "h", "[- 1]", "- 1"]
        );
        assert_eq!(spans("a in (b)"), ["a in (b)", "a", "b"]);
        assert_eq!(spans("a[0] == {}"), ["a[0] == {}", "a[0]", "a", "0", "{}"]);
    }

    #[test]
    fn functions_and_paths() {
        with_stack(|| {
            let source = "x.y .startsWith ('a')";
            let (expr, spans) = parse(source).unwrap();
            assert_eq!(spans.text(spans.function(&expr)), "startsWith");
            let Expr::Call(call) = &expr.expr else { panic!("a call") };
            let path = spans.path(call.target.as_deref().unwrap()).unwrap();
            assert_eq!(path.text(), "x.y");
            assert_eq!(spans.text(path.names[1].1.clone()), "y");
        })
        .unwrap();
    }

    #[test]
    fn chains_are_flattened_in_order() {
        with_stack(|| {
            let source = "a && (b && c) && (d || e) && !f && g";
            let (expr, spans) = parse(source).unwrap();
            let texts: Vec<&str> = operands(&expr, operators::LOGICAL_AND)
                .into_iter()
                .map(|e| spans.text(spans.widened(e)))
                .collect();
            assert_eq!(texts, ["a", "b", "c", "(d || e)", "!f", "g"]);
        })
        .unwrap();
    }
}
