//! What is counted, of mail as it is and of grafts.

use std::collections::BTreeMap;

use crate::report::model::Verdict;

/// Mail of this year and later is modern: most of it is signed, and big providers carry it.
pub const MODERN: i16 = 2019;

/// Counts of mail as it is.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub messages: usize,
    pub verdicts: BTreeMap<Verdict, usize>,
    /// Messages on which the rule fired against a line or against the message.
    pub rules: BTreeMap<String, usize>,
    /// Kinds of the link at the hand-over.
    pub handovers: BTreeMap<&'static str, usize>,
    /// What supports the lines of the genuine ones.
    pub supports: BTreeMap<String, usize>,
    /// The same of those that our side stamped in [`MODERN`] or later.
    pub modern: BTreeMap<String, usize>,
    /// By the year of our own stamp.
    pub years: BTreeMap<i16, BTreeMap<Verdict, usize>>,
    /// Why the unverified ones are not genuine.
    pub unsure: BTreeMap<&'static str, usize>,
    /// Rules with a weight that fired on the suspicious and the forged ones.
    pub against: BTreeMap<String, usize>,
    pub curve: Curve,
}

/// Counts of grafts of one technique.
#[derive(Clone, Debug, Default)]
pub struct GraftCount {
    pub grafts: usize,
    /// Called suspicious or forged, and called forged.
    pub found: usize,
    pub forged: usize,
    pub genuine: usize,
    /// Lines that are forged, and those of them found suspicious or forged.
    pub lines: usize,
    pub lines_found: usize,
    /// Honest lines found suspicious or forged.
    pub accused: usize,
    /// Grafts on which the rule fired.
    pub rules: BTreeMap<String, usize>,
    pub curve: Curve,
}

/// How many messages have how many decibans against their worst line.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    by_decibans: BTreeMap<i32, usize>,
}

impl Curve {
    pub fn add(&mut self, decibans: f64) {
        *self.by_decibans.entry(decibans.floor().clamp(-200.0, 200.0) as i32).or_default() += 1;
    }

    /// How many have at least this many.
    pub fn at_least(&self, decibans: i32) -> usize {
        self.by_decibans.range(decibans..).map(|(_, n)| n).sum()
    }

    fn merge(&mut self, other: &Curve) {
        add(&mut self.by_decibans, &other.by_decibans);
    }
}

/// By technique.
pub type Grafts = BTreeMap<&'static str, GraftCount>;

/// Adds what was counted elsewhere.
pub fn add_grafts(to: &mut Grafts, other: &Grafts) {
    for (id, count) in other {
        to.entry(id).or_default().merge(count);
    }
}

/// Everything counted: of each collection (by its place), and of each technique, the part that
/// may be looked at and the part held out.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub mail: BTreeMap<usize, Mail>,
    pub open: Grafts,
    /// Open variants on messages held out.
    pub messages_out: Grafts,
    /// Held-out variants, on all messages.
    pub variants_out: Grafts,
    /// Of the techniques that leave no trace in the text: the same grafts again, with the DNS of
    /// their day. Messages held out are counted too, since nothing is tuned on this.
    pub shown: Grafts,
    /// The honest messages with the DNS of their day, and how many of them are suspicious or
    /// forged with it and not without.
    pub asked: (usize, usize),
    /// What was asked to be listed, by collection and file.
    pub listed: BTreeMap<(usize, usize, usize), String>,
}

impl Counts {
    pub fn merge(&mut self, other: Counts) {
        for (place, mail) in other.mail {
            self.mail.entry(place).or_default().merge(&mail);
        }
        add_grafts(&mut self.open, &other.open);
        add_grafts(&mut self.messages_out, &other.messages_out);
        add_grafts(&mut self.variants_out, &other.variants_out);
        add_grafts(&mut self.shown, &other.shown);
        self.asked.0 += other.asked.0;
        self.asked.1 += other.asked.1;
        self.listed.extend(other.listed);
    }
}

impl Mail {
    pub fn merge(&mut self, other: &Mail) {
        self.messages += other.messages;
        add(&mut self.verdicts, &other.verdicts);
        add(&mut self.rules, &other.rules);
        add(&mut self.handovers, &other.handovers);
        add(&mut self.supports, &other.supports);
        add(&mut self.modern, &other.modern);
        add(&mut self.unsure, &other.unsure);
        add(&mut self.against, &other.against);
        for (year, verdicts) in &other.years {
            add(self.years.entry(*year).or_default(), verdicts);
        }
        self.curve.merge(&other.curve);
    }

    pub fn called(&self, verdict: Verdict) -> usize {
        self.verdicts.get(&verdict).copied().unwrap_or(0)
    }
}

impl GraftCount {
    pub fn merge(&mut self, other: &GraftCount) {
        self.grafts += other.grafts;
        self.found += other.found;
        self.forged += other.forged;
        self.genuine += other.genuine;
        self.lines += other.lines;
        self.lines_found += other.lines_found;
        self.accused += other.accused;
        add(&mut self.rules, &other.rules);
        self.curve.merge(&other.curve);
    }
}

fn add<K: Ord + Clone>(all: &mut BTreeMap<K, usize>, more: &BTreeMap<K, usize>) {
    for (key, n) in more {
        *all.entry(key.clone()).or_default() += n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_counts_from_the_top() {
        let mut curve = Curve::default();
        for decibans in [-19.9, 0.2, 19.99, 20.0, f64::INFINITY] {
            curve.add(decibans);
        }
        assert_eq!((curve.at_least(-20), curve.at_least(0), curve.at_least(20)), (5, 4, 2));
    }
}
