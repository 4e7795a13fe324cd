//! From facts to findings to a verdict: explanations first, then where our side ends, then hop
//! by hop from the top. All judgement is in the files; this room only applies them in order and
//! adds up.

mod boundary;
mod exception;
mod score;
mod shared;
mod support;

use crate::chain::Chain;
use crate::facts::FactSet;
use crate::report::model::{HopVerdict, Level, LinkKind, Verdict};
use crate::rules::schema::Scope;
use crate::rules::{Accuses, Entry, Rule, RuleSet};
use crate::settings::Settings;

pub use boundary::Basis;
pub use score::{Scale, decibans, probability};
use shared::InForce;

/// Everything that judges: rules, explanations, boundary marks, support, and the scale.
pub struct Judge {
    rules: RuleSet,
    boundary: Vec<Entry>,
    explanations: Vec<Entry>,
    support: Vec<Entry>,
    scale: Scale,
    /// Rules in force by scope: hop, link, message.
    by_scope: [InForce; 3],
    /// Rules by number, and the senders for whom they are excepted.
    exceptions: Vec<(usize, Vec<String>)>,
}

/// A rule that fired, on which lines.
#[derive(Debug)]
pub struct Found<'r> {
    pub rule: &'r Rule,
    /// The index the rule was judged for (hop or link).
    pub index: usize,
    /// Indices of the accused hops; empty for a finding about the whole message.
    pub hops: Vec<usize>,
    pub weight: f64,
}

/// What came of a chain.
#[derive(Debug)]
pub struct Judgement<'r> {
    pub verdict: Verdict,
    pub score: f64,
    pub hops: Vec<Judged>,
    pub found: Vec<Found<'r>>,
    pub basis: Vec<Basis>,
}

#[derive(Debug)]
pub struct Judged {
    pub verdict: HopVerdict,
    pub score: f64,
    pub support: Vec<String>,
}

impl Judgement<'_> {
    /// For each finding in [`Judgement::found`] the id of the rule that was counted in its
    /// place, where another saw the same thing on all the lines it accuses.
    pub fn overlapped(&self) -> Vec<Option<&str>> {
        score::overlapped(&self.found)
    }
}

impl Judge {
    /// Leaves out the rules that the settings disable, and takes their weights for the rest.
    pub fn new(
        rules: RuleSet,
        boundary: Vec<Entry>,
        explanations: Vec<Entry>,
        support: Vec<Entry>,
        scale: Scale,
        settings: &Settings,
    ) -> Self {
        let of_scope = |scope| {
            let rules_of = rules
                .rules()
                .iter()
                .enumerate()
                .filter(|(_, r)| r.scope == scope && !settings.disabled.contains(&r.id))
                .map(|(n, r)| (n, settings.weights.get(&r.id).copied().unwrap_or(r.weight)))
                .collect();
            InForce::new(&rules, rules_of)
        };
        let by_scope = [of_scope(Scope::Hop), of_scope(Scope::Link), of_scope(Scope::Message)];
        let number = |id: &String| rules.rules().iter().position(|rule| rule.id == *id);
        let exceptions = settings
            .exceptions
            .iter()
            .filter_map(|(id, domains)| Some((number(id)?, domains.clone())))
            .collect();
        Judge { rules, boundary, explanations, support, scale, by_scope, exceptions }
    }

    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// Marks links that a known reason covers. Only links that nothing else explains are tried.
    pub fn explain(&self, facts: &mut FactSet<'_>) {
        for index in 0..facts.chain.links.len() {
            if !matches!(facts.chain.links[index].kind, LinkKind::Unexplained | LinkKind::Unknown) {
                continue;
            }
            let covering = self.explanations.iter().find(|e| e.condition.holds(facts, index));
            if let Some(explanation) = covering {
                facts.explained[index] = Some(explanation.id.clone());
            }
        }
    }

    /// The sentence of the explanation that covers a link.
    pub fn explanation(&self, facts: &FactSet<'_>, index: usize) -> Option<String> {
        let id = facts.explained.get(index)?.as_ref()?;
        let explanation = self.explanations.iter().find(|e| e.id == *id)?;
        Some(format!("{} ({id})", explanation.says.render(facts, index)))
    }

    /// Finds where our side ends and records it in the facts.
    pub fn find_boundary(&self, facts: &mut FactSet<'_>) -> Vec<Basis> {
        boundary::find(&self.boundary, facts)
    }

