//! Rules in force, with the conditions that many of them share looked at once for a hop or link:
//! nearly every rule about a hop begins with `!hop.own`.

use crate::rules::schema::Facts;
use crate::rules::{Rule, RuleSet};

/// What so many rules ask is asked once.
const MANY: usize = 4;

/// The rules of one scope.
#[derive(Debug, Default)]
pub(super) struct InForce {
    rules: Vec<Weighed>,
    /// Conjuncts that many rules share: a rule that has it, and which of its conjuncts it is.
    shared: Vec<(usize, usize)>,
}

#[derive(Debug)]
struct Weighed {
    /// In the set of all rules.
    number: usize,
    weight: f64,
    /// Which of the shared conjuncts it has, a bit for each.
    needs: u64,
}

impl InForce {
    /// `rules`: numbers in `set`, each with its weight.
    pub(super) fn new(set: &RuleSet, rules: Vec<(usize, f64)>) -> Self {
        let conjuncts = |number: usize| set.rules()[number].condition.texts();
        let mut counts: Vec<(&str, usize, (usize, usize))> = Vec::new();
        for &(number, _) in &rules {
            for (place, text) in conjuncts(number).enumerate() {
                match counts.iter_mut().find(|(other, ..)| *other == text) {
                    Some((_, count, _)) => *count += 1,
                    None => counts.push((text, 1, (number, place))),
                }
            }
        }
        counts.retain(|(_, count, _)| *count >= MANY);
        counts.truncate(u64::BITS as usize);
        let needs = |number| {
            let has = |text: &str| conjuncts(number).any(|other| other == text);
            let bits = counts.iter().enumerate().filter(|(_, (text, ..))| has(text));
            bits.fold(0_u64, |needs, (bit, _)| needs | 1 << bit)
        };
        let rules = rules
            .into_iter()
            .map(|(number, weight)| Weighed { number, weight, needs: needs(number) })
            .collect();
        let shared = counts.iter().map(|(.., place)| *place).collect();
        InForce { rules, shared }
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
        // Which of the shared conjuncts were looked at, and which hold.
        let (mut known, mut holding) = (0_u64, 0_u64);
        for Weighed { number, weight, needs } in &self.rules {
            let mut unknown = needs & !known;
            while unknown != 0 && needs & known & !holding == 0 {
                let bit = unknown.trailing_zeros() as usize;
                unknown &= unknown - 1;
                let (rule, conjunct) = self.shared[bit];
                known |= 1 << bit;
                if set.rules()[rule].condition.part_holds(conjunct, facts, index) {
                    holding |= 1 << bit;
                }
            }
            if needs & known & !holding != 0 {
                continue;
            }
            let rule = &set.rules()[*number];
            if rule.fires_on(facts, index) {
                each(*number, rule, *weight);
            }
        }
    }
}
