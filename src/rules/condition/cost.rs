//! Puts the parts of `&&` and `||` in the order of what they cost. CEL's two operators are
//! commutative (an error on one side is absorbed by a deciding value on the other), so the order
//! changes no outcome, and an author need not think of it.

use super::tree::{Bool, List, Loop, Num, Range, Records, Scalar, Str};

/// Rough steps, only to be compared with each other.
const COMPARE: u32 = 2;
const TEXT: u32 = 4;
const REGEX: u32 = 60;
const PARSE: u32 = 30;
/// What a condition denies is an exception, and mostly not so: what it wants is looked at first.
const DENIED: u32 = 3;
/// For each time round, whatever the body.
const LOOP: u32 = 20;

/// Sorts all parts below, the cheap ones first; those that cost the same keep their order.
pub(super) fn arrange(tree: &mut Bool) {
    match tree {
        Bool::And(parts) | Bool::Or(parts) => {
            parts.iter_mut().for_each(arrange);
            parts.sort_by_key(cost);
        }
        Bool::Not(inner) => arrange(inner),
        Bool::If(parts) => {
            arrange(&mut parts.0);
            arrange(&mut parts.1);
            arrange(&mut parts.2);
        }
        Bool::Quantified(_, the_loop) => arrange(&mut the_loop.body),
        _ => {}
    }
}

pub(super) fn cost(tree: &Bool) -> u32 {
    match tree {
        Bool::Const(_) | Bool::Item(_) => 0,
        Bool::Fact(_) | Bool::Has(_) => 1,
        Bool::Not(inner) => cost(inner).saturating_add(DENIED),
        Bool::And(parts) | Bool::Or(parts) => sum(parts.iter().map(cost)),
        Bool::If(parts) => sum([&parts.0, &parts.1, &parts.2].into_iter().map(cost)),
        Bool::Bools(_, sides) => sum([cost(&sides.0), cost(&sides.1)]),
        Bool::Ints(_, left, right) => sum([COMPARE, number(left), number(right)]),
        Bool::Doubles(_, left, right) => sum([COMPARE, number(left), number(right)]),
        Bool::Uints(..) | Bool::Mixed(..) | Bool::Ips(..) | Bool::Ip(..) => COMPARE,
        Bool::Strs(_, left, right) => sum([COMPARE, text(left), text(right)]),
        Bool::StartsWith(left, right) | Bool::EndsWith(left, right) => {
            sum([COMPARE, text(left), text(right)])
        }
        Bool::Contains(left, right) => sum([TEXT * 2, text(left), text(right)]),
        Bool::Matches(subject, _) => sum([REGEX, text(subject)]),
        Bool::In(sides) => sum([scalar(&sides.0), list(&sides.1)]),
        Bool::Quantified(_, the_loop) => of_loop(the_loop),
        Bool::IsIp(_) | Bool::IsCanonical(_) | Bool::IsCidr(_) => PARSE,
        Bool::Nets(..) | Bool::ContainsIp(..) => COMPARE * 2,
    }
}

fn sum(costs: impl IntoIterator<Item = u32>) -> u32 {
    costs.into_iter().fold(0, u32::saturating_add)
}

fn number<N: super::number::Number>(number: &Num<N>) -> u32 {
    match number {
        Num::Const(_) => 0,
        Num::Fact(_) | Num::Item(_) => 1,
        _ => TEXT,
    }
}

fn text(text: &Str) -> u32 {
    match text {
        Str::Const(_) => 0,
        Str::Fact(_) | Str::Item(_) => 1,
        _ => PARSE,
    }
}

fn scalar(value: &Scalar) -> u32 {
    match value {
        Scalar::Bool(tree) => cost(tree),
        Scalar::Str(value) => text(value),
        _ => 1,
    }
}

fn list(items: &List) -> u32 {
    match items {
        List::Const(items) => COMPARE + u32::try_from(items.len()).unwrap_or(u32::MAX / 8),
        List::Fact(_) => TEXT,
        List::Literal(items) => PARSE + sum(items.iter().map(scalar)),
        List::Filter(parts, _) => sum([LOOP, list(&parts.0), cost(&parts.1).saturating_mul(4)]),
        List::If(parts) => sum([cost(&parts.0), list(&parts.1), list(&parts.2)]),
    }
}

fn of_loop(the_loop: &Loop) -> u32 {
    let over = match &the_loop.over {
        Range::List(items) => list(items),
        Range::Records(Records::Variable(_)) => 0,
        Range::Records(Records::Filter(..)) => LOOP * 4,
    };
    sum([LOOP, over, cost(&the_loop.body).saturating_mul(4)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::condition::pattern::Pattern;
    use crate::rules::condition::tree::{Place, Subject};

    fn fact() -> Bool {
        Bool::Fact(Place { subject: Subject::Variable(0), record: 0, field: 0 })
    }

    fn text_fact() -> Str {
        Str::Fact(Place { subject: Subject::Variable(0), record: 0, field: 1 })
    }

    #[test]
    fn a_regular_expression_waits_for_what_is_cheap() {
        let regex = Pattern::new("a").unwrap();
        let mut tree = Bool::And(Box::new([
            Bool::Matches(text_fact(), Box::new(regex)),
            Bool::Not(Box::new(fact())),
        ]));
        arrange(&mut tree);
        let Bool::And(parts) = tree else { panic!() };
        assert!(matches!(parts[0], Bool::Not(_)) && matches!(parts[1], Bool::Matches(..)));
    }

    #[test]
    fn parts_within_parts_are_arranged_too() {
        let regex = Pattern::new("a").unwrap();
        let inner = Bool::Or(Box::new([Bool::Matches(text_fact(), Box::new(regex)), fact()]));
        let mut tree = Bool::Not(Box::new(inner));
        arrange(&mut tree);
        let Bool::Not(inner) = tree else { panic!() };
        let Bool::Or(parts) = *inner else { panic!() };
        assert!(matches!(parts[0], Bool::Fact(_)));
    }
}
