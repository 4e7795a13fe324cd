//! The arithmetic: weights in decibans add up, a prior is added, and the sum is a probability.

use std::collections::BTreeMap;

use super::Found;

/// Prior and thresholds, from `rules/verdict.toml` or the settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Probabilities, all three.
    pub prior: f64,
    pub suspicious: f64,
    pub forged: f64,
}

impl Scale {
    /// Probability that a line with this much found against it is forged.
    pub fn line(&self, doubt: f64) -> f64 {
        probability(decibans(self.prior) + doubt)
    }
}

/// A probability as log-odds in decibans.
pub fn decibans(probability: f64) -> f64 {
    10.0 * (probability / (1.0 - probability)).log10()
}

/// Log-odds in decibans as a probability.
pub fn probability(decibans: f64) -> f64 {
    1.0 / (1.0 + 10f64.powf(-decibans / 10.0))
}

/// Decibans against hop number `index`. Of findings that see the same thing in different ways
/// (`overlaps`), only the heaviest counts.
pub(super) fn doubt(found: &[Found<'_>], index: usize) -> f64 {
    sum(found.iter().filter(|f| f.hops.contains(&index)))
}

/// Decibans of the findings about the whole message, `None` where there are none.
pub(super) fn message_doubt(found: &[Found<'_>]) -> Option<f64> {
    let mut whole = found.iter().filter(|f| f.hops.is_empty() && f.weight != 0.0).peekable();
    whole.peek()?;
    Some(sum(whole))
}

fn sum<'a, 'r: 'a>(found: impl Iterator<Item = &'a Found<'r>>) -> f64 {
    let mut total = 0.0;
    let mut groups: BTreeMap<&str, f64> = BTreeMap::new();
    for finding in found {
        match finding.rule.overlaps.as_deref() {
            None => total += finding.weight,
            Some(group) => {
                let heaviest = groups.entry(group).or_insert(finding.weight);
                if finding.weight.abs() > heaviest.abs() {
                    *heaviest = finding.weight;
                }
            }
        }
    }
    total + groups.values().sum::<f64>()
}

/// For each finding the rule that [`doubt`] counts in its place on every line it accuses (or for
/// the whole message), if there is one.
pub(super) fn overlapped<'r>(found: &[Found<'r>]) -> Vec<Option<&'r str>> {
    // By group and line: which finding counts. `None` stands for the whole message.
    let mut heaviest: BTreeMap<(&str, Option<usize>), usize> = BTreeMap::new();
    let lines = |finding: &Found<'_>| -> Vec<Option<usize>> {
        match finding.hops.as_slice() {
            [] => vec![None],
            hops => hops.iter().copied().map(Some).collect(),
        }
    };
    for (number, finding) in found.iter().enumerate() {
        let Some(group) = finding.rule.overlaps.as_deref() else { continue };
        for line in lines(finding) {
            let counted = heaviest.entry((group, line)).or_insert(number);
            if finding.weight.abs() > found[*counted].weight.abs() {
                *counted = number;
            }
        }
    }
    let instead = |(number, finding): (usize, &Found<'r>)| {
        let group = finding.rule.overlaps.as_deref()?;
        let mut others = lines(finding).into_iter().map(|line| heaviest.get(&(group, line)));
        let first = others.next().flatten().copied().filter(|other| *other != number)?;
        let all = others.all(|other| other.is_some_and(|other| *other != number));
        all.then(|| found[first].rule.id.as_str())
    };
    found.iter().enumerate().map(instead).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decibans_and_probability() {
        for (decibans, expected) in [(0.0, 0.5), (10.0, 10.0 / 11.0), (20.0, 100.0 / 101.0)] {
            assert!((probability(decibans) - expected).abs() < 1e-12);
        }
        assert_eq!(probability(f64::NEG_INFINITY), 0.0);
        assert_eq!(probability(1e9), 1.0);
    }

    #[test]
    fn prior_and_weight_make_a_probability() {
        let scale = Scale { prior: 0.01, suspicious: 0.5, forged: 0.99 };
        assert!((scale.line(0.0) - 0.01).abs() < 1e-12);
        // 99 to one against, and 99 to one for.
        assert!((scale.line(-decibans(0.01)) - 0.5).abs() < 1e-12);
        assert!(scale.line(40.0) > scale.forged && scale.line(39.0) < scale.forged);
    }
}
