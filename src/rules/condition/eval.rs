//! Judges a condition. Nothing is looked up by name here and, but for strings that are put
//! together, nothing is allocated. `None` stands for an error in CEL's sense: an absent or
//! unknown fact was used, or an operation had no result.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;
use std::net::IpAddr;

use ipnet::IpNet;

use super::address::{is_canonical, parse_ip, parse_net};
use super::number::{Number, Source, int_of_double};
use super::tree::{
    Arithmetic, Bool, Constant, DoubleSource, IntSource, Ip, Net, Num, Place, Relation, Scalar,
    Str, Subject, UintSource,
};
use crate::rules::schema::{Facts, Value};

/// The value of a loop's item, or of any single expression.
#[derive(Clone, Debug)]
pub(super) enum Item<'e> {
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Str(Cow<'e, str>),
    Ip(IpAddr),
    Net(IpNet),
    /// The number of a record.
    Record(usize),
}

impl<'e> Item<'e> {
    pub fn of_constant(constant: &'e Constant) -> Self {
        match constant {
            Constant::Bool(b) => Item::Bool(*b),
            Constant::Int(i) => Item::Int(*i),
            Constant::Uint(u) => Item::Uint(*u),
            Constant::Double(d) => Item::Double(*d),
            Constant::Str(s) => Item::Str(Cow::Borrowed(s)),
            Constant::Ip(ip) => Item::Ip(*ip),
            Constant::Net(net) => Item::Net(*net),
        }
    }

    /// CEL's `==` of values of one type.
    pub fn equals(&self, other: &Item<'_>) -> bool {
        match (self, other) {
            (Item::Bool(a), Item::Bool(b)) => a == b,
            (Item::Int(a), Item::Int(b)) => a == b,
            (Item::Uint(a), Item::Uint(b)) => a == b,
            (Item::Double(a), Item::Double(b)) => a == b,
            (Item::Str(a), Item::Str(b)) => a == b,
            (Item::Ip(a), Item::Ip(b)) => a == b,
            (Item::Net(a), Item::Net(b)) => a == b,
            _ => false,
        }
    }
}

/// One loop that is being gone through.
#[derive(Debug)]
pub(super) struct Frame<'e> {
    pub item: Item<'e>,
    pub depth: usize,
    pub around: Option<&'e Frame<'e>>,
}

/// What a condition is judged on.
pub(super) struct Env<'e, F: ?Sized> {
    pub facts: &'e F,
    /// The hop or link the rule is tried on.
    pub index: usize,
    pub frame: Option<&'e Frame<'e>>,
    /// How many more items loops may look at.
    pub steps: &'e Cell<u32>,
}

impl<'e, F: Facts + ?Sized> Env<'e, F> {
    fn item(&self, depth: usize) -> Option<&'e Item<'e>> {
        let mut frame = self.frame;
        while let Some(f) = frame {
            if f.depth == depth {
                return Some(&f.item);
            }
            frame = f.around;
        }
        None
    }

    #[inline]
    pub fn fact(&self, place: &Place) -> Value<'e> {
        let at = match place.subject {
            Subject::Variable(number) => match self.facts.resolve(number, self.index) {
                Some(at) => at,
                None => return Value::Absent,
            },
            Subject::Loop(depth) => match self.item(depth) {
                Some(Item::Record(at)) => *at,
                _ => return Value::Unknown,
            },
        };
        self.facts.get(place.record, place.field, at)
    }
}

impl Relation {
    #[inline]
    fn holds<T: PartialOrd + ?Sized>(self, left: &T, right: &T) -> Option<bool> {
        match self {
            Relation::Equal => Some(left == right),
            Relation::Unequal => Some(left != right),
            // NaN has no place in the order: an error, as in CEL.
            _ => Some(self.of_ordering(left.partial_cmp(right)?)),
        }
    }

