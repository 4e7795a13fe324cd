//! Judges what goes through lists: `in`, `size`, `exists`, `all`, `exists_one`, `filter`.

use std::borrow::Cow;
use std::net::IpAddr;

use super::eval::{Env, Frame, Item};
use super::tree::{Constant, List, Loop, Quantifier, Range, Records};
use crate::rules::schema::{Facts, Value};

/// The items of a list.
#[derive(Debug)]
pub(super) enum Items<'e> {
    Constants(&'e [Constant]),
    Strs(Cow<'e, [Cow<'e, str>]>),
    Ips(Cow<'e, [IpAddr]>),
    Values(Vec<Item<'e>>),
}

impl<'e> Items<'e> {
    pub fn len(&self) -> usize {
        match self {
            Items::Constants(items) => items.len(),
            Items::Strs(items) => items.len(),
            Items::Ips(items) => items.len(),
            Items::Values(items) => items.len(),
        }
    }

    fn get(&self, number: usize) -> Option<Item<'_>> {
        Some(match self {
            Items::Constants(items) => Item::of_constant(items.get(number)?),
            Items::Strs(items) => Item::Str(Cow::Borrowed(items.get(number)?)),
            Items::Ips(items) => Item::Ip(*items.get(number)?),
            Items::Values(items) => match items.get(number)? {
                Item::Str(s) => Item::Str(Cow::Borrowed(s)),
                other => other.clone(),
            },
        })
    }

    /// `needle in` this list.
    pub fn contains(&self, needle: &Item<'_>) -> bool {
        match (self, needle) {
            (Items::Strs(items), Item::Str(needle)) => items.contains(needle),
            (Items::Ips(items), Item::Ip(needle)) => items.contains(needle),
            // By far the commonest lists: no value is made of each item.
            (Items::Constants(items), Item::Str(needle)) => {
                items.iter().any(|c| matches!(c, Constant::Str(text) if **text == **needle))
            }
            (Items::Constants(items), _) => {
                items.iter().any(|c| Item::of_constant(c).equals(needle))
            }
            (Items::Values(items), _) => items.iter().any(|i| i.equals(needle)),
            _ => false,
        }
    }

    fn into_values(self) -> Vec<Item<'e>> {
        match self {
            Items::Constants(items) => items.iter().map(Item::of_constant).collect(),
            Items::Strs(Cow::Borrowed(items)) => {
                items.iter().map(|s| Item::Str(Cow::Borrowed(s))).collect()
            }
            Items::Strs(Cow::Owned(items)) => items.into_iter().map(Item::Str).collect(),
            Items::Ips(items) => items.iter().map(|ip| Item::Ip(*ip)).collect(),
            Items::Values(items) => items,
        }
    }
}

impl<F: Facts + ?Sized> Env<'_, F> {
    /// Judges `body` with one item. A loop that has used up its steps has no result.
    fn with<T>(
        &self,
        item: Item<'_>,
        depth: usize,
        judge: impl FnOnce(&Env<'_, F>) -> Option<T>,
    ) -> Option<T> {
        let left = self.steps.get().checked_sub(1)?;
        self.steps.set(left);
        let frame = Frame { item, depth, around: self.frame };
        judge(&Env { facts: self.facts, index: self.index, frame: Some(&frame), steps: self.steps })
    }
}

impl List {
    pub fn eval<'e, F: Facts + ?Sized>(&'e self, env: &Env<'e, F>) -> Option<Items<'e>> {
        match self {
            List::Const(items) => Some(Items::Constants(items)),
            // A list with one item in error is an error as a whole.
            List::Literal(items) => {
                let items: Option<Vec<Item<'e>>> = items.iter().map(|i| i.eval(env)).collect();
                items.map(Items::Values)
            }
            List::Fact(place) => match env.fact(place) {
                Value::Strs(items) => Some(Items::Strs(items)),
                Value::Ips(items) => Some(Items::Ips(items)),
                _ => None,
            },
            List::Filter(parts, depth) => {
                let (list, body) = &**parts;
                let mut kept = Vec::new();
                for item in list.eval(env)?.into_values() {
                    let borrowed = match &item {
                        Item::Str(s) => Item::Str(Cow::Borrowed(s)),
                        other => other.clone(),
                    };
                    if env.with(borrowed, *depth, |env| body.eval(env))? {
                        kept.push(item);
                    }
                }
                Some(Items::Values(kept))
            }
            List::If(parts) => match parts.0.eval(env)? {
                true => parts.1.eval(env),
                false => parts.2.eval(env),
            },
        }
    }
}