    /// Applies all rules from the top down.
    pub fn judge<'r>(&'r self, facts: &mut FactSet<'_>, basis: Vec<Basis>) -> Judgement<'r> {
        let count = facts.chain.hops.len();
        let mut found: Vec<Found<'r>> = Vec::new();
        let mut support = Vec::with_capacity(count);
        let excepted: Vec<usize> = self
            .exceptions
            .iter()
            .filter(|(_, domains)| exception::holds(domains, facts))
            .map(|(rule, _)| *rule)
            .collect();
        let [hop_rules, link_rules, message_rules] = &self.by_scope;
        for index in 0..count {
            if let Some(link) = index.checked_sub(1) {
                self.apply(link_rules, &excepted, link, facts, &mut found);
            }
            self.apply(hop_rules, &excepted, index, facts, &mut found);
            support.push(self.weigh(index, facts, &found));
        }
        self.apply(message_rules, &excepted, 0, facts, &mut found);
        self.sum_up(facts, found, support, basis)
    }

    /// Adds up what was found of a claimed hop, for the hops below to see; gives what supports it.
    fn weigh(&self, index: usize, facts: &mut FactSet<'_>, found: &[Found<'_>]) -> Vec<String> {
        if index < facts.own {
            return Vec::new();
        }
        let support = support::of(&self.support, facts, index);
        facts.supported[index] = !support.is_empty();
        let doubt = score::doubt(found, index);
        facts.doubt[index] = doubt;
        let score = self.scale.line(doubt);
        facts.refuted[index] = score >= self.scale.forged;
        facts.suspected[index] = score >= self.scale.suspicious;
        support
    }

    fn apply<'r>(
        &'r self,
        rules: &InForce,
        excepted: &[usize],
        index: usize,
        facts: &FactSet<'_>,
        found: &mut Vec<Found<'r>>,
    ) {
        rules.firing(&self.rules, facts, index, |number, rule, weight| {
            if !excepted.contains(&number) {
                found.push(Found { rule, index, hops: accused(rule, index), weight });
            }
        });
    }

    fn sum_up<'r>(
        &self,
        facts: &FactSet<'_>,
        found: Vec<Found<'r>>,
        support: Vec<Vec<String>>,
        basis: Vec<Basis>,
    ) -> Judgement<'r> {
        let scale = &self.scale;
        let hops: Vec<Judged> = support
            .into_iter()
            .enumerate()
            .map(|(index, support)| {
                if index < facts.own {
                    return Judged { verdict: HopVerdict::Trusted, score: 0.0, support };
                }
                let doubt = score::doubt(&found, index);
                let score = scale.line(doubt);
                let verdict = match score {
                    s if s >= scale.forged => HopVerdict::Forged,
                    s if s >= scale.suspicious => HopVerdict::Suspicious,
                    _ if !support.is_empty() && doubt <= 0.0 => HopVerdict::Supported,
                    _ => HopVerdict::Unverified,
                };
                Judged { verdict, score, support }
            })
            .collect();
        let whole = score::message_doubt(&found);
        let mut score = hops.iter().map(|h| h.score).fold(0.0, f64::max);
        if let Some(doubt) = whole {
            score = score.max(scale.line(doubt));
        }
        let against = found.iter().any(|f| f.weight > 0.0 && f.rule.level > Level::Info);
        let believed =
            |h: &Judged| matches!(h.verdict, HopVerdict::Trusted | HopVerdict::Supported);
        // Nothing is known of what a line says that could not be read whole.
        let read =
            |h: &crate::chain::Hop<'_>| h.line.unparsed.is_empty() && h.line.dialect != "unknown";
        let all_read = facts.chain.hops.iter().all(read);
        let verdict = match score {
            s if s >= scale.forged => Verdict::Forged,
            s if s >= scale.suspicious => Verdict::Suspicious,
            _ if !hops.is_empty() && all_read && !against && hops.iter().all(believed) => {
                Verdict::Genuine
            }
            _ => Verdict::Unverified,
        };
        Judgement { verdict, score, hops, found, basis }
    }
}

/// The hops that a finding of this rule, judged for `index`, speaks against.
fn accused(rule: &Rule, index: usize) -> Vec<usize> {
    match rule.accuses {
        Accuses::None => Vec::new(),
        Accuses::This | Accuses::Upper => vec![index],
        Accuses::Lower => vec![index + 1],
        Accuses::Both => vec![index, index + 1],
    }
}

/// The lowest line that is trusted or supported, counted from the top without a gap: the last
/// one whose record of its peer can be believed.
pub fn last_believed(chain: &Chain<'_>, hops: &[Judged]) -> Option<usize> {
    let believed = hops
        .iter()
        .take_while(|h| matches!(h.verdict, HopVerdict::Trusted | HopVerdict::Supported))
        .count();
    debug_assert!(believed <= chain.hops.len());
    believed.checked_sub(1)
}