    fn of_ordering(self, ordering: Ordering) -> bool {
        match self {
            Relation::Equal => ordering.is_eq(),
            Relation::Unequal => ordering.is_ne(),
            Relation::Less => ordering.is_lt(),
            Relation::LessOrEqual => ordering.is_le(),
            Relation::Greater => ordering.is_gt(),
            Relation::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// The order of two numbers of different types.
fn mixed_order(left: &Item<'_>, right: &Item<'_>) -> Option<Ordering> {
    match (left, right) {
        (Item::Int(i), Item::Double(d)) => (*i as f64).partial_cmp(d),
        (Item::Uint(u), Item::Double(d)) => (*u as f64).partial_cmp(d),
        (Item::Int(i), Item::Uint(u)) => {
            Some(u64::try_from(*i).map_or(Ordering::Less, |i| i.cmp(u)))
        }
        (Item::Double(_), Item::Int(_) | Item::Uint(_)) | (Item::Uint(_), Item::Int(_)) => {
            mixed_order(right, left).map(Ordering::reverse)
        }
        _ => None,
    }
}

impl Bool {
    /// Whether this is definitely true. Whatever is not true ends the search, so that fewer facts
    /// are read than by [`Bool::eval`], which has to tell false from unknown.
    pub fn holds<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> bool {
        match self {
            Bool::And(parts) => parts.iter().all(|part| part.holds(env)),
            Bool::Or(parts) => parts.iter().any(|part| part.holds(env)),
            other => other.eval(env) == Some(true),
        }
    }

    pub fn eval<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<bool> {
        match self {
            Bool::Const(b) => Some(*b),
            Bool::Fact(place) => match env.fact(place) {
                Value::Bool(b) => Some(b),
                _ => None,
            },
            Bool::Item(depth) => match env.item(*depth) {
                Some(Item::Bool(b)) => Some(*b),
                _ => None,
            },
            Bool::Has(place) => match env.fact(place) {
                Value::Absent => Some(false),
                Value::Unknown => None,
                _ => Some(true),
            },
            Bool::Not(inner) => inner.eval(env).map(|b| !b),
            // One false decides, wherever it stands; else one error does.
            Bool::And(parts) => decide(parts, false, env),
            Bool::Or(parts) => decide(parts, true, env),
            Bool::If(parts) => match parts.0.eval(env)? {
                true => parts.1.eval(env),
                false => parts.2.eval(env),
            },
            Bool::Bools(relation, sides) => {
                relation.holds(&sides.0.eval(env)?, &sides.1.eval(env)?)
            }
            Bool::Ints(relation, left, right) => {
                relation.holds(&left.eval(env)?, &right.eval(env)?)
            }
            Bool::Uints(relation, sides) => {
                relation.holds(&sides.0.eval(env)?, &sides.1.eval(env)?)
            }
            Bool::Doubles(relation, left, right) => {
                relation.holds(&left.eval(env)?, &right.eval(env)?)
            }
            Bool::Mixed(relation, sides) => {
                let (left, right) = (sides.0.eval(env)?, sides.1.eval(env)?);
                mixed_order(&left, &right).map(|order| relation.of_ordering(order))
            }
            Bool::Strs(relation, left, right) => {
                relation.holds(&*left.eval(env)?, &*right.eval(env)?)
            }
            Bool::Ips(relation, left, right) => relation.holds(&left.eval(env)?, &right.eval(env)?),
            Bool::Nets(relation, sides) => relation.holds(&sides.0.eval(env)?, &sides.1.eval(env)?),
            Bool::StartsWith(s, part) => Some(s.eval(env)?.starts_with(&*part.eval(env)?)),
            Bool::EndsWith(s, part) => Some(s.eval(env)?.ends_with(&*part.eval(env)?)),
            Bool::Contains(s, part) => Some(s.eval(env)?.contains(&*part.eval(env)?)),
            Bool::Matches(s, regex) => Some(regex.is_match(&s.eval(env)?)),
            Bool::In(sides) => {
                let needle = sides.0.eval(env)?;
                Some(sides.1.eval(env)?.contains(&needle))
            }
            Bool::Quantified(quantifier, the_loop) => the_loop.eval(*quantifier, env),
            Bool::IsIp(s) => Some(parse_ip(&s.eval(env)?).is_ok()),
            Bool::IsCanonical(s) => is_canonical(&s.eval(env)?),
            Bool::IsCidr(s) => Some(parse_net(&s.eval(env)?).is_ok()),
            Bool::Ip(test, ip) => Some(test.holds(ip.eval(env)?)),
            Bool::ContainsIp(net, ip) => Some(net.eval(env)?.contains(&ip.eval(env)?)),
        }
    }
}

/// `&&` (`decisive` false) and `||` (`decisive` true) of any number of parts.
#[inline]
fn decide<'e, F: Facts + ?Sized>(
    parts: &'e [Bool],
    decisive: bool,
    env: &Env<'e, F>,
) -> Option<bool> {
    let mut result = Some(!decisive);
    for part in parts {
        match part.eval(env) {
            Some(b) if b == decisive => return Some(decisive),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

impl<N: Number> Num<N> {
    #[inline]
    pub fn eval<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<N> {
        match self {
            Num::Const(n) => Some(*n),
            Num::Fact(place) => N::of_fact(&env.fact(place)),
            _ => self.eval_composed(env),
        }
    }

    fn eval_composed<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<N> {
        match self {
            Num::Const(n) => Some(*n),
            Num::Fact(place) => N::of_fact(&env.fact(place)),
            Num::Item(depth) => N::of_item(env.item(*depth)?),
            Num::Arithmetic(operation, sides) => {
                let (left, right) = (sides.0.eval(env)?, sides.1.eval(env)?);
                match operation {
                    Arithmetic::Add => left.add(right),
                    Arithmetic::Subtract => left.subtract(right),
                    Arithmetic::Multiply => left.multiply(right),
                    Arithmetic::Divide => left.divide(right),
                    Arithmetic::Remainder => left.remainder(right),
                }
            }
            Num::Negate(inner) => inner.eval(env)?.negate(),
            Num::Abs(inner) => inner.eval(env)?.abs(),
            Num::If(parts) => match parts.0.eval(env)? {
                true => parts.1.eval(env),
                false => parts.2.eval(env),
            },
            Num::From(source) => source.number(env),
        }
    }
}

impl Source<i64> for IntSource {
    fn number<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<i64> {
        match self {
            // CEL counts characters, not bytes.
            IntSource::Length(s) => i64::try_from(s.eval(env)?.chars().count()).ok(),
            IntSource::Size(list) => i64::try_from(list.eval(env)?.len()).ok(),
            IntSource::Count(records) => i64::try_from(records.count(env)?).ok(),
            IntSource::Family(ip) => Some(if ip.eval(env)?.is_ipv4() { 4 } else { 6 }),
            IntSource::Uint(u) => i64::try_from(u.eval(env)?).ok(),
            IntSource::Double(d) => int_of_double(d.eval(env)?),
            IntSource::Str(s) => s.eval(env)?.parse().ok(),
        }
    }
}

impl Source<f64> for DoubleSource {
    fn number<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<f64> {
        match self {
            DoubleSource::Int(i) => Some(i.eval(env)? as f64),
            DoubleSource::Uint(u) => Some(u.eval(env)? as f64),
            DoubleSource::Str(s) => s.eval(env)?.parse().ok(),
        }
    }
}

impl Source<u64> for UintSource {
    fn number<'e, F: Facts + ?Sized>(&'e self, _: &Env<'e, F>) -> Option<u64> {
        match *self {}
    }
}

impl Str {
    #[inline]
    pub fn eval<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<Cow<'e, str>> {
        match self {
            Str::Const(s) => Some(Cow::Borrowed(s)),
            Str::Fact(place) => match env.fact(place) {
                Value::Str(s) => Some(Cow::Borrowed(s)),
                _ => None,
            },
            _ => self.eval_composed(env),
        }
    }

    fn eval_composed<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<Cow<'e, str>> {
        match self {
            Str::Const(_) | Str::Fact(_) => self.eval(env),
            Str::Item(depth) => match env.item(*depth) {
                Some(Item::Str(s)) => Some(Cow::Borrowed(s)),
                _ => None,
            },
            Str::Concat(sides) => {
                let mut text = sides.0.eval(env)?.into_owned();
                text.push_str(&sides.1.eval(env)?);
                Some(Cow::Owned(text))
            }
            Str::LowerAscii(inner) => {
                let text = inner.eval(env)?;
                Some(if text.bytes().any(|b| b.is_ascii_uppercase()) {
                    Cow::Owned(text.to_ascii_lowercase())
                } else {
                    text
                })
            }
            Str::If(parts) => match parts.0.eval(env)? {
                true => parts.1.eval(env),
                false => parts.2.eval(env),
            },
            Str::From(value) => Some(match value.eval(env)? {
                Item::Str(s) => s,
                Item::Bool(b) => Cow::Borrowed(if b { "true" } else { "false" }),
                Item::Int(i) => Cow::Owned(i.to_string()),
                Item::Uint(u) => Cow::Owned(u.to_string()),
                Item::Double(d) => Cow::Owned(d.to_string()),
                Item::Ip(ip) => Cow::Owned(ip.to_string()),
                Item::Net(net) => Cow::Owned(net.to_string()),
                Item::Record(_) => return None,
            }),
        }
    }
}

impl Ip {
    #[inline]
    pub fn eval<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<IpAddr> {
        match self {
            Ip::Const(ip) => Some(*ip),
            Ip::Fact(place) => match env.fact(place) {
                Value::Ip(ip) => Some(ip),
                _ => None,
            },
            Ip::Item(depth) => match env.item(*depth) {
                Some(Item::Ip(ip)) => Some(*ip),
                _ => None,
            },
            Ip::If(parts) => match parts.0.eval(env)? {
                true => parts.1.eval(env),
                false => parts.2.eval(env),
            },
            Ip::Parse(s) => parse_ip(&s.eval(env)?).ok(),
        }
    }
}

impl Net {
    pub fn eval<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<IpNet> {
        match self {
            Net::Const(net) => Some(*net),
            Net::Item(depth) => match env.item(*depth) {
                Some(Item::Net(net)) => Some(*net),
                _ => None,
            },
            Net::If(parts) => match parts.0.eval(env)? {
                true => parts.1.eval(env),
                false => parts.2.eval(env),
            },
            Net::Parse(s) => parse_net(&s.eval(env)?).ok(),
        }
    }
}

impl Scalar {
    pub fn eval<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<Item<'e>> {
        Some(match self {
            Scalar::Bool(b) => Item::Bool(b.eval(env)?),
            Scalar::Int(i) => Item::Int(i.eval(env)?),
            Scalar::Uint(u) => Item::Uint(u.eval(env)?),
            Scalar::Double(d) => Item::Double(d.eval(env)?),
            Scalar::Str(s) => Item::Str(s.eval(env)?),
            Scalar::Ip(ip) => Item::Ip(ip.eval(env)?),
            Scalar::Net(net) => Item::Net(net.eval(env)?),
        })
    }
}
