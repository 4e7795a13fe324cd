//! Rules in force, taken apart: what several of them ask of a hop or link is looked at once, and
//! where it fails strikes out all that ask it. Nearly every rule about a hop begins with
//! `!hop.own`.

use crate::rules::schema::Facts;
use crate::rules::{Rule, RuleSet};

/// The rules of one scope.
#[derive(Debug, Default)]
pub(super) struct InForce {
    rules: Vec<Weighed>,
    /// What several rules ask, the commonest first.
    shared: Vec<Shared>,
}

#[derive(Debug)]
struct Weighed {
    /// In the set of all rules.
    number: usize,
    weight: f64,
    /// What no other rule asks: which of its conjuncts, the cheap ones first.
    alone: Box<[usize]>,
}

#[derive(Debug)]
struct Shared {
    /// A rule that has the conjunct (a number in the set of all), and which of its conjuncts it is.
    rule: usize,
    part: usize,
    /// All that have it: a bit for each of [`InForce::rules`].
    rules: Bits,
}

type Bits = Box<[u64]>;

impl InForce {
    /// `rules`: numbers in `set`, each with its weight.
    pub(super) fn new(set: &RuleSet, rules: Vec<(usize, f64)>) -> Self {
        let words = rules.len().div_ceil(64);
        let condition = |number: usize| &set.rules()[number].condition;
        let mut conjuncts: Vec<(&str, Shared)> = Vec::new();
        for (at, &(number, _)) in rules.iter().enumerate() {
            for (part, text) in condition(number).texts().enumerate() {
                let known = conjuncts.iter().position(|(other, _)| *other == text);
                let known = known.unwrap_or_else(|| {
                    let rules = vec![0; words].into();
                    conjuncts.push((text, Shared { rule: number, part, rules }));
                    conjuncts.len() - 1
                });
                conjuncts[known].1.rules[at / 64] |= 1 << (at % 64);
            }
        }
        conjuncts.retain(|(_, shared)| shared.askers() > 1);
        conjuncts.sort_by_key(|(_, shared)| std::cmp::Reverse(shared.askers()));
        let alone = |number| {
            let texts = condition(number).texts().enumerate();
            let is_shared = |text| conjuncts.iter().any(|(other, _)| *other == text);
            let mut alone: Vec<usize> =
                texts.filter(|(_, text)| !is_shared(*text)).map(|(part, _)| part).collect();
            alone.sort_by_key(|&part| condition(number).part_cost(part));
            alone.into()
        };
        let weighed = |(number, weight)| Weighed { number, weight, alone: alone(number) };
        InForce {
            rules: rules.into_iter().map(weighed).collect(),
            shared: conjuncts.into_iter().map(|(_, shared)| shared).collect(),
        }
    }

    /// Hands over each rule that fires on the hop or link of that number, with its number and
    /// weight, in order.
    pub(super) fn firing<'r, F: Facts>(
        &self,
        set: &'r RuleSet,
        facts: &F,
        index: usize,
        mut each: impl FnMut(usize, &'r Rule, f64),
    ) {
        let holds = |rule: usize, part| set.rules()[rule].condition.part_holds(part, facts, index);
        let mut left = all(self.rules.len());
        for Shared { rule, part, rules } in &self.shared {
            let asked = left.iter().zip(rules).any(|(left, asks)| left & asks != 0);
            if asked && !holds(*rule, *part) {
                left.iter_mut().zip(rules).for_each(|(left, asks)| *left &= !asks);
            }
        }
        for (word, mut bits) in left.into_iter().enumerate() {
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let Weighed { number, weight, alone } = &self.rules[at];
                if alone.iter().all(|&part| holds(*number, part)) {
                    each(*number, &set.rules()[*number], *weight);
                }
            }
        }
    }
}

impl Shared {
    fn askers(&self) -> u32 {
        self.rules.iter().map(|word| word.count_ones()).sum()
    }
}

/// As many bits as there are rules.
fn all(rules: usize) -> Bits {
    (0..rules).step_by(64).map(|first| u64::MAX >> (64 - (rules - first).min(64))).collect()
}