impl Records {
    /// How many records there are.
    pub fn count<F: Facts + ?Sized>(&self, env: &Env<'_, F>) -> Option<usize> {
        match self {
            Records::Variable(number) => Some(env.facts.count(*number, env.index)),
            Records::Filter(..) => {
                let mut count = 0;
                self.each(env, &mut |_, _| {
                    count += 1;
                    Some(true)
                })?;
                Some(count)
            }
        }
    }

    /// Gives each record to `visit`, until that says `false` or an error.
    fn each<F: Facts + ?Sized>(
        &self,
        env: &Env<'_, F>,
        visit: &mut dyn FnMut(&Env<'_, F>, usize) -> Option<bool>,
    ) -> Option<bool> {
        match self {
            Records::Variable(number) => {
                for record in 0..env.facts.count(*number, env.index) {
                    if !visit(env, record)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Records::Filter(parts, depth) => {
                let (records, body) = &**parts;
                // An error anywhere is an error of the whole list, so all is judged first.
                let mut kept = Vec::new();
                records.each(env, &mut |env, record| {
                    if env.with(Item::Record(record), *depth, |env| body.eval(env))? {
                        kept.push(record);
                    }
                    Some(true)
                })?;
                for record in kept {
                    if !visit(env, record)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
        }
    }
}

impl Loop {
    pub fn eval<'e, F: Facts + ?Sized>(
        &'e self,
        quantifier: Quantifier,
        env: &Env<'e, F>,
    ) -> Option<bool> {
        let mut tally = Tally { quantifier, error: false, hits: 0 };
        match &self.over {
            Range::List(list) => {
                let items = list.eval(env)?;
                for number in 0..items.len() {
                    let judged =
                        env.with(items.get(number)?, self.depth, |env| self.body.eval(env));
                    if tally.is_decided_by(judged, env.steps.get())? {
                        break;
                    }
                }
            }
            Range::Records(records) => {
                records.each(env, &mut |env, record| {
                    let item = Item::Record(record);
                    let judged = env.with(item, self.depth, |env| self.body.eval(env));
                    Some(!tally.is_decided_by(judged, env.steps.get())?)
                })?;
            }
        }
        tally.result()
    }
}

/// What the items seen so far amount to.
struct Tally {
    quantifier: Quantifier,
    error: bool,
    hits: usize,
}

impl Tally {
    /// Counts one item: `Some(true)` where the rest no longer matters, `None` where the whole is
    /// an error.
    fn is_decided_by(&mut self, judged: Option<bool>, steps_left: u32) -> Option<bool> {
        match (self.quantifier, judged) {
            (Quantifier::Exists, Some(true)) | (Quantifier::All, Some(false)) => {
                self.hits += 1;
                Some(true)
            }
            (Quantifier::One, Some(true)) => {
                self.hits += 1;
                Some(false)
            }
            (_, Some(_)) => Some(false),
            // `exists_one` has to know of every item; and without steps no other item is judged.
            (Quantifier::One, None) => None,
            (_, None) if steps_left == 0 => None,
            (_, None) => {
                self.error = true;
                Some(false)
            }
        }
    }

    fn result(&self) -> Option<bool> {
        match self.quantifier {
            Quantifier::Exists if self.hits > 0 => Some(true),
            Quantifier::All if self.hits > 0 => Some(false),
            Quantifier::One => Some(self.hits == 1),
            _ if self.error => None,
            Quantifier::Exists => Some(false),
            Quantifier::All => Some(true),
        }
    }
}
