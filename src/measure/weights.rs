//! From counts to weights.
//!
//! A weight is the logarithm of a ratio: how often a rule fires on messages with forged lines,
//! against how often it does on honest mail. Collections say spam or ham, not forged or honest, so
//! the first of the two is taken from grafts, of which each technique counts alike; the second
//! from the ham. docs/verdicts.md has the formula and what it leaves out.

use std::collections::BTreeMap;

use super::{Collection, Counts, Label};

/// How often a rule fired, of how many messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub fired: usize,
    pub of: usize,
}

impl Figures {
    fn add(&mut self, other: Figures) {
        self.fired += other.fired;
        self.of += other.of;
    }

    pub fn share(self) -> f64 {
        self.fired as f64 / self.of.max(1) as f64
    }
}

/// What was measured of one rule.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// By collection: its name, label and figures.
    pub collections: Vec<(String, Label, Figures)>,
    pub labels: BTreeMap<Label, Figures>,
    /// By technique, hold-out left out.
    pub techniques: Vec<(&'static str, Figures)>,
    /// Decibans; `None` without honest mail or without grafts, and where it never fired.
    pub suggests: Option<f64>,
}

impl Weighed {
    pub fn label(&self, label: Label) -> Figures {
        self.labels.get(&label).copied().unwrap_or_default()
    }

    /// Whether the rule fired on anything.
    pub fn fired(&self) -> bool {
        self.labels.values().any(|figures| figures.fired > 0) || self.grafts().fired > 0
    }

    /// All grafts together.
    pub fn grafts(&self) -> Figures {
        let mut all = Figures::default();
        self.techniques.iter().for_each(|(_, figures)| all.add(*figures));
        all
    }
}

/// The figures of the rule `id`.
pub fn weigh(collections: &[Collection], counts: &Counts, id: &str) -> Weighed {
    let mut weighed = Weighed::default();
    for (place, mail) in &counts.mail {
        let figures =
            Figures { fired: mail.rules.get(id).copied().unwrap_or(0), of: mail.messages };
        let collection = &collections[*place];
        weighed.collections.push((collection.name.clone(), collection.label, figures));
        weighed.labels.entry(collection.label).or_default().add(figures);
    }
    for (technique, count) in &counts.open {
        let fired = count.rules.get(id).copied().unwrap_or(0);
        weighed.techniques.push((technique, Figures { fired, of: count.grafts }));
    }
    let (ham, grafts) = (weighed.label(Label::Ham), weighed.grafts());
    if ham.of > 0 && grafts.of > 0 && ham.fired + grafts.fired > 0 {
        let shares = weighed.techniques.iter().map(|(_, figures)| figures.share());
        let mean = shares.sum::<f64>() / weighed.techniques.len() as f64;
        weighed.suggests = Some(suggested(mean, grafts.of, ham));
    }
    weighed
}

/// The weight in decibans, to a tenth. Half a firing is added to either side (Jeffreys' prior of a
/// share), so that what was never seen is only as rare as the number of messages can tell.
fn suggested(forged: f64, grafts: usize, ham: Figures) -> f64 {
    let smooth = |fired: f64, of: usize| (fired + 0.5) / (of as f64 + 1.0);
    let forged = smooth(forged * grafts as f64, grafts);
    let honest = smooth(ham.fired as f64, ham.of);
    (100.0 * (forged / honest).log10()).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{GraftCount, Mail};

    fn counts(fired: usize, ham: usize, grafts: &[(&'static str, usize, usize)]) -> Counts {
        let mut counts = Counts::default();
        let rules = [("a/b".to_owned(), fired)].into();
        counts.mail.insert(0, Mail { messages: ham, rules, ..Mail::default() });
        for (technique, fired, of) in grafts {
            let rules = [("a/b".to_owned(), *fired)].into();
            counts
                .open
                .insert(technique, GraftCount { grafts: *of, rules, ..GraftCount::default() });
        }
        counts
    }

    fn suggests(counts: &Counts) -> Option<f64> {
        let ham = Collection { name: "x".into(), label: Label::Ham, files: Vec::new() };
        weigh(&[ham], counts, "a/b").suggests
    }

    #[test]
    fn techniques_count_alike_whatever_their_number() {
        let few = suggests(&counts(10, 10_000, &[("t", 100, 100), ("u", 0, 10_000)]));
        let many = suggests(&counts(10, 10_000, &[("t", 5_050, 5_050), ("u", 0, 5_050)]));
        assert_eq!(few, many);
        // Half of the techniques against a thousandth of honest mail.
        assert_eq!(few, Some(26.8));
    }

    #[test]
    fn what_was_never_seen_has_a_bound() {
        assert_eq!(suggests(&counts(0, 999, &[("t", 500, 999)])), Some(30.0));
        assert_eq!(suggests(&counts(0, 999, &[("t", 0, 999)])), None);
        assert_eq!(suggests(&counts(5, 0, &[("t", 5, 9)])), None);
    }
}
